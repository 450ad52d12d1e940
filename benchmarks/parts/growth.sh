# How cost grows with size: see `report/src/slope.rs` for the exponent. Times are CPU. Where a run is short enough there
# are callgrind's instructions too, which are the same on a busy machine.

read -r -a growth_actions <<<"${GROWTH_ACTIONS:-10 100 1000 5000 16204}"
read -r -a growth_items <<<"${GROWTH_ITEMS:-1 10 100 1000 10000 100000}"
read -r -a growth_pages <<<"${GROWTH_PAGES:-1 10 100 1000 10000}"
read -r -a growth_records <<<"${GROWTH_RECORDS:-1000 10000 100000 1000000}"
# The formats of `--output`; `pages` is json-lines with `--all`, in pages of 50.
growth_formats=(json json-lines table text yaml csv raw)

prepare_growth() {
  built now tc3-codegen --features cli
  prepare_cli
  built now tc3-emulator --example growth || true
}

part_growth() {
  prepare_growth
  local wheel size wheels=()
  if wheel=$(metadata_wheel); then
    for size in "${growth_actions[@]}"; do
      cut_wheels "$wheel" "$size"
      in_rounds "$rounds" growth_generate "$size"
      in_rounds "$rounds" growth_diff "$size"
      wheels+=("$work/wheels/cut-$size.whl")
    done
    growth_program bench-growth search "${wheels[@]}"
  else
    skip "generation, diff, search" "no wheel of tccli: pip could not download it, and TCCLI_WHEEL is not set"
  fi
  for size in "${growth_items[@]}"; do growth_output "$size"; done
  growth_state
  growth_reading
  growth_program bench-calls pages "${growth_pages[@]}"
}

# cut_wheels WHEEL ACTIONS: two releases with so many actions.
cut_wheels() {
  mkdir -p "$work/wheels"
  [ -f "$work/wheels/cut-$2.whl" ] || python3 "$here/lib/cut_wheel.py" "$1" "$work/wheels/cut-$2.whl" "$2"
  [ -f "$work/wheels/cut-$2-changed.whl" ] || python3 "$here/lib/cut_wheel.py" "$1" "$work/wheels/cut-$2-changed.whl" "$2" changed
}

growth_generate() {
  rm -rf "$work/growth"
  timed "$(target_of now)/release/tc3-codegen" workspace "$work/wheels/cut-$1.whl" --out "$work/growth" --runtime "$root/runtime"
  emit generate now "$(calculate "$cpu * 1000")" ms "$1"
  rm -rf "$work/growth"
}

growth_diff() {
  timed diff_releases "$1"
  emit diff now "$(calculate "$cpu * 1000")" ms "$1"
}

# The exit code 4 says that there are breaking changes, and 3 that there are additions.
diff_releases() {
  local code=0
  "$(target_of now)/release/tc3-codegen" diff "$work/wheels/cut-$1.whl" "$work/wheels/cut-$1-changed.whl" || code=$?
  [ "$code" = 0 ] || [ "$code" = 3 ] || [ "$code" = 4 ]
}

# growth_output ITEMS: each format with a response of so many items.
growth_output() {
  local format url
  coproc ITEMS { exec python3 "$here/lib/items_server.py" "$1"; }
  items_process=$ITEMS_PID
  trap 'kill "$items_process" 2>/dev/null || true' EXIT
  read -r url <&"${ITEMS[0]}" || fail "the server of items did not start"
  for format in "${growth_formats[@]}" pages; do
    command_of_items "$format" "$url"
    in_rounds "$rounds" growth_output_round "$format" "$1"
    # callgrind takes fifty times as long as the command alone.
    if [ "$1" -le 10000 ] && counted "${command[@]}"; then
      emit "output-instructions-$format" now "$(calculate "$instructions / 1000" %.0f)" "thousand instructions" "$1"
    fi
    if peak_memory "${command[@]}"; then emit "output-memory-$format" now "$peak" MB "$1"; fi
  done
  kill "$items_process" 2>/dev/null || true
  wait "$items_process" 2>/dev/null || true
}

growth_output_round() {
  timed "${command[@]}"
  emit "output-$1" now "$(calculate "$cpu * 1000")" ms "$2"
}

# command_of_items FORMAT URL: sets `command`.
command_of_items() {
  local words=(--output "$1")
  [ "$1" != pages ] || words=(--output json-lines --all --Limit 50)
  command=(env "HOME=$work/home" TENCENTCLOUD_SECRET_ID=AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE
    TENCENTCLOUD_SECRET_KEY=Gu5t9xGARNpq86cd98joQYCN3EXAMPLE TENCENTCLOUD_REGION=ap-guangzhou
    "$(tc3_of now)" gaap DescribeRealServers --ProjectId -1 --endpoint "$2" "${words[@]}")
}

# The state of the emulator: lines of records, operation and cost.
growth_state() {
  local program records operation cost unit
  program="$(target_of now)/release/examples/growth"
  [ -x "$program" ] || { skip "state of the emulator" "there is no example growth of the emulator"; return; }
  while IFS=$'\t' read -r records operation cost; do
    case "$operation" in
      *', milliseconds'*) unit=ms operation=${operation%, milliseconds*} ;;
      *', bytes per record'*) unit='bytes per record' operation=${operation%, bytes*} ;;
      *) unit=µs ;;
    esac
    operation=${operation//,/}
    emit "state-${operation// /-}" now "$cost" "$unit" "$records"
  done < <("$program" "${growth_records[@]}" 2>"$work/last.log" | tail -n +2)
}

# Reading and writing lists: lines of operation, side, items, bytes, rounds, and nanoseconds for each item as median,
# fastest and slowest round.
growth_reading() {
  local program operation side items median fastest slowest value
  built_growth bench-functions growth || return 0
  program="$(target_of now)/benchmarks/release/growth"
  while IFS=$'\t' read -r operation side items _ _ median fastest slowest; do
    if [ "$side" = tc3 ]; then side=now; else side=derives; fi
    for value in "$fastest" "$median" "$slowest"; do
      emit "$operation" "$side" "$(calculate "$value * $items / 1000")" µs "$items"
    done
  done < <("$program" "${growth_items[-1]}" "${growth_items[0]}" 2>"$work/last.log" | tail -n +2)
}

# built_growth PACKAGE BINARY: whether a program of this workspace is there.
built_growth() {
  logged cargo build --quiet --locked --release --manifest-path "$here/Cargo.toml" --package "$1" \
    --target-dir "$(target_of now)/benchmarks" --bin "$2" && return
  skip "$2 of $1" "it does not build"
  return 1
}

# growth_program PACKAGE BINARY ARGUMENT..: a program that prints samples with a size itself.
growth_program() {
  local package=$1 program=$2
  shift 2
  built_growth "$package" "$program" || return 0
  local columns
  while IFS=$'\t' read -r -a columns; do
    [ ${#columns[@]} -ne 5 ] || emit "${columns[@]}"
  done < <("$(target_of now)/benchmarks/release/$program" "$@" 2>"$work/last.log")
}
