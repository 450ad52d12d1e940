# Series of measurements: a file per series, a line per sample, "CPU seconds, wall seconds".

# Removes from the environment what would make builds differ from a user's.
clean_environment() {
  export CARGO_INCREMENTAL=0 CARGO_TERM_COLOR=never LC_ALL=C
  unset RUSTFLAGS CARGO_ENCODED_RUSTFLAGS RUSTC_WRAPPER CARGO_BUILD_RUSTFLAGS CARGO_TARGET_DIR CARGO_BUILD_TARGET
}

# Two concurrent runs would disturb each other, and write to the same files.
lock_workspace() {
  command -v flock >/dev/null || return 0
  exec 9>"$work/lock"
  flock --nonblock 9 || { printf 'another run is using %s\n' "$work" >&2; exit 1; }
}

samples="$work/samples"

# forget SERIES..: removes the samples of an earlier run.
forget() {
  mkdir -p "$samples"
  local series
  for series in "$@"; do rm -f "$samples/$series"; done
}

# sample SERIES COMMAND..: runs the command once and appends its times.
sample() {
  local series=$1 TIMEFORMAT='%U %S %R'
  shift
  { time logged "$@"; } 2>"$work/times" || { failure; return 1; }
  keep "$series"
}

# sample_crate SERIES CRATE COMMAND..: runs a build, and measures only the rustc process of that crate.
sample_crate() {
  local series=$1 name=$2
  shift 2
  rm -f "$work/times"
  TIMED_CRATE=$name TIMED_SAMPLE="$work/times" RUSTC_WRAPPER="$here/lib/timed-rustc" logged "$@" || { failure; return 1; }
  keep "$series"
}

keep() {
  awk '{ printf "%.3f %.3f\n", $1 + $2, $3 }' "$work/times" >>"$samples/$1"
  progress "$1: $(tail -n 1 "$samples/$1" | sed 's/ / s CPU, /') s wall"
}

# The output of a command is shown only if it fails.
logged() { "$@" >"$work/last.log" 2>&1; }
failure() { tail -n 20 "$work/last.log" >&2; }

# median SERIES [COLUMN]: of CPU seconds, or of wall seconds with column 2.
median() {
  sort -g -k "${2:-1},${2:-1}" "$samples/$1" |
    awk -v column="${2:-1}" '{ value[NR] = $column }
      END { print NR % 2 ? value[(NR + 1) / 2] : (value[NR / 2] + value[NR / 2 + 1]) / 2 }'
}

# spread SERIES [COLUMN]: minimum and maximum.
spread() {
  awk -v column="${2:-1}" 'NR == 1 { minimum = maximum = $column }
    { if ($column < minimum) minimum = $column; if ($column > maximum) maximum = $column }
    END { printf "%.2f to %.2f", minimum, maximum }' "$samples/$1"
}

# calculate EXPRESSION [FORMAT]
calculate() { awk "BEGIN { printf \"${2:-%.1f}\", $1 }"; }

# in_rounds NUMBER COMMAND..: runs the command that many times, so that the sides that it measures alternate.
in_rounds() {
  local count=$1 round
  shift
  for ((round = 1; round <= count; round++)); do
    progress "round $round of $count"
    "$@"
  done
}
