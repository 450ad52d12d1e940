//! `tc3-codegen generate`

use std::fs;
use std::io;
use std::path::PathBuf;

use clap::Args;

use super::check::counted;
use super::drift::{self, Difference, Kind};
use super::{Outcome, Output, SpecFolder};
use crate::builder::Builder;
use crate::file_set::{DriftKind, FileSet};
use crate::generate::GenerateError;

#[derive(Args, Debug)]
pub(super) struct Generate {
    #[command(flatten)]
    spec: SpecFolder,
    /// Folder to write to; other files in it that the generator wrote once are removed
    #[arg(long, value_name = "DIR", default_value = "generated/src/services")]
    out: PathBuf,
    /// Compare with what is there, and write nothing
    #[arg(long)]
    check: bool,
    /// Code for a crate of your own: no cargo features, documented examples shown and not run
    #[arg(long)]
    plain: bool,
}

impl Generate {
    pub(super) fn run(&self, output: &mut Output<'_>) -> io::Result<Outcome> {
        let sources = match self.spec.read(output)? {
            Ok(sources) => sources,
            Err(outcome) => return Ok(outcome),
        };
        let generated = crate::load(&sources)
            .map_err(GenerateError::from)
            .and_then(|checked| Ok((crate::generate(&checked, self.builder().options())?, checked.warnings)));
        match generated {
            Ok((files, warnings)) => {
                output.diagnostics(&warnings, "")?;
                if self.check {
                    self.compare(&files, output)
                } else {
                    self.write(&files, output)
                }
            }
            Err(GenerateError::Spec(diagnostics)) => {
                output.diagnostics(&diagnostics, ": nothing was written")?;
                Ok(Outcome::Wrong)
            }
            Err(error) => Err(io::Error::other(format!("{error}\nnothing was written"))),
        }
    }

    fn builder(&self) -> Builder {
        match self.plain {
            true => Builder::new(),
            false => Builder::checked_in(),
        }
    }

    fn write(&self, files: &FileSet, output: &mut Output<'_>) -> io::Result<Outcome> {
        let done = files.write(&self.out)?;
        for path in &done.removed {
            writeln!(output.out, "removed {path}")?;
        }
        let written = counted(done.written.len(), "file");
        writeln!(
            output.out,
            "wrote {written}, {} unchanged in {}",
            done.unchanged,
            self.out.display()
        )?;
        Ok(Outcome::Fine)
    }

    fn compare(&self, files: &FileSet, output: &mut Output<'_>) -> io::Result<Outcome> {
        let mut differences = Vec::new();
        for drift in files.drift(&self.out)? {
            let path = self.out.join(&drift.path);
            differences.push(Difference {
                path: path.display().to_string(),
                kind: match drift.kind {
                    DriftKind::Changed(_) => Kind::Changed {
                        on_disk: fs::read_to_string(&path)?,
                        fresh: files.get(&drift.path).unwrap_or_default().to_owned(),
                    },
                    DriftKind::Missing => Kind::Missing,
                    DriftKind::Stale => Kind::Stale,
                },
            });
        }
        drift::conclude(&differences, "cargo tc3-codegen generate", output)
    }
}
