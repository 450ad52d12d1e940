# Completion of PROGRAM for fish. In ~/.config/fish/config.fish: PROGRAM completion fish | source
function __PROGRAM_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    $words[1] __complete fish $words[2..-1] "$current" 2>/dev/null
end
complete -c PROGRAM -e
complete -c PROGRAM -f -k -a '(__PROGRAM_complete)'
