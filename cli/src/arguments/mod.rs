//! Reads a command line of an action: global options, and parameters that only the action's declaration explains.

mod options;
mod reader;
mod table;

pub(crate) use options::{DryRun, GlobalOptions, Language, OutputFormat, Site, Skeleton, parse_duration};
pub(crate) use reader::{SECRET_KEY_NOTE, Start, start};
#[cfg(test)]
pub(crate) use table::find as find_option;
pub(crate) use table::{Group, OPTIONS, OptionSpec, Takes};

use std::ffi::OsString;

use crate::error::CliError;

/// A command line `tc3 SERVICE [ACTION] ..`.
#[derive(Debug, Default)]
pub(crate) struct Invocation {
    pub(crate) service: String,
    pub(crate) action: Option<String>,
    /// Whether `help` or `--help` was given.
    pub(crate) help: bool,
    pub(crate) options: GlobalOptions,
    /// What is no global option, in the order it was given.
    pub(crate) parameters: Vec<RawParameter>,
    /// What has to be said on standard error, a line each.
    pub(crate) notes: Vec<String>,
}

/// A parameter as it was given: `--AccessRegionSet.0.Bandwidth 10`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RawParameter {
    /// What follows the dashes, as written: `AccessRegionSet.0.Bandwidth`.
    pub(crate) name: String,
    /// The values, none for a bare option.
    pub(crate) values: Vec<String>,
}

impl Invocation {
    /// Reads the words that follow the name of the program.
    ///
    /// # Errors
    /// If an option lacks its value or has a wrong one, or a word is no option: all of them at once.
    pub(crate) fn read(arguments: &[OsString]) -> Result<Self, CliError> {
        reader::read(arguments)
    }
}
