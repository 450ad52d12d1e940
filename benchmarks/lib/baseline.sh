# The baseline: tc3 at an earlier commit, with a lock file and target folders of its own.

# Resolves the commit, and checks it out once. An interrupted checkout is not mistaken for a finished one.
prepare_baseline() {
  local commit
  commit=$(git -C "$root" rev-parse --verify --quiet "$baseline_commit^{commit}") ||
    fail "the baseline $baseline_commit is not in this clone: git fetch --unshallow, or set BASELINE to another commit"
  baseline_commit=$(git -C "$root" rev-parse --short=7 "$commit")
  baseline="$here/target/baseline/$baseline_commit"
  [ ! -d "$baseline" ] || return 0
  progress "checking out the baseline $baseline_commit"
  rm -rf "$baseline.unfinished"
  mkdir -p "$baseline.unfinished"
  git -C "$root" archive "$commit" | tar -x -C "$baseline.unfinished"
  mv "$baseline.unfinished" "$baseline"
}

# root_of SIDE: the folder of the sources of tc3 now, or at the baseline.
root_of() {
  case "$1" in
    now) printf '%s\n' "$root" ;;
    baseline) printf '%s\n' "$baseline" ;;
    *) fail "there are no sources of $1" ;;
  esac
}

# target_of SIDE: where it is built. The sides share nothing, so that neither profits from the other's build.
target_of() {
  case "$1" in
    now) printf '%s\n' "$here/target/now" ;;
    *) printf '%s\n' "$(root_of "$1")/target" ;;
  esac
}

# built SIDE PACKAGE ARGUMENT..: builds in release mode from the project's workspace.
built() {
  local side=$1 package=$2
  shift 2
  progress "building $package of $side"
  logged cargo build --quiet --locked --release --manifest-path "$(root_of "$side")/Cargo.toml" --package "$package" \
    --target-dir "$(target_of "$side")" "$@"
}

# built_bench SIDE PACKAGE ARGUMENT..: the same from the workspace of the benchmarks.
built_bench() {
  local side=$1 package=$2
  shift 2
  progress "building $package of $side"
  logged cargo build --quiet --locked --release --manifest-path "$(root_of "$side")/benchmarks/Cargo.toml" \
    --package "$package" --target-dir "$(target_of "$side")/benchmarks" "$@"
}
