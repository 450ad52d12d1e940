//! No files of a crate use each other in a cycle, except through the `mod.rs` of a folder.
//!
//! Paths that begin with `crate`, `super` or `self`, in `use` declarations and in expressions, are resolved to the file
//! that they name. What a `mod.rs` re-exports by name (`use super::X`) is resolved to the file that it is imported
//! from; what it re-exports by `*` counts as its own. Uses by and of `mod.rs`, `lib.rs` and `main.rs` are ignored, as is
//! everything under `#[cfg(test)]`. Paths inside macros that are generated, and `#[path]`, are not followed.
//!
//! `cargo test -p tc3-tests --test module_cycles -- --ignored --nocapture` prints the files under 60 lines that fewer
//! than two others use: candidates for a merge.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test may fail, and its report is printed"
)]

mod graph;
mod tokens;

use std::fs;
use std::path::{Path, PathBuf};

use graph::Graph;

const CRATES: [&str; 3] = ["codegen", "emulator", "runtime"];

fn source(krate: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(krate).join("src")
}

#[test]
fn no_files_use_each_other_in_a_cycle() {
    let mut report = String::new();
    for krate in CRATES {
        for cycle in Graph::read(&source(krate)).unwrap().cycles() {
            report += &format!("{krate}/src: {cycle}");
        }
    }
    assert!(report.is_empty(), "move what is shared to a file below both:\n{report}");
}

#[test]
#[ignore = "a report, not a rule"]
fn report_small_files() {
    for krate in CRATES {
        for file in Graph::read(&source(krate)).unwrap().small_files(60) {
            println!("{krate}/src/{file}");
        }
    }
}

/// A crate in a scratch folder.
fn tree(test: &str, files: &[(&str, &str)]) -> Graph {
    let folder = tc3_tests::cli::scratch(&format!("module-cycles-{test}"));
    for (path, text) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    Graph::read(&folder).unwrap()
}

#[test]
fn a_cycle_is_reported_with_its_files_and_lines() {
    let graph = tree(
        "found",
        &[
            ("lib.rs", "mod a; mod b; mod c;"),
            ("a.rs", "use crate::{\n    c::C,\n    b::B,\n};\npub struct A;"),
            ("b.rs", "pub struct B;\nfn f() -> crate::c::C { super::c::C }"),
            ("c/mod.rs", "mod d;\npub use self::d::D as C;"),
            ("c/d.rs", "use super::super::a::A;\npub struct D;"),
        ],
    );
    let cycles = graph.cycles();
    assert_eq!(cycles.len(), 1, "{cycles:?}");
    for line in [
        "cycle of 3 files",
        "a.rs uses b.rs",
        "3: b::B,",
        "b.rs uses c/d.rs",
        "2: fn f()",
        "c/d.rs uses a.rs",
        "1: use super::super::a::A;",
    ] {
        assert!(cycles[0].contains(line), "{line} in {}", cycles[0]);
    }
}

#[test]
fn roots_tests_comments_and_other_crates_close_no_cycle() {
    let graph = tree(
        "none",
        &[
            ("lib.rs", "mod a; mod b; use a::A; pub struct Root;"),
            ("a.rs", "use crate::Root;\nuse super::b::B;\npub struct A;"),
            (
                "b.rs",
                "//! crate::a\nuse a::X;\npub struct B;\n#[cfg(test)]\nmod tests { use crate::a::A; }",
            ),
        ],
    );
    assert_eq!(graph.cycles(), Vec::<String>::new());
    assert_eq!(
        graph.small_files(60),
        ["a.rs: 3 lines, used by 0", "b.rs: 5 lines, used by 1"]
    );
}

#[test]
fn an_inline_module_is_a_level_of_super() {
    let graph = tree(
        "inline",
        &[
            ("lib.rs", "mod a; mod b;"),
            ("a.rs", "mod inner { use super::super::b::B; }\npub struct A;"),
            ("b.rs", "use super::a::A;\npub struct B;"),
        ],
    );
    assert_eq!(graph.cycles().len(), 1);
}
