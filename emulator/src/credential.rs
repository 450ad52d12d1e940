//! The credentials that the emulator knows.

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use subtle::ConstantTimeEq;

use crate::call::{TOKEN, Words};
use crate::code::TOKEN_FAILURE;
use crate::refusal::Refusal;
use crate::sts::{Caller, TemporaryKey};

/// SecretId that is known unless other credentials are given: a sample, printed in the public documentation.
pub const SAMPLE_SECRET_ID: &str = "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE";

/// SecretKey of [`SAMPLE_SECRET_ID`].
pub const SAMPLE_SECRET_KEY: &str = "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE";

/// Most temporary credentials that were handed out and are remembered; the oldest goes first.
const MAX_HANDED_OUT: usize = 1_000;

/// A secret key, whose it is, and what goes with it if the credential is temporary.
pub(crate) struct Credential {
    key: String,
    session: Option<Session>,
    caller: Caller,
}

struct Session {
    token: String,
    /// Unix seconds; `None` if it does not end.
    ends_at: Option<i64>,
}

impl Credential {
    pub(crate) fn lasting(key: String) -> Self {
        Self {
            key,
            session: None,
            caller: Caller::account(),
        }
    }

    /// One that ends at `ends_at`, in Unix seconds, if ever.
    pub(crate) fn temporary(key: String, token: String, ends_at: Option<i64>) -> Self {
        Self {
            key,
            session: Some(Session { token, ends_at }),
            caller: Caller::account(),
        }
    }

    pub(crate) fn key(&self) -> &str {
        &self.key
    }

    pub(crate) fn caller(&self) -> &Caller {
        &self.caller
    }

    /// Whether a request carried the token that goes with its SecretId and is still good, or none where there is none.
    pub(crate) fn check_token(&self, words: Words<'_>, now: i64) -> Result<(), Refusal> {
        let name = words.name(&TOKEN);
        let fault = match (&self.session, words.get(&TOKEN)) {
            (None, None) => return Ok(()),
            (None, Some(_)) => format!("{name} came with a SecretId that is not a temporary credential's"),
            (Some(_), None) => format!("{name} is missing; this SecretId is a temporary credential's"),
            (Some(session), Some(given)) => match session.fault(given, now) {
                None => return Ok(()),
                Some(fault) => format!("{name} is {fault}"),
            },
        };
        Err(Refusal::new(TOKEN_FAILURE, fault))
    }
}

impl Session {
    fn fault(&self, given: &str, now: i64) -> Option<String> {
        if !bool::from(self.token.as_bytes().ct_eq(given.as_bytes())) {
            return Some("not the token of this temporary credential".to_owned());
        }
        let ended = self.ends_at.filter(|ends_at| *ends_at <= now)?;
        let ago = now.abs_diff(ended);
        Some(format!(
            "that of a credential which expired {ago} s ago, at {ended} in Unix seconds"
        ))
    }
}

/// Credentials by SecretId: those that were given, and those that STS and the metadata service handed out.
#[derive(Default)]
pub(crate) struct Credentials {
    given: HashMap<String, Arc<Credential>>,
    handed_out: Mutex<HandedOut>,
}

#[derive(Default)]
struct HandedOut {
    by_id: HashMap<String, Arc<Credential>>,
    oldest_first: VecDeque<String>,
}

impl Credentials {
    pub(crate) fn insert(&mut self, secret_id: String, credential: Credential) {
        self.given.insert(secret_id, Arc::new(credential));
    }

    pub(crate) fn get(&self, secret_id: &str) -> Option<Arc<Credential>> {
        let given = self.given.get(secret_id).map(Arc::clone);
        given.or_else(|| self.handed_out().by_id.get(secret_id).map(Arc::clone))
    }

    /// Knows from now on a key that was handed out.
    pub(crate) fn hand_out(&self, key: &TemporaryKey, caller: Caller) {
        let credential = Credential {
            key: key.secret_key.clone(),
            session: Some(Session {
                token: key.token.clone(),
                ends_at: Some(key.expires),
            }),
            caller,
        };
        let mut handed_out = self.handed_out();
        handed_out.by_id.insert(key.secret_id.clone(), Arc::new(credential));
        handed_out.oldest_first.push_back(key.secret_id.clone());
        if handed_out.oldest_first.len() > MAX_HANDED_OUT
            && let Some(oldest) = handed_out.oldest_first.pop_front()
        {
            handed_out.by_id.remove(&oldest);
        }
    }

    pub(crate) fn or_sample(mut self) -> Self {
        if self.given.is_empty() {
            let sample = Credential::lasting(SAMPLE_SECRET_KEY.to_owned());
            self.insert(SAMPLE_SECRET_ID.to_owned(), sample);
        }
        self
    }

    /// Calls `look` with each secret key and token.
    pub(crate) fn each_secret(&self, mut look: impl FnMut(&str)) {
        let mut both = |credential: &Credential| {
            look(&credential.key);
            if let Some(session) = &credential.session {
                look(&session.token);
            }
        };
        self.given.values().for_each(|credential| both(credential));
        self.handed_out().by_id.values().for_each(|credential| both(credential));
    }

    fn handed_out(&self) -> MutexGuard<'_, HandedOut> {
        self.handed_out.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Shows the SecretIds only.
impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let handed_out = self.handed_out();
        f.debug_set()
            .entries(self.given.keys())
            .entries(handed_out.by_id.keys())
            .finish()
    }
}
