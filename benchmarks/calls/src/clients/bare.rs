//! The HTTP client that the runtime is built on, with the runtime's settings, a fixed body and fixed headers: the cost
//! of a call without signing, reading and retrying.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Request, StatusCode, request};
use http_body_util::{BodyExt, Full};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};

use super::Caller;
use crate::server::RESPONSE;

const BODY: &str = r#"{"ProjectId":0,"GroupName":"test","RealServerRegion":"EastChina","AccessRegionSet":[{"AccessRegion":"Guangzhou","Bandwidth":10,"Concurrent":2}],"PackageType":"Thunder"}"#;

/// The headers of a signed request, in the same order and of the same lengths.
const HEADERS: [(&str, &str); 8] = [
    ("content-type", "application/json"),
    (
        "authorization",
        "TC3-HMAC-SHA256 Credential=AKIDEXAMPLEAKIDEXAMPLEAKIDEXAMPLE/2026-11-24/gaap/tc3_request, \
         SignedHeaders=content-type;host, \
         Signature=10b1a37a7301a02ca19a647ad722d5e43b4b3cff309d421d85b46093f6ab6c4f",
    ),
    ("x-tc-action", "CreateProxyGroup"),
    ("x-tc-version", "2018-05-29"),
    ("x-tc-timestamp", "1795478400"),
    ("x-tc-requestclient", "tc3-rust_0.1.0"),
    ("x-tc-region", "ap-guangzhou"),
    ("user-agent", "tc3-rust/0.1.0"),
];

#[derive(Clone)]
pub struct Bare {
    client: Client<HttpsConnector<HttpConnector>, Full<Bytes>>,
    head: Arc<request::Parts>,
}

impl Caller for Bare {
    fn new(url: &str) -> Result<Self, Box<dyn Error>> {
        let mut tcp = HttpConnector::new();
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        let connector = HttpsConnectorBuilder::new()
            .with_native_roots()?
            .https_or_http()
            .enable_http1()
            .wrap_connector(tcp);
        let client = Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(Duration::from_secs(50))
            .pool_max_idle_per_host(100)
            .build(connector);
        let mut request = Request::post(url).body(())?;
        let host = request.uri().authority().ok_or("no host")?.as_str().to_owned();
        request.headers_mut().insert("host", HeaderValue::try_from(host)?);
        for (name, value) in HEADERS {
            let name = HeaderName::from_static(name);
            request.headers_mut().insert(name, HeaderValue::from_static(value));
        }
        Ok(Self {
            client,
            head: Arc::new(request.into_parts().0),
        })
    }

    async fn call(&self) {
        let head = request::Parts::clone(&self.head);
        let request = Request::from_parts(head, Full::new(Bytes::from_static(BODY.as_bytes())));
        let response = self.client.request(request).await.expect("the call succeeds");
        assert_eq!(response.status(), StatusCode::OK);
        let body = response
            .into_body()
            .collect()
            .await
            .expect("the body arrives")
            .to_bytes();
        assert_eq!(body, RESPONSE.as_bytes());
    }
}
