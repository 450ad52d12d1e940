//! Reads a command line of an action: global options, and parameters that only the action's declaration explains.

mod options;

pub(crate) use options::{DryRun, GlobalOptions, Language, OutputFormat, Site, Skeleton, parse_duration};

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
    /// Reads the arguments that follow the name of the command.
    pub(crate) fn read(arguments: &[OsString]) -> Result<Self, CliError> {
        let mut words = arguments.iter().map(|word| word.to_string_lossy().into_owned());
        let service = words.next().unwrap_or_default();
        Ok(Self {
            service,
            action: words.next(),
            ..Self::default()
        })
    }
}
