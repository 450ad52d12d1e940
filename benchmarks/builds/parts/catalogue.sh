# The whole catalogue: every service of the vendor's metadata as a workspace, `cargo check` with warm dependencies.
# Needs pip for the metadata, or its wheel in TCCLI_WHEEL, and 2 GiB of disk.

part_catalogue() {
  local wheel
  wheel=$(metadata_wheel) || { skip "catalogue" "no wheel of tccli: pip could not download it, and TCCLI_WHEEL is not set"; return; }
  cargo build --quiet --locked --release --manifest-path "$root/Cargo.toml" --package tc3-codegen --features cli \
    --target-dir "$work/codegen"
  local folder="$work/catalogue"
  progress "writing the catalogue"
  "$work/codegen/release/tc3-codegen" catalogue "$wheel" --out "$folder" --runtime "$root/runtime" >"$work/catalogue.log"
  forget catalogue
  check_catalogue --package tc3-runtime
  rm -f "$work/catalogue.rss"
  watch_memory
  sample catalogue check_catalogue --workspace
  unset RUSTC_WRAPPER
  catalogue_rows
  rm -rf "$folder/target"
}

check_catalogue() { cargo check --quiet --manifest-path "$work/catalogue/Cargo.toml" --target-dir "$work/catalogue/target" "$@"; }

metadata_wheel() {
  [ -z "${TCCLI_WHEEL:-}" ] || { printf '%s\n' "$TCCLI_WHEEL"; return; }
  mkdir -p "$work/wheels"
  pip download --quiet --no-deps --dest "$work/wheels" "tccli==$tccli_version" >"$work/last.log" 2>&1 || return
  find "$work/wheels" -name "tccli-$tccli_version*.whl" | grep .
}

# Has cargo run each rustc under time(1), which says its memory.
watch_memory() {
  [ -x /usr/bin/time ] || { progress "memory is not measured: /usr/bin/time is not there"; return; }
  printf '#!/bin/sh\nexec /usr/bin/time -q -a -o "%s" -f %%M "$@"\n' "$work/catalogue.rss" >"$work/watched-rustc"
  chmod +x "$work/watched-rustc"
  export RUSTC_WRAPPER="$work/watched-rustc"
}

catalogue_rows() {
  progress "$(head -n 1 "$work/catalogue.log")"
  row "catalogue, \`cargo check\`, wall" "$(median catalogue 2) s" "" "" "240 s"
  row "catalogue, \`cargo check\`, CPU" "$(median catalogue) s" "" "" ""
  if [ -s "$work/catalogue.rss" ]; then
    row "catalogue, largest rustc" "$(calculate "$(sort -n "$work/catalogue.rss" | tail -n 1) / 1048576" %.2f) GiB" "" "" "2 GiB"
  fi
}
