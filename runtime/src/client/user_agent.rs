//! The names by which a client identifies itself: `User-Agent` and `X-TC-RequestClient`.
//!
//! The tag belongs to the client and not to a call, because it names the program; a bad one is refused by `build`
//! rather than by the first call. A slash becomes `_` in `X-TC-RequestClient`, as it does in the client's own name,
//! since the service takes letters, digits and ` -_,;.` there.

use http::HeaderValue;

use crate::Error;

/// The service's limit for what follows the client's own name.
const MAX_TAG_BYTES: usize = 128;

const USER_AGENT_NAME: &str = concat!("tc3-rust/", env!("CARGO_PKG_VERSION"));
const REQUEST_CLIENT_NAME: &str = concat!("tc3-rust_", env!("CARGO_PKG_VERSION"));

/// The header values, made once per client.
pub(super) struct UserAgent {
    user_agent: HeaderValue,
    request_client: HeaderValue,
}

impl UserAgent {
    pub(super) fn new(tag: Option<&str>) -> Result<Self, Error> {
        let Some(tag) = tag else {
            return Ok(Self {
                user_agent: HeaderValue::from_static(USER_AGENT_NAME),
                request_client: HeaderValue::from_static(REQUEST_CLIENT_NAME),
            });
        };
        validate(tag)?;
        let tag_without_slash = tag.replace('/', "_");
        Ok(Self {
            user_agent: header(&format!("{USER_AGENT_NAME} {tag}"))?,
            request_client: header(&format!("{REQUEST_CLIENT_NAME}; {tag_without_slash}"))?,
        })
    }

    /// The header `User-Agent`.
    pub(super) fn user_agent(&self) -> HeaderValue {
        self.user_agent.clone()
    }

    /// The header `X-TC-RequestClient`.
    pub(super) fn request_client(&self) -> HeaderValue {
        self.request_client.clone()
    }

    /// The parameter `RequestClient` of version 1.
    #[cfg(all(feature = "encodings", feature = "sign-v1"))]
    pub(super) fn request_client_parameter(&self) -> &str {
        self.request_client.to_str().unwrap_or_default()
    }
}

fn validate(tag: &str) -> Result<(), Error> {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b" -_,;./".contains(&byte);
    let fits = (1..=MAX_TAG_BYTES).contains(&tag.len());
    if fits && tag.bytes().all(is_allowed) && tag.trim_ascii() == tag {
        return Ok(());
    }
    Err(Error::config(format!(
        "the user agent tag {tag:?} cannot be sent: it takes 1 to {MAX_TAG_BYTES} ASCII letters, digits and any of \
         \"-_,;./\", with spaces between them"
    )))
}

fn header(text: &str) -> Result<HeaderValue, Error> {
    HeaderValue::from_str(text).map_err(|_| Error::config("the user agent tag cannot be sent in a header"))
}
