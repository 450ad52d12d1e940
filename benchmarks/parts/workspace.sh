# Every service of the official metadata as a workspace: generating it, generating it again after one service changed,
# and `cargo check` with the dependencies already built. Needs the metadata, in TCCLI_WHEEL or from PyPI, python3, and
# 4 GiB of disk.

prepare_workspace() { prepare_generate; }

part_workspace() {
  prepare_workspace
  local wheel changed="$work/wheels/changed-tccli.whl" side
  wheel=$(metadata_wheel) || fail "no wheel of tccli: pip could not download it, and TCCLI_WHEEL is not set"
  mkdir -p "$work/wheels"
  python3 "$here/lib/change_wheel.py" "$wheel" "$changed" gaap
  in_rounds "$rounds" workspace_round "$wheel" "$changed"
  for side in now baseline; do warm_dependencies "$side"; done
  in_rounds "${CHECK_ROUNDS:-$rounds}" check_round # a round takes three minutes
  for side in now baseline; do rm -rf "$work/workspace-$side" "$work/dependencies-$side"; done
}

workspace_round() {
  local side
  for side in now baseline; do
    rm -rf "$work/workspace-$side"
    timed workspace "$side" "$1"
    emit workspace-whole "$side" "$cpu" s
  done
  for side in now baseline; do
    timed workspace "$side" "$1"
    emit workspace-unchanged "$side" "$cpu" s
  done
  for side in now baseline; do
    timed workspace "$side" "$2"
    emit workspace-one-changed "$side" "$cpu" s
  done
}

# workspace SIDE WHEEL
workspace() {
  "$(target_of "$1")/release/tc3-codegen" workspace "$2" --out "$work/workspace-$1" --runtime "$(root_of "$1")/runtime"
}

check_round() {
  local side
  for side in now baseline; do
    rm -rf "$work/workspace-$side/target"
    cp -a "$work/dependencies-$side" "$work/workspace-$side/target"
    timed check_workspace "$side" --workspace
    emit workspace-check "$side" "$cpu" s
  done
}

# What is built before: the dependencies, as the crates of the services want them. It is kept in a folder that is copied,
# as long as it takes to remove the crates of 262 services from a target folder with all of them.
warm_dependencies() {
  progress "building the dependencies of the workspace, $1"
  rm -rf "$work/workspace-$1/target" "$work/dependencies-$1"
  logged check_workspace "$1" --package tc3-gaap
  logged cargo clean --quiet --manifest-path "$work/workspace-$1/Cargo.toml" \
    --target-dir "$work/workspace-$1/target" --package tc3-gaap
  mv "$work/workspace-$1/target" "$work/dependencies-$1"
}

# check_workspace SIDE ARGUMENT..
check_workspace() {
  local folder="$work/workspace-$1"
  shift
  cargo check --quiet --manifest-path "$folder/Cargo.toml" --target-dir "$folder/target" "$@"
}
