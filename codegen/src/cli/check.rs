//! `tc3-codegen check`

use std::io;

use clap::Args;

use super::SpecFolder;
use super::console::{ExitStatus, Output, counted};
use crate::Diagnostics;
use crate::spec::Spec;

#[derive(Args, Debug)]
pub(super) struct Check {
    #[command(flatten)]
    spec: SpecFolder,
    /// Print all diagnostics, and not only the first 100
    #[arg(long)]
    all: bool,
}

impl Check {
    pub(super) fn run(&self, output: &mut Output<'_>) -> io::Result<ExitStatus> {
        let sources = match self.spec.read(output)? {
            Ok(sources) => sources,
            Err(status) => return Ok(status),
        };
        match crate::load(&sources) {
            Ok(spec) => {
                self.print(&spec.warnings, output)?;
                writeln!(output.out, "no errors in the spec: {}", contents(&spec.spec))?;
                Ok(ExitStatus::Success)
            }
            Err(diagnostics) => {
                self.print(&diagnostics, output)?;
                Ok(ExitStatus::Failure)
            }
        }
    }

    /// Prints diagnostics, and how to learn more about the first of them.
    fn print(&self, diagnostics: &Diagnostics, output: &mut Output<'_>) -> io::Result<()> {
        if self.all {
            output.all_diagnostics(diagnostics)?;
            output.summary(diagnostics, "")?;
        } else {
            output.diagnostics(diagnostics, "")?;
        }
        match diagnostics.limited(1).iter().next() {
            Some(first) => writeln!(output.err, "run `tc3-codegen explain {}` for more", first.code),
            None => Ok(()),
        }
    }
}

fn contents(spec: &Spec) -> String {
    let actions = spec.services.iter().map(|service| service.actions.len()).sum();
    let types = spec.services.iter().map(|service| service.types.len()).sum();
    [
        counted(spec.services.len(), "service version"),
        counted(actions, "action"),
        counted(types, "type"),
    ]
    .join(", ")
}
