use super::Record;

/// A request of an action: what is sent, and what comes back.
pub trait Action: Record {
    /// What the service answers with.
    type Output: Record;

    /// The facts of the action that do not change from call to call.
    const INFO: &'static ActionInfo;
}

/// The facts of an action that do not change from call to call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ActionInfo {
    /// Short name of the service: `gaap`.
    pub service: &'static str,
    /// Version of the service's API: `2018-05-29`.
    pub version: &'static str,
    /// Name of the action: `CreateProxyGroup`.
    pub name: &'static str,
    /// Host name of the service: `gaap.tencentcloudapi.com`.
    pub host: &'static str,
    /// Whether a request has to name a region.
    pub region_required: bool,
    /// Whether the action only reads, so that repeating it changes nothing.
    pub read_only: bool,
    /// Requests a second that the service accepts, where the documentation says so.
    pub rate_limit: Option<u32>,
}
