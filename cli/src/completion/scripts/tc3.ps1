# Completion of PROGRAM for PowerShell. In $PROFILE: PROGRAM completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName PROGRAM -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $before = $cursorPosition - $wordToComplete.Length
    $words = @($commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -le $before } | ForEach-Object {
        if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value } else { $_.Extent.Text }
    })
    $arguments = @($words | Select-Object -Skip 1)
    & $words[0] __complete powershell ":$wordToComplete" @arguments 2>$null | ForEach-Object {
        $value, $description = $_ -split "`t", 2
        if (-not $description) { $description = $value }
        [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $description)
    }
}
