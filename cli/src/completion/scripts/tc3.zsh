#compdef PROGRAM
# Completion of PROGRAM for zsh. In ~/.zshrc: eval "$(PROGRAM completion zsh)"; or as _PROGRAM in a folder of $fpath.
_PROGRAM() {
  local line end
  local -a value shown
  for line in "${(@f)$("${words[1]}" __complete zsh "${(@Q)words[2,CURRENT-1]}" "$PREFIX" 2>/dev/null)}"; do
    [[ -n $line ]] || continue
    value=("${line%%$'\t'*}") shown=("${line%%$'\t'*}")
    [[ -n ${line#*$'\t'} ]] && shown=("${value[1]}  -- ${line#*$'\t'}")
    end=' '
    [[ ${value[1]} == *[./=@] ]] && end=''
    compadd -U -l -V PROGRAM -S "$end" -d shown -- "${value[1]}"
  done
  # What several candidates have in common takes the place of the word only if it is longer.
  if (( compstate[nmatches] > 1 )) && [[ ${(L)compstate[unambiguous]} != ${(bL)PREFIX}* ]]; then
    compstate[insert]='' compstate[list]='list force'
  fi
}
(( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
if [[ $funcstack[1] == _PROGRAM ]]; then _PROGRAM "$@"; else compdef _PROGRAM PROGRAM; fi
