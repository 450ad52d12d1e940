# The samples of a part: a line each, name, side, value, unit and perhaps size, separated by tabs. The file gets its name
# when the part is done; see `report/src/samples.rs`.

# begin_samples PART: writes how the samples come about.
begin_samples() {
  current="$samples/$1.tsv"
  mkdir -p "$samples"
  {
    printf '#part\t%s\n' "$1"
    printf '#date\t%s\n' "$(date -u +%Y-%m-%d)"
    printf '#machine\t%s\n' "$(machine)"
    printf '#commit\t%s\n' "$(measured_commit)"
    printf '#baseline\t%s\n' "$baseline_commit"
    printf '#command\tbenchmarks/run %s\n' "$1"
    printf '#rounds\t%s\n' "$rounds"
    printf '#load\t%s\n' "$(cut -d ' ' -f 1 /proc/loadavg 2>/dev/null || printf unknown)"
  } >"$current.unfinished"
}

# end_samples PART: makes the figures.
end_samples() {
  mv "$current.unfinished" "$current"
  report collect "$1" "$current" "$figures"
}

# emit NAME SIDE VALUE UNIT [SIZE]
emit() {
  local line
  line=$(printf '%s\t%s\t%s\t%s' "$1" "$2" "$3" "$4")
  [ $# -lt 5 ] || line+=$(printf '\t%s' "$5")
  printf '%s\n' "$line" >>"$current.unfinished"
  progress "${line//$'\t'/ }"
}

# skip WHAT REASON: for what cannot be measured here.
skip() {
  progress "skipped: $1: $2"
  printf '#note\t%s: skipped: %s\n' "$1" "$2" >>"$current.unfinished"
}

machine() {
  local processor
  processor=$(sed -n 's/^model name[[:space:]]*: //p' /proc/cpuinfo 2>/dev/null | head -n 1)
  printf '%s cores, %s, %s %s, %s' "$(nproc)" "${processor:-unknown processor}" "$(uname -s)" \
    "$(uname -r | cut -d . -f 1-2)" "$(rustc --version | cut -d ' ' -f 1-2)"
}

# The commit, with a mark if files differ from it.
measured_commit() {
  local mark=
  [ -z "$(git -C "$root" status --porcelain --untracked-files=no -- . ':!benchmarks/figures' ':!docs/images')" ] || mark=' with changes'
  printf '%s%s' "$(git -C "$root" rev-parse --short=7 HEAD)" "$mark"
}
