#!/usr/bin/env bash
# crate saphyr 0.3.4 (a maintained YAML emitter), PyYAML 6.0.2.
#
# saphyr quotes most texts that YAML 1.1 takes for something else (`no`, `12:30:45`, `0123`, a time with its colon), but
# neither a date alone nor numbers with `_` or in base 2: PyYAML reads those back as a date and as integers. The
# separators U+0085 and U+2028 come bare and are read as a blank or as no text at all. Bills and quotas of this API are
# full of dates alone.
#
# Guess before running: the emitter quotes either all texts that are special in YAML 1.1, or none.
# Consequence: a command that prints answers as YAML has to quote these itself, and test it against PyYAML.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check PyYAML==6.0.2
mkdir "$folder/src"
cat >"$folder/Cargo.toml" <<'TOML'
[package]
name = "emit"
edition = "2024"

[dependencies]
saphyr = "=0.3.4"
TOML
cat >"$folder/src/main.rs" <<'RS'
use saphyr::{Scalar, Yaml, YamlEmitter};

fn main() {
    let texts = [
        "no", "12:30:45", "0123", "2026-11-28", "2026-11-28 02:00:00", "2026-11-28T02:00:00Z", "1_000", "0b11", "a\u{85}b", "\u{2028}",
    ];
    for text in texts {
        let mut yaml = String::new();
        YamlEmitter::new(&mut yaml).dump(&Yaml::Value(Scalar::String(text.into()))).unwrap();
        print!("{yaml}\0");
    }
}
RS
cat >"$folder/read.py" <<'PY'
import sys, yaml

for document in sys.stdin.buffer.read().decode().split("\0")[:-1]:
    print(ascii(document.removeprefix("---\n")), "->", ascii(yaml.safe_load(document)))
PY
CARGO_TARGET_DIR="$folder/target" cargo run -q --manifest-path "$folder/Cargo.toml" |
  "$folder/venv/bin/python" "$folder/read.py" | tee "$folder/seen"
diff "$folder/seen" - <<'SEEN'
'"no"' -> 'no'
'"12:30:45"' -> '12:30:45'
'"0123"' -> '0123'
'2026-11-28' -> datetime.date(2026, 11, 28)
'"2026-11-28 02:00:00"' -> '2026-11-28 02:00:00'
'"2026-11-28T02:00:00Z"' -> '2026-11-28T02:00:00Z'
'1_000' -> 1000
'0b11' -> 3
'a\x85b' -> 'a b'
'\u2028' -> None
SEEN
echo "unchanged"
