# The peers, by name and version from crates.io; nothing of theirs is in the repository.

# has_peers: whether the dependencies of the crates in `builds` are available, or can be fetched.
has_peers() {
  cargo fetch --quiet --locked --manifest-path "$builds/Cargo.toml" 2>"$work/last.log"
}

# has_progenitor: whether the command is installed, or can be.
has_progenitor() {
  grep -qs "^\"cargo-progenitor $progenitor_version " "$tools/.crates.toml" && return
  progress "installing cargo-progenitor $progenitor_version"
  cargo install --quiet --locked --root "$tools" --target-dir "$work/tools" \
    "cargo-progenitor@$progenitor_version" 2>"$work/last.log" || return
  rm -rf "$work/tools"
}

# Writes the actions of gaap as an OpenAPI document.
openapi_document() {
  cargo run --quiet --locked --release --manifest-path "$here/Cargo.toml" --package tc3-openapi -- \
    "$root/spec" gaap/v20180529 >"$work/gaap.json"
}

progenitor_crate="$work/gaap-by-progenitor"
generate_by_progenitor() {
  rm -rf "$progenitor_crate"
  "$tools/bin/cargo-progenitor" progenitor \
    --input "$work/gaap.json" --output "$progenitor_crate" --name gaap-by-progenitor --version 0.0.0
}

actions() { find "$root/spec/gaap" -path '*/actions/*.json' | wc -l; }

# The source of the AWS crate, in cargo's registry.
aws_source() {
  cargo metadata --offline --locked --format-version 1 --manifest-path "$builds/Cargo.toml" |
    grep -o "\"manifest_path\":\"[^\"]*/aws-sdk-globalaccelerator-$aws_version/Cargo.toml\"" |
    head -n 1 | sed 's/.*":"//; s/"$//; s|/Cargo.toml||'
}
aws_operations() { find "$(aws_source)/src/operation" -maxdepth 1 -name '*.rs' | wc -l; }

# crates_of MANIFEST PACKAGE: how many crates its build compiles, itself excluded.
crates_of() {
  cargo tree --offline --locked --manifest-path "$1" --package "$2" --edges normal,build --prefix none --no-dedupe |
    tail -n +2 | sed 's/ (.*//' | sort -u | wc -l
}
