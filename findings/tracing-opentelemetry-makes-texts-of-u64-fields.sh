#!/usr/bin/env bash
# crates tracing-opentelemetry 0.34.0, opentelemetry 0.33.1 and opentelemetry_sdk 0.33.1, tracing 0.1.44.
#
# A field of a span that is a u64 (or a u16 such as a port or a status, which tracing widens to u64) becomes an attribute of
# type string: "443". An i64 becomes an integer. OpenTelemetry's conventions say that server.port and
# http.response.status_code are integers, and a backend that compares them as numbers finds no span.
#
# Guess before running: both become integers, since the attribute's type has room for each port and status.
# Consequence: a library that follows the conventions records its numbers as i64.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/src"
cat >"$folder/Cargo.toml" <<'TOML'
[package]
name = "attributes"
edition = "2024"

[dependencies]
opentelemetry = "=0.33.1"
opentelemetry_sdk = { version = "=0.33.1", features = ["testing"] }
tracing = "=0.1.44"
tracing-opentelemetry = "=0.34.0"
tracing-subscriber = "=0.3.23"
TOML
cat >"$folder/src/main.rs" <<'RS'
use opentelemetry::trace::TracerProvider;
use opentelemetry_sdk::trace::{InMemorySpanExporter, SdkTracerProvider};
use tracing_subscriber::prelude::*;

fn main() {
    let exporter = InMemorySpanExporter::default();
    let provider = SdkTracerProvider::builder().with_simple_exporter(exporter.clone()).build();
    let layer = tracing_opentelemetry::layer().with_tracer(provider.tracer("t"));
    tracing::subscriber::with_default(tracing_subscriber::registry().with(layer), || {
        tracing::info_span!("call", port_u16 = 443_u16, port_u64 = 443_u64, port_i64 = 443_i64).in_scope(|| {});
    });
    for attribute in &exporter.get_finished_spans().unwrap()[0].attributes {
        if attribute.key.as_str().starts_with("port_") {
            println!("{}: {:?}", attribute.key, attribute.value);
        }
    }
}
RS
CARGO_TARGET_DIR="$folder/target" cargo run -q --manifest-path "$folder/Cargo.toml" | tee "$folder/seen"
diff "$folder/seen" - <<'SEEN'
port_u16: String(Owned("443"))
port_u64: String(Owned("443"))
port_i64: I64(443)
SEEN
echo "unchanged"
