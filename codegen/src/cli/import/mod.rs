//! `tc3-codegen import`

mod conclude;
mod metadata;
mod page;

use std::io::{self, Read};

use clap::Subcommand;

use super::{Outcome, Output};

#[derive(Debug, Subcommand)]
pub(super) enum Import {
    /// From the metadata of the official command line, which has every action of every service
    Metadata(metadata::Metadata),
    /// From documentation pages, of actions and of data types
    Page(page::Page),
}

impl Import {
    pub(super) fn run(&self, input: &mut dyn Read, output: &mut Output<'_>) -> io::Result<Outcome> {
        match self {
            Self::Metadata(metadata) => metadata.run(output),
            Self::Page(page) => page.run(input, output),
        }
    }
}
