# A crate that generates code in its build.rs, built cold: the cost of its generator, compared with other generators.

consumers=(tc3 prost progenitor)

part_consumer() {
  has_peers || { skip "build.rs consumer" "cargo could not fetch the peers: $(tail -n 1 "$work/last.log")"; return; }
  local side
  for side in "${consumers[@]}"; do forget "consumer-$side"; done
  in_rounds "$rounds" consumer_round
  for side in prost progenitor; do
    compare "build.rs consumer, cold dev build, CPU" consumer-tc3 "consumer-$side" "$side" "reported"
    counts "build.rs consumer, crates" "$(crates consumer-tc3)" "$(crates "consumer-$side")" "$side" "reported"
  done
}

consumer_round() {
  local side
  for side in "${consumers[@]}"; do
    rm -rf "$work/consumer-$side"
    sample "consumer-$side" cargo build --quiet --offline --locked --manifest-path "$here/Cargo.toml" \
      --target-dir "$work/consumer-$side" --package "consumer-$side"
    rm -rf "$work/consumer-$side"
  done
}
