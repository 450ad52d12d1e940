//! JSON that contains secrets, wiped when it is dropped.
//!
//! Bodies that may contain credentials are wiped before they become part of an error.

use std::time::{Duration, SystemTime};

use bytes::Bytes;
use serde_json::Value;
use zeroize::{Zeroize, Zeroizing};

use crate::error::BoxError;
use crate::http_response::HttpResponse;
use crate::{Credentials, Error};

/// A parsed JSON document that is wiped when it is dropped.
pub(super) struct SecretJson(Value);

impl SecretJson {
    pub(super) fn parse(json: &[u8]) -> Result<Self, Error> {
        match serde_json::from_slice(json) {
            Ok(value) => Ok(Self(value)),
            Err(error) => Err(Error::config(format!("it is not JSON: {error}"))),
        }
    }

    /// The text at a JSON pointer; `None` if there is nothing, null or something else.
    pub(super) fn text(&self, pointer: &str) -> Option<&str> {
        self.0.pointer(pointer)?.as_str()
    }

    pub(super) fn has(&self, pointer: &str) -> bool {
        self.0.pointer(pointer).is_some_and(|value| !value.is_null())
    }

    /// An owned copy of the text at a JSON pointer, wiped when it is dropped.
    pub(super) fn secret(&self, pointer: &str) -> Result<Zeroizing<String>, Error> {
        match self.text(pointer) {
            Some(text) => Ok(Zeroizing::new(text.to_owned())),
            None => Err(Error::config(format!("it has no text at {pointer}"))),
        }
    }

    /// The temporary credentials in a response of the metadata service or of STS: the members under `parent`, and the
    /// expiry in seconds since 1970 at `expiry`.
    pub(super) fn temporary_credentials(&self, parent: &str, expiry: &str) -> Result<Credentials, Error> {
        let names = ["TmpSecretId", "TmpSecretKey", "Token"].map(|name| format!("{parent}/{name}"));
        let [id, mut key, mut token] = [
            self.secret(&names[0])?,
            self.secret(&names[1])?,
            self.secret(&names[2])?,
        ];
        let credentials = Credentials::new(id.as_str(), std::mem::take(&mut *key))
            .with_token(std::mem::take(&mut *token))
            .with_expiry(self.time(expiry)?);
        credentials.validate(names.each_ref().map(String::as_str))?;
        Ok(credentials)
    }

    fn time(&self, pointer: &str) -> Result<SystemTime, Error> {
        let seconds = self.0.pointer(pointer).and_then(Value::as_u64);
        let time = seconds.and_then(|seconds| SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds)));
        time.ok_or_else(|| Error::config(format!("it has no time at {pointer}")))
    }
}

impl Drop for SecretJson {
    fn drop(&mut self) {
        wipe_value(&mut self.0);
    }
}

/// Recursive: the parser limits the depth of a document.
fn wipe_value(value: &mut Value) {
    match value {
        Value::String(text) => text.zeroize(),
        Value::Array(items) => items.iter_mut().for_each(wipe_value),
        Value::Object(members) => members.values_mut().for_each(wipe_value),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Wipes the body of a response, unless something else still holds it.
pub(super) fn wipe(body: Bytes) {
    if let Ok(mut body) = body.try_into_mut() {
        body.as_mut().zeroize();
    }
}

/// The error for an answer that should hold credentials and does not. Its body is wiped.
pub(super) fn unreadable(mut answer: HttpResponse, why: impl Into<BoxError>) -> Error {
    wipe(std::mem::take(&mut answer.body));
    Error::unreadable_secret(answer, why)
}
