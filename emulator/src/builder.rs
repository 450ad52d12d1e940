//! Configures and starts an emulator.

use std::collections::HashMap;
use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use tc3_codegen::Diagnostics;
use tc3_codegen::spec::{Service, Source, SourceSet, Spec};
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::access::{AllowedHosts, HostPattern};
use crate::answers::{self, Answers, Served};
use crate::auth::credentials::{Credential, Credentials};
use crate::emulator::Emulator;
use crate::faults::{self, Fault, Faults};
use crate::json_file::JsonFileError;
use crate::pipeline::{Observer, RequestPipeline};
use crate::rate_limit::RateLimiter;
use crate::recorder::{RecordedRequest, Recorder};
use crate::redact::SecretParams;
use crate::routing::Router;
#[cfg(feature = "tls")]
use crate::server::tls::{self, TlsIdentity};
use crate::server::{self, Limits, transport::Transport};
use crate::service_source::{LoadableServices, ServiceSource};
use crate::start_error::StartError;
use crate::store::Store;
use crate::wire::time::{Clock, unix_seconds};

/// Configures and starts an [`Emulator`].
///
/// `Debug` shows no secrets.
///
/// ```
/// # let runtime = tokio::runtime::Runtime::new()?;
/// # runtime.block_on(async {
/// use tc3_emulator::Emulator;
///
/// let emulator = Emulator::builder().embedded_spec().id_seed(1).start().await?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Default)]
#[must_use = "nothing runs until `start` is awaited"]
pub struct Builder {
    spec: Vec<SpecSource>,
    services: Vec<Service>,
    source: Option<Box<dyn ServiceSource>>,
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
    tls: Option<TlsIdentity>,
    allowed_hosts: Vec<String>,
    enforce_rates: bool,
    lenient: bool,
    log_parameters: bool,
    answers: Vec<AnswersSource>,
}

enum AnswersSource {
    File(PathBuf),
    Text(String),
}

enum SpecSource {
    Folder(PathBuf),
    InMemory(SourceSet),
}

impl SpecSource {
    fn read(self) -> Result<SourceSet, StartError> {
        match self {
            Self::Folder(path) => SourceSet::read_dir(&path).map_err(StartError::ReadSpec),
            Self::InMemory(sources) => Ok(sources),
        }
    }
}

impl Emulator {
    /// Starts an emulator of the spec folder at `path`, on a free port of 127.0.0.1, with the sample credential.
    ///
    /// ```
    /// # async fn example() -> Result<(), tc3_emulator::StartError> {
    /// let emulator = tc3_emulator::Emulator::start("spec").await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// The same as of [`Builder::start`].
    ///
    /// # Panics
    /// The same as of [`Builder::start`].
    pub async fn start(path: impl Into<PathBuf>) -> Result<Self, StartError> {
        Self::builder().spec_dir(path).start().await
    }

    /// Creates a builder, which by default listens on a free port of 127.0.0.1 and knows the sample credential,
    /// [`SAMPLE_SECRET_ID`](crate::SAMPLE_SECRET_ID).
    ///
    /// ```
    /// # use tc3_emulator::Emulator;
    /// let builder = Emulator::builder().spec_dir("spec").enforce_rates();
    /// ```
    pub fn builder() -> Builder {
        Builder::default()
    }
}

impl Builder {
    /// Serves every action of the spec folder at `path`.
    ///
    /// It can be called several times: the folders are served as if their files were in one. No file may be in two of
    /// them.
    ///
    /// ```
    /// # use tc3_emulator::Emulator;
    /// let builder = Emulator::builder().spec_dir("spec").spec_dir("more-spec");
    /// ```
    pub fn spec_dir(mut self, path: impl Into<PathBuf>) -> Self {
        self.spec.push(SpecSource::Folder(path.into()));
        self
    }

    /// Serves the spec of the crate `tc3-spec`, from which the client `tc3` is generated, in addition to folders and
    /// sources: the services gaap, region, sts and tag, of which gaap has state.
    ///
    /// ```
    /// # let runtime = tokio::runtime::Runtime::new()?;
    /// # runtime.block_on(async {
    /// let emulator = tc3_emulator::Emulator::builder().embedded_spec().start().await?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[cfg(feature = "embedded-spec")]
    pub fn embedded_spec(self) -> Self {
        let files = tc3_spec::files().iter().map(|file| Source {
            path: file.path.to_owned(),
            text: file.text.to_owned(),
        });
        self.sources(SourceSet::new("tc3-spec", files))
    }

