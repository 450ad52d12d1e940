# Series of measurements: a file for each, a line for each sample, "CPU seconds, wall seconds".

# What would make builds differ from a user's is taken out of the environment.
plain_environment() {
  export CARGO_INCREMENTAL=0 CARGO_TERM_COLOR=never LC_ALL=C
  unset RUSTFLAGS CARGO_ENCODED_RUSTFLAGS RUSTC_WRAPPER CARGO_BUILD_RUSTFLAGS CARGO_TARGET_DIR CARGO_BUILD_TARGET
}

# Two runs at once would disturb each other, and write to the same files.
alone() {
  command -v flock >/dev/null || return 0
  exec 9>"$work/lock"
  flock --nonblock 9 || { printf 'another run is under way in %s\n' "$work" >&2; exit 1; }
}

samples="$work/samples"

# forget SERIES..: the samples of an earlier run.
forget() {
  mkdir -p "$samples"
  local series
  for series in "$@"; do rm -f "$samples/$series"; done
}

# sample SERIES COMMAND..: runs the command once and adds what it took.
sample() {
  local series=$1 TIMEFORMAT='%U %S %R'
  shift
  { time logged "$@"; } 2>"$work/times" || { failure; return 1; }
  keep "$series"
}

# sample_crate SERIES CRATE COMMAND..: a build, of which rustc's run for that crate alone is measured.
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

# What a command says is of interest if it fails.
logged() { "$@" >"$work/last.log" 2>&1; }
failure() { tail -n 20 "$work/last.log" >&2; }

# median SERIES [COLUMN]: of CPU seconds, or of wall seconds with column 2.
median() {
  sort -g -k "${2:-1},${2:-1}" "$samples/$1" |
    awk -v column="${2:-1}" '{ value[NR] = $column }
      END { print NR % 2 ? value[(NR + 1) / 2] : (value[NR / 2] + value[NR / 2 + 1]) / 2 }'
}

# spread SERIES [COLUMN]: least and most.
spread() {
  awk -v column="${2:-1}" 'NR == 1 { least = most = $column }
    { if ($column < least) least = $column; if ($column > most) most = $column }
    END { printf "%.2f to %.2f", least, most }' "$samples/$1"
}

# calculate EXPRESSION [FORMAT]
calculate() { awk "BEGIN { printf \"${2:-%.1f}\", $1 }"; }

# round NUMBER COMMAND..: the command that many times, so that sides which it measures alternate.
in_rounds() {
  local count=$1 round
  shift
  for ((round = 1; round <= count; round++)); do
    progress "round $round of $count"
    "$@"
  done
}
