# What all parts share: folders, versions of the peers, progress, and the baseline.

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
root=$(cd "$here/.." && pwd)
work="$here/target/run"
tools="$here/target/tools"
samples="$work/samples"
figures="$here/figures"
builds="$here/builds"
rounds="${ROUNDS:-3}"

baseline_commit="${BASELINE:-1562e67}"
aws_version=1.122.0
progenitor_version=0.15.1
tccli_version=3.1.189.1

# The parts of the tables of the README, and those that take long or belong to no table.
tables=(crate calls-all program workspace generate functions calls emulator cli growth)
others=(program-release consumer lines explorer)

step() { printf '\n== %s\n' "$*" >&2; }
progress() { printf '   %s\n' "$*" >&2; }
fail() { printf 'error: %s\n' "$*" >&2; exit 1; }

# Two concurrent runs would disturb each other, and write to the same files.
lock_work() {
  command -v flock >/dev/null || return 0
  exec 9>"$work/lock"
  flock --nonblock 9 || fail "another run is using $work"
}

# Removes from the environment what would make builds differ from a user's.
clean_environment() {
  export CARGO_INCREMENTAL=0 CARGO_TERM_COLOR=never LC_ALL=C
  unset RUSTFLAGS CARGO_ENCODED_RUSTFLAGS RUSTC_WRAPPER CARGO_BUILD_RUSTFLAGS CARGO_TARGET_DIR CARGO_BUILD_TARGET
}

# report COMMAND..: makes figures, tables and charts.
report() { cargo run --quiet --locked --manifest-path "$here/Cargo.toml" --package bench-report -- "$@"; }

# The output of a command is shown only if it fails.
logged() { "$@" >"$work/last.log" 2>&1 || { tail -n 20 "$work/last.log" >&2; return 1; }; }

# in_rounds NUMBER COMMAND..: runs the command that many times, so that the sides that it measures alternate.
in_rounds() {
  local count=$1 round
  shift
  for ((round = 1; round <= count; round++)); do
    progress "round $round of $count"
    "$@"
  done
}

# calculate EXPRESSION [FORMAT]
calculate() { awk "BEGIN { printf \"${2:-%.6g}\", $1 }"; }

# The wheel of the vendor's metadata, downloaded once.
metadata_wheel() {
  [ -z "${TCCLI_WHEEL:-}" ] || { printf '%s\n' "$TCCLI_WHEEL"; return; }
  mkdir -p "$work/wheels"
  if ! compgen -G "$work/wheels/tccli-$tccli_version*.whl"; then
    python3 -m pip download --quiet --no-deps --dest "$work/wheels" "tccli==$tccli_version" >"$work/last.log" 2>&1 || return
    compgen -G "$work/wheels/tccli-$tccli_version*.whl"
  fi
}
