//! API keys: where they come from, how they are kept fresh and out of sight.
//!
//! [`Credentials`] is one key. Whatever can give one is a [`ProvideCredentials`]; a key itself is the
//! simplest. A [`CredentialsSource`] is a provider that may have nothing to give, which is what a chain
//! is made of. [`DefaultChain`] asks these, in this order:
//!
//! | source | variables | files and addresses |
//! |---|---|---|
//! | [`Environment`] | `TENCENTCLOUD_SECRET_ID`, `TENCENTCLOUD_SECRET_KEY`; `TENCENTCLOUD_TOKEN` or `TENCENTCLOUD_SESSION_TOKEN` | |
//! | [`ProfileFile`] | `TENCENTCLOUD_CREDENTIALS_FILE`; `HOME` or `USERPROFILE` | `~/.tencentcloud/credentials`, `/etc/tencentcloud/credentials` |
//! | [`TccliFile`] | `TCCLI_PROFILE`; `HOME` or `USERPROFILE` | `~/.tccli/<profile>.credential` |
//! | [`WebIdentity`] | `TKE_PROVIDER_ID`, `TKE_ROLE_ARN`, `TKE_WEB_IDENTITY_TOKEN_FILE`, `TKE_REGION` | the token file; `sts.tencentcloudapi.com` |
//! | [`CvmRole`] | | `metadata.tencentyun.com` |
//!
//! A source that is not configured is passed over. One that is configured but broken ends the search
//! with an error that names it: to go on would be to act under another identity than the one that was
//! set up. The pod's identity comes before the machine's for the same reason.
//!
//! [`AssumeRole`] exchanges the key of any provider for one of a role, and [`CachedCredentials`] keeps the key
//! of any provider until it nears its end.
//!
//! Keys, tokens and the buffers they are read from are wiped when dropped. Not within reach are the
//! buffers of the HTTP connection and of the INI and JSON parsers while they work.
//!
//! Without the feature `client` there are [`Credentials`], [`ProvideCredentials`],
//! [`CredentialsSource`] and [`Environment`].

#[cfg(feature = "client")]
mod assume_role;
#[cfg(feature = "client")]
mod chain;
mod checks;
#[cfg(feature = "client")]
mod cvm_role;
#[cfg(feature = "client")]
mod default_chain;
#[cfg(feature = "client")]
mod document;
mod environment;
mod failure;
#[cfg(feature = "client")]
mod file;
#[cfg(feature = "client")]
mod http;
mod key;
#[cfg(feature = "client")]
mod profile_file;
mod provider;
#[cfg(feature = "client")]
mod refreshing;
mod source;
#[cfg(feature = "client")]
mod sts;
#[cfg(feature = "client")]
mod sts_request;
#[cfg(feature = "client")]
mod tccli_file;
mod variables;
#[cfg(feature = "client")]
mod web_identity;

#[cfg(feature = "client")]
pub use assume_role::{AssumeRole, AssumeRoleBuilder};
#[cfg(feature = "client")]
pub use chain::Chain;
#[cfg(feature = "client")]
pub(crate) use checks::variable;
#[cfg(feature = "client")]
pub use cvm_role::CvmRole;
#[cfg(feature = "client")]
pub use default_chain::{DefaultChain, DefaultChainBuilder};
pub use environment::Environment;
pub use key::Credentials;
#[cfg(feature = "client")]
pub use profile_file::ProfileFile;
pub use provider::{CredentialsFuture, ProvideCredentials};
#[cfg(feature = "client")]
pub use refreshing::{CachedCredentials, CachedCredentialsBuilder};
pub use source::{CredentialsSource, Found, SourceFuture};
#[cfg(feature = "client")]
pub use tccli_file::TccliFile;
#[cfg(feature = "client")]
pub use web_identity::WebIdentity;
