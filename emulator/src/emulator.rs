//! A running emulator.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use tc3_codegen::Diagnostics;
use tc3_codegen::spec::Spec;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::builder::Builder;
use crate::cloud::Cloud;
use crate::faults::Fault;
use crate::received_call::ReceivedCall;
use crate::recorder::RecordedRequest;
use crate::start_error::StartError;
use crate::state::State;

/// A running emulator. Dropping it stops it at once; [`shutdown`](Self::shutdown) lets requests under way end.
#[derive(Debug)]
pub struct Emulator {
    pub(crate) addr: SocketAddr,
    pub(crate) cloud: Arc<Cloud>,
    pub(crate) warnings: Diagnostics,
    pub(crate) stop: Option<oneshot::Sender<()>>,
    pub(crate) server: JoinHandle<()>,
    pub(crate) scheme: &'static str,
    pub(crate) ca_pem: Option<String>,
}

impl Emulator {
    /// Serves the spec folder at `path` on a free port of 127.0.0.1, to the sample credential.
    ///
    /// # Errors
    /// As [`Builder::start`].
    ///
    /// # Panics
    /// As [`Builder::start`].
    pub async fn start(path: impl Into<PathBuf>) -> Result<Self, StartError> {
        Self::builder().spec_dir(path).start().await
    }

    /// An emulator to be: listens on a free port of 127.0.0.1 and knows the sample credential,
    /// [`SAMPLE_SECRET_ID`](crate::SAMPLE_SECRET_ID), unless told otherwise.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// The endpoint to point a client at: `http://127.0.0.1:41234`, or with HTTPS `https://127.0.0.1:41234`. Where every
    /// address is listened on, it is the loopback's.
    pub fn url(&self) -> String {
        let mut addr = self.addr;
        match addr.ip() {
            IpAddr::V4(ip) if ip.is_unspecified() => addr.set_ip(Ipv4Addr::LOCALHOST.into()),
            IpAddr::V6(ip) if ip.is_unspecified() => addr.set_ip(Ipv6Addr::LOCALHOST.into()),
            IpAddr::V4(_) | IpAddr::V6(_) => {}
        }
        format!("{}://{addr}", self.scheme)
    }

    /// The certificate, in PEM, of the authority that signed the server's; `None` without HTTPS. It is made anew
    /// each time, and its key is thrown away.
    pub fn ca_pem(&self) -> Option<&str> {
        self.ca_pem.as_deref()
    }

    /// Lets something go wrong from now on, after what was asked for before.
    ///
    /// ```
    /// # let runtime = tokio::runtime::Runtime::new()?;
    /// # runtime.block_on(async {
    /// use tc3_emulator::{Emulator, Fault};
    ///
    /// let spec = concat!(env!("CARGO_MANIFEST_DIR"), "/../spec");
    /// let emulator = Emulator::builder().spec_dir(spec).start().await?;
    /// emulator.fault(Fault::on("CreateProxyGroup").drop_after_processing().times(1));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn fault(&self, fault: Fault) {
        self.cloud.faults.add(fault);
    }

    /// Lets nothing go wrong any more.
    pub fn clear_faults(&self) {
        self.cloud.faults.clear();
    }

    /// The address that the emulator listens on.
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// What is served.
    pub fn spec(&self) -> &Spec {
        &self.cloud.spec
    }

    /// What a person may want to mend in the spec.
    pub fn warnings(&self) -> &Diagnostics {
        &self.warnings
    }

    /// The requests received so far, the oldest first. A request is in it before its answer is sent.
    ///
    /// The last 10,000 are kept, fewer where their bodies, headers and messages take more than 64 MiB.
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.cloud.recorder.requests()
    }

    /// What the services remember, by the rules of their `emulator.json`: to look at and to set up.
    pub fn state(&self) -> State<'_> {
        State::new(&self.cloud)
    }

    /// The calls among [`requests`](Self::requests) that were understood, with their parameters, the oldest first.
    ///
    /// ```
    /// # async fn example() -> Result<(), tc3_emulator::StartError> {
    /// let emulator = tc3_emulator::Emulator::start("spec").await?;
    /// // A client calls CreateProxyGroup here, by POST or GET, signed in one version or the other.
    /// for call in emulator.received() {
    ///     assert_eq!(call.action, "CreateProxyGroup");
    ///     assert_eq!(call.parameters.get("AccessRegionSet.0.Bandwidth").as_deref(), Some("10"));
    /// }
    /// # Ok(()) }
    /// ```
    pub fn received(&self) -> Vec<ReceivedCall> {
        let requests = self.requests().into_iter();
        requests.filter_map(|request| request.call).collect()
    }

    /// Accepts no more connections and waits up to 10 seconds for the requests under way.
    pub async fn shutdown(mut self) {
        drop(self.stop.take());
        // An error here means that the server has ended already.
        let _ = (&mut self.server).await;
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        self.server.abort();
    }
}
