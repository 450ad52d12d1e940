//! A running emulator.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

use tc3_codegen::Diagnostics;
use tc3_codegen::spec::Spec;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::faults::{Fault, FaultReport};
use crate::pipeline::RequestPipeline;
use crate::recorder::{ReceivedCall, RecordedRequest};
use crate::store::{DataFileError, State};

/// A running emulator.
///
/// Dropping it stops it at once; [`shutdown`](Self::shutdown) waits for in-flight requests.
///
/// ```
/// # let runtime = tokio::runtime::Runtime::new()?;
/// # runtime.block_on(async {
/// use tc3_emulator::Emulator;
///
/// let emulator = Emulator::builder().embedded_spec().start().await?;
/// println!("point a client at {}", emulator.url());
/// emulator.shutdown().await;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Emulator {
    pub(crate) addr: SocketAddr,
    pub(crate) pipeline: Arc<RequestPipeline>,
    pub(crate) warnings: Diagnostics,
    pub(crate) stop: Option<oneshot::Sender<()>>,
    pub(crate) server: JoinHandle<()>,
    pub(crate) scheme: &'static str,
    pub(crate) ca_pem: Option<String>,
}

impl Emulator {
    /// Returns the endpoint to point a client at, such as `http://127.0.0.1:41234` or `https://127.0.0.1:41234`.
    ///
    /// If the emulator listens on every address, this is the loopback address.
    ///
    /// ```
    /// # fn example(emulator: &tc3_emulator::Emulator) {
    /// assert!(emulator.url().starts_with("http://127.0.0.1:"));
    /// # }
    /// ```
    pub fn url(&self) -> String {
        let mut addr = self.addr;
        match addr.ip() {
            IpAddr::V4(ip) if ip.is_unspecified() => addr.set_ip(Ipv4Addr::LOCALHOST.into()),
            IpAddr::V6(ip) if ip.is_unspecified() => addr.set_ip(Ipv6Addr::LOCALHOST.into()),
            IpAddr::V4(_) | IpAddr::V6(_) => {}
        }
        format!("{}://{addr}", self.scheme)
    }

    /// Returns, in PEM, the certificate of the authority that clients have to trust, or `None` without HTTPS or with a
    /// certificate that was signed elsewhere.
    ///
    /// The authority is made anew for each emulator, and its key is thrown away, unless it is kept in a file
    /// (`Builder::tls_authority`).
    ///
    /// ```
    /// # fn example(emulator: &tc3_emulator::Emulator) -> std::io::Result<()> {
    /// if let Some(pem) = emulator.ca_pem() {
    ///     std::fs::write("authority.pem", pem)?;
    /// }
    /// # Ok(()) }
    /// ```
    pub fn ca_pem(&self) -> Option<&str> {
        self.ca_pem.as_deref()
    }

