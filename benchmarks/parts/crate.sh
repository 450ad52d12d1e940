# One crate alone, with its dependencies already built: all of gaap, compared with the AWS SDK for a service of the same
# purpose and with progenitor's code for the same actions. Only the rustc process of the crate is measured.

crate_modes=("check:check" "dev:build" "release:build --release")

part_crate() {
  local sides=(now baseline) side mode
  if has_peers; then sides+=(aws); else skip "AWS SDK" "cargo could not fetch it: $(tail -n 1 "$work/last.log")"; fi
  if prepare_progenitor_crate; then
    sides+=(progenitor)
  else
    skip "progenitor" "cargo-progenitor could not be installed or run: $(tail -n 1 "$work/last.log")"
  fi
  for side in "${sides[@]}"; do
    for mode in "${crate_modes[@]}"; do
      progress "building the dependencies of $side, ${mode%%:*}"
      logged build_crate "$side" "${mode#*:}"
    done
  done
  in_rounds "$rounds" crate_round "${sides[@]}"
}

crate_round() {
  local side mode name
  for mode in "${crate_modes[@]}"; do
    for side in "$@"; do
      name=${mode%%:*}
      clean_crate "$side" "${mode#*:}"
      timed_crate "$(crate_name "$side" | tr - _)" build_crate "$side" "${mode#*:}"
      [ "$side" = aws ] || emit "$name" "$side" "$cpu" s
      [ "$side" = progenitor ] || emit "$name-action" "$side" "$(calculate "1000 * $cpu / $(operations "$side")")" ms
    done
  done
}

operations() { if [ "$1" = aws ]; then aws_operations; else actions; fi; }

crate_name() {
  case "$1" in
    now | baseline) echo tc3 ;;
    aws) echo aws-sdk-globalaccelerator ;;
    progenitor) echo gaap-by-progenitor ;;
  esac
}

# in_crate SIDE PACKAGE COMMAND..: runs cargo. All crates but progenitor's are built as dependencies of a program.
in_crate() {
  local side=$1 package=$2 manifest
  shift 2
  manifest=$(manifest_of "$side")
  [ "$side" != progenitor ] || manifest=$progenitor_crate/Cargo.toml
  cargo "$@" --quiet --offline --manifest-path "$manifest" --target-dir "$work/crate-$side" --package "$package"
}

# The workspace of the builds that a side is built in.
manifest_of() {
  if [ "$1" = baseline ]; then printf '%s\n' "$baseline/benchmarks/builds/Cargo.toml"; else printf '%s\n' "$builds/Cargo.toml"; fi
}

# build_crate SIDE MODE
build_crate() {
  local package
  case "$1" in
    now | baseline) package=program-tc3 ;;
    aws) package=program-aws ;;
    progenitor) package=$(crate_name progenitor) ;;
  esac
  # shellcheck disable=SC2086 # the mode is a subcommand and an option
  in_crate "$1" "$package" $2 --locked
}

clean_crate() {
  case "$2" in
    *--release) in_crate "$1" "$(crate_name "$1")" clean --release ;;
    *) in_crate "$1" "$(crate_name "$1")" clean ;;
  esac
}

prepare_progenitor_crate() {
  has_progenitor && openapi_document && logged generate_by_progenitor || return
  printf '\n[workspace]\n' >>"$progenitor_crate/Cargo.toml"
  cp "$builds/Cargo.lock" "$progenitor_crate/Cargo.lock" # the same versions of shared dependencies
  logged cargo fetch --quiet --manifest-path "$progenitor_crate/Cargo.toml"
}
