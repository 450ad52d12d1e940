# The report: progress on standard error, a table in Markdown on standard output.

step() { printf '\n== %s\n' "$*" >&2; }
progress() { printf '   %s\n' "$*" >&2; }
# skip WHAT REASON: a row for a part that could not be measured.
skip() {
  progress "skipped: $1: $2"
  row "$1" "skipped: $2" "" "" ""
}

begin_table() { table=$(mktemp); }

# row WHAT TC3 PEER RATIO TARGET
row() { printf '| %s | %s | %s | %s | %s |\n' "$@" >>"$table"; }

end_table() {
  printf '%s, %s, %s processors, medians of %s rounds\n\n' \
    "$(date -u +%Y-%m-%d)" "$(rustc --version)" "$(nproc)" "$rounds"
  printf '| what | tc3 | peer | times less | target |\n|---|---|---|---|---|\n'
  cat "$table"
  rm -f "$table"
}

# compare WHAT TC3 PEER PEER_NAME TARGET [TC3_PER PEER_PER]: a row of CPU seconds; for the ratio, each side is divided by
# its number of actions.
compare() {
  local what=$1 ours=$2 peer=$3 name=$4 target=$5 ours_per=${6:-1} peer_per=${7:-1}
  local ratio="($(median "$peer") / $peer_per) / ($(median "$ours") / $ours_per)"
  row "$what" \
    "$(calculate "$(median "$ours")" %.2f) s ($(spread "$ours"))" \
    "$name: $(calculate "$(median "$peer")" %.2f) s ($(spread "$peer"))" \
    "$(calculate "$ratio")" "$target"
}

# counts WHAT TC3 PEER PEER_NAME TARGET
counts() { row "$1" "$2" "$4: $3" "$(calculate "$3 / $2")" "$5"; }
