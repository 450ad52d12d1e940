//! What a signature is made of: every choice of a signer, the documented one and those of a mistaken signer.
//!
//! The search for mistakes changes one or more of these choices and signs again, so a recipe is cheap to copy.

use crate::Request;
use crate::digest::{hex, hmac_sha256, sha256, sha256_hex};
use crate::received::ReceivedRequest;
use crate::tc3::{ALGORITHM, TERMINATOR};

/// Everything that decides a signature.
#[derive(Clone, Copy)]
pub(crate) struct Recipe<'a> {
    pub(crate) canonical: CanonicalRequest<'a>,
    pub(crate) to_sign: StringToSign<'a>,
    pub(crate) key: KeyRecipe<'a>,
}

/// The canonical request.
#[derive(Clone, Copy)]
pub(crate) struct CanonicalRequest<'a, R = &'a Request> {
    /// Where the values of headers are taken from.
    pub(crate) request: R,
    pub(crate) method: &'a str,
    pub(crate) path: &'a str,
    pub(crate) query: &'a str,
    /// The names of the signed headers, with semicolons between them.
    pub(crate) signed_headers: &'a str,
    /// Values that are signed in place of those that were sent.
    pub(crate) host: Option<&'a str>,
    pub(crate) content_type: Option<&'a str>,
    pub(crate) values: Values,
    /// The hash of the body in hexadecimal.
    pub(crate) payload: &'a str,
    pub(crate) layout: Layout,
}

/// How the values of headers are written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Values {
    /// Trimmed and in lower case, as is documented.
    LowerCase,
    /// Trimmed.
    AsSent,
    /// With a blank before them, as after the colon in a request.
    Untrimmed,
    /// In lower case, without the names.
    Nameless,
}

/// How the lines of the canonical request are put together.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Layout {
    /// As is documented: a line feed after each header, so that an empty line follows the last.
    Documented,
    NoEmptyLine,
    NoQueryLine,
    NoSignedHeadersLine,
    CarriageReturns,
    FinalLineFeed,
    EmptyLineTwice,
}

/// The string to sign.
#[derive(Clone, Copy)]
pub(crate) struct StringToSign<'a> {
    /// `None` leaves the line out.
    pub(crate) algorithm: Option<&'a str>,
    pub(crate) timestamp: &'a str,
    pub(crate) date: &'a str,
    pub(crate) service: &'a str,
    pub(crate) terminator: &'a str,
    pub(crate) hash: HashForm,
    pub(crate) final_line_feed: bool,
}

/// How the canonical request comes into the string to sign.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum HashForm {
    LowerHex,
    UpperHex,
    Base64,
    /// The canonical request itself.
    NotHashed,
}

/// What derives the signing key.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct KeyRecipe<'a> {
    pub(crate) prefix: &'a str,
    pub(crate) secret: &'a str,
    pub(crate) date: &'a str,
    pub(crate) service: &'a str,
    pub(crate) terminator: &'a str,
    pub(crate) chain: Chain,
}

/// How the keys are derived from each other.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Chain {
    Documented,
    /// Each key is the hexadecimal text of the HMAC before it.
    HexKeys,
    /// The message is the key, and the key the message.
    SwappedArguments,
    /// The string to sign is signed with the secret key alone.
    SecretKeyAlone,
    NoServiceKey,
    NoDateKey,
}

/// The keys that are derived one after the other. The last one signs.
pub(crate) struct DerivedKeys {
    pub(crate) date: Vec<u8>,
    pub(crate) service: Vec<u8>,
    pub(crate) signing: Vec<u8>,
}

/// Appends `value` in lower case.
fn push_lower_case(value: &str, text: &mut String) {
    if !value.is_ascii() {
        text.push_str(&value.to_lowercase());
        return;
    }
    let start = text.len();
    text.push_str(value);
    if let Some(pushed) = text.get_mut(start..) {
        pushed.make_ascii_lowercase();
    }
}

