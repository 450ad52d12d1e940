# Every service of the official metadata as a workspace, `cargo check` with the dependencies already built. Needs pip
# for the metadata, or its wheel in TCCLI_WHEEL, and 2 GiB of disk.

part_workspace() {
  local wheel
  wheel=$(metadata_wheel) || { skip "workspace" "no wheel of tccli: pip could not download it, and TCCLI_WHEEL is not set"; return; }
  cargo build --quiet --locked --release --manifest-path "$root/Cargo.toml" --package tc3-codegen --features cli \
    --target-dir "$work/codegen"
  local folder="$work/workspace"
  progress "writing the workspace"
  "$work/codegen/release/tc3-codegen" workspace "$wheel" --out "$folder" --runtime "$root/runtime" >"$work/workspace.log"
  forget workspace
  check_workspace --package tc3-runtime
  rm -f "$work/workspace.rss"
  watch_memory
  sample workspace check_workspace --workspace
  unset RUSTC_WRAPPER
  workspace_rows
  rm -rf "$folder/target"
}

check_workspace() { cargo check --quiet --manifest-path "$work/workspace/Cargo.toml" --target-dir "$work/workspace/target" "$@"; }

metadata_wheel() {
  [ -z "${TCCLI_WHEEL:-}" ] || { printf '%s\n' "$TCCLI_WHEEL"; return; }
  mkdir -p "$work/wheels"
  pip download --quiet --no-deps --dest "$work/wheels" "tccli==$tccli_version" >"$work/last.log" 2>&1 || return
  find "$work/wheels" -name "tccli-$tccli_version*.whl" | grep .
}

# Makes cargo run each rustc under time(1), which reports its memory.
watch_memory() {
  [ -x /usr/bin/time ] || { progress "memory is not measured: /usr/bin/time is missing"; return; }
  printf '#!/bin/sh\nexec /usr/bin/time -q -a -o "%s" -f %%M "$@"\n' "$work/workspace.rss" >"$work/watched-rustc"
  chmod +x "$work/watched-rustc"
  export RUSTC_WRAPPER="$work/watched-rustc"
}

workspace_rows() {
  progress "$(head -n 1 "$work/workspace.log")"
  row "workspace, \`cargo check\`, wall" "$(median workspace 2) s" "" "" "240 s"
  row "workspace, \`cargo check\`, CPU" "$(median workspace) s" "" "" ""
  if [ -s "$work/workspace.rss" ]; then
    row "workspace, largest rustc" "$(calculate "$(sort -n "$work/workspace.rss" | tail -n 1) / 1048576" %.2f) GiB" "" "" "2 GiB"
  fi
}
