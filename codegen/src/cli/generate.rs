//! `tc3-codegen generate`

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::Args;

use super::command_line::CommandLine;
use super::drift::{self, Difference, Kind};
use super::{Outcome, Output, SpecFolder, displayed, timings_help};
use crate::builder::Builder;
use crate::check::load_observed;
use crate::diagnostics::{Diagnostics, escaped};
use crate::file_set::{FileSet, OutdatedKind};
use crate::generate::{GenerateError, generate_observed};
use crate::phase::{Phase, observed};
use crate::spec::SourceSet;
use crate::timings::Timings;

/// Where this project keeps the code that it checks in.
const CHECKED_IN: &str = "generated/src/services";

#[derive(Args, Debug)]
#[command(after_help = timings_help!())]
pub(super) struct Generate {
    #[command(flatten)]
    spec: SpecFolder,
    /// Folder to write to, `generated/src/services` if it is there; other files in it that the generator wrote
    /// once are removed
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Compare with what is there, and write nothing
    #[arg(long)]
    check: bool,
    /// Code for a crate of your own: no cargo features, documented examples shown and not run
    #[arg(long, requires = "out")]
    plain: bool,
}

impl Generate {
    pub(super) fn run(&self, output: &mut Output<'_>) -> io::Result<Outcome> {
        output.timing(|timings, output| self.run_timed(timings, output))
    }

    fn run_timed(&self, timings: &Timings, output: &mut Output<'_>) -> io::Result<Outcome> {
        let sources = match observed(timings, Phase::Read, || self.spec.read(output))? {
            Ok(sources) => sources,
            Err(outcome) => return Ok(outcome),
        };
        let Some(out) = self.folder() else {
            writeln!(
                output.err,
                "error: no folder {CHECKED_IN} here: say where with --out DIR"
            )?;
            return Ok(Outcome::Usage);
        };
        match self.generated(&sources, timings) {
            Ok((files, warnings)) => {
                output.diagnostics(&warnings, "")?;
                observed(timings, Phase::Write, || match self.check {
                    true => self.compare(&files, out, output),
                    false => write(&files, out, output),
                })
            }
            Err(GenerateError::Spec(diagnostics)) => {
                output.diagnostics(&diagnostics, ": nothing was written")?;
                Ok(Outcome::Wrong)
            }
            Err(error) => Err(io::Error::other(format!("{error}\nnothing was written"))),
        }
    }

    fn generated(&self, sources: &SourceSet, timings: &Timings) -> Result<(FileSet, Diagnostics), GenerateError> {
        let checked = load_observed(sources, timings)?;
        let files = generate_observed(&checked, self.builder().options(), timings)?;
        Ok((files, checked.warnings))
    }

    fn builder(&self) -> Builder {
        match self.plain {
            true => Builder::new(),
            false => Builder::checked_in(),
        }
    }

    /// The folder to write to. The one of this project is not made where it is missing: that would be in the
    /// crate of somebody who wanted the code elsewhere.
    fn folder(&self) -> Option<&Path> {
        let checked_in = Path::new(CHECKED_IN);
        self.out
            .as_deref()
            .or_else(|| checked_in.is_dir().then_some(checked_in))
    }

    /// What writes the files that are compared with.
    fn command_line(&self) -> CommandLine {
        CommandLine::new("generate")
            .flag("--plain", self.plain)
            .path("--spec", self.spec.given())
            .path("--out", self.out.as_deref())
    }

    fn compare(&self, files: &FileSet, out: &Path, output: &mut Output<'_>) -> io::Result<Outcome> {
        let mut differences = Vec::new();
        for drift in files.drift(out)? {
            let path = out.join(&drift.path);
            differences.push(Difference {
                path: displayed(&path),
                kind: match drift.kind {
                    OutdatedKind::Changed(_) => Kind::Changed {
                        on_disk: fs::read_to_string(&path)?,
                        fresh: files.get(&drift.path).unwrap_or_default().to_owned(),
                    },
                    OutdatedKind::Missing => Kind::Missing,
                    OutdatedKind::Stale => Kind::Stale,
                },
            });
        }
        drift::conclude(&differences, self.command_line().as_str(), output)
    }
}

fn write(files: &FileSet, out: &Path, output: &mut Output<'_>) -> io::Result<Outcome> {
    let done = files.write(out)?;
    for path in &done.removed {
        writeln!(output.out, "removed {}", escaped(path))?;
    }
    output.wrote(done.written.len(), done.unchanged, out)?;
    Ok(Outcome::Fine)
}
