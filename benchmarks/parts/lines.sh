# Lines of generated code per action, types included: what a person scrolls through.

part_lines() {
  local side
  for side in now baseline; do
    # shellcheck disable=SC2046 # a list of files
    lines "$side" "$(actions)" $(find "$(root_of "$side")/generated/src/services/gaap" -name '*.rs')
  done
  if has_peers; then
    # shellcheck disable=SC2046
    lines aws "$(aws_operations)" $(find "$(aws_source)/src" -name '*.rs')
  else
    skip "AWS SDK" "cargo could not fetch it: $(tail -n 1 "$work/last.log")"
  fi
  if has_progenitor && openapi_document && logged generate_by_progenitor; then
    lines progenitor "$(actions)" "$progenitor_crate/src/lib.rs"
  else
    skip "progenitor" "cargo-progenitor could not be installed: $(tail -n 1 "$work/last.log")"
  fi
}

# lines SIDE ACTIONS FILE..
lines() {
  local side=$1 per=$2 all docs
  shift 2
  all=$(cat "$@" | wc -l)
  docs=$(cat "$@" | grep -cE '^\s*//[/!]')
  emit lines "$side" "$(calculate "$all / $per")" lines
  emit lines-without-docs "$side" "$(calculate "($all - $docs) / $per")" lines
}
