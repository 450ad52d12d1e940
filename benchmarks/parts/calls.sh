# Whole calls over loopback, next to the bare HTTP client and the Python SDK: see `calls/src/main.rs`. Each client is a
# process, and they alternate. All of them call one server, that of today's program.

calls_of_a_sample=5000
calls_of_python=400

prepare_calls() {
  local side
  for side in now baseline; do built_bench "$side" bench-calls --bins; done
}

part_calls() {
  prepare_calls
  local python=
  if python_sdk; then python=$tools/python/bin/python; else skip "Python SDK" "$(tail -n 1 "$work/last.log")"; fi
  start_server
  in_rounds $((rounds * 5)) calls_round "$python"
  stop_server
  heap_of_calls
}

client() { printf '%s\n' "$(target_of "$1")/benchmarks/release/bench-calls"; }

# The server, of which `url` is the address.
start_server() {
  coproc SERVER { exec "$(client now)" serve "$@" 2>/dev/null; }
  server_process=$SERVER_PID
  trap stop_server EXIT
  local port
  read -r port <&"${SERVER[0]}" || fail "the server did not start"
  url="http://127.0.0.1:$port"
}

stop_server() {
  [ -z "${server_process:-}" ] || kill "$server_process" 2>/dev/null || true
  wait "${server_process:-}" 2>/dev/null || true
  server_process=
}

calls_round() {
  local python=$1
  one_client sequential now "$(client now)" sequential tc3
  one_client sequential baseline "$(client baseline)" sequential tc3
  one_client sequential bare "$(client now)" sequential bare
  one_client concurrent now "$(client now)" concurrent tc3
  one_client concurrent baseline "$(client baseline)" concurrent tc3
  one_client concurrent bare "$(client now)" concurrent bare
  [ -n "$python" ] || return 0
  measure_client "$calls_of_python" "$python" "$here/calls/python/call.py"
  emit python-cpu python "$micros" µs
  # The same samples, so that pairs can be compared.
  emit python-cpu now "$sequential_micros" µs
}

# one_client NAME SIDE COMMAND..
one_client() {
  local name=$1 side=$2
  shift 2
  measure_client "$calls_of_a_sample" "$@"
  emit "$name" "$side" "$per_second" calls/s
  emit "$name-cpu" "$side" "$micros" µs
  [ "$name $side" != "sequential now" ] || sequential_micros=$micros
}

# measure_client CALLS COMMAND..: sets `per_second`, and `micros` of CPU time a call.
measure_client() {
  local count=$1 line
  shift
  line=$("$@" "$url" "$count" 2>"$work/last.log") || { tail -n 20 "$work/last.log" >&2; return 1; }
  read -r per_second micros < <(awk '{ printf "%.6g %.6g\n", $1 / $2 * 1e9, $3 / $1 / 1000 }' <<<"$line")
}

# The memory of a call in flight: the same in every run.
heap_of_calls() {
  local side bytes
  for side in now baseline bare; do
    start_server barrier=64
    if [ "$side" = bare ]; then
      bytes=$("$(dirname "$(client now)")/heap" bare "$url")
    else
      bytes=$("$(dirname "$(client "$side")")/heap" tc3 "$url")
    fi
    stop_server
    emit concurrent-memory "$side" "$(calculate "${bytes#* } / 1000")" KB
  done
}

python_sdk() {
  local folder="$tools/python" requirements="$here/calls/python/requirements.txt"
  cmp -s "$requirements" "$folder/requirements.txt" && return
  mkdir -p "$tools"
  rm -rf "$folder"
  python3 -m venv "$folder" >"$work/last.log" 2>&1 || return
  "$folder/bin/pip" install --quiet --disable-pip-version-check --requirement "$requirements" >"$work/last.log" 2>&1 ||
    return
  cp "$requirements" "$folder/requirements.txt"
}
