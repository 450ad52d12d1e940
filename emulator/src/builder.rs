//! How an emulator is set up and started.

use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use fastrand::Rng;
use tc3_codegen::spec::SourceSet;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::clock::{Clock, unix_seconds};
use crate::cloud::{Cloud, Observer};
use crate::credential::{Credential, Credentials};
use crate::emulator::Emulator;
use crate::faults::{self, Fault, Faults};
use crate::limits::Limits;
use crate::rates::Rates;
use crate::recorder::{RecordedRequest, Recorder};
use crate::redact::SecretNames;
use crate::server;
use crate::spec_folders;
use crate::start_error::StartError;
use crate::state::Memory;
use crate::transport::Transport;

/// Sets up an [`Emulator`]. `Debug` shows no secret.
#[derive(Default)]
#[must_use = "nothing runs until `start` is awaited"]
pub struct Builder {
    spec: Vec<SpecPlace>,
    credentials: Credentials,
    clock: Clock,
    listen: Option<SocketAddr>,
    observer: Option<Observer>,
    data_file: Option<PathBuf>,
    id_seed: Option<u64>,
    faults: Vec<Fault>,
    faults_file: Option<PathBuf>,
    machine_role: Option<String>,
    limits: Limits,
    #[cfg(feature = "tls")]
    tls: bool,
    enforce_rates: bool,
}

enum SpecPlace {
    Folder(PathBuf),
    Sources(SourceSet),
}

impl SpecPlace {
    fn read(self) -> Result<SourceSet, StartError> {
        match self {
            Self::Folder(path) => SourceSet::read_dir(&path).map_err(StartError::ReadSpec),
            Self::Sources(sources) => Ok(sources),
        }
    }
}

impl Builder {
    /// Serves every action of the spec folder at `path`. May be called several times: what stands in the folders
    /// is served as if it stood in one. No file may stand in two of them.
    pub fn spec_dir(mut self, path: impl Into<PathBuf>) -> Self {
        self.spec.push(SpecPlace::Folder(path.into()));
        self
    }

    /// Serves every action of a spec in memory, beside what stands in folders and other calls gave.
    pub fn sources(mut self, sources: SourceSet) -> Self {
        self.spec.push(SpecPlace::Sources(sources));
        self
    }

    /// Knows this credential, and no longer the sample. May be called several times; the last of a SecretId counts.
    pub fn credential(mut self, secret_id: impl Into<String>, secret_key: impl Into<String>) -> Self {
        let credential = Credential::lasting(secret_key.into());
        self.credentials.insert(secret_id.into(), credential);
        self
    }

    /// Knows this temporary credential: its requests have to carry `token` in `X-TC-Token`.
    pub fn temporary_credential(
        mut self,
        secret_id: impl Into<String>,
        secret_key: impl Into<String>,
        token: impl Into<String>,
    ) -> Self {
        let credential = Credential::temporary(secret_key.into(), token.into(), None);
        self.credentials.insert(secret_id.into(), credential);
        self
    }

    /// Knows this temporary credential until `ends_at` by the emulator's clock; whole seconds count.
    pub fn expiring_credential(
        mut self,
        secret_id: impl Into<String>,
        secret_key: impl Into<String>,
        token: impl Into<String>,
        ends_at: SystemTime,
    ) -> Self {
        let ends_at = unix_seconds(ends_at);
        let credential = Credential::temporary(secret_key.into(), token.into(), Some(ends_at));
        self.credentials.insert(secret_id.into(), credential);
        self
    }

    /// Takes the time from `now` instead of the system's clock.
    pub fn clock(mut self, now: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.clock = Clock::new(now);
        self
    }

