# Times of commands.

# timed COMMAND..: runs the command once, and sets `cpu` and `wall`, in seconds.
timed() {
  local TIMEFORMAT='%U %S %R'
  { time logged_quietly "$@"; } 2>"$work/times" || { tail -n 20 "$work/last.log" >&2; return 1; }
  take_times
}

# timed_crate CRATE COMMAND..: runs a build, and measures only the rustc process of that crate.
timed_crate() {
  local name=$1
  shift
  rm -f "$work/times"
  TIMED_CRATE=$name TIMED_SAMPLE="$work/times" RUSTC_WRAPPER="$here/lib/timed-rustc" logged "$@"
  [ -s "$work/times" ] || fail "cargo did not compile $name"
  take_times
}

logged_quietly() { "$@" >"$work/last.log" 2>&1; }

take_times() {
  # shellcheck disable=SC2034 # the parts read them
  read -r cpu wall < <(awk '{ printf "%.3f %.3f\n", $1 + $2, $3 }' "$work/times")
}

# peak_memory COMMAND..: sets `peak` to the peak in MB, if GNU time is there. The kernel counts the memory of the process
# that forked too: that of time(1) is small.
peak_memory() {
  peak=
  [ -x /usr/bin/time ] || return 1
  /usr/bin/time -q -o "$work/peak" -f %M "$@" >/dev/null 2>"$work/last.log" || { tail -n 20 "$work/last.log" >&2; return 1; }
  peak=$(calculate "$(tail -n 1 "$work/peak") * 1024 / 1000000")
}

# counted COMMAND..: sets `instructions` to those of user space, if valgrind is there. They are the same on a busy machine.
counted() {
  instructions=
  command -v valgrind >/dev/null || return 1
  # env(1) becomes the command, which is followed.
  valgrind --tool=callgrind --trace-children=yes --callgrind-out-file=/dev/null "$@" >/dev/null 2>"$work/last.log" ||
    { tail -n 20 "$work/last.log" >&2; return 1; }
  instructions=$(sed -n 's/.*Collected : \([0-9]*\).*/\1/p' "$work/last.log" | tail -n 1)
  [ -n "$instructions" ]
}