    /// Injects a fault from now on, after those that were added before.
    ///
    /// ```
    /// # let runtime = tokio::runtime::Runtime::new()?;
    /// # runtime.block_on(async {
    /// use tc3_emulator::{Emulator, Fault};
    ///
    /// let emulator = Emulator::builder().embedded_spec().start().await?;
    /// emulator.fault(Fault::on("CreateProxyGroup").drop_after_processing().times(1));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn fault(&self, fault: Fault) {
        self.pipeline.faults.add([fault]);
    }

    /// Injects the faults of a text in the format of a faults file from now on, after those that were added before: all of
    /// them, or none if there is a mistake. `POST /_emulator/faults` does the same.
    ///
    /// ```
    /// # let runtime = tokio::runtime::Runtime::new()?;
    /// # runtime.block_on(async {
    /// # use tc3_emulator::Emulator;
    /// let emulator = Emulator::builder().embedded_spec().start().await?;
    /// emulator.add_faults(r#"{"faults": [{"action": "CreateProxyGroup", "effect": "dropAfterProcessing"}]}"#)?;
    /// assert_eq!(emulator.fault_reports().len(), 1);
    /// assert!(emulator.add_faults(r#"{"faults": [{"action": "CreateProxyGruop"}]}"#).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// If the text is no JSON, or has faults that are wrong: all the mistakes, with their places.
    pub fn add_faults(&self, json: impl Into<String>) -> Result<(), Diagnostics> {
        self.pipeline.add_faults(json.into(), "faults")
    }

    /// Returns what each fault has done so far, in the order in which they were injected.
    ///
    /// A fault that has hit its last request stays in the list, so that the requests that came after it are counted; of
    /// such faults the last 1,000 are kept. [`clear_faults`](Self::clear_faults) removes them too.
    ///
    /// ```
    /// # fn example(emulator: &tc3_emulator::Emulator) {
    /// for report in emulator.fault_reports() {
    ///     println!("{report}");
    /// }
    /// # }
    /// ```
    pub fn fault_reports(&self) -> Vec<FaultReport> {
        self.pipeline.faults.reports()
    }

    /// Removes all faults and their reports.
    ///
    /// ```
    /// # fn example(emulator: &tc3_emulator::Emulator) {
    /// emulator.fault(tc3_emulator::Fault::on_any().throttle());
    /// // ... every request is throttled ...
    /// emulator.clear_faults();
    /// # }
    /// ```
    pub fn clear_faults(&self) {
        self.pipeline.faults.clear();
    }

    /// Makes the emulator as it was when it started, with empty state: removes every resource, client token, issued
    /// credential and recorded request, and makes the faults that it started with active again, and no others.
    ///
    /// With [`Builder::id_seed`](crate::Builder::id_seed) the sequence of IDs begins again. `POST /_emulator/reset` does
    /// the same.
    ///
    /// ```
    /// # let runtime = tokio::runtime::Runtime::new()?;
    /// # runtime.block_on(async {
    /// # use tc3_emulator::{Emulator, Fault};
    /// let emulator = Emulator::builder().embedded_spec().start().await?;
    /// emulator.fault(Fault::on_any().throttle());
    /// emulator.reset()?;
    /// assert!(emulator.requests().is_empty());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Fails if the data file cannot be written; nothing is reset then.
    pub fn reset(&self) -> Result<(), DataFileError> {
        self.pipeline.reset()
    }

    /// Returns the address that the emulator listens on.
    ///
    /// ```
    /// # fn example(emulator: &tc3_emulator::Emulator) {
    /// assert!(emulator.addr().ip().is_loopback());
    /// # }
    /// ```
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// Returns the spec that the emulator serves.
    ///
    /// ```
    /// # fn example(emulator: &tc3_emulator::Emulator) {
    /// for service in &emulator.spec().services {
    ///     println!("{} {}", service.file.name.value, service.file.version.value);
    /// }
    /// # }
    /// ```
    pub fn spec(&self) -> &Spec {
        &self.pipeline.spec
    }

    /// Returns the warnings about the spec.
    pub fn warnings(&self) -> &Diagnostics {
        &self.warnings
    }

    /// How many versions of services are loaded when they are called, in addition to those of the spec.
    pub(crate) fn loadable_services(&self) -> usize {
        self.pipeline.loadable.versions().len()
    }

    /// Returns the requests received so far, the oldest first.
    ///
    /// A request is recorded before its answer is sent. The last 10,000 are kept, fewer if their bodies, headers and
    /// messages take more than 64 MiB.
    ///
    /// ```
    /// # fn example(emulator: &tc3_emulator::Emulator) {
    /// let requests = emulator.requests();
    /// assert!(requests.iter().all(|request| request.error_code().is_none()));
    /// # }
    /// ```
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.pipeline.recorder.requests()
    }

    /// Returns a handle to the state of the services, which their `emulator.json` describes, to inspect and to set up.
    ///
    /// ```
    /// # fn example(emulator: &tc3_emulator::Emulator) -> Result<(), tc3_emulator::StateError> {
    /// emulator.state().add("gaap", "ProxyGroup", r#"{"GroupName": "busy"}"#)?;
    /// # Ok(()) }
    /// ```
    pub fn state(&self) -> State<'_> {
        let pipeline = &self.pipeline;
        State::new(&pipeline.spec, &pipeline.store, &pipeline.clock)
    }

    /// Returns the calls among [`requests`](Self::requests) that were understood, with their parameters, the oldest
    /// first.
    ///
    /// ```
    /// # async fn example() -> Result<(), tc3_emulator::StartError> {
    /// let emulator = tc3_emulator::Emulator::start("spec").await?;
    /// // A client calls CreateProxyGroup here, by POST or GET, signed in either version.
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

    /// Stops accepting connections and waits up to 10 seconds for in-flight requests.
    ///
    /// ```
    /// # async fn example(emulator: tc3_emulator::Emulator) {
    /// emulator.shutdown().await;
    /// # }
    /// ```
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
