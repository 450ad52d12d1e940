//! A cache of derived signing keys, kept for their day.
//!
//! It holds the keys of one secret key and one UTC date. Other credentials or another date drop them all, and there is
//! no other invalidation. The lock is held for a derivation at most, never over an await. Credentials are compared by
//! value, so a provider that returns equal credentials again costs nothing.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use super::SigningKey;
use crate::Credentials;

/// A client that calls more services than this in a day derives their keys again.
const MAX_SERVICES: usize = 64;

/// A cache of signing keys: those of one secret key and one UTC date, one per service.
///
/// Other credentials or another date drop them all, so that no key outlives its use; dropped keys are wiped from memory
/// once nothing signs with them any more. At most 64 are kept.
///
/// ```
/// # mod tc3 { pub use tc3_runtime::*; pub mod runtime { pub use tc3_runtime::*; } }
/// use tc3::Credentials;
/// use tc3::runtime::sign::{Payload, SigningInput, SigningKeys, sign_with_key, utc_date};
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

/// The keys of one secret key and date.
struct Day {
    credentials: Credentials,
    date: String,
    keys: Vec<(String, Arc<SigningKey>)>,
}

impl SigningKeys {
    /// Creates an empty cache.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns the key of `credentials` for a date as [`utc_date`](super::utc_date) writes it and the short name of a
    /// service, and derives it if it is not cached.
    #[must_use]
    pub fn get(&self, credentials: &Credentials, date: &str, service: &str) -> Arc<SigningKey> {
        // A panic cannot leave the cache inconsistent.
        let mut cached = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let day = match &mut *cached {
            Some(day) if day.matches(credentials, date) => day,
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
    fn matches(&self, credentials: &Credentials, date: &str) -> bool {
        self.date == date
            && self.credentials.secret_id() == credentials.secret_id()
            && self.credentials.secret_key() == credentials.secret_key()
    }

    fn key(&mut self, service: &str) -> Arc<SigningKey> {
        if let Some((_, key)) = self.keys.iter().find(|(of, _)| of == service) {
            return Arc::clone(key);
        }
        if self.keys.len() >= MAX_SERVICES {
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
