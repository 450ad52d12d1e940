//! `TC3_CODEGEN_TIMINGS=1`: how long each phase took. The tests look at the names of the phases, not at the times.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::process::Command;

use tc3_tests::FROZEN_SPEC;
use tc3_tests::cli::{Looks, scratch, tc3_codegen, tc3_codegen_with};

const METADATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/metadata");

/// Returns what a run writes to standard error.
fn stderr(args: &[&str], timed: bool) -> String {
    let looks = Looks {
        timed,
        ..Looks::default()
    };
    let ran = tc3_codegen_with(looks, "", args);
    assert_eq!(ran.exit_code, 0, "{}", ran.err);
    ran.err
}

/// Returns the names of the phases in a table, without the heading and the sum.
fn phases(table: &str) -> Vec<&str> {
    let mut lines = table.lines().skip_while(|line| !line.starts_with("ms "));
    assert_eq!(
        lines.next().unwrap().split_whitespace().collect::<Vec<_>>(),
        ["ms", "wall", "threads"]
    );
    let mut phases = Vec::new();
    for line in lines {
        let words: Vec<&str> = line.split_whitespace().collect();
        let times = &words[1..];
        assert!(times.iter().all(|time| time.parse::<f64>().is_ok()), "{line}");
        assert_eq!(times.len(), if words[0] == "all" { 1 } else { 2 }, "{line}");
        phases.push(words[0]);
    }
    assert_eq!(phases.pop(), Some("all"));
    phases
}

#[test]
fn generate_reports_how_long_its_phases_took() {
    let out = scratch("timings-generate");
    let args = ["generate", "--spec", FROZEN_SPEC, "--out", out.to_str().unwrap()];
    assert_eq!(
        phases(&stderr(&args, true)),
        ["read", "stamp", "parse", "check", "lower", "emit", "format", "write"]
    );
    assert!(!stderr(&args, false).contains("ms "));
}

#[test]
fn workspace_reports_how_long_its_phases_took() {
    let out = scratch("timings-workspace");
    let args = [
        "workspace",
        METADATA,
        "--out",
        out.to_str().unwrap(),
        "--runtime",
        "0.1.0",
    ];
    let all = [
        "stamp", "open", "services", "metadata", "convert", "print", "parse", "check", "lower", "emit", "format",
        "write",
    ];
    assert_eq!(phases(&stderr(&args, true)), all);
    assert_eq!(phases(&stderr(&args, true)), ["stamp"], "nothing else was done");
}

/// Cargo shows the warnings of a build.rs, and nothing else that it prints.
#[test]
fn a_build_script_reports_its_timings_as_a_warning() {
    let out = scratch("timings-build");
    let printed = |value: &str| {
        let mut build_script = Command::new(env!("CARGO_BIN_EXE_as_build_script"));
        build_script
            .arg(FROZEN_SPEC)
            .env("OUT_DIR", &out)
            .env("TC3_CODEGEN_TIMINGS", value);
        String::from_utf8(build_script.output().unwrap().stdout).unwrap()
    };
    let text = printed("1");
    let line = text.lines().find(|line| line.contains("tc3-codegen took")).unwrap();
    assert!(line.starts_with("cargo:warning="), "{line}");
    for phase in ["read", "parse", "check", "lower", "emit", "format", "write"] {
        assert!(line.contains(&format!("{phase} ")), "{phase}: {line}");
    }
    for off in ["", "0"] {
        assert!(!printed(off).contains("took"));
    }
    assert!(printed("").contains("cargo:rerun-if-env-changed=TC3_CODEGEN_TIMINGS\n"));
}

#[test]
fn the_help_of_both_commands_mentions_timings() {
    for command in ["generate", "workspace"] {
        let help = tc3_codegen(&[command, "--help"]).out;
        assert!(help.contains("TC3_CODEGEN_TIMINGS=1"), "{command}");
    }
}
