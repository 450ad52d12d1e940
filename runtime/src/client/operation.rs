//! The operation that a call invokes: which action of which service, and the host it is sent to by default.

use crate::CallOptions;
use crate::error::CallName;
use crate::record::ActionInfo;
use crate::telemetry::Subject;

/// An action of a service, typed or known by name only.
#[derive(Clone, Copy)]
pub(crate) struct Operation<'a> {
    pub(super) service: &'a str,
    pub(super) version: &'a str,
    pub(super) action: &'a str,
    /// The host to send it to, unless an endpoint or an endpoint rule is set.
    pub(super) host: &'a str,
    /// The documented rate limit in requests per second, if there is one.
    #[cfg(feature = "rate-limit")]
    pub(super) rate_limit: Option<u32>,
}

impl<'a> Operation<'a> {
    /// An action without a generated type: only its name is known.
    pub(super) fn by_name(service: &'a str, version: &'a str, action: &'a str, host: &'a str) -> Self {
        Self {
            service,
            version,
            action,
            host,
            #[cfg(feature = "rate-limit")]
            rate_limit: None,
        }
    }

    /// What the span of a call of this operation is labeled with.
    pub(super) fn subject<'s>(&'s self, options: &'s CallOptions) -> Subject<'s> {
        Subject {
            service: self.service,
            action: self.action,
            version: self.version,
            region: options.region.as_deref(),
        }
    }
}

impl From<&'static ActionInfo> for Operation<'static> {
    fn from(info: &'static ActionInfo) -> Self {
        let &ActionInfo {
            service,
            version,
            name: action,
            host,
            ..
        } = info;
        Self {
            service,
            version,
            action,
            host,
            #[cfg(feature = "rate-limit")]
            rate_limit: info.rate_limit,
        }
    }
}

impl From<&Operation<'_>> for CallName {
    fn from(operation: &Operation<'_>) -> Self {
        Self {
            service: operation.service.to_owned().into(),
            action: operation.action.to_owned().into(),
        }
    }
}