    /// Serves every action of a spec in memory, in addition to other folders and sources.
    ///
    /// ```
    /// # use tc3_emulator::Emulator;
    /// use tc3_codegen::spec::SourceSet;
    ///
    /// # fn example(sources: SourceSet) {
    /// let builder = Emulator::builder().sources(sources);
    /// # }
    /// ```
    pub fn sources(mut self, sources: SourceSet) -> Self {
        self.spec.push(SpecSource::InMemory(sources));
        self
    }

    /// Serves a service that was checked before, such as one of a catalog, with the state that it has rules for. It
    /// wins over the same version in a [source](Self::services).
    ///
    /// ```
    /// # use tc3_emulator::Emulator;
    /// # fn example(service: tc3_codegen::spec::Service) {
    /// let builder = Emulator::builder().service(service);
    /// # }
    /// ```
    pub fn service(mut self, service: Service) -> Self {
        self.services.push(service);
        self
    }

    /// Serves the services of `source`, each loaded when it is first called. Their answers have no state. What a spec
    /// folder or [`service`](Self::service) has wins over it; a second source takes the place of the first.
    ///
    /// ```
    /// # use tc3_emulator::{Emulator, ServiceSource};
    /// # fn example(catalog: impl ServiceSource) {
    /// let builder = Emulator::builder().services(catalog);
    /// # }
    /// ```
    pub fn services(mut self, source: impl ServiceSource) -> Self {
        self.source = Some(Box::new(source));
        self
    }

    /// Adds a permanent credential, which replaces the sample.
    ///
    /// It can be called several times. If a SecretId is given twice, the last one wins.
    ///
    /// ```
    /// # use tc3_emulator::Emulator;
    /// let builder = Emulator::builder().spec_dir("spec").credential("AKIDexample", "a secret key");
    /// ```
    pub fn credential(mut self, secret_id: impl Into<String>, secret_key: impl Into<String>) -> Self {
        let credential = Credential::permanent(secret_key.into());
        self.credentials.insert(secret_id.into(), credential);
        self
    }

    /// Adds a temporary credential, whose requests have to carry `token` in `X-TC-Token`.
    ///
    /// ```
    /// # use tc3_emulator::Emulator;
    /// let builder = Emulator::builder()
    ///     .spec_dir("spec")
    ///     .temporary_credential("AKIDexample", "a secret key", "a token");
    /// ```
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

    /// Adds a temporary credential that expires at `expires_at` by the emulator's clock, in whole seconds.
    ///
    /// ```
    /// # use tc3_emulator::Emulator;
    /// use std::time::{Duration, SystemTime};
    ///
    /// let in_an_hour = SystemTime::now() + Duration::from_secs(3600);
    /// let builder = Emulator::builder()
    ///     .spec_dir("spec")
    ///     .expiring_credential("AKIDexample", "a secret key", "a token", in_an_hour);
    /// ```
    pub fn expiring_credential(
        mut self,
        secret_id: impl Into<String>,
        secret_key: impl Into<String>,
        token: impl Into<String>,
        expires_at: SystemTime,
    ) -> Self {
        let expires_at = Some(unix_seconds(expires_at));
        let credential = Credential::temporary(secret_key.into(), token.into(), expires_at);
        self.credentials.insert(secret_id.into(), credential);
        self
    }

    /// Takes the time from `now` instead of the system's clock.
    ///
    /// ```
    /// # use tc3_emulator::Emulator;
    /// use std::time::{Duration, SystemTime};
    ///
    /// // A server whose clock is ten minutes ahead.
    /// let builder = Emulator::builder()
    ///     .spec_dir("spec")
    ///     .clock(|| SystemTime::now() + Duration::from_secs(600));
    /// ```
    pub fn clock(mut self, now: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.clock = Clock::new(now);
        self
    }

