# A program that calls every action of gaap, its own crate alone: what a user's crate pays for the calls that it makes.
# The calls are those that the documentation of each function shows.

part_calls_all() {
  has_peers || fail "cargo could not fetch the dependencies: $(tail -n 1 "$work/last.log")"
  local side mode
  for side in now baseline; do
    write_calls_all "$side"
    for mode in "" --release; do
      progress "building the dependencies of the program, $side ${mode:-dev}"
      # shellcheck disable=SC2086
      logged calls_all "$side" build $mode
    done
  done
  in_rounds "$rounds" calls_all_round
}

calls_all_round() {
  local side
  for side in now baseline; do
    logged calls_all "$side" clean --package calls-all
    timed_crate calls_all calls_all "$side" build
    emit calls-all-dev "$side" "$cpu" s
    logged calls_all "$side" clean --release --package calls-all
    timed_crate calls_all calls_all "$side" build --release
    emit calls-all-release "$side" "$cpu" s
  done
}

# calls_all SIDE COMMAND..
calls_all() {
  local folder="$work/calls-all-$1"
  shift
  cargo "$@" --quiet --offline --manifest-path "$folder/Cargo.toml" --target-dir "$folder/target"
}

write_calls_all() {
  local folder="$work/calls-all-$1" sources
  sources=$(root_of "$1")
  mkdir -p "$folder/src"
  cat >"$folder/Cargo.toml" <<EOF
[package]
name = "calls-all"
version = "0.0.0"
edition = "2024"

[dependencies]
tc3 = { path = "$sources/generated", features = ["gaap"] }
tokio = { version = "1", features = ["macros", "rt-multi-thread"] }

[workspace]
EOF
  cp "$sources/benchmarks/builds/Cargo.lock" "$folder/Cargo.lock" # the versions of the other builds
  find "$sources/generated/src/services/gaap" -name '*.rs' -exec cat {} + | typed_calls >"$folder/src/main.rs"
  local calls
  calls=$(grep -c 'pub async fn call' "$folder/src/main.rs")
  [ "$calls" = "$(actions)" ] || fail "the documentation of gaap shows $calls calls, not $(actions)"
}

# From generated code to a program: the first example of each function that is not run, each in a module and a future of its
# own.
typed_calls() {
  awk '
    BEGIN { print "#![allow(deprecated)]" }
    /^\/\/\/ ```no_run/ { inside = 1; count++; printf "mod call_%d {\n", count; next }
    inside && /^\/\/\/ ```/ { inside = 0; print "}"; next }
    inside {
      sub(/^\/\/\/ ?/, ""); sub(/^# ?/, "")
      if (/^#!\[/) next
      sub(/^async fn call/, "pub async fn call")
      print
    }
    END {
      print "type Outcome = Result<(), Box<dyn std::error::Error>>;"
      print "type Call = fn(tc3::Client) -> std::pin::Pin<Box<dyn Future<Output = Outcome>>>;"
      print "const CALLS: &[Call] = &["
      for (i = 1; i <= count; i++) printf "    |client| Box::pin(call_%d::call(client)),\n", i
      print "];\n#[tokio::main]\nasync fn main() -> Outcome {\n    let client = tc3::Client::from_env()?;"
      print "    for call in CALLS {\n        call(client.clone()).await?;\n    }\n    Ok(())\n}"
    }'
}
