//! What a request asked for, for tests to look at.

use crate::encoding::Encoding;
use crate::parameters::ReceivedParameters;
use crate::signature::Signature;

/// A call that the emulator understood: whoever made it was known, the action was found, the parameters were read. It
/// may have been refused all the same, such as for what its parameters say.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReceivedCall {
    /// The service: `gaap`.
    pub service: String,
    /// Its version: `2018-05-29`.
    pub version: String,
    /// The action: `CreateProxyGroup`.
    pub action: String,
    /// The region, if one was named.
    pub region: Option<String>,
    /// Whose key signed; `None` of an unsigned call.
    pub secret_id: Option<String>,
    /// How the parameters were sent.
    pub encoding: Encoding,
    /// By what the caller was known.
    pub signature: Signature,
    /// The parameters.
    pub parameters: ReceivedParameters,
}
