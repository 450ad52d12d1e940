# From the spec to written Rust: gaap from its spec folder, and from the OpenAPI document of the same actions. Each
# generator runs as its users run it: progenitor's command runs rustfmt, tc3-codegen formats the code itself.

prepare_generate() {
  built now tc3-codegen --features cli
  built baseline tc3-codegen --features cli
}

part_generate() {
  prepare_generate
  local sides=(now baseline)
  if has_progenitor && openapi_document; then
    sides+=(progenitor)
  else
    skip "progenitor" "cargo-progenitor could not be installed: $(tail -n 1 "$work/last.log")"
  fi
  rm -rf "$work/spec"
  mkdir -p "$work/spec"
  cp -R "$baseline/spec/gaap" "$work/spec/gaap" # the same input for both
  in_rounds $((rounds * 5)) generate_round "${sides[@]}"
}

generate_round() {
  local side
  for side in "$@"; do
    rm -rf "$work/generated"
    if [ "$side" = progenitor ]; then
      timed generate_by_progenitor
    else
      timed "$(target_of "$side")/release/tc3-codegen" generate --plain --spec "$work/spec" --out "$work/generated"
    fi
    emit generate-gaap "$side" "$(calculate "$cpu * 1000")" ms
  done
}
