# Sourced by run and picture: finds Chromium, installs the modules into the target folder, and builds tc3. Sets `chromium`,
# `folder` and `tc3`, or prints what is missing and ends.

skip() { printf 'skipped: %s\n' "$*"; exit 0; }

here=$(pwd)
root=$(cd ../../../.. && pwd)
target=$(cargo metadata --locked --format-version 1 --no-deps --manifest-path "$root/Cargo.toml" |
  sed 's/.*"target_directory":"\([^"]*\)".*/\1/')
folder="$target/explorer-browser"

chromium=
for name in chromium chromium-browser google-chrome google-chrome-stable; do
  if command -v "$name" >/dev/null; then chromium=$(command -v "$name"); break; fi
done
[ -n "$chromium" ] || skip "the Explorer in a browser: no chromium, chromium-browser or google-chrome is installed"
for name in node npm; do
  command -v "$name" >/dev/null || skip "the Explorer in a browser: $name is not installed"
done
[ "$(node --print 'process.versions.node.split(".")[0] >= 20')" = true ] ||
  skip "the Explorer in a browser: node is older than 20"
if ! cmp -s package-lock.json "$folder/installed.json"; then
  rm -rf "$folder"
  mkdir -p "$folder"
  cp package.json package-lock.json "$folder"
  npm ci --prefix "$folder" --silent --no-audit --no-fund --ignore-scripts ||
    skip "the Explorer in a browser: npm could not install playwright-core and axe-core"
  cp package-lock.json "$folder/installed.json"
fi
# Modules are found from the folder of the script.
cp ./*.mjs "$folder"
cargo build --locked --quiet --manifest-path "$root/Cargo.toml" --package tc3-cli
tc3="$target/debug/tc3"
