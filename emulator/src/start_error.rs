//! The error of an emulator that does not start.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

use tc3_codegen::Diagnostics;

use crate::store::DataFileError;

/// The error of [`Builder::start`](crate::Builder::start).
///
/// ```
/// # let runtime = tokio::runtime::Runtime::new()?;
/// # runtime.block_on(async {
/// use tc3_emulator::{Emulator, StartError};
///
/// let error = Emulator::builder().start().await.err();
/// assert!(matches!(error, Some(StartError::NoSpec)));
/// # });
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum StartError {
    /// Neither a spec folder nor sources were given, nor the embedded spec asked for.
    NoSpec,
    /// The spec folder could not be read; the error names the file.
    ReadSpec(io::Error),
    /// A file of the spec is in two folders.
    SpecTwice {
        /// The path of the file below either folder, such as `gaap/v20180529/service.json`.
        path: String,
        /// The folders, as they were given; empty for a spec in memory without a name.
        folders: [String; 2],
    },
    /// The spec is invalid.
    Spec(Diagnostics),
    /// The data file cannot be used.
    DataFile(DataFileError),
    /// The faults file could not be read.
    ReadFaults {
        /// The path of the file, as it was given.
        path: PathBuf,
        /// The error of the system.
        source: io::Error,
    },
    /// The faults file is invalid.
    Faults(Diagnostics),
    /// An answers file could not be read.
    ReadAnswers {
        /// The path of the file, as it was given.
        path: PathBuf,
        /// The error of the system.
        source: io::Error,
    },
    /// Answers are invalid.
    Answers(Diagnostics),
    /// A host to answer for is neither a name nor an address.
    AllowedHost {
        /// The host, as it was given.
        host: String,
    },
    /// There is no certificate for HTTPS: none could be made, or its files cannot be used.
    Certificate(Box<dyn std::error::Error + Send + Sync>),
    /// The address could not be bound.
    Listen {
        /// The address.
        addr: SocketAddr,
        /// The error of the system.
        source: io::Error,
    },
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSpec => f.write_str("no spec to serve: name its folder with `spec_dir`, or serve that of the client `tc3` with `embedded_spec`"),
            Self::ReadSpec(error) => write!(f, "the spec cannot be read: {error}"),
            Self::SpecTwice { path, folders } => {
                let [first, second] = folders.each_ref().map(|folder| match folder.as_str() {
                    "" => "the spec in memory".to_owned(),
                    folder => format!("`{folder}`"),
                });
                write!(f, "`{path}` is both in {first} and in {second}; remove one of the two")
            }
            Self::Spec(diagnostics) => write!(f, "the spec is invalid:\n{diagnostics}"),
            Self::DataFile(error) => error.fmt(f),
            Self::ReadFaults { path, source } => {
                write!(f, "the faults file `{}` cannot be read: {source}", path.display())
            }
            Self::Faults(diagnostics) => write!(f, "the faults file is invalid:\n{diagnostics}"),
            Self::ReadAnswers { path, source } => {
                write!(f, "the answers file `{}` cannot be read: {source}", path.display())
            }
            Self::Answers(diagnostics) => write!(f, "the answers are invalid:\n{diagnostics}"),
            Self::AllowedHost { host } => write!(
                f,
                "`{host}` is not a host; write a name, an address or `*.example.com`, without scheme, port and path"
            ),
            Self::Certificate(error) => write!(f, "HTTPS cannot be set up: {error}"),
            Self::Listen { addr, source } => write!(f, "cannot listen on {addr}: {source}"),
        }
    }
}

impl std::error::Error for StartError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::NoSpec | Self::SpecTwice { .. } | Self::Spec(_) | Self::AllowedHost { .. } => None,
            Self::Faults(_) | Self::Answers(_) => None,
            Self::DataFile(error) => error.source(),
            Self::Certificate(source) => Some(&**source),
            Self::ReadSpec(source)
            | Self::ReadFaults { source, .. }
            | Self::ReadAnswers { source, .. }
            | Self::Listen { source, .. } => Some(source),
        }
    }
}
