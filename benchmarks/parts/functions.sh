# Reading, writing and signing, next to serde's derives and to bare hashing: see `functions/src/lib.rs`. The program
# alternates with its peers, and the program of the baseline with today's.

prepare_functions() {
  built_bench now bench-functions --bin ratios
  built_bench baseline bench-functions --bin ratios
}

part_functions() {
  prepare_functions
  in_rounds $((rounds * 5)) functions_round
}

functions_round() {
  local side name ours theirs peer
  for side in now baseline; do
    while read -r name ours theirs _; do
      peer=derives
      [ "$name" != sign ] || peer=hashing
      emit "$name" "$side" "$(calculate "1e9 / $ours")" ops/s
      # The peer of today's program, so that each side has as many samples.
      [ "$side" = baseline ] || emit "$name" "$peer" "$(calculate "1e9 / $theirs")" ops/s
    done < <("$(target_of "$side")/benchmarks/release/ratios" 41 | awk '$2 ~ /^[0-9.]+$/ && $3 ~ /^[0-9.]+$/')
  done
}
