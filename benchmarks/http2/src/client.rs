//! A client with the settings of the runtime's, over either protocol.

use std::error::Error;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Request, StatusCode, Version, request};
use http_body_util::{BodyExt, Full};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use stopwatch::{Measurement, Stopwatch};
use tokio::task::JoinSet;

use crate::server::RESPONSE;

const CALLS: u32 = 20_000;
const COLD_CLIENTS: u32 = 20;
const BODY: &str = r#"{"ProjectId":0,"GroupName":"test","RealServerRegion":"EastChina","AccessRegionSet":[{"AccessRegion":"Guangzhou","Bandwidth":10,"Concurrent":2}],"PackageType":"Thunder"}"#;

/// The headers of a signed request. Timestamp and signature differ from call to call, which HPACK cannot compress.
const HEADERS: [(&str, &str); 6] = [
    ("content-type", "application/json"),
    ("x-tc-action", "CreateProxyGroup"),
    ("x-tc-version", "2018-05-29"),
    ("x-tc-requestclient", "tc3-rust_0.1.0"),
    ("x-tc-region", "ap-guangzhou"),
    ("user-agent", "tc3-rust/0.1.0"),
];

#[derive(Clone, Copy)]
pub enum Protocol {
    Http1,
    Http2,
}

impl Protocol {
    pub fn name(self) -> &'static str {
        match self {
            Self::Http1 => "http1",
            Self::Http2 => "http2",
        }
    }
}

impl FromStr for Protocol {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let known = [Self::Http1, Self::Http2]
            .into_iter()
            .find(|known| known.name() == name);
        known.ok_or_else(|| format!("unknown protocol {name:?}"))
    }
}

/// What a client process does.
pub struct Run<'a> {
    pub protocol: Protocol,
    pub url: &'a str,
    pub root: &'a [u8],
    pub concurrency: u32,
}

impl Run<'_> {
    /// Measures calls over connections that exist.
    pub async fn warm(&self) -> Result<Measurement, Box<dyn Error>> {
        let caller = self.caller()?;
        let rounds = CALLS / self.concurrency;
        caller.calls(self.concurrency, rounds / 10).await;
        let stopwatch = Stopwatch::start();
        caller.calls(self.concurrency, rounds).await;
        Ok(stopwatch.stop(rounds * self.concurrency))
    }

    /// Measures the first calls of new clients, with their connections and TLS handshakes.
    pub async fn cold(&self) -> Result<Measurement, Box<dyn Error>> {
        self.caller()?.calls(self.concurrency, 1).await;
        let stopwatch = Stopwatch::start();
        for _ in 0..COLD_CLIENTS {
            self.caller()?.calls(self.concurrency, 1).await;
        }
        Ok(stopwatch.stop(COLD_CLIENTS * self.concurrency))
    }

    fn caller(&self) -> Result<Caller, Box<dyn Error>> {
        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from_pem_slice(self.root)?)?;
        let config = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()?
            .with_root_certificates(roots)
            .with_no_client_auth();
        let mut tcp = HttpConnector::new();
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        let builder = HttpsConnectorBuilder::new().with_tls_config(config).https_only();
        let connector = match self.protocol {
            Protocol::Http1 => builder.enable_http1().wrap_connector(tcp),
            Protocol::Http2 => builder.enable_all_versions().wrap_connector(tcp),
        };
        let client = Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(Duration::from_secs(50))
            .pool_max_idle_per_host(100)
            .build(connector);
        let mut request = Request::post(self.url).body(())?;
        for (name, value) in HEADERS {
            let name = HeaderName::from_static(name);
            request.headers_mut().insert(name, HeaderValue::from_static(value));
        }
        Ok(Caller {
            client,
            head: Arc::new(request.into_parts().0),
            version: match self.protocol {
                Protocol::Http1 => Version::HTTP_11,
                Protocol::Http2 => Version::HTTP_2,
            },
        })
    }
}

#[derive(Clone)]
struct Caller {
    client: Client<HttpsConnector<HttpConnector>, Full<Bytes>>,
    head: Arc<request::Parts>,
    version: Version,
}

impl Caller {
    /// Makes `rounds` calls in each of `concurrency` tasks.
    async fn calls(&self, concurrency: u32, rounds: u32) {
        let mut tasks = JoinSet::new();
        for task in 0..concurrency {
            let caller = self.clone();
            tasks.spawn(async move {
                for round in 0..rounds {
                    caller.call(u64::from(task) << 32 | u64::from(round)).await;
                }
            });
        }
        tasks.join_all().await;
    }

    async fn call(&self, number: u64) {
        let mut head = request::Parts::clone(&self.head);
        let authorization = format!(
            "TC3-HMAC-SHA256 Credential=AKIDEXAMPLEAKIDEXAMPLEAKIDEXAMPLE/2026-11-24/gaap/tc3_request, \
             SignedHeaders=content-type;host, Signature={number:064x}"
        );
        let mut authorization = HeaderValue::try_from(authorization).expect("it is text");
        authorization.set_sensitive(true);
        head.headers.insert("authorization", authorization);
        head.headers
            .insert("x-tc-timestamp", HeaderValue::from(1_795_478_400 + number));
        let request = Request::from_parts(head, Full::new(Bytes::from_static(BODY.as_bytes())));
        let response = self.client.request(request).await.expect("the call succeeds");
        assert_eq!((response.status(), response.version()), (StatusCode::OK, self.version));
        let body = response
            .into_body()
            .collect()
            .await
            .expect("the body arrives")
            .to_bytes();
        assert_eq!(body, RESPONSE.as_bytes());
    }
}
