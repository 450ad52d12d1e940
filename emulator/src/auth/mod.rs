//! Authenticates a request: by a TC3 signature, by a signature of version 1, or not at all where the action needs none.
//!
//! Signatures are those of `tc3-signature`, which is written from the published steps; the client's signer is not linked,
//! so that each tests the other. Tests also replay requests that were recorded from the official SDKs, which neither side
//! can get wrong together.
//!
//! A nonce of signature version 1 may come twice. The documentation gives no error code for a replay, and a guess would
//! reject real clients.

pub(crate) mod caller;
pub(crate) mod credentials;
mod refusal;
mod signing_keys;
pub(crate) mod tc3;
mod v1;

use std::sync::Arc;

use self::credentials::{Credential, Credentials};
use crate::redact::RedactionPolicy;
use crate::routing::Router;
use crate::wire::HttpRequest;
use crate::wire::common_params::{Call, TIMESTAMP};
use crate::wire::error::{ApiError, SECRET_ID_NOT_FOUND, SIGNATURE_EXPIRE};
use crate::wire::format::Scheme;
use crate::wire::sanitize::excerpt;
use crate::wire::tolerance::Tolerance;

/// The largest difference between a request's timestamp and the server's time, in seconds.
const CLOCK_WINDOW_SECONDS: u64 = 5 * 60;

/// A request, and what the server needs to know to authenticate it.
pub(crate) struct AuthContext<'c, 'r> {
    pub(crate) request: &'r HttpRequest,
    pub(crate) call: &'r Call<'r>,
    pub(crate) router: Router<'c>,
    /// For known mistakes.
    pub(crate) tolerance: &'c Tolerance,
    pub(crate) credentials: &'c Credentials,
    /// The server's time in Unix seconds.
    pub(crate) now: i64,
}

/// The caller that signed a request.
pub(crate) struct Signer<'r> {
    pub(crate) secret_id: &'r str,
    /// Shared, since a credential that STS issued may be evicted meanwhile.
    pub(crate) credential: Arc<Credential>,
    /// The service of the credential scope, which only TC3 has.
    pub(crate) service: Option<&'r str>,
}

/// The signer of the request; `None` if it says that it is not signed.
pub(crate) fn authenticate<'r>(
    context: &AuthContext<'_, 'r>,
    scheme: &'r Scheme,
) -> Result<Option<Signer<'r>>, ApiError> {
    let signer = match scheme {
        Scheme::Skip => return Ok(None),
        Scheme::Tc3 => tc3::authenticate(context),
        Scheme::V1(form) => v1::authenticate(context, form),
    }?;
    signer.credential.check_token(context.call.common, context.now)?;
    Ok(Some(signer))
}

impl AuthContext<'_, '_> {
    fn credential(&self, secret_id: &str) -> Result<Arc<Credential>, ApiError> {
        self.credentials.get(secret_id).ok_or_else(|| {
            let secret_id = excerpt(secret_id);
            ApiError::new(
                SECRET_ID_NOT_FOUND,
                format!("no credential has the SecretId `{secret_id}`"),
            )
        })
    }

    fn check_clock(&self) -> Result<(), ApiError> {
        let (now, timestamp) = (self.now, self.call.timestamp);
        let difference = now.abs_diff(timestamp);
        if difference <= CLOCK_WINDOW_SECONDS {
            return Ok(());
        }
        let side = if timestamp < now { "behind" } else { "ahead of" };
        let name = self.call.common.name(&TIMESTAMP);
        Err(ApiError::new(
            SIGNATURE_EXPIRE,
            format!(
                "{name} is {timestamp}, {difference} s {side} the server's time {now}; \
                 at most {CLOCK_WINDOW_SECONDS} s are allowed"
            ),
        ))
    }

    /// What an explanation may quote of this request, whose signature has not been verified yet.
    fn redaction_policy(&self) -> RedactionPolicy<'_> {
        let scope = tc3::scope_service(self.request);
        let tolerance = self.tolerance.without_notes();
        RedactionPolicy::new(self.router.route(self.request, self.call, scope, &tolerance).ok())
    }
}
