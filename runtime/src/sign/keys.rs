//! Derived keys, kept for their day.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use super::SigningKey;
use crate::Credentials;

/// A client that calls more services than this in a day derives their keys anew.
const MOST_SERVICES: usize = 64;

/// Signing keys that were derived before: those of one API key and one UTC date, one a service.
///
/// Another API key or date drops them all, so that nothing outlives its use; dropped keys are wiped from memory once
/// nobody signs with them any more. At most 64 are kept.
///
/// ```
/// use tc3_runtime::Credentials;
/// use tc3_runtime::sign::{Payload, SigningInput, SigningKeys, sign_with_key, utc_date};
///
/// let keys = SigningKeys::new();
/// let credentials = Credentials::new("AKIDEXAMPLE", "key");
/// for timestamp in [1_551_113_065, 1_551_113_066] {
///     let key = keys.get(&credentials, &utc_date(timestamp), "gaap"); // derived once
///     let input = SigningInput::new("gaap", "gaap.tencentcloudapi.com", timestamp, Payload::Bytes(b"{}"));
///     sign_with_key(&input, credentials.secret_id(), &key);
/// }
/// ```
#[derive(Default)]
pub struct SigningKeys(Mutex<Option<Day>>);

/// The keys of one API key and date.
struct Day {
    credentials: Credentials,
    date: String,
    keys: Vec<(String, Arc<SigningKey>)>,
}

impl SigningKeys {
    /// No keys yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The key of `credentials` for a date as [`utc_date`](super::utc_date) writes it and the API's short name.
    #[must_use]
    pub fn get(&self, credentials: &Credentials, date: &str, service: &str) -> Arc<SigningKey> {
        // Nothing is left half done in there, whatever panics.
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let day = match &mut *kept {
            Some(day) if day.is_of(credentials, date) => day,
            other => other.insert(Day {
                credentials: credentials.clone(),
                date: date.to_owned(),
                keys: Vec::new(),
            }),
        };
        day.key(service)
    }
}

impl Day {
    fn is_of(&self, credentials: &Credentials, date: &str) -> bool {
        self.date == date
            && self.credentials.secret_id() == credentials.secret_id()
            && self.credentials.secret_key() == credentials.secret_key()
    }

    fn key(&mut self, service: &str) -> Arc<SigningKey> {
        if let Some((_, key)) = self.keys.iter().find(|(of, _)| of == service) {
            return Arc::clone(key);
        }
        if self.keys.len() >= MOST_SERVICES {
            self.keys.clear();
        }
        let key = Arc::new(SigningKey::derive(&self.credentials, &self.date, service));
        self.keys.push((service.to_owned(), Arc::clone(&key)));
        key
    }
}

impl fmt::Debug for SigningKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKeys(redacted)")
    }
}
