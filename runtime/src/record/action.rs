use super::Record;

/// A request of an action: what is sent, and what comes back.
pub trait Action: Record {
    /// What the service answers with.
    type Output: Record;

    /// The facts of the action that do not change from call to call.
    const INFO: &'static ActionInfo;
}

/// A request of an action that may answer with a stream of server-sent events, each with members of the output. With
/// the feature `stream`, `Client::stream` opens it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not answered with a stream of events",
    note = "the spec does not mark its action as `streaming`: use `Client::send`"
)]
pub trait Streams: Action {}

/// The facts of a version of a service that its actions share.
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
    /// A version of a service, reached under a host name.
    #[must_use]
    pub const fn new(name: &'static str, version: &'static str, host: &'static str) -> Self {
        Self { name, version, host }
    }

    /// An action of this service of which nothing more is known.
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

/// The facts of an action that do not change from call to call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ActionInfo {
    /// Short name of the service: `gaap`.
    pub service: &'static str,
    /// Version of the service's API: `2018-05-29`.
    pub version: &'static str,
    /// Host name that requests go to, which is the service's but for a few actions: `gaap.tencentcloudapi.com`.
    pub host: &'static str,
    /// Name of the action: `CreateProxyGroup`.
    pub name: &'static str,
    /// Whether a request has to name a region.
    pub region_required: bool,
    /// Whether the action only reads, so that repeating it changes nothing.
    pub read_only: bool,
    /// Whether the action may answer with a stream of events: see [`Streams`].
    pub streaming: bool,
    /// Requests a second that the service accepts, where the documentation says so.
    pub rate_limit: Option<u32>,
    /// What its parameters are sent as.
    pub content: Content,
    /// Whether requests bear a signature; if not, they prove themselves by a parameter.
    pub signed: bool,
}

/// What the parameters of an action are sent as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Content {
    /// A JSON object, the form of all but a few actions.
    Json,
    /// The parts of `multipart/form-data`, one a parameter.
    Multipart,
    /// One parameter is the body, `application/octet-stream`, and the others are headers.
    OctetStream,
}

/// What is known beyond the name, said one fact at a time.
impl ActionInfo {
    /// Requests go to a host of their own.
    #[must_use]
    pub const fn host(mut self, host: &'static str) -> Self {
        self.host = host;
        self
    }

    /// Requests have to name a region.
    #[must_use]
    pub const fn region_required(mut self) -> Self {
        self.region_required = true;
        self
    }

    /// The action only reads.
    #[must_use]
    pub const fn read_only(mut self) -> Self {
        self.read_only = true;
        self
    }

    /// The action may answer with a stream of events.
    #[must_use]
    pub const fn streaming(mut self) -> Self {
        self.streaming = true;
        self
    }

    /// The service accepts this many requests a second.
    #[must_use]
    pub const fn rate_limit(mut self, per_second: u32) -> Self {
        self.rate_limit = Some(per_second);
        self
    }

    /// Parameters are sent as `multipart/form-data`.
    #[must_use]
    pub const fn multipart(mut self) -> Self {
        self.content = Content::Multipart;
        self
    }

    /// One parameter is sent as the body and the others as headers.
    #[must_use]
    pub const fn octet_stream(mut self) -> Self {
        self.content = Content::OctetStream;
        self
    }

    /// Requests bear no signature.
    #[must_use]
    pub const fn unsigned(mut self) -> Self {
        self.signed = false;
        self
    }
}
