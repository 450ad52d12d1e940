//! The credentials that the emulator knows: those that it was given, and those that STS and the metadata service issue.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use subtle::ConstantTimeEq;

use super::caller::Caller;
use super::signing_keys::SigningKeys;
use crate::wire::common_params::{CommonParams, TOKEN};
use crate::wire::error::{ApiError, TOKEN_FAILURE};
use crate::wire::time;

/// The SecretId that is known unless other credentials are given: a sample, printed in the public documentation.
///
/// ```
/// # let runtime = tokio::runtime::Runtime::new()?;
/// # runtime.block_on(async {
/// use tc3_emulator::{Emulator, SAMPLE_SECRET_ID, SAMPLE_SECRET_KEY};
/// // The same as `Emulator::start(spec)`.
/// let builder = Emulator::builder().embedded_spec().credential(SAMPLE_SECRET_ID, SAMPLE_SECRET_KEY);
/// let emulator = builder.start().await?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub const SAMPLE_SECRET_ID: &str = "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE";

/// The SecretKey of [`SAMPLE_SECRET_ID`].
pub const SAMPLE_SECRET_KEY: &str = "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE";

/// Most issued credentials that are kept; the oldest is evicted first.
pub(crate) const MAX_ISSUED: usize = 1_000;

/// Most credentials that are tried to explain a signature that is refused.
const MAX_SEARCHED: usize = 10;

/// A secret key, its owner, and the token that goes with it if the credential is temporary.
pub(crate) struct Credential {
    key: String,
    token: Option<SessionToken>,
    caller: Caller,
    signing_keys: SigningKeys,
}

struct SessionToken {
    token: String,
    /// Unix seconds; `None` if it does not expire.
    expires_at: Option<i64>,
}

impl Credential {
    pub(crate) fn permanent(key: String) -> Self {
        Self {
            key,
            token: None,
            caller: Caller::account(),
            signing_keys: SigningKeys::default(),
        }
    }

    /// A credential that expires at `expires_at`, in Unix seconds, if ever.
    pub(crate) fn temporary(key: String, token: String, expires_at: Option<i64>) -> Self {
        Self {
            key,
            token: Some(SessionToken { token, expires_at }),
            caller: Caller::account(),
            signing_keys: SigningKeys::default(),
        }
    }

    pub(crate) fn key(&self) -> &str {
        &self.key
    }

    /// The TC3 keys that were derived from the secret key.
    pub(super) fn signing_keys(&self) -> &SigningKeys {
        &self.signing_keys
    }

    pub(crate) fn caller(&self) -> &Caller {
        &self.caller
    }

    /// Checks that a request carries the token of its SecretId, which has not expired, or none if there is none.
    pub(crate) fn check_token(&self, common: CommonParams<'_>, now: i64) -> Result<(), ApiError> {
        let name = common.name(&TOKEN);
        let message = match (&self.token, common.get(&TOKEN)) {
            (None, None) => return Ok(()),
            (None, Some(_)) => format!("{name} came with a SecretId that is not a temporary credential's"),
            (Some(_), None) => format!("{name} is missing; this SecretId is a temporary credential's"),
            (Some(token), Some(given)) => match token.rejection(given, now) {
                None => return Ok(()),
                Some(reason) => format!("{name} is {reason}"),
            },
        };
        Err(ApiError::new(TOKEN_FAILURE, message))
    }
}

impl SessionToken {
    /// Why the `given` token is not accepted, if it is not.
    fn rejection(&self, given: &str, now: i64) -> Option<String> {
        if !bool::from(self.token.as_bytes().ct_eq(given.as_bytes())) {
            return Some("not the token of this temporary credential".to_owned());
        }
        let expired_at = self.expires_at.filter(|expires_at| *expires_at <= now)?;
        let ago = now.abs_diff(expired_at);
        Some(format!(
            "that of a credential which expired {ago} s ago, at {expired_at} in Unix seconds"
        ))
    }
}