    /// Keeps the state of the services in the file at `path`, which is created if it does not exist, and the credentials
    /// that STS issues.
    ///
    /// The state survives a crash of the process: it is synced to the disk before a request is answered. Without this
    /// method it is kept only in memory.
    ///
    /// This needs the feature `data-file`; without it `start` fails.
    ///
    /// ```
    /// # use tc3_emulator::Emulator;
    /// let builder = Emulator::builder().spec_dir("spec").data_file("emulator.redb");
    /// ```
    pub fn data_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.data_file = Some(path.into());
        self
    }

    /// Makes the IDs of new resources reproducible: the same seed gives the same IDs to the same requests in the same
    /// order.
    ///
    /// Without this method they are random. Request IDs are always random.
    ///
    /// ```
    /// # use tc3_emulator::Emulator;
    /// let builder = Emulator::builder().spec_dir("spec").id_seed(1);
    /// ```
    pub fn id_seed(mut self, seed: u64) -> Self {
        self.id_seed = Some(seed);
        self
    }

    /// Throttles calls beyond the `rateLimit` that the spec gives an action, with `RequestLimitExceeded`.
    ///
    /// Calls are counted for each SecretId and action, in whole seconds of the emulator's clock. Without this method no
    /// call is throttled, so that the outcome of a test does not depend on how fast it runs.
    ///
    /// ```
    /// # use tc3_emulator::Emulator;
    /// let builder = Emulator::builder().spec_dir("spec").enforce_rates();
    /// ```
    pub fn enforce_rates(mut self) -> Self {
        self.enforce_rates = true;
        self
    }

    /// Lets mistakes that real tools are known for pass, each with a note in the record of its request.
    ///
    /// These are undeclared parameters, undeclared actions of a service that is served (they are answered with only a
    /// `RequestId`), a TC3 signature over a host without the port that the request was sent to, with the first label of
    /// that host as its service, and a form of signature version 1 that is sent as `application/json`. Without this
    /// method they are refused, as the service's documentation has it.
    ///
    /// ```
    /// # use tc3_emulator::Emulator;
    /// let builder = Emulator::builder().spec_dir("spec").lenient();
    /// ```
    pub fn lenient(mut self) -> Self {
        self.lenient = true;
        self
    }

    /// Answers actions with the answers of a JSON file, in place of those that the emulator would make.
    ///
    /// Its members are named by action, `DescribeProxies`, or by service and action, `gaap.DescribeProxies`, which wins
    /// and may name an action that the spec does not declare. They are for every version of the service. The value is one answer, or a list of answers that are used
    /// in turn, of which the last one stays. An answer is the content of the envelope or the envelope itself, and may
    /// have an `Error`; its `RequestId` is replaced. Requests are checked as without the file.
    ///
    /// The JSON Schema of the file is `answers.schema.json` of this crate. This can be called several times; if an action
    /// is given twice, the last one wins.
    ///
    /// ```
    /// # use tc3_emulator::Emulator;
    /// let builder = Emulator::builder().spec_dir("spec").answers_file("answers.json");
    /// ```
    pub fn answers_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.answers.push(AnswersSource::File(path.into()));
        self
    }

    /// Answers actions with the answers in `json`, which is written like an [`answers_file`](Self::answers_file).
    ///
    /// ```
    /// # let runtime = tokio::runtime::Runtime::new()?;
    /// # runtime.block_on(async {
    /// # use tc3_emulator::Emulator;
    /// // The first call is refused, and each later one answered with no proxies.
    /// let answers = r#"{"DescribeProxies": [
    ///     {"Error": {"Code": "InternalError", "Message": "no luck"}},
    ///     {"TotalCount": 0, "ProxySet": [], "InstanceSet": []}
    /// ]}"#;
    /// let emulator = Emulator::builder().embedded_spec().answers(answers).start().await?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn answers(mut self, json: impl Into<String>) -> Self {
        self.answers.push(AnswersSource::Text(json.into()));
        self
    }

    /// Listens on `addr`; port 0 takes a free one. The default is a free port of 127.0.0.1.
    ///
    /// Anyone who can reach the address can call the emulator: addresses other than loopback are for closed networks.
    ///
    /// ```
    /// # use tc3_emulator::Emulator;
    /// let builder = Emulator::builder().spec_dir("spec").listen(([127, 0, 0, 1], 9443));
    /// ```
    pub fn listen(mut self, addr: impl Into<SocketAddr>) -> Self {
        self.listen = Some(addr.into());
        self
    }

    /// Answers requests for `host` too: a name, an address, or `*.example.com` for every host below `example.com`. It can
    /// be called several times.
    ///
    /// Without this method the emulator answers for `localhost`, loopback addresses, the address that it listens on, the
    /// hosts of the spec, and every host below `tencentcloudapi.com`; the page and its data only for the first three, and
    /// only on this machine. Requests that a web page sends are refused unless the page is of such a host. A host that
    /// this method names is allowed everywhere, also for other machines.
    ///
    /// ```
    /// # use tc3_emulator::Emulator;
    /// // In a container whose port is published, and which other containers call `emulator`.
    /// let builder = Emulator::builder()
    ///     .spec_dir("spec")
    ///     .listen(([0, 0, 0, 0], 9443))
    ///     .allow_host("localhost")
    ///     .allow_host("emulator");
    /// ```
    pub fn allow_host(mut self, host: impl Into<String>) -> Self {
        self.allowed_hosts.push(host.into());
        self
    }

    /// Calls `observer` with each request once its answer is known and before it is sent, such as for a log.
    ///
    /// ```
    /// # use tc3_emulator::Emulator;
    /// let builder = Emulator::builder()
    ///     .spec_dir("spec")
    ///     .on_request(|request| println!("{}", request.to_json()));
    /// ```
    pub fn on_request(mut self, observer: impl Fn(&RecordedRequest) + Send + Sync + 'static) -> Self {
        self.observer = Some(Arc::new(observer));
        self
    }

    /// Records the parameters of each call for a log, in [`RecordedRequest::redacted_parameters`] and its
    /// [`to_json`](RecordedRequest::to_json).
    ///
    /// Values that the spec marks `secret` or does not declare are `<hidden>`, and so are keys and tokens that the emulator
    /// knows. Texts are cut to 200 characters and lists to 20 items.
    ///
    /// ```
    /// # use tc3_emulator::Emulator;
    /// let builder = Emulator::builder()
    ///     .spec_dir("spec")
    ///     .log_parameters()
    ///     .on_request(|request| println!("{}", request.to_json()));
    /// ```
    pub fn log_parameters(mut self) -> Self {
        self.log_parameters = true;
        self
    }

    /// Injects a fault from the start on; [`Emulator::fault`] does so later.
    ///
    /// ```
    /// # use tc3_emulator::{Emulator, Fault};
    /// let builder = Emulator::builder().spec_dir("spec").fault(Fault::on_any().throttle().times(1));
    /// ```
    pub fn fault(mut self, fault: Fault) -> Self {
        self.faults.push(fault);
        self
    }

    /// Injects the faults of a JSON file, such as `{"faults": [{"action": "CreateProxyGroup", "effect":
    /// "dropAfterProcessing", "times": 1}]}`.
    ///
    /// The JSON Schema of the file is `faults.schema.json` of this crate.
    ///
    /// ```
    /// # use tc3_emulator::Emulator;
    /// let builder = Emulator::builder().spec_dir("spec").faults_file("faults.json");
    /// ```
    pub fn faults_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.faults_file = Some(path.into());
        self
    }

    /// Serves the metadata service of a virtual machine with this role, at
    /// `/latest/meta-data/cam/security-credentials/`. Without a role that path is not found.
    ///
    /// ```
    /// # use tc3_emulator::Emulator;
    /// let builder = Emulator::builder().spec_dir("spec").machine_role("deploy");
    /// ```
    pub fn machine_role(mut self, name: impl Into<String>) -> Self {
        self.machine_role = Some(name.into());
        self
    }

    /// Sets how long a connection may take for the head of a request, including the idle time before it, for its body,
    /// and for reading the answer. The default is 60 seconds each.
    ///
    /// ```
    /// # use tc3_emulator::Emulator;
    /// # use std::time::Duration;
    /// let builder = Emulator::builder().spec_dir("spec").exchange_timeout(Duration::from_secs(5));
    /// ```
    pub fn exchange_timeout(mut self, timeout: Duration) -> Self {
        self.limits.exchange_timeout = timeout;
        self
    }

    /// Sets the most connections at a time, at least one. The default is 256.
    ///
    /// Another connection takes the place of the one that has been silent for longest, such as an idle one. It waits to
    /// be accepted only if all others have a request in progress.
    ///
    /// ```
    /// # use tc3_emulator::Emulator;
    /// let builder = Emulator::builder().spec_dir("spec").max_connections(16);
    /// ```
    pub fn max_connections(mut self, limit: usize) -> Self {
        self.limits.max_connections = limit.max(1);
        self
    }

    /// Serves HTTPS, with certificates by an authority that is made for this run.
    ///
    /// Clients have to trust [`Emulator::ca_pem`]. They get a certificate for the host that they ask for, if it is one that
    /// the emulator answers for ([`allow_host`](Self::allow_host)).
    ///
    /// ```
    /// # use tc3_emulator::Emulator;
    /// let builder = Emulator::builder().spec_dir("spec").tls();
    /// ```
    #[cfg(feature = "tls")]
    pub fn tls(mut self) -> Self {
        self.tls = Some(TlsIdentity::OfThisRun);
        self
    }

    /// Serves HTTPS like [`tls`](Self::tls), with the authority in the file at `path`.
    ///
    /// If the file does not exist, an authority is made that is valid for ten years, and its key is written next to it:
    /// the same path with the extension `key`, readable only by the owner. Clients trust the file once, and later runs use
    /// it again. An authority that has expired is made anew.
    ///
    /// ```
    /// # use tc3_emulator::Emulator;
    /// // The key is in authority.key.
    /// let builder = Emulator::builder().spec_dir("spec").tls_authority("authority.pem");
    /// ```
    #[cfg(feature = "tls")]
    pub fn tls_authority(mut self, path: impl Into<PathBuf>) -> Self {
        self.tls = Some(TlsIdentity::Authority(path.into()));
        self
    }

    /// Serves HTTPS with a certificate that was signed elsewhere, in PEM: `certificate` is the file of its chain, the
    /// server's own first, and `key` that of its private key.
    ///
    /// ```
    /// # use tc3_emulator::Emulator;
    /// let builder = Emulator::builder().spec_dir("spec").tls_certificate("server.pem", "server.key");
    /// ```
    #[cfg(feature = "tls")]
    pub fn tls_certificate(mut self, certificate: impl Into<PathBuf>, key: impl Into<PathBuf>) -> Self {
        self.tls = Some(TlsIdentity::Certificate {
            chain: certificate.into(),
            key: key.into(),
        });
        self
    }

    #[cfg(feature = "tls")]
    fn transport(&self, hosts: &Arc<AllowedHosts>) -> Result<(Transport, Option<String>), StartError> {
        let Some(identity) = &self.tls else {
            return Ok((Transport::Plain, None));
        };
        let (acceptor, ca_pem) = tls::set_up(identity, Arc::clone(hosts)).map_err(StartError::Certificate)?;
        Ok((Transport::Tls(acceptor), ca_pem))
    }

    #[cfg(not(feature = "tls"))]
    fn transport(&self, _: &Arc<AllowedHosts>) -> Result<(Transport, Option<String>), StartError> {
        Ok((Transport::Plain, None))
    }

    fn read_faults_file(&mut self, router: Router<'_>) -> Result<(), StartError> {
        let Some(path) = &self.faults_file else {
            return Ok(());
        };
        let faults = faults::read(path, router).map_err(|error| match error {
            JsonFileError::Read(source) => StartError::ReadFaults {
                path: path.clone(),
                source,
            },
            JsonFileError::Invalid(diagnostics) => StartError::Faults(diagnostics),
        })?;
        self.faults.extend(faults);
        Ok(())
    }

    fn read_answers(&mut self, served: Served<'_>) -> Result<Answers, StartError> {
        let mut all = Answers::default();
        for source in std::mem::take(&mut self.answers) {
            all.extend(match source {
                AnswersSource::Text(text) => {
                    answers::parse("the answers", text, served).map_err(StartError::Answers)?
                }
                AnswersSource::File(path) => answers::read(&path, served).map_err(|error| match error {
                    JsonFileError::Read(source) => StartError::ReadAnswers { path, source },
                    JsonFileError::Invalid(diagnostics) => StartError::Answers(diagnostics),
                })?,
            });
        }
        Ok(all)
    }

    fn allowed_hosts(&self) -> Result<Vec<HostPattern>, StartError> {
        let patterns = self
            .allowed_hosts
            .iter()
            .map(|host| HostPattern::parse(host).ok_or_else(|| StartError::AllowedHost { host: host.clone() }));
        patterns.collect()
    }

    /// Reads the spec, binds the address and serves, on the current tokio runtime.
    ///
    /// ```
    /// # use tc3_emulator::{Emulator, StartError};
    /// # async fn example() -> Result<(), StartError> {
    /// let emulator = Emulator::builder().spec_dir("spec").start().await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// Fails if there is no spec, if the spec cannot be read or is invalid, if a file is in two of its folders, if the
    /// faults file or an answers file cannot be read or is invalid, if the data file cannot be used or is damaged, if an
    /// allowed host is not a host, if the address cannot be bound, or if there is no certificate for HTTPS.
    ///
    /// # Panics
    /// Panics outside of a tokio runtime whose IO and time drivers are enabled.
    pub async fn start(mut self) -> Result<Emulator, StartError> {
        let sources = std::mem::take(&mut self.spec);
        let sets: Result<Vec<SourceSet>, StartError> = sources.into_iter().map(SpecSource::read).collect();
        let sets = sets?;
        let is_served_without = !self.services.is_empty() || self.source.is_some();
        let (mut spec, warnings) = if sets.is_empty() && is_served_without {
            (Spec::default(), Diagnostics::default())
        } else {
            let checked = tc3_codegen::load(&merge_sources(sets)?).map_err(StartError::Spec)?;
            (checked.spec, checked.warnings)
        };
        spec.services.append(&mut self.services);
        let secret_params = Arc::new(SecretParams::of(&spec));
        let secret_of_loaded = Arc::clone(&secret_params);
        let loadable = LoadableServices::new(self.source.take(), &spec.services, move |service| {
            secret_of_loaded.add(service);
        });
        let allowed_hosts = self.allowed_hosts()?;
        let store = Store::open(self.data_file.as_deref(), &spec, self.id_seed).map_err(StartError::DataFile)?;
        for (issued, caller) in store.kept_credentials() {
            self.credentials.issue(&issued, caller);
        }
        let answers = self.read_answers(Served {
            spec: &spec,
            loadable: &loadable,
        })?;
        self.read_faults_file(Router {
            spec: &spec,
            loadable: &loadable,
            loaded: &[],
            answers: &answers,
        })?;
        let wanted = self.listen.unwrap_or((Ipv4Addr::LOCALHOST, 0).into());
        let listen_error = |source| StartError::Listen { addr: wanted, source };
        let listener = TcpListener::bind(wanted).await.map_err(listen_error)?;
        let addr = listener.local_addr().map_err(listen_error)?;
        let allowed_hosts = Arc::new(AllowedHosts::new(&spec, allowed_hosts, addr.ip()));
        let (transport, ca_pem) = self.transport(&allowed_hosts)?;
        let scheme = transport.scheme();
        let pipeline = Arc::new(RequestPipeline {
            secret_params,
            spec,
            loadable,
            answers,
            is_lenient: self.lenient,
            logs_parameters: self.log_parameters,
            allowed_hosts,
            credentials: self.credentials.or_sample(),
            clock: self.clock,
            store,
            rate_limiter: self.enforce_rates.then(RateLimiter::default),
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
            Arc::clone(&pipeline),
            stopped,
        ));
        Ok(Emulator {
            addr,
            pipeline,
            warnings,
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

/// Merges the files of all `sets`. A single set keeps its root; the root of several is written as a shell would expand
/// it: `{spec,more/spec}`.
fn merge_sources(sets: Vec<SourceSet>) -> Result<SourceSet, StartError> {
    match <[SourceSet; 1]>::try_from(sets) {
        Ok([only]) => Ok(only),
        Err(sets) if sets.is_empty() => Err(StartError::NoSpec),
        Err(sets) => {
            let sources = all_files(&sets)?;
            let roots: Vec<&str> = sets.iter().map(SourceSet::root).collect();
            Ok(SourceSet::new(format!("{{{}}}", roots.join(",")), sources))
        }
    }
}

fn all_files(sets: &[SourceSet]) -> Result<Vec<Source>, StartError> {
    let mut sources = Vec::new();
    let mut root_of: HashMap<&str, &str> = HashMap::new();
    for set in sets {
        for (_, source) in set.iter() {
            if let Some(first) = root_of.insert(&source.path, set.root()) {
                return Err(StartError::SpecTwice {
                    path: source.path.clone(),
                    folders: [first.to_owned(), set.root().to_owned()],
                });
            }
            sources.push(source.clone());
        }
    }
    Ok(sources)
}
