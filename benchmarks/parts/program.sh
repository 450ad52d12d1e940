# A program that makes one call over TLS, built cold: CPU time, number of crates, size of the binary.

part_program() {
  local sides=(now baseline) side
  if has_peers; then sides+=(aws); else skip "AWS SDK" "cargo could not fetch it: $(tail -n 1 "$work/last.log")"; fi
  in_rounds "$rounds" program_round dev "${sides[@]}"
  for side in "${sides[@]}"; do emit program-crates "$side" "$(crates "$side")" crates; done
}

# The release build takes twice as long, and has no target in the table of the README.
part_program_release() {
  local sides=(now baseline) side
  if has_peers; then sides+=(aws); else skip "AWS SDK" "cargo could not fetch it: $(tail -n 1 "$work/last.log")"; fi
  in_rounds "$rounds" program_round release "${sides[@]}"
  for side in "${sides[@]}"; do
    emit program-bytes "$side" "$(calculate "$(wc -c <"$work/program-$side.binary") / 1000000")" MB
  done
}

# program_round MODE SIDE..
program_round() {
  local mode=$1 side option=
  shift
  [ "$mode" = dev ] || option=--release
  for side in "$@"; do
    rm -rf "$work/program-$side"
    # shellcheck disable=SC2086
    timed build_program "$side" $option
    emit "program-$mode" "$side" "$cpu" s
    [ "$mode" = dev ] || cp "$work/program-$side/release/$(program_of "$side")" "$work/program-$side.binary"
    rm -rf "$work/program-$side"
  done
}

program_of() { if [ "$1" = aws ]; then echo program-aws; else echo program-tc3; fi; }

# build_program SIDE ARGUMENT..
build_program() {
  local side=$1
  shift
  CARGO_PROFILE_RELEASE_STRIP=true cargo build --quiet --offline --locked --manifest-path "$(manifest_of "$side")" \
    --target-dir "$work/program-$side" --package "$(program_of "$side")" "$@"
}

# crates SIDE: how many crates the build of its program compiles, itself excluded.
crates() {
  crates_of "$(manifest_of "$1")" "$(program_of "$1")"
}
