# Lines of generated code per action, types included: what a person scrolls through.

part_lines() {
  local files
  files=$(find "$root/generated/src/services/gaap" -name '*.rs')
  # shellcheck disable=SC2086 # a list of files
  line_rows "generated lines per action" tc3 "$(actions)" $files
  if has_peers; then
    # shellcheck disable=SC2046
    line_rows "lines per operation of the AWS crate" AWS "$(aws_operations)" $(find "$(aws_source)/src" -name '*.rs')
  fi
  if [ -f "$progenitor_crate/src/lib.rs" ]; then
    line_rows "lines per action of progenitor's crate" progenitor "$(actions)" "$progenitor_crate/src/lib.rs"
  fi
}

# line_rows WHAT SIDE ACTIONS FILE..
line_rows() {
  local what=$1 side=$2 per=$3 all docs blank
  shift 3
  all=$(cat "$@" | wc -l)
  docs=$(cat "$@" | grep -cE '^\s*//[/!]')
  blank=$(cat "$@" | grep -cE '^\s*$')
  progress "$side: $all lines, $docs of docs, $blank blank, $per actions"
  local targets=("" "")
  [ "$side" = tc3 ] && targets=(160 100)
  line_row "$what, docs and blank lines included" "$side" "$(calculate "$all / $per")" "${targets[0]}"
  line_row "$what, without docs" "$side" "$(calculate "($all - $docs) / $per")" "${targets[1]}"
  line_row "$what, without docs and blank lines" "$side" "$(calculate "($all - $docs - $blank) / $per")" ""
}

line_row() {
  if [ "$2" = tc3 ]; then row "$1" "$3" "" "" "$4"; else row "$1" "" "$3" "" ""; fi
}
