//! `tc3-codegen explain`: what a diagnostic means, with a wrong spec and the right one.
//!
//! `codes.md` is the registry of all diagnostic codes, a section for each. It is Markdown, so that it is written and read
//! as documentation, and part of the crate, so that the command works without the repository. `docs/diagnostics.md` is
//! what `--all` prints. Tests check that the registry has every code, and that each wrong example gives its code and the
//! right one does not.

use std::io;

use clap::Args;

use super::console::{ExitStatus, Output};
use crate::source::{nearest, quoted};

const INTRO: &str = include_str!("intro.md");
const CODES: &str = include_str!("codes.md");

#[derive(Args, Debug)]
pub(super) struct Explain {
    /// Code of the diagnostic, for example unknown-key
    #[arg(required_unless_present = "all")]
    code: Option<String>,
    /// Print docs/diagnostics.md, which explains every code
    #[arg(long, conflicts_with = "code")]
    all: bool,
}

impl Explain {
    pub(super) fn run(&self, output: &mut Output<'_>) -> io::Result<ExitStatus> {
        let Some(code) = &self.code else {
            write!(output.out, "{}", document())?;
            return Ok(ExitStatus::Success);
        };
        let code = without_severity(code);
        match entries().find(|entry| entry.code == code) {
            Some(entry) => {
                write!(output.out, "{}\n\n{}\n", entry.code, entry.text.trim())?;
                Ok(ExitStatus::Success)
            }
            None => {
                let near = nearest(code, entries().map(|entry| entry.code));
                let help = match near {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "docs/diagnostics.md and `tc3-codegen explain --all` list the codes".to_owned(),
                };
                writeln!(output.err, "error: there is no diagnostic {}: {help}", quoted(code))?;
                Ok(ExitStatus::Failure)
            }
        }
    }
}

/// The code in `error[unknown-key]`, which is how diagnostics print it; any other text as it is.
fn without_severity(code: &str) -> &str {
    let rest = code.strip_prefix("error[").or_else(|| code.strip_prefix("warning["));
    rest.and_then(|rest| rest.strip_suffix(']')).unwrap_or(code)
}

/// A section of the registry.
struct Entry {
    code: &'static str,
    text: &'static str,
}

impl Entry {
    /// The paragraph that says how severe it is.
    fn severity(&self) -> &'static str {
        self.text.trim().lines().next().unwrap_or_default()
    }
}

fn entries() -> impl Iterator<Item = Entry> {
    let sections = CODES.split("\n## ").map(|section| section.trim_start_matches("## "));
    sections.map(|section| {
        let (code, text) = section.split_once('\n').unwrap_or((section, ""));
        Entry { code, text }
    })
}

/// Everything in one document, after a table of the codes.
fn document() -> String {
    let row = |entry: Entry| {
        format!(
            "| [{0}](#{0}) | {1} |\n",
            entry.code,
            entry.severity().trim_end_matches('.')
        )
    };
    let rows: String = entries().map(row).collect();
    format!("{INTRO}\n| code | severity |\n|---|---|\n{rows}\n{CODES}")
}
