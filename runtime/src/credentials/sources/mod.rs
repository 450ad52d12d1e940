//! Sources of credentials that are a place on this machine: variables, files, the metadata service.

#[cfg(feature = "client")]
mod cvm_role;
mod environment;
#[cfg(feature = "client")]
pub(super) mod profile_file;
#[cfg(feature = "client")]
mod tccli_file;
#[cfg(feature = "client")]
pub(super) mod tccli_folder;

#[cfg(feature = "client")]
pub use cvm_role::CvmRole;
pub use environment::Environment;
pub(crate) use environment::key_in;
#[cfg(feature = "client")]
pub use profile_file::ProfileFile;
#[cfg(feature = "client")]
pub use tccli_file::TccliFile;
