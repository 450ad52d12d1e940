//! A client of Tencent Cloud API 3.0: a typed, signed call for each action.
//!
//! ```no_run
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
//! Each is a module with a module for each version of its API, and re-exports its default version.
//!
//! # Requests
//! `new` takes what is required, in the order of the documentation; setters, named like the fields, do the
//! rest. An optional member that is not set is not sent; an empty list that is set is sent as `[]`. A type with
//! more than seven required members has setters for them, and a request that lacks one is refused before it is
//! sent. [`with`](Client::with) makes a cheap clone of the client for other [`CallOptions`]: region, endpoint,
//! timeout, parameters that no type has.
//!
//! What `new` takes cannot be forgotten. This does not compile, since the region of the origin servers is missing:
//!
//! ```compile_fail,E0061
//! tc3::gaap::CreateProxyGroupRequest::new(0, "test");
//! ```
//!
//! # Responses
//! [`Response<T>`](Response) dereferences to `T`. What the documentation calls always present is a plain value,
//! the rest an `Option`, lists are lists. A value that is absent, null or of another type than documented does
//! not cost the response: the member keeps its default, and [`anomalies`](Response::anomalies) lists it, as
//! [`unknown`](Response::unknown) lists members that the documentation does not have. What can be read without loss
//! is: a number for a string and a string that holds one for a number, `"true"`, one value for a list of one.
//! [`strict`](CallOptions::strict) makes anomalies errors.
//!
//! # Lists and waiting
//! The requests of actions that list page by page are [`Paged`]: [`Client::items`] goes through all items,
//! [`Client::pages`] through the responses. [`Client::wait_until`] asks again and again until something is so.
//!
#![cfg_attr(feature = "client", doc = "```no_run")]
#![cfg_attr(not(feature = "client"), doc = "```text")]
//! use std::time::Duration;
//! use tc3::gaap::{DescribeProxyGroupDetailsRequest, DescribeProxyGroupListRequest};
//!
//! # async fn list(client: tc3::Client) -> Result<(), tc3::Error> {
//! let details = DescribeProxyGroupDetailsRequest::new("lg-negxun2x");
//! let (interval, deadline) = (Duration::from_secs(5), Duration::from_secs(600));
//! client
//!     .wait_until(&details, |group| group.proxy_group_detail.status == 0, interval, deadline)
//!     .await?;
//!
//! let mut groups = client.items(&DescribeProxyGroupListRequest::new(0, 100, -1));
//! while let Some(group) = groups.next().await {
//!     println!("{}", group?.group_name);
//! }
//! # Ok(()) }
//! ```
//!
//! # Failures
//! [`Error`] tells what went wrong. Calls that were throttled are made again, others only where that cannot carry
//! out an action twice; [`RetryPolicy`] has the table. What may have been carried out, and is not safe to repeat, is
//! [`Error::is_ambiguous`].
//!
//! # Keys
//! [`Client::from_env`] takes them from the environment; [`credentials`] has profile files, the roles of a CVM or a
//! TKE pod, STS AssumeRole over any of them, and a default chain.
//!
//! # Without async
//! With the feature `blocking` there is a client whose calls block. In an async task they are errors; on the threads of
//! `spawn_blocking` they work.
//!
#![cfg_attr(feature = "blocking", doc = "```no_run")]
#![cfg_attr(not(feature = "blocking"), doc = "```text")]
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
//! With the feature `mock`, clients can be made over replies instead of the network.
//!
#![cfg_attr(feature = "mock", doc = "```no_run")]
#![cfg_attr(not(feature = "mock"), doc = "```text")]
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
//! Both are enums, and both are open: a value that is not listed is kept in `UnknownValue`, a code that is not
//! is [`Error::code`] all the same.
//!
//! # Types in JSON
//! Every type is `serde::Serialize` and `Deserialize`, in the form in which it is sent, for formats that
//! describe themselves. Members that are secret are written like any other; `Debug` hides them.
//!
//! # What is not there
//! - Runtimes other than tokio, WebAssembly, HTTP/2.
//! - SOCKS proxies, proxy settings of macOS and Windows, authorization to a proxy other than Basic; client certificates.
//! - Single sign-on; ExternalId, policy and tags of AssumeRole. A client needs credentials even if it only calls actions
//!   that are not signed.
//! - Multipart bodies and octet streams that are not whole in memory; the cloud takes 10 MB.
//! - Pages whose list is not a member of the output itself, or whose tokens are not strings.
//! - Streams of events that are opened again where they broke off.
//! - Rates that several processes share; [`runtime`] keeps those of one client.
//! - A method of the blocking client for streams: `blocking::Client::run` takes their futures.
//! - Actions with streams in the services that are shipped; `"streaming": true` marks one in a spec of your own.
//! - Formats that do not describe themselves, such as bincode.
//!
//! # Features
//! | feature | default | what it adds |
//! |---|---|---|
//! | `client` | yes | [`Client`], and the function of each action |
//! | `gaap` | yes | the service gaap |
//! | `region`, `sts`, `tag` | no | the services region, sts and tag |
//! | `blocking` | no | `blocking::Client`: calls that block, for code without async |
//! | `clock-skew` | no | calls that the cloud refuses for their date are dated by its clock, and sent once more: `Client::clock_skew` |
//! | `failover` | no | `Failover`: sends calls to a backup host while theirs fails |
//! | `encodings` | no | GET, multipart bodies, octet streams, an unsigned payload and no signature: `HttpMethod`, `SignatureMethod`, `RawCall`; actions that are sent so need it |
//! | `sign-v1` | no | signatures of version 1: `runtime::sign::v1`, and with `encodings` a choice of the client |
//! | `mock` | no | `mock::MockTransport`: clients for tests, over replies instead of the network. `mock::Recorder` keeps real answers |
//! | `rate-limit` | no | `RateLimits`: keeps calls below the rates that the cloud accepts |
//! | `regenerate` | no | generates the services from the repository's spec while building |
//! | `stream` | no | `Client::stream`, `stream`: answers that come as streams of server-sent events |
//! | `tracing` | no | spans and events of calls under the target `tc3`, without secrets (a filter `tc3=debug` leaves out those of the libraries below); [`runtime`] has the table |

#[cfg(not(regenerated))]
include!("services/services.rs");

#[cfg(regenerated)]
include!(concat!(env!("OUT_DIR"), "/services.rs"));

pub use tc3_runtime as runtime;

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
    Action, ActionInfo, Anomaly, AnomalyKind, CallResult, CommonErrorCode, Content, Credentials, Error, ErrorCode,
    Paged, Paging, PagingFlag, PagingKind, Record, Response, ServiceInfo, Streams, UnknownMember, UnknownValue, Value,
    credentials, from_json, to_json,
};
#[cfg(feature = "client")]
pub use tc3_runtime::{
    CallOptions, Client, ClientBuilder, Clock, Endpoint, Endpoints, Language, ProvideCredentials, Proxy, RetryPolicy,
};
#[cfg(feature = "encodings")]
pub use tc3_runtime::{HttpMethod, RawCall, SignatureMethod};
#[cfg(feature = "client")]
pub use tc3_runtime::{Items, Pages, PollStatus};