/// Where a text is: the search changes a choice by pointing to another text, so what is at one place is the same.
fn place(text: &str) -> std::ops::Range<*const u8> {
    text.as_bytes().as_ptr_range()
}

impl<'a, R: ReceivedRequest> CanonicalRequest<'a, R> {
    /// The documented canonical request.
    pub(crate) fn documented(request: R, line: [&'a str; 3], signed_headers: &'a str, payload: &'a str) -> Self {
        let [method, path, query] = line;
        Self {
            request,
            method,
            path,
            query,
            signed_headers,
            host: None,
            content_type: None,
            values: Values::LowerCase,
            payload,
            layout: Layout::Documented,
        }
    }

    pub(crate) fn text(&self) -> String {
        let end = if self.layout == Layout::CarriageReturns {
            "\r\n"
        } else {
            "\n"
        };
        let mut text = String::with_capacity(512);
        let line = |text: &mut String, content: &str| {
            text.push_str(content);
            text.push_str(end);
        };
        line(&mut text, self.method);
        line(&mut text, self.path);
        if self.layout != Layout::NoQueryLine {
            line(&mut text, self.query);
        }
        for name in self.signed_headers.split(';') {
            match self.values {
                Values::Nameless => {}
                Values::Untrimmed => text.extend([name, ": "]),
                Values::LowerCase | Values::AsSent => text.extend([name, ":"]),
            }
            self.push_value(name, &mut text);
            text.push_str(end);
        }
        match self.layout {
            Layout::NoEmptyLine => {}
            Layout::EmptyLineTwice => text.extend([end, end]),
            _ => text.push_str(end),
        }
        if self.layout != Layout::NoSignedHeadersLine {
            line(&mut text, self.signed_headers);
        }
        text.push_str(self.payload);
        if self.layout == Layout::FinalLineFeed {
            text.push('\n');
        }
        text
    }

    /// Appends the values of a header, joined by commas as HTTP joins them.
    fn push_value(&self, name: &str, text: &mut String) {
        let replaced = if name.eq_ignore_ascii_case("host") {
            self.host
        } else if name.eq_ignore_ascii_case("content-type") {
            self.content_type
        } else {
            None
        };
        if let Some(value) = replaced {
            text.push_str(value);
            return;
        }
        let mut is_first = true;
        self.request.visit_values(name, &mut |value| {
            if !std::mem::take(&mut is_first) {
                text.push(',');
            }
            match self.values {
                Values::LowerCase | Values::Nameless => push_lower_case(value.trim(), text),
                Values::AsSent | Values::Untrimmed => text.push_str(value.trim()),
            }
        });
    }
}

impl CanonicalRequest<'_> {
    /// Bytes that [`text`](Self::text) has, about.
    pub(crate) fn size(&self) -> usize {
        let headers: usize = self
            .request
            .headers
            .iter()
            .map(|(name, value)| name.len() + value.len())
            .sum();
        headers + self.query.len() + self.path.len() + 2 * self.signed_headers.len() + self.payload.len() + 40
    }

    /// Whether two canonical requests of the same request have the same text, without writing them.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        let texts = |of: &Self| [of.method, of.path, of.query, of.signed_headers, of.payload].map(place);
        let replaced = |of: &Self| [of.host, of.content_type].map(|value| value.map(place));
        (self.values, self.layout) == (other.values, other.layout)
            && texts(self) == texts(other)
            && replaced(self) == replaced(other)
    }
}

impl<'a> StringToSign<'a> {
    /// The documented string to sign.
    pub(crate) fn documented(timestamp: &'a str, date: &'a str, service: &'a str) -> Self {
        Self {
            algorithm: Some(ALGORITHM),
            timestamp,
            date,
            service,
            terminator: TERMINATOR,
            hash: HashForm::LowerHex,
            final_line_feed: false,
        }
    }

    /// The string to sign for the text of a canonical request.
    pub(crate) fn text(&self, canonical: &str) -> String {
        let hash = match self.hash {
            HashForm::LowerHex => sha256_hex(canonical.as_bytes()),
            HashForm::UpperHex => sha256_hex(canonical.as_bytes()).to_uppercase(),
            HashForm::Base64 => base64(&sha256(canonical.as_bytes())),
            HashForm::NotHashed => canonical.to_owned(),
        };
        self.with_hash(&hash)
    }

