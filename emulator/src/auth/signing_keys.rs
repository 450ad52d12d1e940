//! Keeps the TC3 keys of a credential that requests were signed with.
//!
//! A key takes three HMACs to derive and is the same for a day, so that all but the first request to a service need none
//! of them. Only keys that have verified a signature are kept: without the secret key nobody can fill this.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use tc3_signature::SigningKey;

/// Most services whose keys are kept. When a further one comes, all are forgotten: no client calls that many.
const MAX_SERVICES: usize = 1_000;

/// The key of the last date, by service.
#[derive(Default)]
pub(super) struct SigningKeys(RwLock<BTreeMap<String, Arc<KeyOfDay>>>);

pub(super) struct KeyOfDay {
    date: String,
    pub(super) key: SigningKey,
}

impl KeyOfDay {
    pub(super) fn derive(secret_key: &str, date: &str, service: &str) -> Self {
        Self {
            date: date.to_owned(),
            key: SigningKey::derive(secret_key, date, service),
        }
    }
}

impl SigningKeys {
    /// The key for a date and a service, if it is kept.
    pub(super) fn get(&self, date: &str, service: &str) -> Option<Arc<KeyOfDay>> {
        let keys = self.0.read().unwrap_or_else(PoisonError::into_inner);
        keys.get(service).filter(|key| key.date == date).map(Arc::clone)
    }

    /// Keeps a key that has verified a signature.
    pub(super) fn keep(&self, service: &str, key: Arc<KeyOfDay>) {
        let mut keys = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if keys.len() >= MAX_SERVICES {
            keys.clear();
        }
        keys.insert(service.to_owned(), key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_that_of_its_date_and_service() {
        let keys = SigningKeys::default();
        keys.keep("cvm", Arc::new(KeyOfDay::derive("key", "2019-02-25", "cvm")));
        assert!(keys.get("2019-02-25", "cvm").is_some());
        assert!(keys.get("2019-02-26", "cvm").is_none());
        assert!(keys.get("2019-02-25", "gaap").is_none());
        // At midnight the key of the new date takes its place.
        keys.keep("cvm", Arc::new(KeyOfDay::derive("key", "2019-02-26", "cvm")));
        assert!(keys.get("2019-02-25", "cvm").is_none());
        assert!(keys.get("2019-02-26", "cvm").is_some());
    }

    #[test]
    fn the_number_of_keys_is_bounded() {
        let keys = SigningKeys::default();
        let key = Arc::new(KeyOfDay::derive("key", "2019-02-25", "cvm"));
        for number in 0..=2 * MAX_SERVICES {
            keys.keep(&number.to_string(), Arc::clone(&key));
        }
        assert!(keys.0.read().unwrap().len() <= MAX_SERVICES);
        assert!(keys.get("2019-02-25", &(2 * MAX_SERVICES).to_string()).is_some());
    }
}
