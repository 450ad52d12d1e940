#!/usr/bin/env bash
# The emulator in CI: started on a free port, waited for without a sleep, and stopped whatever happens.
#
#     cargo install --path cli                                # the binary tc3
#     examples/scripts/emulator_in_ci.sh examples/scripts/command_line.sh
#     examples/scripts/emulator_in_ci.sh npm test             # or any command: it finds the address in EMULATOR_URL
#
# Prints what the command prints and exits as it does; then, on standard error, a line for each request that the emulator
# received. Clients sign with the sample key of `tc3 emulator --help`.
set -euo pipefail
[[ $# -gt 0 ]] || { echo "usage: $0 COMMAND [ARGUMENT..]" >&2; exit 2; }

folder=$(mktemp -d)
emulator=
finish() {
  # Only what this script has started, and only once: `wait` collects it.
  if [[ -n $emulator ]]; then
    kill "$emulator" 2>/dev/null || true
    wait "$emulator" || true
  fi
  rm -rf "$folder"
}
trap finish EXIT

# The first line, `listening on http://127.0.0.1:41234`, is printed when calls are answered. `read` waits for it.
mkfifo "$folder/lines"
tc3 emulator --listen 127.0.0.1:0 >"$folder/lines" &
emulator=$!
exec 3<"$folder/lines"
if ! read -r _ _ EMULATOR_URL <&3; then
  echo "the emulator has not started" >&2
  exit 1
fi
export EMULATOR_URL
cat <&3 >"$folder/log" & # a pipe that nobody reads would fill up
curl --silent --fail --noproxy '*' "$EMULATOR_URL/_emulator/health" >/dev/null

status=0
"$@" || status=$?

kill "$emulator" || true # so that the log is complete
wait "$emulator" || true
emulator=
wait
grep -E '^[a-z0-9]+ [A-Z]' "$folder/log" >&2 || true
exit "$status"
