# Completion of PROGRAM for bash 3.2 and newer. In ~/.bashrc: eval "$(PROGRAM completion bash)"
_PROGRAM_complete() {
  local candidate
  COMPREPLY=()
  while IFS= read -r candidate; do
    COMPREPLY[${#COMPREPLY[@]}]=$candidate
  done <<EOF
$("$1" __complete bash "$COMP_WORDBREAKS" "${COMP_LINE:0:COMP_POINT}" 2>/dev/null)
EOF
  # Without candidates the text above is one empty line.
  if [ -z "${COMPREPLY[0]}" ]; then COMPREPLY=(); fi
}
complete -o nospace -F _PROGRAM_complete PROGRAM
