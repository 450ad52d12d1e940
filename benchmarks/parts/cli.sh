# The command line next to tccli: see `cli/measure.py`. Needs python3 with venv and PyPI, and GNU time for the memory.

prepare_cli() {
  local side
  for side in now baseline; do
    [ -z "$(given_tc3 "$side")" ] || continue
    progress "building tc3-cli of $side, profile dist"
    logged cargo build --quiet --locked --profile dist --manifest-path "$(root_of "$side")/Cargo.toml" --package tc3-cli \
      --target-dir "$(target_of "$side")"
  done
}

# tc3_of SIDE: the command. TC3_NOW and TC3_BASELINE may name others than those built here.
tc3_of() {
  local given
  given=$(given_tc3 "$1")
  printf '%s\n' "${given:-$(target_of "$1")/dist/tc3}"
}

given_tc3() { if [ "$1" = now ]; then printf '%s' "${TC3_NOW:-}"; else printf '%s' "${TC3_BASELINE:-}"; fi; }

part_cli() {
  prepare_cli
  local tccli=
  if install_tccli; then tccli="$tools/tccli/bin"; else skip tccli "$(tail -n 1 "$work/last.log")"; fi
  local wheel
  mkdir -p "$work/wheels"
  for wheel in tccli==3.1.189.1 tccli-intl-en==3.1.193.1; do
    compgen -G "$work/wheels/${wheel//[-=]*/}*${wheel##*=}*" >/dev/null ||
      logged python3 -m pip download --quiet --disable-pip-version-check --no-deps --dest "$work/wheels" "$wheel"
  done
  RUNS=$((rounds * 4)) python3 "$here/cli/measure.py" "$(tc3_of now)" "$(tc3_of baseline)" "$tccli" "$work/wheels" \
    > >(while IFS=$'\t' read -r -a columns; do emit "${columns[@]}"; done)
  wait # until the last line is written
}

install_tccli() {
  local requirements="$root/cli/tests/tccli/requirements.txt"
  cmp -s "$requirements" "$tools/tccli/requirements.txt" && return
  mkdir -p "$tools"
  rm -rf "$tools/tccli"
  python3 -m venv "$tools/tccli" >"$work/last.log" 2>&1 || return
  "$tools/tccli/bin/pip" install --quiet --disable-pip-version-check --requirement "$requirements" \
    >"$work/last.log" 2>&1 || return
  cp "$requirements" "$tools/tccli/requirements.txt"
}
