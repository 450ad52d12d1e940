//! The command `tc3-codegen`, run in the test's own process.

#![allow(clippy::unwrap_used, clippy::missing_panics_doc, reason = "a test may fail")]

use std::fs;
use std::path::{Path, PathBuf};

use tc3_codegen::cli::{Output, run};

/// How a run ended and what it printed.
#[derive(Debug)]
pub struct Ran {
    /// What the process would exit with.
    pub exit_code: u8,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

/// Runs the command with `args`, and nothing to read from standard input.
pub fn tc3_codegen(args: &[&str]) -> Ran {
    tc3_codegen_reading("", args)
}

/// Runs the command with `args` and `input` as standard input.
pub fn tc3_codegen_reading(input: &str, args: &[&str]) -> Ran {
    tc3_codegen_with(Looks::default(), input, args)
}

/// How a run is to look.
#[derive(Clone, Copy, Debug, Default)]
pub struct Looks {
    /// Whether diagnostics are colored.
    pub color: bool,
    /// Whether it says how long its phases took.
    pub timed: bool,
}

/// Runs the command with `args` and `input` as standard input.
pub fn tc3_codegen_with(looks: Looks, input: &str, args: &[&str]) -> Ran {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut output = Output {
        out: &mut out,
        err: &mut err,
        color: looks.color,
        timed: looks.timed,
    };
    let exit_code = run(["tc3-codegen"].iter().chain(args), &mut input.as_bytes(), &mut output);
    Ran {
        exit_code,
        out: String::from_utf8(out).unwrap(),
        err: String::from_utf8(err).unwrap(),
    }
}

/// A folder of the test's own, empty.
pub fn scratch(test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../target/tmp/cli")
        .join(test);
    if folder.exists() {
        fs::remove_dir_all(&folder).unwrap();
    }
    fs::create_dir_all(&folder).unwrap();
    folder.canonicalize().unwrap()
}

/// Copies a folder with everything in it.
pub fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let to = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy_folder(&path, &to);
        } else {
            fs::copy(path, to).unwrap();
        }
    }
}
