//! The option `--check`: lists the files that are out of date, and the command line that updates them.

use std::io;
use std::path::Path;

use super::console::{ExitStatus, Output, displayed};

/// A file on disk that differs from what would be written.
pub(super) struct Difference {
    /// The path, escaped for a terminal.
    pub(super) path: String,
    pub(super) kind: Kind,
}

pub(super) enum Kind {
    /// Its text differs.
    Changed { on_disk: String, fresh: String },
    /// It does not exist.
    Missing,
    /// It exists, and would no longer be written.
    Stale,
}

/// Reports what differs, and the command that updates it.
pub(super) fn report(differences: &[Difference], command: &str, output: &mut Output<'_>) -> io::Result<ExitStatus> {
    if differences.is_empty() {
        writeln!(output.out, "all files are up to date")?;
        return Ok(ExitStatus::Success);
    }
    for Difference { path, kind } in differences {
        match kind {
            Kind::Changed { on_disk, fresh } => {
                writeln!(output.err, "changed: {path}{}", first_difference(on_disk, fresh))?;
            }
            Kind::Missing => writeln!(output.err, "missing: {path}")?,
            Kind::Stale => writeln!(output.err, "no longer written: {path}")?,
        }
    }
    writeln!(output.err, "out of date: run `{command}`")?;
    Ok(ExitStatus::Failure)
}

/// Returns the first line that differs, as it is on disk and as it would be written.
fn first_difference(on_disk: &str, fresh: &str) -> String {
    let shared = on_disk
        .split('\n')
        .zip(fresh.split('\n'))
        .take_while(|(ours, theirs)| ours == theirs)
        .count();
    let line = |text: &str, sign: char| match text.split('\n').nth(shared) {
        Some(line) => format!("\n    {sign} {line}"),
        None => String::new(),
    };
    format!("\n  line {}:{}{}", shared + 1, line(on_disk, '-'), line(fresh, '+'))
}

/// A command line to paste into a shell: `cargo tc3-codegen`, a subcommand and its options.
pub(super) struct CommandLine(String);

impl CommandLine {
    pub(super) fn new(subcommand: &str) -> Self {
        Self(format!("cargo tc3-codegen {subcommand}"))
    }

    pub(super) fn flag(mut self, flag: &str, given: bool) -> Self {
        if given {
            self.0 = format!("{} {flag}", self.0);
        }
        self
    }

    pub(super) fn path(mut self, option: &str, path: Option<&Path>) -> Self {
        if let Some(path) = path {
            self.0 = format!("{} {option} {}", self.0, shell_quoted(&displayed(path)));
        }
        self
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

/// Returns `word` quoted so that a shell takes it as one word.
fn shell_quoted(word: &str) -> String {
    let is_bare = |byte: u8| byte.is_ascii_alphanumeric() || b"/._-+=:,@%".contains(&byte);
    if !word.is_empty()
        && word
            .bytes()
            .all(|byte| is_bare(byte) || (cfg!(windows) && byte == b'\\'))
    {
        word.to_owned()
    } else if cfg!(windows) {
        format!("\"{word}\"") // a Windows path holds no quotes
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}
