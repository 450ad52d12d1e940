//! What generated code declares about an action and its service.

use super::Record;

/// The request of an action, with its output type and its metadata.
///
/// Generated code implements it. Use it in the bounds of generic code:
///
#[cfg_attr(feature = "client", doc = "```no_run")]
#[cfg_attr(not(feature = "client"), doc = "```text")]
/// # use tc3_runtime as tc3;
/// use tc3::{Action, CallResult, Client};
///
/// async fn logged<A: Action>(client: &Client, request: &A) -> CallResult<A::Output> {
///     println!("{} {}", A::INFO.service, A::INFO.name);
///     client.send(request).await
/// }
/// ```
pub trait Action: Record {
    /// The output of a successful call.
    type Output: Record;

    /// Metadata of the action, the same for every call.
    const INFO: &'static ActionInfo;
}

/// The request of an action that may respond with a stream of server-sent events, each with members of the output.
///
/// With the feature `stream`, `Client::stream` opens it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no response that is a stream of events",
    note = "the spec does not mark its action as `streaming`: use `Client::send`"
)]
pub trait Streams: Action {}

/// Metadata that the actions of one version of a service share.
///
/// ```
/// # use tc3_runtime as tc3;
/// use tc3::{ActionInfo, ServiceInfo};
///
/// const GAAP: ServiceInfo = ServiceInfo::new("gaap", "2018-05-29", "gaap.tencentcloudapi.com");
/// const DESCRIBE: ActionInfo = GAAP.action("DescribeProxyGroupList").read_only().rate_limit(20);
/// assert!(DESCRIBE.read_only && !DESCRIBE.region_required);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ServiceInfo {
    /// Short name of the service: `gaap`.
    pub name: &'static str,
    /// Version of the service's API: `2018-05-29`.
    pub version: &'static str,
    /// Host name of the service: `gaap.tencentcloudapi.com`.
    pub host: &'static str,
}

impl ServiceInfo {
    /// Creates the metadata of a version of a service.
    #[must_use]
    pub const fn new(name: &'static str, version: &'static str, host: &'static str) -> Self {
        Self { name, version, host }
    }

    /// Creates the metadata of an action: a signed POST of JSON that may change something.
    #[must_use]
    pub const fn action(self, name: &'static str) -> ActionInfo {
        ActionInfo {
            service: self.name,
            version: self.version,
            host: self.host,
            name,
            region_required: false,
            read_only: false,
            streaming: false,
            rate_limit: None,
            content: Content::Json,
            signed: true,
        }
    }
}

/// Metadata of an action, the same for every call.
///
/// See [`ServiceInfo`] for an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ActionInfo {
    /// Short name of the service: `gaap`.
    pub service: &'static str,
    /// Version of the service's API: `2018-05-29`.
    pub version: &'static str,
    /// Host name that requests go to: `gaap.tencentcloudapi.com`. A few actions do not use their service's host.
    pub host: &'static str,
    /// Name of the action: `CreateProxyGroup`.
    pub name: &'static str,
    /// Whether a request must name a region.
    pub region_required: bool,
    /// Whether the action only reads. It is then idempotent: retrying it changes nothing.
    pub read_only: bool,
    /// Whether the action may respond with a stream of events; see [`Streams`].
    pub streaming: bool,
    /// Number of requests per second that the service accepts, if it is documented.
    pub rate_limit: Option<u32>,
    /// How its parameters are encoded.
    pub content: Content,
    /// Whether requests are signed. If not, a parameter authenticates them.
    pub signed: bool,
}

/// How the parameters of an action are encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Content {
    /// As a JSON object, which is the case for all but a few actions.
    Json,
    /// As `multipart/form-data` with one part per parameter.
    Multipart,
    /// One parameter is the body, as `application/octet-stream`, and the others are headers.
    OctetStream,
}

/// Builder methods, for generated code.
impl ActionInfo {
    /// Sets a host other than the service's.
    #[must_use]
    pub const fn host(mut self, host: &'static str) -> Self {
        self.host = host;
        self
    }

    /// Marks the action as one whose requests must name a region.
    #[must_use]
    pub const fn region_required(mut self) -> Self {
        self.region_required = true;
        self
    }

    /// Marks the action as one that only reads.
    #[must_use]
    pub const fn read_only(mut self) -> Self {
        self.read_only = true;
        self
    }

    /// Marks the action as one that may respond with a stream of events.
    #[must_use]
    pub const fn streaming(mut self) -> Self {
        self.streaming = true;
        self
    }

    /// Sets the number of requests per second that the service accepts.
    #[must_use]
    pub const fn rate_limit(mut self, per_second: u32) -> Self {
        self.rate_limit = Some(per_second);
        self
    }

    /// Sets `multipart/form-data` as the encoding of the parameters.
    #[must_use]
    pub const fn multipart(mut self) -> Self {
        self.content = Content::Multipart;
        self
    }

    /// Sends one parameter as the body and the others as headers.
    #[must_use]
    pub const fn octet_stream(mut self) -> Self {
        self.content = Content::OctetStream;
        self
    }

    /// Marks the action as one whose requests are not signed.
    #[must_use]
    pub const fn unsigned(mut self) -> Self {
        self.signed = false;
        self
    }
}
