//! Recognizes a TC3 signature that would be right but for one mistake that clients are known to make.
//!
//! The canonical request of a mismatch shows what the server signs, and not what the client did. Most mismatches are one
//! of a few, which are tried here, so that the message can name it and what to change.

use super::canonical_request::{Parts, string_to_sign};
use super::{Authorization, sign};
use crate::auth::credentials::Credential;
use crate::wire::HttpRequest;
use crate::wire::sanitize::excerpt;

/// A mistake, in words.
pub(super) struct Mistake {
    pub(super) message: String,
    /// Whether a lenient emulator lets it pass: the service cannot be called in a way that shows it.
    pub(super) is_forgivable: bool,
}

/// What a signature is verified with.
pub(super) struct Candidate<'c> {
    pub(super) request: &'c HttpRequest,
    pub(super) timestamp: i64,
    pub(super) authorization: &'c Authorization<'c>,
    pub(super) credential: &'c Credential,
    pub(super) as_sent: Parts<'c>,
}

impl Candidate<'_> {
    /// The mistake that explains the signature, if it is a known one.
    pub(super) fn known_mistake(&self) -> Option<Mistake> {
        self.host_without_port()
            .or_else(|| self.other_method())
            .or_else(|| self.other_content_type())
            .or_else(|| self.values_as_sent())
            .or_else(|| self.upper_case_signature())
    }

    fn host_without_port(&self) -> Option<Mistake> {
        let sent = self.request.header("host")?.to_ascii_lowercase();
        let (host, port) = sent.rsplit_once(':')?;
        let is_port = !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
        let signed = Parts {
            replaced: Some(("host", host)),
            ..self.as_sent
        };
        (is_port && self.matches(signed)).then(|| Mistake {
            message: format!(
                "the signature covers the host `{}` without its port, and the request was sent to `{}`. Tencent \
                 Cloud's SDK for Node.js signs so: keep the service's own host as its endpoint and give its \
                 `httpProfile.agent` the address, or set `signMethod` to HmacSHA256. A lenient emulator lets it pass",
                excerpt(host),
                excerpt(&sent)
            ),
            is_forgivable: true,
        })
    }

    fn other_method(&self) -> Option<Mistake> {
        let (sent, signed) = match self.as_sent.method {
            "POST" => ("POST", "GET"),
            _ => ("GET", "POST"),
        };
        let parts = Parts {
            method: signed,
            ..self.as_sent
        };
        self.matches(parts).then(|| {
            Mistake::of(format!(
                "the signature covers the method {signed}, and the request is a {sent}"
            ))
        })
    }

    fn other_content_type(&self) -> Option<Mistake> {
        let sent = self.request.header("content-type")?.to_ascii_lowercase();
        let (media_type, parameters) = sent.split_once(';').unwrap_or((&sent, ""));
        let media_type = media_type.trim_end();
        let others = if parameters.is_empty() {
            vec![
                format!("{media_type}; charset=utf-8"),
                format!("{media_type};charset=utf-8"),
            ]
        } else {
            vec![media_type.to_owned()]
        };
        let signed = others.into_iter().find(|signed| {
            self.matches(Parts {
                replaced: Some(("content-type", signed)),
                ..self.as_sent
            })
        })?;
        Some(Mistake::of(format!(
            "the signature covers the Content-Type `{}`, and the request carries `{}`: sign the value that is sent, \
             which the HTTP client may have changed",
            excerpt(&signed),
            excerpt(&sent)
        )))
    }

    fn values_as_sent(&self) -> Option<Mistake> {
        let parts = Parts {
            in_lower_case: false,
            ..self.as_sent
        };
        self.matches(parts).then(|| {
            Mistake::of(
                "the signature covers the values of headers in upper and lower case, as they were sent; they are \
                 signed in lower case"
                    .to_owned(),
            )
        })
    }

    fn upper_case_signature(&self) -> Option<Mistake> {
        let expected = self.signature(self.as_sent);
        let is_same = expected.eq_ignore_ascii_case(self.authorization.signature);
        is_same
            .then(|| Mistake::of("the signature is right but for upper case; it is lower-case hexadecimal".to_owned()))
    }

    fn matches(&self, signed: Parts<'_>) -> bool {
        self.signature(signed) == self.authorization.signature
    }

    fn signature(&self, signed: Parts<'_>) -> String {
        let canonical = signed.canonical_request(self.request, &self.authorization.signed_headers);
        let to_sign = string_to_sign(&canonical, self.timestamp, self.authorization);
        sign(self.credential.key(), self.authorization, &to_sign)
    }
}

impl Mistake {
    fn of(message: String) -> Self {
        Self {
            message,
            is_forgivable: false,
        }
    }
}
