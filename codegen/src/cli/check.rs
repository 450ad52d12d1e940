//! `tc3-codegen check`

use std::io;

use clap::Args;

use super::{Outcome, Output, SpecFolder};
use crate::spec::Spec;

#[derive(Args, Debug)]
pub(super) struct Check {
    #[command(flatten)]
    spec: SpecFolder,
}

impl Check {
    pub(super) fn run(&self, output: &mut Output<'_>) -> io::Result<Outcome> {
        let sources = match self.spec.read(output)? {
            Ok(sources) => sources,
            Err(outcome) => return Ok(outcome),
        };
        match crate::load(&sources) {
            Ok(checked) => {
                output.diagnostics(&checked.warnings, "")?;
                writeln!(output.out, "the spec is right: {}", contents(&checked.spec))?;
                Ok(Outcome::Fine)
            }
            Err(diagnostics) => {
                output.diagnostics(&diagnostics, "")?;
                Ok(Outcome::Wrong)
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

pub(super) fn counted(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}
