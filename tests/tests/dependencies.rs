//! What others compile: no macro is expanded to import the client or to run the emulator.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::process::Command;

/// Crates that cost seconds, with what they are for.
const HEAVY: [&str; 6] = ["syn", "quote", "proc-macro2", "serde_derive", "prettyplease", "clap"];

/// The crates that the command may link, by name.
const MOST_OF_THE_COMMAND: usize = 144;

/// What cargo says when it may not fetch what it needs to tell: the index, a crate.
const NOTHING_FETCHED: [&str; 2] = ["you're using offline mode (--offline)", "--offline was specified"];

/// What `package` compiles for this machine, build scripts included; `None` if cargo cannot tell without network.
fn compiled(package: &[&str]) -> Option<BTreeSet<String>> {
    tree(package, "normal,build")
}

fn tree(package: &[&str], edges: &str) -> Option<BTreeSet<String>> {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "-e", edges, "--prefix", "none", "--format", "{p}"])
        .args(["--locked", "--offline", "-p"])
        .args(package)
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
        .output()
        .unwrap();
    if !output.status.success() {
        let stderr = String::from_utf8_lossy(&output.stderr);
        let is_offline = NOTHING_FETCHED.iter().any(|words| stderr.contains(words));
        assert!(is_offline, "cargo tree fails for {package:?}:\n{stderr}");
        // Unlike what a test prints, this is shown although the test passes.
        let reason = format!("not looked at: what {package:?} compiles:\n{stderr}");
        io::stderr().write_all(reason.as_bytes()).unwrap();
        return None;
    }
    let stdout = String::from_utf8(output.stdout).unwrap();
    Some(stdout.lines().map(str::to_owned).collect())
}

fn names(compiled: &BTreeSet<String>) -> BTreeSet<&str> {
    compiled.iter().filter_map(|line| line.split(' ').next()).collect()
}

/// A crate that is listed again has ` (*)` behind it.
#[cfg(target_os = "linux")]
fn names_and_versions(compiled: &BTreeSet<String>) -> BTreeSet<&str> {
    compiled.iter().map(|line| line.trim_end_matches(" (*)")).collect()
}

fn assert_lean(package: &[&str], expected: &[&str]) {
    let Some(compiled) = compiled(package) else { return };
    let names = names(&compiled);
    for crate_name in expected {
        assert!(
            names.contains(crate_name),
            "{package:?} without {crate_name}: {names:?}"
        );
    }
    for crate_name in HEAVY {
        assert!(!names.contains(crate_name), "{package:?} compiles {crate_name}");
    }
    let macros: Vec<&String> = compiled.iter().filter(|line| line.contains("(proc-macro)")).collect();
    assert!(macros.is_empty(), "{package:?} expands macros of {macros:?}");
}

#[test]
fn importing_the_client_compiles_no_generator_and_no_derive() {
    assert_lean(&["tc3"], &["tc3", "tc3-runtime", "hyper", "rustls", "serde_core"]);
}

/// On other systems other crates are between the client and the system.
#[cfg(target_os = "linux")]
#[test]
fn the_readme_counts_what_importing_the_client_compiles() {
    let Some(compiled) = compiled(&["tc3"]) else { return };
    let crates = names_and_versions(&compiled).len();
    let readme = include_str!("../../README.md");
    assert!(
        readme.contains(&format!("compiles {crates} crates")),
        "{crates}: {compiled:?}"
    );
}

#[test]
fn types_and_signer_alone_compile_no_http_stack() {
    let package = ["tc3", "--no-default-features", "--features", "gaap"];
    assert_lean(&package, &["tc3", "tc3-runtime", "serde_core", "sha2"]);
    let Some(compiled) = compiled(&package) else { return };
    for crate_name in ["hyper", "rustls", "ring", "tokio"] {
        assert!(
            !names(&compiled).contains(crate_name),
            "{package:?} compiles {crate_name}"
        );
    }
}

#[test]
fn the_emulator_compiles_the_spec_but_not_the_generator() {
    assert_lean(&["tc3-emulator"], &["tc3-emulator", "tc3-codegen", "hyper"]);
}

/// `tc3 api update` reads the vendor's wheels in the command, for which nothing is generated: syn is in derives alone.
#[test]
fn making_a_catalog_needs_no_generator() {
    let package = ["tc3-catalog", "--features", "write"];
    let Some(linked) = tree(&package, "normal,build,no-proc-macro") else {
        return;
    };
    let names = names(&linked);
    for crate_name in ["tc3-codegen", "zip", "flate2"] {
        assert!(
            names.contains(crate_name),
            "{package:?} without {crate_name}: {names:?}"
        );
    }
    for crate_name in ["syn", "quote", "proc-macro2", "prettyplease", "clap", "hyper"] {
        assert!(!names.contains(crate_name), "{package:?} has {crate_name}");
    }
}

/// Looking an action up needs neither the importer nor any derive.
#[test]
fn reading_a_catalog_compiles_no_derive() {
    assert_lean(&["tc3-catalog"], &["tc3-catalog", "tc3-codegen", "flate2"]);
}

/// The command reads the vendor's wheels and serves the emulator; it generates nothing. Each of its crates is size and
/// building time for everybody who installs it: one more than these has to be worth it.
#[test]
fn the_command_links_no_generator_and_few_crates() {
    let Some(linked) = tree(&["tc3-cli"], "normal,build,no-proc-macro") else {
        return;
    };
    let names = names(&linked);
    for crate_name in ["tc3-catalog", "tc3-codegen", "tc3-emulator", "clap"] {
        assert!(names.contains(crate_name), "tc3-cli without {crate_name}: {names:?}");
    }
    for crate_name in ["syn", "quote", "proc-macro2", "prettyplease"] {
        assert!(!names.contains(crate_name), "tc3-cli has {crate_name}");
    }
    assert!(names.len() <= MOST_OF_THE_COMMAND, "{}: {names:?}", names.len());
}

/// The other tests look for the right names.
#[test]
fn generating_while_building_compiles_the_generator() {
    let Some(compiled) = compiled(&["tc3", "--features", "regenerate"]) else {
        return;
    };
    let names = names(&compiled);
    for crate_name in ["tc3-codegen", "syn", "quote", "proc-macro2", "prettyplease"] {
        assert!(names.contains(crate_name), "{names:?}");
    }
}
