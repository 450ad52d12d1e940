//! Sources of credentials that are a place on this machine: variables, files, the metadata service.

#[cfg(feature = "client")]
mod cvm_role;
mod environment;
#[cfg(feature = "client")]
mod profile_file;
#[cfg(feature = "client")]
mod tccli_file;

#[cfg(feature = "client")]
pub use cvm_role::CvmRole;
pub use environment::Environment;
pub(super) use environment::credentials_from;
#[cfg(feature = "client")]
pub use profile_file::ProfileFile;
#[cfg(feature = "client")]
pub use tccli_file::TccliFile;
