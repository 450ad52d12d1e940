//! What the compiler says where a program asks a generated type for what it does not have.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::SystemTime;

use tc3_tests::cli::scratch;

/// Compiles a program that uses `tc3` against the library that this test was built with, and returns the errors.
fn errors(name: &str, body: &str) -> String {
    let folder = scratch(name);
    let program = folder.join("main.rs");
    fs::write(&program, format!("#![allow(unused)]\n{body}\nfn main() {{}}\n")).unwrap();
    let dependencies = std::env::current_exe().unwrap().parent().unwrap().to_owned();
    let library = newest(&dependencies, "libtc3-");
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let ran = Command::new(rustc)
        .args([
            "--edition",
            "2024",
            "--crate-type",
            "bin",
            "--emit",
            "metadata",
            "--out-dir",
        ])
        .arg(&folder)
        .arg("-L")
        .arg(format!("dependency={}", dependencies.display()))
        .arg("--extern")
        .arg(format!("tc3={}", library.display()))
        .arg(&program)
        .output()
        .unwrap();
    assert!(!ran.status.success(), "it compiles");
    String::from_utf8(ran.stderr).unwrap()
}

fn newest(folder: &PathBuf, prefix: &str) -> PathBuf {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    let is_library = |name: &str| name.starts_with(prefix) && name.ends_with(".rlib");
    let libraries = entries.filter(|entry| is_library(&entry.file_name().to_string_lossy()));
    let age = |entry: &fs::DirEntry| {
        entry
            .metadata()
            .and_then(|data| data.modified())
            .unwrap_or(SystemTime::UNIX_EPOCH)
    };
    libraries.max_by_key(age).unwrap().path()
}

#[test]
fn an_action_that_does_not_page_says_why_and_what_to_write() {
    let errors = errors(
        "compile-paged",
        "async fn pages(client: &tc3::Client, request: &tc3::gaap::v20180529::CreateProxyGroupRequest) {\n    \
         client.items(request);\n}",
    );
    for words in [
        "the action of `CreateProxyGroupRequest` does not page",
        "use `Client::send` and set the members that choose a page",
        r#"`"paging": {"kind": "offset", "position": "Offset""#,
    ] {
        assert!(errors.contains(words), "{words} in\n{errors}");
    }
}
