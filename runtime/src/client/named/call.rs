//! What is known of an action that has no generated type.

use std::borrow::Cow;
use std::fmt;

use bytes::Bytes;

use crate::client::operation::Operation;
use crate::client::serialize::Binary;
use crate::endpoint::SERVICE_DOMAIN;
use crate::record::Content;

/// An action known by name, with what is known of it: for programs that learn at run time which actions there are.
///
/// [`Client::send_named`](crate::Client::send_named) sends it with parameters in JSON. What is not said is taken for the
/// careful choice: the action may change something, so it is sent again only if nothing of it was carried out.
///
/// ```no_run
/// # use tc3_runtime as tc3;
/// # async fn example(client: tc3::Client) -> Result<(), tc3::Error> {
/// use tc3::NamedCall;
///
/// let describe = NamedCall::new("gaap", "2018-05-29", "DescribeProxyGroupList").read_only().rate_limit(20);
/// let output = client.send_named(&describe, r#"{"Offset": 0, "Limit": 20, "ProjectId": -1}"#).await?;
/// println!("{}", output.as_str());
/// # Ok(()) }
/// ```
#[derive(Clone)]
#[must_use]
pub struct NamedCall {
    pub(super) service: String,
    pub(super) version: String,
    pub(super) action: String,
    host: String,
    pub(super) region_required: bool,
    pub(super) read_only: bool,
    rate_limit: Option<u32>,
    pub(super) signed: bool,
    pub(super) content: Content,
    pub(super) binary: Vec<Binary>,
    pub(super) has_client_token: bool,
    pub(super) has_own_error: bool,
}

impl NamedCall {
    /// Creates a signed POST of JSON that may change something, to the host `<service>.tencentcloudapi.com`.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let call = tc3::NamedCall::new("cvm", "2017-03-12", "RunInstances").region_required().client_token();
    /// assert_eq!((call.service(), call.version(), call.action()), ("cvm", "2017-03-12", "RunInstances"));
    /// ```
    pub fn new(service: impl Into<String>, version: impl Into<String>, action: impl Into<String>) -> Self {
        let service = service.into();
        Self {
            host: format!("{service}.{SERVICE_DOMAIN}"),
            service,
            version: version.into(),
            action: action.into(),
            region_required: false,
            read_only: false,
            rate_limit: None,
            signed: true,
            content: Content::Json,
            binary: Vec::new(),
            has_client_token: false,
            has_own_error: false,
        }
    }

    /// Sets the host that requests go to unless the client has an endpoint, for the few actions that do not use their
    /// service's.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let call = tc3::NamedCall::new("vod", "2018-07-17", "ApplyUpload").host("vod2.tencentcloudapi.com");
    /// ```
    pub fn host(mut self, host: impl Into<String>) -> Self {
        self.host = host.into();
        self
    }

    /// Marks the action as one whose requests must name a region. Without one, calls are refused before they are sent.
    pub fn region_required(mut self) -> Self {
        self.region_required = true;
        self
    }

    /// Marks the action as one that only reads, so that it may be sent again whatever happened, as a typed action that
    /// [is read-only](crate::ActionInfo::read_only).
    pub fn read_only(mut self) -> Self {
        self.read_only = true;
        self
    }

    /// Sets the number of requests per second that the service accepts, which the feature `rate-limit` keeps to.
    pub fn rate_limit(mut self, per_second: u32) -> Self {
        self.rate_limit = Some(per_second);
        self
    }

    /// Marks the action as one whose requests are not signed.
    pub fn unsigned(mut self) -> Self {
        self.signed = false;
        self
    }

    /// Marks the action as one that takes a `ClientToken`, by which the service recognizes a request that is repeated. The
    /// client sets one that is absent, null or empty, and sends the request again whatever happened.
    pub fn client_token(mut self) -> Self {
        self.has_client_token = true;
        self
    }

    /// Marks the output of the action as one with a member `Error` of its own, such as the error of the task that it
    /// reports on. It is then an error of the call only if the response has no other member.
    pub fn own_error(mut self) -> Self {
        self.has_own_error = true;
        self
    }

    /// Sends the parameters as `multipart/form-data`, a part each.
    pub fn multipart(mut self) -> Self {
        self.content = Content::Multipart;
        self
    }

    /// Sends the one parameter of bytes as the body, and the others as headers.
    pub fn octet_stream(mut self) -> Self {
        self.content = Content::OctetStream;
        self
    }

    /// Sets a parameter of bytes, in place of one of the same name, for a multipart body or an octet stream. The JSON of
    /// the request has null in its place, or nothing.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let call = tc3::NamedCall::new("cls", "2020-10-16", "UploadLog").octet_stream().binary("LogContent", vec![8, 1]);
    /// ```
    pub fn binary(mut self, name: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        let (name, bytes) = (Cow::from(name.into()), bytes.into());
        self.binary.retain(|known| known.name != name);
        self.binary.push(Binary { name, bytes });
        self
    }

    /// Returns the short name of the service.
    #[must_use]
    pub fn service(&self) -> &str {
        &self.service
    }

    /// Returns the version of the service's API.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Returns the name of the action.
    #[must_use]
    pub fn action(&self) -> &str {
        &self.action
    }

    /// Returns whether the action is [marked](Self::read_only) as one that only reads.
    #[must_use]
    pub fn is_read_only(&self) -> bool {
        self.read_only
    }

    pub(crate) fn operation(&self) -> Operation<'_> {
        let operation = Operation::by_name(&self.service, &self.version, &self.action, &self.host);
        #[cfg(feature = "rate-limit")]
        let operation = Operation {
            rate_limit: self.rate_limit,
            ..operation
        };
        operation
    }
}

/// Redacts the parameters of bytes, which may be secret.
impl fmt::Debug for NamedCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NamedCall")
            .field("service", &self.service)
            .field("version", &self.version)
            .field("action", &self.action)
            .field("host", &self.host)
            .field("read_only", &self.read_only)
            .field("rate_limit", &self.rate_limit)
            .field("content", &self.content)
            .finish_non_exhaustive()
    }
}
