//! What a request of the page says, and where the work for it is done.

use http_body_util::{BodyExt, Limited};
use hyper::body::Incoming;

use super::reply::{self, Reply};
use crate::error::CliError;
use crate::json::{Value, parse};
use http::StatusCode;

/// The largest request of the page, in bytes: the largest request of the cloud, as text in text, with room.
const MAX_BODY: usize = 32 * 1024 * 1024;

/// What a request of the page says: the query of a GET, the members of the JSON of a POST.
pub(in crate::explorer) struct Input(Value);

/// Runs what takes milliseconds of computing where it holds up no other request.
pub(in crate::explorer) async fn blocking<T: Send + 'static, E: From<CliError> + Send + 'static>(
    work: impl FnOnce() -> Result<T, E> + Send + 'static,
) -> Result<T, E> {
    let done = tokio::task::spawn_blocking(work).await;
    done.unwrap_or_else(|_| Err(CliError::configuration("tc3 failed while it made the answer").into()))
}

impl Input {
    pub(in crate::explorer) fn of_query(query: &str) -> Self {
        let pairs = query.split('&').filter(|pair| !pair.is_empty());
        let members = pairs.map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decoded(name), Value::String(decoded(value)))
        });
        Self(Value::Object(members.collect()))
    }

    pub(in crate::explorer) async fn of_body(body: Incoming) -> Result<Self, Reply> {
        let Ok(body) = Limited::new(body, MAX_BODY).collect().await else {
            return Err(reply::refused(
                StatusCode::PAYLOAD_TOO_LARGE,
                "the request is larger than 32 MiB or was cut off",
            ));
        };
        let wrong = |message: &str| reply::refused(StatusCode::BAD_REQUEST, message);
        let bytes = body.to_bytes();
        let text = std::str::from_utf8(&bytes).map_err(|_| wrong("the request is not UTF-8"))?;
        match parse(text) {
            Ok(value @ Value::Object(_)) => Ok(Self(value)),
            Ok(_) => Err(wrong("the request is no JSON object")),
            Err(error) => Err(wrong(&format!("the request is not JSON: {error}"))),
        }
    }

    /// A member of any kind.
    pub(in crate::explorer) fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// A text that is not empty.
    pub(in crate::explorer) fn text(&self, name: &str) -> Option<&str> {
        match self.0.get(name) {
            Some(Value::String(text)) if !text.is_empty() => Some(text),
            _ => None,
        }
    }

    /// # Errors
    /// If it is missing.
    pub(in crate::explorer) fn required(&self, name: &str) -> Result<&str, CliError> {
        self.text(name)
            .ok_or_else(|| CliError::input(format!("the request lacks `{name}`")))
    }

    /// A number, also as a text.
    pub(in crate::explorer) fn number(&self, name: &str) -> Option<u64> {
        match self.0.get(name)? {
            Value::Number(text) | Value::String(text) => text.parse().ok(),
            _ => None,
        }
    }

    /// A whole number that may be left out, null or empty.
    ///
    /// # Errors
    /// If what is given is no number from 0 on.
    pub(in crate::explorer) fn whole(&self, name: &str) -> Result<Option<u64>, CliError> {
        match self.0.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) if text.is_empty() => Ok(None),
            Some(_) => {
                let number = self.number(name).map(Some);
                number.ok_or_else(|| CliError::input(format!("`{name}` must be a whole number, 0 or more")))
            }
        }
    }

    /// # Errors
    /// If it is no flag.
    pub(in crate::explorer) fn required_flag(&self, name: &str) -> Result<bool, CliError> {
        match self.0.get(name) {
            Some(Value::Bool(flag)) => Ok(*flag),
            _ => Err(CliError::input(format!("`{name}` must be true or false"))),
        }
    }

    pub(in crate::explorer) fn flag(&self, name: &str) -> bool {
        matches!(self.0.get(name), Some(Value::Bool(true)))
    }

    /// A value that is written as text: a language, a site.
    ///
    /// # Errors
    /// If there is no such value.
    pub(in crate::explorer) fn parsed<T: std::str::FromStr>(&self, name: &str) -> Result<Option<T>, CliError>
    where
        T::Err: std::fmt::Display,
    {
        let wrong = |error: T::Err| CliError::input(format!("`{name}` {error}"));
        self.text(name).map(|text| text.parse().map_err(wrong)).transpose()
    }
}

/// A part of a query as it was before it was escaped.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let escaped = || {
            let digits = after.get(..2).and_then(|digits| std::str::from_utf8(digits).ok())?;
            u8::from_str_radix(digits, 16).ok()
        };
        rest = after;
        match first {
            b'+' => bytes.push(b' '),
            b'%' => match escaped() {
                Some(byte) => {
                    bytes.push(byte);
                    rest = after.get(2..).unwrap_or_default();
                }
                None => bytes.push(b'%'),
            },
            byte => bytes.push(*byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_unescaped() {
        let input = Input::of_query("q=%E4%B8%AD+a%2Bb&limit=20&x&bad=%zz%4");
        assert_eq!(input.text("q"), Some("中 a+b"));
        assert_eq!(input.number("limit"), Some(20));
        assert_eq!(input.text("x"), None);
        assert_eq!(input.text("bad"), Some("%zz%4"));
    }
}
