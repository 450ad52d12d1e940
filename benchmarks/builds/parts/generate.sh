# From the spec to written Rust: gaap from its spec folder, and from the OpenAPI document of the same actions. Each
# generator runs as its users run it: progenitor's command runs rustfmt, tc3-codegen formats the code itself.

part_generate() {
  if ! has_progenitor || ! openapi_document; then
    skip "generate gaap" "cargo-progenitor could not be installed: see $work/last.log"
    return
  fi
  cargo build --quiet --locked --release --manifest-path "$root/Cargo.toml" --package tc3-codegen --features cli \
    --target-dir "$work/codegen"
  rm -rf "$work/spec"
  mkdir -p "$work/spec"
  cp -R "$root/spec/gaap" "$work/spec/gaap"
  forget generate-tc3 generate-progenitor
  in_rounds $((rounds * 5)) generate_round
  compare "generate gaap, $(actions) actions, CPU" generate-tc3 generate-progenitor progenitor 3
  local ours theirs
  ours=$(median generate-tc3 2) theirs=$(median generate-progenitor 2)
  row "generate gaap, $(actions) actions, wall" "$ours s ($(spread generate-tc3 2))" \
    "progenitor: $theirs s ($(spread generate-progenitor 2))" "$(calculate "$theirs / $ours")" 3
}

generate_round() {
  rm -rf "$work/generated"
  sample generate-tc3 "$work/codegen/release/tc3-codegen" generate --plain \
    --spec "$work/spec" --out "$work/generated"
  sample generate-progenitor generate_by_progenitor
}
