//! A client for Tencent Cloud API 3.0, with a typed, signed call for each action.
//!
#![cfg_attr(all(feature = "client", feature = "gaap"), doc = "```no_run")]
#![cfg_attr(not(all(feature = "client", feature = "gaap")), doc = "```text")]
//! use tc3::gaap::{self, AccessConfiguration, CreateProxyGroupErrorCode, CreateProxyGroupRequest, PackageType};
//!
//! # async fn create() -> Result<(), tc3::Error> {
//! let client = tc3::Client::from_env()?;
//! let request = CreateProxyGroupRequest::new(0, "test", "EastChina")
//!     .package_type(PackageType::Thunder)
//!     .access_region_set([AccessConfiguration::new("Guangzhou", 10, 2)]);
//! match gaap::create_proxy_group(&client, &request).await {
//!     Ok(group) => println!("{} ({})", group.group_id, group.request_id()),
//!     Err(error) if error.is(CreateProxyGroupErrorCode::LimitExceededTagQuota) => println!("no tags left"),
//!     Err(error) => return Err(error),
//! }
//! # Ok(()) }
//! ```
//!
//! # Services
//! Each service is a module that contains a module for each version of its API, and re-exports its default version.
//!
//! # Requests
//! `new` takes the required members, in the order of the documentation; setters with the names of the fields set the
//! others. An optional member that is not set is not sent; a list that is set and empty is sent as `[]`. A type with more
//! than seven required members has setters for them too, and a request that lacks one is rejected before it is sent.
//! [`with`](Client::with) returns a cheap clone of the client with other [`CallOptions`]: region, endpoint, timeout, or
//! parameters that the types do not have.
//!
//! Arguments of `new` cannot be forgotten. This does not compile, because the region of the origin servers is missing:
//!
//! ```compile_fail,E0061
//! tc3::gaap::CreateProxyGroupRequest::new(0, "test");
//! ```
//!
//! # Responses
//! [`Response<T>`](Response) dereferences to `T`. Members that are always present according to the documentation are plain
//! values, the others are `Option`s, and lists are always lists. A value that is absent, null or of an undocumented type
//! does not make the response fail: the member keeps its default, and [`anomalies`](Response::anomalies) lists the
//! mismatch, as [`unknown`](Response::unknown) lists undocumented members. Coercion without loss is not an anomaly: a number
//! in place of a string, a string that holds a number or a boolean, one value in place of a list.
//! [`strict`](CallOptions::strict) turns anomalies into errors.
//!
//! # Pagination and waiters
//! The requests of paginated actions are [`Paged`]: [`Client::items`] returns all items and [`Client::pages`] the
//! responses. [`Client::wait_until`] polls until a condition holds.
//!
#![cfg_attr(all(feature = "client", feature = "gaap"), doc = "```no_run")]
#![cfg_attr(not(all(feature = "client", feature = "gaap")), doc = "```text")]
//! use std::time::Duration;
//! use tc3::gaap::{DescribeProxyGroupDetailsRequest, DescribeProxyGroupListRequest, ProxyGroupState};
//!
//! # async fn list(client: tc3::Client) -> Result<(), tc3::Error> {
//! let details = DescribeProxyGroupDetailsRequest::new("lg-negxun2x");
//! let (interval, deadline) = (Duration::from_secs(5), Duration::from_secs(600));
//! client
//!     .wait_until(&details, |group| group.proxy_group_detail.status == ProxyGroupState::RUNNING, interval, deadline)
//!     .await?;
//!
//! let mut groups = client.items(&DescribeProxyGroupListRequest::new(0, 100, -1));
//! while let Some(group) = groups.next().await {
//!     println!("{}", group?.group_name);
//! }
//! # Ok(()) }
//! ```
//!
//! # Errors and retries
//! [`Error`] is the error type of every call. The client retries transient errors, with exponential backoff and jitter: throttled
//! calls always, other calls only if that cannot carry out an action twice. [`RetryPolicy`] has the table.
//! [`Error::is_ambiguous`] identifies calls that may have been carried out, and are not safe to repeat.
//!
//! # Credentials
//! [`Client::from_env`] reads credentials from the environment. [`credentials`] has profile files, the roles of a CVM or a
//! TKE pod, STS AssumeRole with any of them, a cache, and a default chain.
//!
//! # Blocking calls
//! The feature `blocking` adds a client whose calls block, with the same builder; lists and event streams are iterators. Calls
//! return an error within an async task, and work on the threads of `spawn_blocking`.
//!
#![cfg_attr(all(feature = "blocking", feature = "gaap"), doc = "```no_run")]
#![cfg_attr(not(all(feature = "blocking", feature = "gaap")), doc = "```text")]
//! use tc3::blocking::Client;
//! use tc3::gaap::CreateProxyGroupRequest;
//!
//! # fn main() -> Result<(), tc3::Error> {
//! let client = Client::from_env()?;
//! let group = client.send(&CreateProxyGroupRequest::new(0, "test", "EastChina"))?;
//! println!("{} ({})", group.group_id, group.request_id());
//! # Ok(()) }
//! ```
//!
//! # Tests
//! With the feature `mock`, a client can receive the replies of a test in place of those of the network.
//!
#![cfg_attr(all(feature = "mock", feature = "gaap"), doc = "```no_run")]
#![cfg_attr(not(all(feature = "mock", feature = "gaap")), doc = "```text")]
//! use tc3::gaap::{self, CreateProxyGroupRequest, CreateProxyGroupResponse};
//! use tc3::mock::{Failure, MockTransport};
//!
//! # async fn test() -> Result<(), tc3::Error> {
//! let mock = MockTransport::new();
//! let mut created = CreateProxyGroupResponse::default();
//! created.group_id = "lg-1".to_owned();
//! mock.on::<CreateProxyGroupRequest>()
//!     .respond_error("RequestLimitExceeded", "slow down")
//!     .respond(created)
//!     .fail(Failure::BrokenAfterSending);
//!
//! let client = mock.client().build()?;
//! let request = CreateProxyGroupRequest::new(0, "test", "EastChina");
//! assert_eq!(gaap::create_proxy_group(&client, &request).await?.group_id, "lg-1");
//! assert_eq!(mock.calls::<CreateProxyGroupRequest>().len(), 2);
//! let error = gaap::create_proxy_group(&client, &request).await.unwrap_err();
//! assert!(error.is_ambiguous());
//! # Ok(()) }
//! ```
//!
//! # Allowed values and error codes
//! Allowed strings are open enums: an unlisted value is kept in `UnknownValue`. Allowed integers are constants, such as
//! `gaap::ListenerStatus::RUNNING`, and their members plain integers. An unlisted error code is still available as
//! [`Error::code`].
//!
//! # JSON and serde
//! Every type implements `serde::Serialize` and `Deserialize` in the form in which it is sent, for self-describing formats.
//! Secret members are serialized like any other; `Debug` redacts them.
//!
//! # Not supported
//! - Async runtimes other than tokio; calls from WebAssembly.
//! - In the built-in transport: HTTP/2, SOCKS proxies, the proxy settings of macOS and Windows, proxy authorization other
//!   than Basic, client certificates. `ClientBuilder::transport` takes another, such as one over reqwest.
//! - Single sign-on; a client without credentials, even if it only calls actions that are not signed.
//! - Multipart bodies and octet streams that are not in memory; services accept 10 MB.
//! - Pagination over a list that is not a member of the output itself, or with tokens that are not strings.
//! - Reconnecting a broken event stream.
//! - Rate limits that several processes share; `RateLimits` covers one client and its clones.
//! - Actions with event streams in the included services; `"streaming": true` marks one in your own spec.
//! - Formats that are not self-describing, such as bincode.
//!
//! # Features
//! | feature | default | what it adds |
//! |---|---|---|
//! | `client` | yes | [`Client`], and a function for each action |
//! | `gaap` | yes | the service gaap |
//! | `region`, `sts`, `tag` | no | the services region, sts and tag |
//! | `blocking` | no | `blocking::Client`: calls that block, for code without async |
//! | `clock-skew` | no | `Client::clock_skew`: corrects the timestamp of a request that the service rejects because of the local clock, and sends it once more |
//! | `failover` | no | `Failover`: a circuit breaker that sends calls to a backup host while their own fails |
//! | `encodings` | no | GET, multipart bodies, octet streams, unsigned payloads and unsigned requests: `HttpMethod`, `SignatureMethod`, `RawCall`; some actions need it |
//! | `sign-v1` | no | signatures of version 1: `runtime::sign::v1`, and with `encodings` an option of the client |
//! | `mock` | no | `mock::MockTransport`: replies for tests in place of the network; `mock::Recorder` records real responses |
//! | `rate-limit` | no | `RateLimits`: keeps calls below the request rates that services accept |
//! | `regenerate` | no | generates the services from the spec of the crate `tc3-spec` at build time |
//! | `stream` | no | `Client::stream`, `stream`: responses that are streams of server-sent events |
//! | `tracing` | no | spans and events of calls with the target `tc3`, without secrets; the filter `tc3=debug` leaves out those of libraries; [`runtime`] has the table |
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(not(regenerated))]
include!("services/services.rs");

