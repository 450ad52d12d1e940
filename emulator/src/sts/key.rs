//! Keys that are handed out for a while.

use crate::date;

/// A temporary key. It looks like the service's and is new each time; nothing that it opens is worth guessing it.
pub(crate) struct TemporaryKey {
    pub(crate) secret_id: String,
    pub(crate) secret_key: String,
    pub(crate) token: String,
    /// Unix seconds from which on it is refused.
    pub(crate) expires: i64,
}

impl TemporaryKey {
    pub(crate) fn new(expires: i64) -> Self {
        Self {
            secret_id: format!("AKID{}", random(60)),
            secret_key: random(44),
            token: random(200),
            expires,
        }
    }

    /// `2018-12-04T09:06:16Z`
    pub(crate) fn expiration(&self) -> String {
        format!("{}T{}Z", date::date(self.expires), date::time_of_day(self.expires))
    }
}

fn random(length: usize) -> String {
    std::iter::repeat_with(fastrand::alphanumeric).take(length).collect()
}