    /// Keeps what services remember in the file at `path`, which is made if it is not there, so that it outlasts the
    /// process: what a request was answered has been written to disk before. Without this it is in memory alone.
    ///
    /// Needs the feature `data-file`; without it `start` fails.
    pub fn data_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.data_file = Some(path.into());
        self
    }

    /// Makes the IDs of new resources the same in each run: those that `seed` gives, for the same requests in the
    /// same order. Without this they are random. Request IDs are random always.
    pub fn id_seed(mut self, seed: u64) -> Self {
        self.id_seed = Some(seed);
        self
    }

    /// Refuses, with `RequestLimitExceeded`, the calls of a SecretId beyond the `rateLimit` that the spec gives their
    /// action, counted in each whole second of the emulator's clock. Without this any number is answered, so that
    /// the outcome of a test does not depend on how fast it runs.
    pub fn enforce_rates(mut self) -> Self {
        self.enforce_rates = true;
        self
    }

    /// Listens on `addr`; port 0 takes a free one. Without this: 127.0.0.1, port 0.
    ///
    /// Whoever can reach the address can call the emulator: other than loopback addresses are for closed networks.
    pub fn listen(mut self, addr: impl Into<SocketAddr>) -> Self {
        self.listen = Some(addr.into());
        self
    }

    /// Calls `observer` with each request once its answer is decided and before it is sent, such as for a log.
    pub fn on_request(mut self, observer: impl Fn(&RecordedRequest) + Send + Sync + 'static) -> Self {
        self.observer = Some(Arc::new(observer));
        self
    }

    /// Lets something go wrong from the start on; [`Emulator::fault`] does so later.
    pub fn fault(mut self, fault: Fault) -> Self {
        self.faults.push(fault);
        self
    }

    /// Lets go wrong what a file says, such as `{"faults": [{"action": "CreateProxyGroup", "effect":
    /// "dropAfterProcessing", "times": 1}]}`. Its JSON Schema is `faults.schema.json` of this crate.
    pub fn faults_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.faults_file = Some(path.into());
        self
    }

    /// Plays the metadata service of a virtual machine that this role is bound to, at
    /// `/latest/meta-data/cam/security-credentials/`. Without it no role is bound, and that path is not found.
    pub fn machine_role(mut self, name: impl Into<String>) -> Self {
        self.machine_role = Some(name.into());
        self
    }

    /// How long a connection may take over a request's head, its idle time before included, over its body, and over
    /// taking the answer; 60 seconds each unless set.
    pub fn exchange_timeout(mut self, timeout: Duration) -> Self {
        self.limits.exchange_timeout = timeout;
        self
    }

    /// Most connections at a time, 256 unless set; more wait to be accepted. At least one is.
    pub fn max_connections(mut self, most: usize) -> Self {
        self.limits.max_connections = most.max(1);
        self
    }

    /// Serves HTTPS, with a certificate for `localhost`, 127.0.0.1, `::1`, the address it listens on and the hosts one
    /// label below `tencentcloudapi.com` or `intl.tencentcloudapi.com`, made for this run. Clients have to trust
    /// [`Emulator::ca_pem`].
    #[cfg(feature = "tls")]
    pub fn tls(mut self) -> Self {
        self.tls = true;
        self
    }

    #[cfg(feature = "tls")]
    fn transport(&self, addr: SocketAddr) -> Result<(Transport, Option<String>), StartError> {
        if !self.tls {
            return Ok((Transport::Plain, None));
        }
        let (acceptor, ca_pem) = crate::tls::set_up(addr.ip()).map_err(StartError::Certificate)?;
        Ok((Transport::Tls(acceptor), Some(ca_pem)))
    }

    #[cfg(not(feature = "tls"))]
    fn transport(&self, _: SocketAddr) -> Result<(Transport, Option<String>), StartError> {
        Ok((Transport::Plain, None))
    }

    /// Reads the spec, binds the address and serves, on the current tokio runtime.
    ///
    /// # Errors
    /// No spec, a spec that cannot be read or has faults, a file in two of its folders, a file of faults that cannot
    /// be read or has mistakes, a data file that cannot be used, an address that cannot be bound, a certificate that
    /// cannot be made.
    ///
    /// # Panics
    /// Outside of a tokio runtime with its IO and time drivers on, as everything that listens on tokio does.
    pub async fn start(mut self) -> Result<Emulator, StartError> {
        let places = std::mem::take(&mut self.spec);
        let sets: Result<Vec<SourceSet>, StartError> = places.into_iter().map(SpecPlace::read).collect();
        let sources = spec_folders::merge(sets?)?;
        let checked = tc3_codegen::load(&sources).map_err(StartError::Spec)?;
        let rng = self.id_seed.map_or_else(Rng::new, Rng::with_seed);
        let memory = Memory::open(self.data_file.as_deref(), &checked.spec, rng).map_err(StartError::DataFile)?;
        if let Some(path) = &self.faults_file {
            self.faults.extend(faults::read(path, &checked.spec)?);
        }
        let wanted = self.listen.unwrap_or((Ipv4Addr::LOCALHOST, 0).into());
        let listen_error = |source| StartError::Listen { addr: wanted, source };
        let listener = TcpListener::bind(wanted).await.map_err(listen_error)?;
        let addr = listener.local_addr().map_err(listen_error)?;
        let (transport, ca_pem) = self.transport(addr)?;
        let scheme = transport.scheme();
        let cloud = Arc::new(Cloud {
            secret_names: SecretNames::of(&checked.spec),
            spec: checked.spec,
            credentials: self.credentials.or_sample(),
            clock: self.clock,
            memory,
            rates: self.enforce_rates.then(Rates::default),
            recorder: Recorder::default(),
            observer: self.observer,
            faults: Faults::new(self.faults),
            machine_role: self.machine_role,
        });
        let (stop, stopped) = oneshot::channel();
        let server = tokio::spawn(server::serve(
            listener,
            transport,
            self.limits,
            Arc::clone(&cloud),
            stopped,
        ));
        Ok(Emulator {
            addr,
            cloud,
            warnings: checked.warnings,
            stop: Some(stop),
            server,
            scheme,
            ca_pem,
        })
    }
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("credentials", &self.credentials)
            .field("listen", &self.listen)
            .finish_non_exhaustive()
    }
}
