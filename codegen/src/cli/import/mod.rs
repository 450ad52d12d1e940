//! `tc3-codegen import`

mod conclude;
mod metadata;
mod progress;

use std::io;

use clap::Subcommand;

use super::{Outcome, Output};

#[derive(Debug, Subcommand)]
pub(super) enum Import {
    /// From the metadata of the official command line, which has every action of every service
    Metadata(metadata::Metadata),
}

impl Import {
    pub(super) fn run(&self, output: &mut Output<'_>) -> io::Result<Outcome> {
        match self {
            Self::Metadata(metadata) => metadata.run(output),
        }
    }
}
