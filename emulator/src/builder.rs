//! Configures and starts an emulator.

use std::collections::HashMap;
use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use fastrand::Rng;
use tc3_codegen::spec::{Source, SourceSet, Spec};
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::answers::{self, Answers};
use crate::auth::credentials::{Credential, Credentials};
use crate::emulator::Emulator;
use crate::faults::{self, Fault, Faults};
use crate::json_file::JsonFileError;
use crate::pipeline::{Observer, RequestPipeline};
use crate::rate_limit::RateLimiter;
use crate::recorder::{RecordedRequest, Recorder};
use crate::redact::SecretParams;
use crate::routing::Router;
use crate::server::{self, Limits, transport::Transport};
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
/// let spec = concat!(env!("CARGO_MANIFEST_DIR"), "/../spec");
/// let emulator = Emulator::builder().spec_dir(spec).id_seed(1).start().await?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Default)]
#[must_use = "nothing runs until `start` is awaited"]
pub struct Builder {
    spec: Vec<SpecSource>,
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

    /// Keeps the state of the services in the file at `path`, which is created if it does not exist.
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
    /// # let spec = concat!(env!("CARGO_MANIFEST_DIR"), "/../spec");
    /// // The first call is refused, and each later one answered with no proxies.
    /// let answers = r#"{"DescribeProxies": [
    ///     {"Error": {"Code": "InternalError", "Message": "no luck"}},
    ///     {"TotalCount": 0, "ProxySet": [], "InstanceSet": []}
    /// ]}"#;
    /// let emulator = Emulator::builder().spec_dir(spec).answers(answers).start().await?;
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

    /// Sets the most connections at a time, at least one; more wait to be accepted. The default is 256.
    ///
    /// ```
    /// # use tc3_emulator::Emulator;
    /// let builder = Emulator::builder().spec_dir("spec").max_connections(16);
    /// ```
    pub fn max_connections(mut self, limit: usize) -> Self {
        self.limits.max_connections = limit.max(1);
        self
    }

    /// Serves HTTPS with a certificate that is made for this run.
    ///
    /// It is valid for `localhost`, 127.0.0.1, `::1`, the address that the emulator listens on, and the hosts one label
    /// below `tencentcloudapi.com` or `intl.tencentcloudapi.com`. Clients have to trust [`Emulator::ca_pem`].
    ///
    /// ```
    /// # use tc3_emulator::Emulator;
    /// let builder = Emulator::builder().spec_dir("spec").tls();
    /// ```
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
        let (acceptor, ca_pem) = server::tls::set_up(addr.ip()).map_err(StartError::Certificate)?;
        Ok((Transport::Tls(acceptor), Some(ca_pem)))
    }

    #[cfg(not(feature = "tls"))]
    fn transport(&self, _: SocketAddr) -> Result<(Transport, Option<String>), StartError> {
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

    fn read_answers(&mut self, spec: &Spec) -> Result<Answers, StartError> {
        let mut all = Answers::default();
        for source in std::mem::take(&mut self.answers) {
            all.extend(match source {
                AnswersSource::Text(text) => answers::parse("the answers", text, spec).map_err(StartError::Answers)?,
                AnswersSource::File(path) => answers::read(&path, spec).map_err(|error| match error {
                    JsonFileError::Read(source) => StartError::ReadAnswers { path, source },
                    JsonFileError::Invalid(diagnostics) => StartError::Answers(diagnostics),
                })?,
            });
        }
        Ok(all)
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
    /// faults file or an answers file cannot be read or is invalid, if the data file cannot be used, if the address cannot be bound, or if
    /// no certificate can be made.
    ///
    /// # Panics
    /// Panics outside of a tokio runtime whose IO and time drivers are enabled.
    pub async fn start(mut self) -> Result<Emulator, StartError> {
        let sources = std::mem::take(&mut self.spec);
        let sets: Result<Vec<SourceSet>, StartError> = sources.into_iter().map(SpecSource::read).collect();
        let checked = tc3_codegen::load(&merge_sources(sets?)?).map_err(StartError::Spec)?;
        let rng = self.id_seed.map_or_else(Rng::new, Rng::with_seed);
        let store = Store::open(self.data_file.as_deref(), &checked.spec, rng).map_err(StartError::DataFile)?;
        let answers = self.read_answers(&checked.spec)?;
        self.read_faults_file(Router {
            spec: &checked.spec,
            answers: &answers,
        })?;
        let wanted = self.listen.unwrap_or((Ipv4Addr::LOCALHOST, 0).into());
        let listen_error = |source| StartError::Listen { addr: wanted, source };
        let listener = TcpListener::bind(wanted).await.map_err(listen_error)?;
        let addr = listener.local_addr().map_err(listen_error)?;
        let (transport, ca_pem) = self.transport(addr)?;
        let scheme = transport.scheme();
        let pipeline = Arc::new(RequestPipeline {
            secret_params: SecretParams::of(&checked.spec),
            spec: checked.spec,
            answers,
            is_lenient: self.lenient,
            logs_parameters: self.log_parameters,
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
