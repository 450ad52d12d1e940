//! `tc3-codegen check`

use std::io;

use clap::Args;

use super::SpecFolder;
use super::console::{ExitStatus, Output, counted};
use crate::spec::Spec;

#[derive(Args, Debug)]
pub(super) struct Check {
    #[command(flatten)]
    spec: SpecFolder,
}

impl Check {
    pub(super) fn run(&self, output: &mut Output<'_>) -> io::Result<ExitStatus> {
        let sources = match self.spec.read(output)? {
            Ok(sources) => sources,
            Err(status) => return Ok(status),
        };
        match crate::load(&sources) {
            Ok(spec) => {
                output.diagnostics(&spec.warnings, "")?;
                writeln!(output.out, "no errors in the spec: {}", contents(&spec.spec))?;
                Ok(ExitStatus::Success)
            }
            Err(diagnostics) => {
                output.diagnostics(&diagnostics, "")?;
                Ok(ExitStatus::Failure)
            }
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