#[cfg(regenerated)]
include!(concat!(env!("OUT_DIR"), "/services.rs"));

pub use tc3_runtime as runtime;

/// A client for every service. A typed call is the function of an action with a client:
///
#[cfg_attr(feature = "gaap", doc = "```no_run")]
#[cfg_attr(not(feature = "gaap"), doc = "```text")]
/// use tc3::gaap::{self, DescribeDestRegionsRequest};
/// use tc3::{Client, Credentials};
///
/// # async fn example() -> Result<(), tc3::Error> {
/// let client = Client::builder().credentials(Credentials::new("AKID..", "the secret key")).build()?;
/// let regions = gaap::describe_dest_regions(&client, &DescribeDestRegionsRequest::new()).await?;
/// println!("{} ({})", regions.total_count, regions.request_id());
/// # Ok(()) }
/// ```
#[cfg(feature = "client")]
#[doc(inline)]
pub use tc3_runtime::Client;
#[cfg(feature = "failover")]
pub use tc3_runtime::Failover;
#[cfg(feature = "rate-limit")]
pub use tc3_runtime::RateLimits;
#[cfg(feature = "blocking")]
pub use tc3_runtime::blocking;
#[cfg(feature = "mock")]
pub use tc3_runtime::mock;
#[cfg(feature = "stream")]
pub use tc3_runtime::stream;
pub use tc3_runtime::{
    Action, ActionInfo, Anomaly, AnomalyKind, CallResult, CommonErrorCode, Content, Credentials, EmptyResponse, Error,
    ErrorCode, Paged, Paging, PagingFlag, PagingKind, Record, Response, ServiceInfo, Streams, UnknownMember,
    UnknownValue, Value, credentials, from_json, to_json,
};
#[cfg(feature = "client")]
pub use tc3_runtime::{
    CallOptions, ClientBuilder, Clock, Endpoint, Endpoints, Header, Language, ProvideCredentials, Proxy, RetryPolicy,
    interceptor, transport,
};
#[cfg(feature = "encodings")]
pub use tc3_runtime::{HttpMethod, RawCall, SignatureMethod};
#[cfg(feature = "client")]
pub use tc3_runtime::{Items, Pages, PollStatus};

/// Tests the examples of the README.
#[cfg(all(doctest, feature = "client", feature = "gaap"))]
#[doc = include_str!("../README.md")]
struct ReadmeExamples;
