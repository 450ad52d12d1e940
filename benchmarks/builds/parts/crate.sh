# One crate alone, with its dependencies already built: all of gaap, compared with the AWS SDK for a service of the same
# purpose and with progenitor's code for the same actions. Only the rustc process of the crate is measured.

crate_modes=("check:check" "dev:build" "release:build --release")

part_crate() {
  has_peers || { skip "gaap, crate alone" "cargo could not fetch the peers: $(tail -n 1 "$work/last.log")"; return; }
  local sides=(tc3 aws)
  if prepare_progenitor_crate; then
    sides+=(progenitor)
  else
    skip "progenitor's crate alone" "cargo-progenitor could not be installed or run"
  fi
  local side mode
  for side in "${sides[@]}"; do
    for mode in "${crate_modes[@]}"; do
      forget "crate-$side-${mode%%:*}"
      progress "building the dependencies of $side, ${mode%%:*}"
      logged build_crate "$side" "${mode#*:}" || { failure; return 1; }
    done
  done
  in_rounds "$rounds" crate_round "${sides[@]}"
  crate_rows "AWS, $(aws_operations) operations" aws "$(aws_operations)" 12 16 26
  [ ${#sides[@]} -lt 3 ] || crate_rows "progenitor, the same actions" progenitor "$(actions)" 5 4 3
}

crate_round() {
  local side mode
  for mode in "${crate_modes[@]}"; do
    for side in "$@"; do
      clean_crate "$side" "${mode#*:}"
      sample_crate "crate-$side-${mode%%:*}" "$(crate_name "$side" | tr - _)" build_crate "$side" "${mode#*:}"
    done
  done
}

# crate_rows PEER SIDE OPERATIONS TARGET_OF_CHECK TARGET_OF_DEV TARGET_OF_RELEASE
crate_rows() {
  local name=$1 side=$2 per=$3 mode
  for mode in check dev release; do
    compare "gaap, $(actions) actions, crate alone, $mode, CPU; ratio per action" \
      "crate-tc3-$mode" "crate-$side-$mode" "$name" "$4" "$(actions)" "$per"
    shift
  done
}

crate_name() {
  case "$1" in
    tc3) echo tc3 ;;
    aws) echo aws-sdk-globalaccelerator ;;
    progenitor) echo gaap-by-progenitor ;;
  esac
}

# in_crate SIDE PACKAGE COMMAND..: runs cargo. All crates but progenitor's are built as dependencies of a program.
in_crate() {
  local side=$1 package=$2 manifest=$here/Cargo.toml
  shift 2
  [ "$side" != progenitor ] || manifest=$progenitor_crate/Cargo.toml
  cargo "$@" --quiet --offline --manifest-path "$manifest" --target-dir "$work/crate-$side" --package "$package"
}

# build_crate SIDE MODE
build_crate() {
  local package=program-$1
  [ "$1" != progenitor ] || package=$(crate_name progenitor)
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
  cp "$here/Cargo.lock" "$progenitor_crate/Cargo.lock" # the same versions of shared dependencies
  logged cargo fetch --quiet --manifest-path "$progenitor_crate/Cargo.toml"
}