/// A temporary credential as STS and the metadata service issue it.
///
/// It looks like the service's and is new each time; nothing that it opens is worth guessing it.
pub(crate) struct IssuedCredential {
    pub(crate) secret_id: String,
    pub(crate) secret_key: String,
    pub(crate) token: String,
    /// Unix seconds from which on it is rejected.
    pub(crate) expires_at: i64,
}

impl IssuedCredential {
    pub(crate) fn new(expires_at: i64) -> Self {
        Self {
            secret_id: format!("AKID{}", random(60)),
            secret_key: random(44),
            token: random(200),
            expires_at,
        }
    }

    /// `2018-12-04T09:06:16Z`
    pub(crate) fn expiration(&self) -> String {
        let (date, time) = (time::date(self.expires_at), time::time_of_day(self.expires_at));
        format!("{date}T{time}Z")
    }
}

fn random(length: usize) -> String {
    std::iter::repeat_with(fastrand::alphanumeric).take(length).collect()
}

/// The known credentials by SecretId.
#[derive(Default)]
pub(crate) struct Credentials {
    configured: BTreeMap<String, Arc<Credential>>,
    issued: Mutex<Issued>,
}

#[derive(Default)]
struct Issued {
    by_id: HashMap<String, Arc<Credential>>,
    oldest_first: VecDeque<String>,
}

impl Credentials {
    pub(crate) fn insert(&mut self, secret_id: String, credential: Credential) {
        self.configured.insert(secret_id, Arc::new(credential));
    }

    pub(crate) fn get(&self, secret_id: &str) -> Option<Arc<Credential>> {
        let configured = self.configured.get(secret_id).map(Arc::clone);
        configured.or_else(|| self.issued().by_id.get(secret_id).map(Arc::clone))
    }

    /// The first of the credentials that were given, by their SecretIds, for a search that tries several keys.
    pub(crate) fn configured(&self) -> impl Iterator<Item = (&str, &Credential)> {
        let configured = self.configured.iter().take(MAX_SEARCHED);
        configured.map(|(secret_id, credential)| (secret_id.as_str(), &**credential))
    }

    /// Accepts an issued credential from now on, and evicts the oldest if there are too many.
    pub(crate) fn issue(&self, new: &IssuedCredential, caller: Caller) {
        let credential = Credential {
            key: new.secret_key.clone(),
            token: Some(SessionToken {
                token: new.token.clone(),
                expires_at: Some(new.expires_at),
            }),
            caller,
            signing_keys: SigningKeys::default(),
        };
        let mut issued = self.issued();
        issued.by_id.insert(new.secret_id.clone(), Arc::new(credential));
        issued.oldest_first.push_back(new.secret_id.clone());
        if issued.oldest_first.len() > MAX_ISSUED
            && let Some(oldest) = issued.oldest_first.pop_front()
        {
            issued.by_id.remove(&oldest);
        }
    }

    /// Forgets every issued credential.
    pub(crate) fn forget_issued(&self) {
        *self.issued() = Issued::default();
    }

    /// These credentials, or the sample if there are none.
    pub(crate) fn or_sample(mut self) -> Self {
        if self.configured.is_empty() {
            let sample = Credential::permanent(SAMPLE_SECRET_KEY.to_owned());
            self.insert(SAMPLE_SECRET_ID.to_owned(), sample);
        }
        self
    }

    /// Calls `visit` with each secret key and token.
    pub(crate) fn for_each_secret(&self, visit: &mut dyn FnMut(&str)) {
        let mut visit_both = |credential: &Credential| {
            visit(&credential.key);
            if let Some(token) = &credential.token {
                visit(&token.token);
            }
        };
        self.configured.values().for_each(|credential| visit_both(credential));
        self.issued()
            .by_id
            .values()
            .for_each(|credential| visit_both(credential));
    }

    fn issued(&self) -> MutexGuard<'_, Issued> {
        self.issued.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Shows only the SecretIds.
impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let issued = self.issued();
        f.debug_set()
            .entries(self.configured.keys())
            .entries(issued.by_id.keys())
            .finish()
    }
}
