//! Rust: every documented request of the services that the repository generates, as a program that compiles.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::{Folder, sample};

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// The documented requests: service, action and JSON.
fn documented() -> Vec<(String, String, String)> {
    let mut requests = Vec::new();
    for service in folders(&repository().join("spec")) {
        for version in folders(&service) {
            for file in fs::read_dir(version.join("actions")).into_iter().flatten() {
                let path = file.unwrap().path();
                let action: serde_json::Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
                let examples = action["examples"].as_array().into_iter().flatten();
                for request in examples.filter_map(|example| example.get("request")) {
                    let service = service.file_name().unwrap().to_str().unwrap().to_owned();
                    requests.push((
                        service,
                        action["name"].as_str().unwrap().to_owned(),
                        request.to_string(),
                    ));
                }
            }
        }
    }
    requests.sort();
    requests
}

fn folders(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .filter(|path| path.is_dir() && !path.ends_with("schema"))
        .collect()
}

/// A program as a module.
fn module(name: &str, program: &str) -> String {
    let program = program.replacen("#[tokio::main]\nasync fn main", "pub async fn main", 1);
    let comments_end = program.find("\n\n").unwrap();
    format!("mod {name} {{{}\n}}\n", program.get(comments_end..).unwrap())
}

#[test]
fn typed_programs_compile() {
    let mut code = String::from("#![allow(dead_code)]\n#![deny(warnings)]\n");
    let requests = documented();
    assert!(requests.len() > 100, "{}", requests.len());
    for (number, (service, action, json)) in requests.iter().enumerate() {
        let mut add = |name: &str, spec: &str| {
            let program = sample("rust", service, action, json, &["--no-check", "--quiet", spec]);
            code += &module(&format!("{name}_{number}"), &program);
        };
        add("typed", "--spec=none");
        // The names that a spec gives to values, which a catalog lacks.
        if number % 4 == 0 {
            add("of_spec", "--spec=../spec");
        }
    }
    for (number, (service, action, json)) in crate::values::bodies().iter().take(12).enumerate() {
        let program = sample("rust-named", service, action, json, &["--no-check", "--quiet"]);
        code += &module(&format!("named_{number}"), &program);
    }
    let bytes = sample(
        "rust-named",
        "cls",
        "UploadLog",
        r#"{"TopicId":"t","LogGroupList":"AAEC/w=="}"#,
        &[],
    );
    code += &module("bytes", &bytes);
    let own = sample("rust-named", "tag", "DescribeTags", "{}", &["--emulator"]);
    code += &module("own_endpoint", &own);
    let international = sample("rust", "tag", "DescribeTags", "{}", &["--site=intl"]);
    code += &module("international", &international);
    code += "fn main() {}\n";
    check(&code);
}

/// Compiles a program, with the crates that cargo has at hand.
fn check(code: &str) {
    let folder = Folder::new("typed");
    let root = repository().display().to_string();
    let mut manifest =
        String::from("[package]\nname = \"samples\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[workspace]\n");
    let _ = write!(
        manifest,
        "[dependencies]\n\
         tc3 = {{ path = '{root}/generated', default-features = false, features = [\"client\", \"encodings\", \"gaap\", \
         \"region\", \"sts\", \"tag\"] }}\n\
         tc3-runtime = {{ path = '{root}/runtime', features = [\"named\"] }}\n\
         tokio = {{ version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }}\n"
    );
    let manifest = folder.file("Cargo.toml", &manifest);
    fs::copy(repository().join("Cargo.lock"), folder.0.join("Cargo.lock")).unwrap();
    folder.file("src/main.rs", code);
    let output = Command::new(env!("CARGO"))
        .args(["check", "--quiet", "--offline", "--manifest-path"])
        .arg(manifest)
        // The crates are compiled once, not for every run.
        .env(
            "CARGO_TARGET_DIR",
            Path::new(env!("CARGO_TARGET_TMPDIR")).join("typed-samples"),
        )
        .env_remove("RUSTFLAGS")
        .output()
        .unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    if ["you're using offline mode", "--offline was specified"]
        .iter()
        .any(|words| stderr.contains(words))
    {
        println!("skipped: a crate is not at hand: {stderr}");
        return;
    }
    assert!(
        output.status.success(),
        "{}",
        stderr.chars().take(4000).collect::<String>()
    );
}
