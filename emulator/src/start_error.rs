//! Why an emulator does not start.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

use tc3_codegen::Diagnostics;

use crate::state::DataFileError;

/// Why an emulator did not start.
#[derive(Debug)]
#[non_exhaustive]
pub enum StartError {
    /// Neither a spec folder nor sources were given.
    NoSpec,
    /// The spec folder could not be read; the error names the file.
    ReadSpec(io::Error),
    /// A file of the spec stands in two folders.
    SpecTwice {
        /// The file, below either folder: `gaap/v20180529/service.json`.
        path: String,
        /// The folders, as they were given; empty for a spec in memory without a name.
        folders: [String; 2],
    },
    /// The spec has faults.
    Spec(Diagnostics),
    /// The data file cannot be used.
    DataFile(DataFileError),
    /// The file of faults could not be read.
    ReadFaults {
        /// The file, as it was given.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file of faults has mistakes.
    Faults(Diagnostics),
    /// No certificate could be made.
    Certificate(Box<dyn std::error::Error + Send + Sync>),
    /// The address could not be bound.
    Listen {
        /// The address.
        addr: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSpec => f.write_str("no spec to serve: name its folder with `spec_dir`"),
            Self::ReadSpec(error) => write!(f, "the spec cannot be read: {error}"),
            Self::SpecTwice { path, folders } => {
                let [first, second] = folders.each_ref().map(|folder| match folder.as_str() {
                    "" => "the spec in memory".to_owned(),
                    folder => format!("`{folder}`"),
                });
                write!(
                    f,
                    "`{path}` stands both in {first} and in {second}; take one of the two out"
                )
            }
            Self::Spec(diagnostics) => write!(f, "the spec has faults:\n{diagnostics}"),
            Self::DataFile(error) => error.fmt(f),
            Self::ReadFaults { path, source } => {
                write!(f, "the file of faults `{}` cannot be read: {source}", path.display())
            }
            Self::Faults(diagnostics) => write!(f, "the file of faults has mistakes:\n{diagnostics}"),
            Self::Certificate(error) => write!(f, "no certificate could be made: {error}"),
            Self::Listen { addr, source } => write!(f, "cannot listen on {addr}: {source}"),
        }
    }
}

impl std::error::Error for StartError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::NoSpec | Self::SpecTwice { .. } | Self::Spec(_) | Self::Faults(_) => None,
            Self::DataFile(error) => error.source(),
            Self::Certificate(source) => Some(&**source),
            Self::ReadSpec(source) | Self::ReadFaults { source, .. } | Self::Listen { source, .. } => Some(source),
        }
    }
}
