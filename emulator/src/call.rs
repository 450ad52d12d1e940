//! What the `X-TC-*` headers ask for.

use crate::code::{INVALID_PARAMETER, MISSING_PARAMETER};
use crate::received::Received;
use crate::refusal::Refusal;

pub(crate) const ACTION: &str = "x-tc-action";
pub(crate) const VERSION: &str = "x-tc-version";
pub(crate) const REGION: &str = "x-tc-region";
pub(crate) const TIMESTAMP: &str = "x-tc-timestamp";
pub(crate) const TOKEN: &str = "x-tc-token";

/// The action that a request names, and when it was signed.
pub(crate) struct Call<'r> {
    pub(crate) action: &'r str,
    pub(crate) version: &'r str,
    /// Unix seconds.
    pub(crate) timestamp: i64,
    pub(crate) region: Option<&'r str>,
    pub(crate) token: Option<&'r str>,
}

impl<'r> Call<'r> {
    pub(crate) fn read(request: &'r Received) -> Result<Self, Refusal> {
        let action = required(
            request,
            ACTION,
            "X-TC-Action",
            "the action's name, such as CreateProxyGroup",
        )?;
        let version = required(
            request,
            VERSION,
            "X-TC-Version",
            "the API's version, such as 2018-05-29",
        )?;
        let timestamp = required(request, TIMESTAMP, "X-TC-Timestamp", "the time in Unix seconds")?;
        let timestamp = timestamp.parse().map_err(|_| {
            Refusal::new(
                INVALID_PARAMETER,
                format!("X-TC-Timestamp is `{timestamp}`; expected the time in whole Unix seconds"),
            )
        })?;
        Ok(Self {
            action,
            version,
            timestamp,
            region: request.header(REGION),
            token: request.header(TOKEN),
        })
    }
}

fn required<'r>(request: &'r Received, header: &str, shown: &str, meaning: &str) -> Result<&'r str, Refusal> {
    request.header(header).ok_or_else(|| {
        Refusal::new(
            MISSING_PARAMETER,
            format!("the header {shown} is missing; it carries {meaning}"),
        )
    })
}
