//! `tc3-codegen fmt`: formats every file that is JSON, and reports the others.

use std::io;
use std::path::Path;

use clap::Args;

use super::SpecFolder;
use super::console::{ExitStatus, Output, displayed};
use super::outdated::{self, CommandLine, Difference, Kind};
use crate::output::write_atomically;
use crate::source::Diagnostics;
use crate::spec::{Reformatted, reformat};

#[derive(Args, Debug)]
pub(super) struct Fmt {
    #[command(flatten)]
    spec: SpecFolder,
    /// Report files that are out of date, and write nothing
    #[arg(long)]
    check: bool,
}

impl Fmt {
    pub(super) fn run(&self, output: &mut Output<'_>) -> io::Result<ExitStatus> {
        let sources = match self.spec.read(output)? {
            Ok(sources) => sources,
            Err(status) => return Ok(status),
        };
        let Reformatted { texts, diagnostics } = reformat(&sources, |path| self.spec.spec.join(path).is_file());
        let mut differences = Vec::new();
        let mut unchanged = 0;
        for (file, fresh) in texts {
            let Some(source) = sources.get(file).filter(|source| source.text != fresh) else {
                unchanged += 1;
                continue;
            };
            let path = Path::new(sources.root()).join(&source.path);
            if !self.check {
                write_atomically(&path, &fresh)?;
            }
            differences.push(Difference {
                path: displayed(&path),
                kind: Kind::Changed {
                    on_disk: source.text.clone(),
                    fresh,
                },
            });
        }
        let diagnostics = Diagnostics::new(sources.clone(), diagnostics);
        output.diagnostics(&diagnostics, ": these files are not formatted")?;
        let failed = diagnostics.has_errors();
        if !self.check {
            output.wrote(differences.len(), unchanged, Path::new(sources.root()))?;
        } else if !(failed && differences.is_empty()) {
            let command_line = CommandLine::new("fmt").path("--spec", self.spec.given());
            let status = outdated::report(&differences, command_line.as_str(), output)?;
            return Ok(if failed { ExitStatus::Failure } else { status });
        }
        Ok(if failed {
            ExitStatus::Failure
        } else {
            ExitStatus::Success
        })
    }
}