    /// The string to sign with the last line given.
    pub(crate) fn with_hash(&self, hash: &str) -> String {
        let mut text = String::with_capacity(160);
        if let Some(algorithm) = self.algorithm {
            text.push_str(algorithm);
            text.push('\n');
        }
        text.push_str(self.timestamp);
        text.push('\n');
        self.push_scope(&mut text);
        text.push('\n');
        text.push_str(hash);
        if self.final_line_feed {
            text.push('\n');
        }
        text
    }

    pub(crate) fn scope(&self) -> String {
        let mut scope = String::new();
        self.push_scope(&mut scope);
        scope
    }

    fn push_scope(&self, text: &mut String) {
        let parts = [self.date, self.service, self.terminator];
        for (number, part) in parts.into_iter().filter(|part| !part.is_empty()).enumerate() {
            if number > 0 {
                text.push('/');
            }
            text.push_str(part);
        }
    }
}

impl<'a> KeyRecipe<'a> {
    /// The documented derivation of a signing key.
    pub(crate) fn documented(secret: &'a str, date: &'a str, service: &'a str) -> Self {
        Self {
            prefix: "TC3",
            secret,
            date,
            service,
            terminator: TERMINATOR,
            chain: Chain::Documented,
        }
    }

    pub(crate) fn derive(&self) -> DerivedKeys {
        let secret = format!("{}{}", self.prefix, self.secret).into_bytes();
        let step = |key: &[u8], message: &str| match self.chain {
            Chain::HexKeys => hex(&hmac_sha256(key, message.as_bytes())).into_bytes(),
            Chain::SwappedArguments => hmac_sha256(message.as_bytes(), key).to_vec(),
            _ => hmac_sha256(key, message.as_bytes()).to_vec(),
        };
        let date = match self.chain {
            Chain::SecretKeyAlone | Chain::NoDateKey => secret,
            _ => step(&secret, self.date),
        };
        let service = match self.chain {
            Chain::SecretKeyAlone | Chain::NoServiceKey => date.clone(),
            _ => step(&date, self.service),
        };
        let signing = match self.chain {
            Chain::SecretKeyAlone => service.clone(),
            _ if self.terminator.is_empty() => service.clone(),
            _ => step(&service, self.terminator),
        };
        DerivedKeys { date, service, signing }
    }

    /// The signature of a string to sign by the last of the derived keys.
    pub(crate) fn sign(&self, signing_key: &[u8], to_sign: &str) -> [u8; 32] {
        match self.chain {
            Chain::SwappedArguments => hmac_sha256(to_sign.as_bytes(), signing_key),
            _ => hmac_sha256(signing_key, to_sign.as_bytes()),
        }
    }
}

impl<'a> Recipe<'a> {
    /// The documented recipe.
    pub(crate) fn documented(request: &'a Request, inputs: Inputs<'a>) -> Self {
        Self {
            canonical: CanonicalRequest::documented(
                request,
                [&request.method, request.path(), request.query()],
                inputs.signed_headers,
                inputs.payload,
            ),
            to_sign: StringToSign::documented(inputs.timestamp, inputs.date, inputs.service),
            key: KeyRecipe::documented(inputs.secret, inputs.date, inputs.service),
        }
    }
}

/// What a documented recipe is made of, apart from the request.
#[derive(Clone, Copy)]
pub(crate) struct Inputs<'a> {
    pub(crate) signed_headers: &'a str,
    /// The hash of the body in hexadecimal.
    pub(crate) payload: &'a str,
    pub(crate) timestamp: &'a str,
    pub(crate) date: &'a str,
    pub(crate) service: &'a str,
    pub(crate) secret: &'a str,
}

pub(crate) fn base64(bytes: &[u8]) -> String {
    use base64ct::Encoding;
    base64ct::Base64::encode_string(bytes)
}
