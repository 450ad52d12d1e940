# A crate that generates code in its build.rs, built cold: the cost of its generator, compared with other generators.

part_consumer() {
  has_peers || fail "cargo could not fetch the peers: $(tail -n 1 "$work/last.log")"
  in_rounds "$rounds" consumer_round
}

consumer_round() {
  local side peer
  consumer now tc3 "$builds/Cargo.toml"
  for peer in prost progenitor; do emit "consumer-$peer" now "$cpu" s; done
  consumer baseline tc3 "$baseline/benchmarks/builds/Cargo.toml"
  for peer in prost progenitor; do emit "consumer-$peer" baseline "$cpu" s; done
  for side in prost progenitor; do
    consumer "$side" "$side" "$builds/Cargo.toml"
    emit "consumer-$side" "$side" "$cpu" s
  done
}

# consumer SIDE PACKAGE MANIFEST
consumer() {
  rm -rf "$work/consumer-$1"
  timed cargo build --quiet --offline --locked --manifest-path "$3" --target-dir "$work/consumer-$1" \
    --package "consumer-$2"
  rm -rf "$work/consumer-$1"
}
