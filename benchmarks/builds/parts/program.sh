# A program that makes one call over TLS, built cold: CPU time, number of crates, size of the binary.

part_program() {
  has_peers || { skip "program" "cargo could not fetch the peers: $(tail -n 1 "$work/last.log")"; return; }
  forget program-tc3-dev program-aws-dev program-tc3-release program-aws-release
  in_rounds "$rounds" program_round
  compare "program with one call, cold dev build, CPU" program-tc3-dev program-aws-dev AWS 3
  compare "program with one call, cold release build, CPU" program-tc3-release program-aws-release AWS 3
  counts "program with one call, crates (normal and build)" "$(crates program-tc3)" "$(crates program-aws)" AWS 2
  counts "program with one call, stripped release binary, bytes" \
    "$(bytes_of program-tc3)" "$(bytes_of program-aws)" AWS 3
}

program_round() {
  local side
  for side in tc3 aws; do
    rm -rf "$work/program-$side"
    sample "program-$side-dev" build_program "program-$side"
  done
  for side in tc3 aws; do
    rm -rf "$work/program-$side"
    sample "program-$side-release" build_program "program-$side" --release
    cp "$work/program-$side/release/program-$side" "$work/program-$side.binary"
    rm -rf "$work/program-$side"
  done
}

build_program() {
  CARGO_PROFILE_RELEASE_STRIP=true cargo build --quiet --offline --locked --manifest-path "$here/Cargo.toml" \
    --target-dir "$work/$1" --package "$@"
}

bytes_of() { wc -c <"$work/$1.binary"; }
