//! Whose a request is: by a signature of either version, or by none where none is due.

use std::sync::Arc;

use tc3_codegen::spec::Spec;

use crate::call::{Call, TIMESTAMP};
use crate::code::{SECRET_ID_NOT_FOUND, SIGNATURE_EXPIRE, SIGNATURE_FAILURE};
use crate::credential::{Credential, Credentials};
use crate::excerpt::excerpt;
use crate::received::Received;
use crate::refusal::Refusal;
use crate::scheme::Scheme;
use crate::{tc3, v1};

/// How far a request's time may lie from the server's, in seconds.
const CLOCK_WINDOW_SECONDS: u64 = 5 * 60;

/// How much of a SecretId a message shows, in characters.
const MAX_SHOWN: usize = 80;

/// Most bytes of a signed text that a message shows.
const MAX_TEXT_BYTES: usize = 32 * 1024;

/// A request, and what the server knows to judge it by.
pub(crate) struct Question<'c, 'r> {
    pub(crate) request: &'r Received,
    pub(crate) call: &'r Call<'r>,
    pub(crate) spec: &'c Spec,
    pub(crate) credentials: &'c Credentials,
    /// The server's time in Unix seconds.
    pub(crate) now: i64,
}

/// Who signed a request.
pub(crate) struct Signer<'r> {
    pub(crate) secret_id: &'r str,
    /// Shared, since a key that STS handed out may be forgotten meanwhile.
    pub(crate) credential: Arc<Credential>,
    /// The service that was signed for, which TC3 alone says.
    pub(crate) service: Option<&'r str>,
}

/// Who signed the request; `None` if it says that nobody did.
pub(crate) fn authenticate<'r>(question: &Question<'_, 'r>, scheme: &'r Scheme) -> Result<Option<Signer<'r>>, Refusal> {
    let signer = match scheme {
        Scheme::Skip => return Ok(None),
        Scheme::Tc3 => tc3::authenticate(question),
        Scheme::V1(form) => v1::authenticate(question, form),
    }?;
    signer.credential.check_token(question.call.words, question.now)?;
    Ok(Some(signer))
}

impl Question<'_, '_> {
    pub(crate) fn credential(&self, secret_id: &str) -> Result<Arc<Credential>, Refusal> {
        self.credentials.get(secret_id).ok_or_else(|| {
            let secret_id = excerpt(secret_id, MAX_SHOWN);
            Refusal::new(
                SECRET_ID_NOT_FOUND,
                format!("no credential has the SecretId `{secret_id}`"),
            )
        })
    }

    pub(crate) fn check_clock(&self) -> Result<(), Refusal> {
        let (now, timestamp) = (self.now, self.call.timestamp);
        let difference = now.abs_diff(timestamp);
        if difference <= CLOCK_WINDOW_SECONDS {
            return Ok(());
        }
        let side = if timestamp < now { "behind" } else { "ahead of" };
        let name = self.call.words.name(&TIMESTAMP);
        Err(Refusal::new(
            SIGNATURE_EXPIRE,
            format!(
                "{name} is {timestamp}, {difference} s {side} the server's time {now}; \
                 at most {CLOCK_WINDOW_SECONDS} s are allowed"
            ),
        ))
    }
}

/// A refusal with the texts that the server made, such as `this string to sign`, for a person to compare.
pub(crate) fn signature_failure(texts: &[(&str, &str)]) -> Refusal {
    let shown: Vec<String> = texts
        .iter()
        .map(|(what, text)| format!("{what}:\n{}", shortened(text)))
        .collect();
    Refusal::new(
        SIGNATURE_FAILURE,
        format!(
            "the signature is not the one made with this SecretId's key. From the bytes it received the server made \
             {}\nCompare them with the client's, line by line; if they are the same, the key differs",
            shown.join("\nand ")
        ),
    )
}

fn shortened(text: &str) -> String {
    if text.len() <= MAX_TEXT_BYTES {
        return text.to_owned();
    }
    let mut end = MAX_TEXT_BYTES;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}… ({} bytes in all)", &text[..end], text.len())
}
