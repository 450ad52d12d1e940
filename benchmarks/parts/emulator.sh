# The emulator: requests a second next to a bare hyper server, see `emulator/examples/speed.rs`; and how long it takes
# from the start of the process until it prints its address.

prepare_emulator() {
  local side
  for side in now baseline; do
    built "$side" tc3-emulator --example speed
    built "$side" tc3-emulator --bin tc3-emulator
  done
  prepare_cli
}

part_emulator() {
  prepare_emulator
  in_rounds $((rounds * 3)) emulator_round
}

emulator_round() {
  local side rate
  for side in now baseline; do
    # The program of the baseline prints text alone.
    "$(target_of "$side")/release/examples/speed" $([ "$side" = baseline ] || echo --json) 5000 \
      >"$work/speed" 2>"$work/last.log" ||
      { tail -n 20 "$work/last.log" >&2; return 1; }
    emit requests "$side" "$(rate_of emulator)" requests/s
    # The peer of today's program, so that each side has as many samples.
    [ "$side" = baseline ] || emit requests hyper "$(rate_of 'bare hyper')" requests/s
  done
  for side in now baseline; do
    emit start-spec "$side" "$(start_of "$(target_of "$side")/release/tc3-emulator" --spec "$baseline/spec")" ms
    emit start-catalog "$side" "$(start_of "$(tc3_of "$side")" emulator)" ms
  done
}

# rate_of SERVER: its requests a second, from the text or from the median of the JSON.
rate_of() {
  sed -n "s/^$1 *\([0-9.]*\) requests.*/\1/p" "$work/speed" | grep . ||
    python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))[sys.argv[2].split()[0]]["median"])' "$work/speed" "$1"
}

# Milliseconds from the start of a server until it prints its address.
start_of() { python3 "$here/lib/start_time.py" "$@" --listen 127.0.0.1:0; }
