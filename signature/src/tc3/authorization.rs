//! Reads the header `Authorization`.

use std::borrow::Cow;
use std::fmt;

use super::{ALGORITHM, ALWAYS_SIGNED, TERMINATOR};
use crate::visible::shown;

/// What a header `Authorization` says.
///
/// ```
/// use tc3_signature::Authorization;
///
/// let value = "TC3-HMAC-SHA256 Credential=AKIDEXAMPLE/2019-02-25/cvm/tc3_request, SignedHeaders=host, Signature=00ff";
/// let authorization = Authorization::parse(value)?;
/// assert_eq!((authorization.secret_id, authorization.service), ("AKIDEXAMPLE", "cvm"));
/// assert_eq!(authorization.check().unwrap_err().to_string(), "SignedHeaders lacks `content-type`");
/// # Ok::<(), tc3_signature::AuthorizationError<'_>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Authorization<'r> {
    /// The secret ID of the key that signed.
    pub secret_id: &'r str,
    /// The date of the credential scope.
    pub date: &'r str,
    /// The service of the credential scope.
    pub service: &'r str,
    /// The names of the signed headers, as they were written.
    pub signed_headers: &'r str,
    /// The signature, as it was written.
    pub signature: &'r str,
}

/// What is wrong with a header `Authorization`. `Display` says it in a part of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AuthorizationError<'r> {
    /// The algorithm is another one.
    OtherAlgorithm(&'r str),
    /// A part is none of the three that there are.
    UnknownPart(&'r str),
    /// A part is given twice.
    Repeated(&'static str),
    /// A part is missing or empty.
    Missing(&'static str),
    /// `Credential` has other parts than ID, date, service and terminator.
    Credential(&'r str),
    /// The terminator of `Credential` is absent or another word.
    Terminator(&'r str),
    /// A header that is always signed is not.
    NotSigned(&'static str),
    /// The names of the signed headers are not in lower case, not in ascending order, or not each once.
    Order {
        /// The names as they were written.
        given: &'r str,
        /// The names as they are to be.
        documented: String,
    },
}

impl fmt::Display for AuthorizationError<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OtherAlgorithm(_) => f.write_str("the algorithm is not supported"),
            Self::UnknownPart(name) => {
                write!(f, "`{}` is none of Credential, SignedHeaders, Signature", shown(name))
            }
            Self::Repeated(name) => write!(f, "{name} is given twice"),
            Self::Missing(name) => write!(f, "{name} is missing"),
            Self::Credential(credential) | Self::Terminator(credential) => {
                write!(f, "Credential is `{}`", shown(credential))
            }
            Self::NotSigned(name) => write!(f, "SignedHeaders lacks `{name}`"),
            Self::Order { given, documented } => write!(
                f,
                "SignedHeaders is `{}`; its names are in lower case, in ascending order and each once: `{}`",
                shown(given),
                shown(documented)
            ),
        }
    }
}

impl std::error::Error for AuthorizationError<'_> {}

impl<'r> Authorization<'r> {
    /// Parses the value of a header.
    ///
    /// # Errors
    /// If a part is missing, repeated or another one.
    pub fn parse(value: &'r str) -> Result<Self, AuthorizationError<'r>> {
        let value = value.trim();
        let (algorithm, parameters) = cut(value, b' ').unwrap_or((value, ""));
        if algorithm != ALGORITHM {
            return Err(AuthorizationError::OtherAlgorithm(algorithm));
        }
        Self::parse_parameters(parameters)
    }

    fn parse_parameters(parameters: &'r str) -> Result<Self, AuthorizationError<'r>> {
        let mut credential = None;
        let mut signed_headers = None;
        let mut signature = None;
        let mut rest = Some(parameters);
        while let Some(parameters) = rest {
            let (parameter, following) = match cut(parameters, b',') {
                Some((parameter, following)) => (parameter.trim(), Some(following)),
                None => (parameters.trim(), None),
            };
            rest = following;
            let (name, value) = cut(parameter, b'=').unwrap_or((parameter, ""));
            let (name, slot) = match name {
                "Credential" => ("Credential", &mut credential),
                "SignedHeaders" => ("SignedHeaders", &mut signed_headers),
                "Signature" => ("Signature", &mut signature),
                _ => return Err(AuthorizationError::UnknownPart(name)),
            };
            if slot.replace(value).is_some() {
                return Err(AuthorizationError::Repeated(name));
            }
        }
        let credential = given(credential, "Credential")?;
        let (secret_id, date, service) = scope_parts(credential)?;
        Ok(Self {
            secret_id,
            date,
            service,
            signed_headers: given(signed_headers, "SignedHeaders")?,
            signature: given(signature, "Signature")?,
        })
    }

    /// Checks what can be wrong with the names of the signed headers.
    ///
    /// # Errors
    /// If content-type or host is not signed, or the names are not written as they are documented.
    pub fn check(&self) -> Result<(), AuthorizationError<'r>> {
        let documented = self.documented_headers();
        let mut always = ALWAYS_SIGNED.split(';');
        if let Some(name) = always.find(|name| !documented.split(';').any(|given| given == *name)) {
            return Err(AuthorizationError::NotSigned(name));
        }
        if documented == self.signed_headers {
            return Ok(());
        }
        Err(AuthorizationError::Order {
            given: self.signed_headers,
            documented: documented.into_owned(),
        })
    }

    /// Returns the names of the signed headers.
    pub fn signed_headers(&self) -> impl Iterator<Item = &'r str> {
        self.signed_headers.split(';')
    }

    /// The names of the signed headers as the documentation asks for them: in lower case, in ascending order, each once.
    pub(crate) fn documented_headers(&self) -> Cow<'r, str> {
        if is_documented(self.signed_headers) {
            return Cow::Borrowed(self.signed_headers);
        }
        Cow::Owned(documented_headers(self.signed_headers))
    }
}

/// The ID, the date and the service of a `Credential`.
fn scope_parts(credential: &str) -> Result<(&str, &str, &str), AuthorizationError<'_>> {
    let mut parts = credential.split('/');
    let [first, second, third, fourth, fifth] = std::array::from_fn(|_| parts.next());
    match [first, second, third, fourth, fifth] {
        [Some(secret_id), Some(date), Some(service), Some(TERMINATOR), None]
            if ![secret_id, date, service].contains(&"") =>
        {
            Ok((secret_id, date, service))
        }
        [Some(_), Some(_), Some(last), None, None] | [Some(_), Some(_), Some(_), Some(last), None]
            if last.chars().all(is_word) =>
        {
            Err(AuthorizationError::Terminator(credential))
        }
        _ => Err(AuthorizationError::Credential(credential)),
    }
}

/// Whether a list of names is its own [`documented_headers`].
fn is_documented(list: &str) -> bool {
    let mut previous = None;
    list.split(';').all(|name| {
        let is_plain = name.trim() == name && !name.bytes().any(|byte| byte.is_ascii_uppercase());
        is_plain && previous.replace(name).is_none_or(|previous| previous < name)
    })
}

/// What is before and after the first of a character. Faster than `split_once` in texts as short as these.
fn cut(text: &str, at: u8) -> Option<(&str, &str)> {
    let place = text.bytes().position(|byte| byte == at)?;
    Some((text.get(..place)?, text.get(place + 1..)?))
}

/// Names of headers in lower case, in ascending order, each once, with semicolons between them.
pub(crate) fn documented_headers(list: &str) -> String {
    let mut names: Vec<String> = list.split(';').map(|name| name.trim().to_ascii_lowercase()).collect();
    names.sort();
    names.dedup();
    names.join(";")
}

fn is_word(character: char) -> bool {
    character.is_ascii_alphanumeric() || "_-.".contains(character)
}

fn given<'r>(value: Option<&'r str>, name: &'static str) -> Result<&'r str, AuthorizationError<'r>> {
    value
        .filter(|value| !value.is_empty())
        .ok_or(AuthorizationError::Missing(name))
}

#[cfg(test)]
mod tests {
    use super::{documented_headers, is_documented};

    #[test]
    fn a_list_is_documented_if_it_is_what_the_documentation_makes_of_it() {
        let names = [
            "content-type",
            "host",
            "Host",
            " host",
            "x-tc-action",
            "",
            "content-type",
            "host\u{a0}",
        ];
        for first in names {
            for second in names {
                for third in names {
                    let list = [first, second, third].join(";");
                    for list in [first, &list[..list.len() - third.len() - 1], &list] {
                        assert_eq!(is_documented(list), documented_headers(list) == list, "{list:?}");
                    }
                }
            }
        }
    }
}
