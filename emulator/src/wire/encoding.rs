//! How a request carries its parameters.

/// The largest body that the service reads, in bytes: 10 MB.
pub(crate) const MAX_BODY_BYTES: usize = 10 * 1024 * 1024;

/// How a request carries its parameters.
///
/// ```
/// # let runtime = tokio::runtime::Runtime::new()?;
/// # runtime.block_on(async {
/// # use tc3_emulator::{Emulator, Encoding};
/// let emulator = Emulator::builder().embedded_spec().start().await?;
/// // ... a client calls the emulator here ...
/// let all_json = emulator.received().iter().all(|call| call.encoding == Encoding::Json);
/// # assert!(all_json);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Encoding {
    /// A POST whose body is a JSON object.
    Json,
    /// A GET whose query holds names and values, nested ones as `A.0.B=value`.
    Query,
    /// A POST whose body is what the query of a GET would be, signed with signature version 1.
    Form,
    /// A POST whose body is `multipart/form-data`, with one part for each parameter.
    Multipart,
    /// A POST whose body is the one binary parameter; the other parameters are headers `X-<SERVICE>-<parameter>`.
    OctetStream,
}

impl Encoding {
    /// The encoding in words, for a message.
    pub(crate) fn described(self) -> &'static str {
        match self {
            Self::Json => "a JSON body",
            Self::Query => "a query",
            Self::Form => "a form",
            Self::Multipart => "a multipart body",
            Self::OctetStream => "an octet stream",
        }
    }

    /// The largest body, or query of a GET, that the service reads, in bytes.
    pub(crate) fn max_bytes(self) -> usize {
        match self {
            Self::Query => 32 * 1024,
            Self::Form => 1024 * 1024,
            Self::Json | Self::Multipart | Self::OctetStream => MAX_BODY_BYTES,
        }
    }
}
