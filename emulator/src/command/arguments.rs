//! Parses the command line.

use std::ffi::OsString;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use lexopt::prelude::{Long, Short, ValueExt};

use super::health::HealthCheck;
use super::{Program, default_spec};
use crate::auth::credentials::{SAMPLE_SECRET_ID, SAMPLE_SECRET_KEY};

/// What `--help` prints: the options that this build has.
pub(super) fn help(program: &Program) -> String {
    let name = program.name;
    let (made_from, default_spec) = if program.services.is_some() {
        ("the catalog or a spec folder", "every service of the catalog")
    } else {
        ("a spec folder", default_spec::HELP)
    };
    let tls = if cfg!(feature = "tls") { TLS_HELP } else { "" };
    let data_file = if cfg!(feature = "data-file") {
        DATA_FILE_HELP
    } else {
        ""
    };
    let health_tls = if cfg!(feature = "tls") { HEALTH_TLS_HELP } else { "" };
    format!(
        "\
A local emulator of Tencent Cloud, made from {made_from}

Usage: {name} [OPTIONS]

Options:
  --spec DIR         Folder of the spec to serve; may be given several times [default: {default_spec}]
  --listen ADDR      Address and port; port 0 takes a free one [default: 127.0.0.1:9443]
  --allow-host HOST  Answer requests for this host too, on the page also from other machines;
                     `*.example.com` is every host below example.com; may be given several times
  --log text|json    Format of the line for each request: text, or a JSON object [default: text]
  --log-parameters   Add the parameters to these lines, without secrets
  --faults FILE      JSON file of faults to inject
  --answers FILE     JSON file of answers by action, in place of the emulator's own; may be given
                     several times
  --lenient          Let undeclared parameters, undeclared actions and known mistakes of clients
                     pass, with a note in the log
  --enforce-rates    Throttle calls beyond the rate limits of the spec
  --machine-role R   Serve the metadata service of a machine with the role R
{tls}  --secret-id ID     SecretId of the credential to accept, with --secret-key
  --secret-key KEY   SecretKey of that credential
{data_file}  --health           Ask the emulator that runs at --listen whether it answers, print what it says, and exit
                     with 0, or with 1 if it does not{health_tls}
  -h, --help         Print this
  -V, --version      Print the version

Without --secret-id and --secret-key the credential is the sample of the public documentation:
  SecretId   {SAMPLE_SECRET_ID}
  SecretKey  {SAMPLE_SECRET_KEY}
"
    )
}

const TLS_HELP: &str = "  \
--tls              Serve HTTPS
  --tls-ca FILE      With --tls, file of the authority that clients trust; it and its key, the same
                     name with .key, are made if they do not exist, and used again in later runs
                     [default: an authority made for this run, in a new temporary file]
  --tls-cert FILE    With --tls, a certificate of your own in PEM, with its chain
  --tls-key FILE     The private key of --tls-cert in PEM
";

const HEALTH_TLS_HELP: &str = "; by HTTPS if --tls-ca names the authority
                     that clients trust";

const DATA_FILE_HELP: &str = "  \
--data FILE        File to keep the state of the services in across runs
";

/// Where it listens, and is asked, without `--listen`.
const DEFAULT_ADDRESS: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 9443);

/// What to do.
pub(super) enum Command {
    Help,
    Version,
    Health(HealthCheck),
    Serve(Box<Options>),
}

pub(super) struct Options {
    /// Without any, what is served is the program's to say.
    pub(super) specs: Vec<PathBuf>,
    pub(super) listen: SocketAddr,
    pub(super) allowed_hosts: Vec<String>,
    /// The file to keep the state in.
    pub(super) data: Option<PathBuf>,
    /// SecretId and SecretKey.
    pub(super) credential: Option<(String, String)>,
    pub(super) log: LogFormat,
    pub(super) log_parameters: bool,
    pub(super) faults: Option<PathBuf>,
    /// Files of answers by hand; the last one wins.
    pub(super) answers: Vec<PathBuf>,
    pub(super) lenient: bool,
    pub(super) enforce_rates: bool,
    pub(super) machine_role: Option<String>,
    #[cfg(feature = "tls")]
    pub(super) tls: Option<Tls>,
}

/// HTTPS, and where its certificates come from.
#[cfg(feature = "tls")]
pub(super) enum Tls {
    /// An authority that is made for this run.
    OfThisRun,
    /// The authority in this file.
    Authority(PathBuf),
    /// A certificate and its key.
    Certificate(PathBuf, PathBuf),
}

/// The format of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LogFormat {
    Text,
    Json,
}

/// The arguments as they were given, before they are combined.
#[derive(Default, PartialEq, Eq)]
struct RawArguments {
    health: bool,
    specs: Vec<PathBuf>,
    listen: Option<SocketAddr>,
    allowed_hosts: Vec<String>,
    secret_id: Option<String>,
    secret_key: Option<String>,
    data: Option<PathBuf>,
    log: Option<LogFormat>,
    log_parameters: bool,
    faults: Option<PathBuf>,
    answers: Vec<PathBuf>,
    lenient: bool,
    enforce_rates: bool,
    machine_role: Option<String>,
    tls: bool,
    tls_ca: Option<PathBuf>,
    tls_cert: Option<PathBuf>,
    tls_key: Option<PathBuf>,
}

/// Parses the arguments after the name of the command. The error says what to write instead.
pub(super) fn read(arguments: impl IntoIterator<Item = OsString>) -> Result<Command, String> {
    let mut parser = lexopt::Parser::from_args(arguments);
    let mut given = RawArguments::default();
    while let Some(argument) = parser.next().map_err(|error| error.to_string())? {
        match argument {
            Short('h') | Long("help") => return Ok(Command::Help),
            Short('V') | Long("version") => return Ok(Command::Version),
            Long("health") => given.health = true,
            Long("spec") => given.specs.push(path(&mut parser)?),
            Long("listen") => given.listen = Some(address(&text(&mut parser, "--listen")?)?),
            Long("allow-host") => given.allowed_hosts.push(text(&mut parser, "--allow-host")?),
            Long("secret-id") => given.secret_id = Some(text(&mut parser, "--secret-id")?),
            Long("secret-key") => given.secret_key = Some(text(&mut parser, "--secret-key")?),
            Long("data") => given.data = Some(path(&mut parser)?),
            Long("log") => given.log = Some(log_format(&text(&mut parser, "--log")?)?),
            Long("log-parameters") => given.log_parameters = true,
            Long("faults") => given.faults = Some(path(&mut parser)?),
            Long("answers") => given.answers.push(path(&mut parser)?),
            Long("lenient") => given.lenient = true,
            Long("enforce-rates") => given.enforce_rates = true,
            Long("machine-role") => given.machine_role = Some(text(&mut parser, "--machine-role")?),
            Long("tls") => given.tls = true,
            Long("tls-ca") => given.tls_ca = Some(path(&mut parser)?),
            Long("tls-cert") => given.tls_cert = Some(path(&mut parser)?),
            Long("tls-key") => given.tls_key = Some(path(&mut parser)?),
            other => return Err(other.unexpected().to_string()),
        }
    }
    if given.health {
        return health(given).map(Command::Health);
    }
    combine(given).map(|options| Command::Serve(Box::new(options)))
}

fn health(given: RawArguments) -> Result<HealthCheck, String> {
    let (listen, tls, authority) = (given.listen.unwrap_or(DEFAULT_ADDRESS), given.tls, given.tls_ca.clone());
    let others = RawArguments {
        health: false,
        listen: None,
        tls: false,
        tls_ca: None,
        ..given
    };
    if others != RawArguments::default() {
        return Err("--health starts nothing: give only --listen and --tls-ca with it".to_owned());
    }
    if (tls || authority.is_some()) && !cfg!(feature = "tls") {
        return Err(needs_feature("--tls-ca", "tls"));
    }
    if tls && authority.is_none() {
        return Err("--health --tls needs --tls-ca FILE, the authority that clients trust".to_owned());
    }
    if listen.port() == 0 {
        return Err("--health needs the port of a running emulator in --listen, not 0".to_owned());
    }
    Ok(HealthCheck::new(listen, authority))
}

fn combine(given: RawArguments) -> Result<Options, String> {
    let uses_tls = given.tls
        || [&given.tls_ca, &given.tls_cert, &given.tls_key]
            .iter()
            .any(|file| file.is_some());
    if uses_tls && !cfg!(feature = "tls") {
        return Err(needs_feature("--tls", "tls"));
    }
    if given.data.is_some() && !cfg!(feature = "data-file") {
        return Err(needs_feature("--data", "data-file"));
    }
    #[cfg(feature = "tls")]
    let tls = tls(&given)?;
    let credential = match (given.secret_id, given.secret_key) {
        (Some(id), Some(key)) => Some((id, key)),
        (None, None) => None,
        (Some(_), None) => return Err("--secret-id needs --secret-key KEY".to_owned()),
        (None, Some(_)) => return Err("--secret-key needs --secret-id ID".to_owned()),
    };
    Ok(Options {
        specs: given.specs,
        data: given.data,
        allowed_hosts: given.allowed_hosts,
        listen: given.listen.unwrap_or(DEFAULT_ADDRESS),
        credential,
        log: given.log.unwrap_or(LogFormat::Text),
        log_parameters: given.log_parameters,
        faults: given.faults,
        answers: given.answers,
        lenient: given.lenient,
        enforce_rates: given.enforce_rates,
        machine_role: given.machine_role,
        #[cfg(feature = "tls")]
        tls,
    })
}

fn needs_feature(option: &str, feature: &str) -> String {
    format!(
        "{option} needs a command that was built with the feature `{feature}`: \
         `cargo run -p tc3-emulator --features {feature}`"
    )
}

#[cfg(feature = "tls")]
fn tls(given: &RawArguments) -> Result<Option<Tls>, String> {
    let options = [
        ("--tls-ca", &given.tls_ca),
        ("--tls-cert", &given.tls_cert),
        ("--tls-key", &given.tls_key),
    ];
    if let (false, Some((option, _))) = (given.tls, options.iter().find(|(_, file)| file.is_some())) {
        return Err(format!("{option} needs --tls"));
    }
    match (&given.tls_ca, &given.tls_cert, &given.tls_key) {
        (None, None, None) => Ok(given.tls.then_some(Tls::OfThisRun)),
        (Some(file), None, None) => Ok(Some(Tls::Authority(file.clone()))),
        (None, Some(certificate), Some(key)) => Ok(Some(Tls::Certificate(certificate.clone(), key.clone()))),
        (None, Some(_), None) => Err("--tls-cert needs --tls-key FILE, the key of the certificate".to_owned()),
        (None, None, Some(_)) => Err("--tls-key needs --tls-cert FILE, the certificate of the key".to_owned()),
        (Some(_), ..) => Err(
            "--tls-ca is the authority that signs certificates here, and --tls-cert is a certificate that was \
             signed elsewhere; give only one of the two"
                .to_owned(),
        ),
    }
}

fn path(parser: &mut lexopt::Parser) -> Result<PathBuf, String> {
    parser.value().map(PathBuf::from).map_err(|error| error.to_string())
}

fn log_format(text: &str) -> Result<LogFormat, String> {
    match text {
        "text" => Ok(LogFormat::Text),
        "json" => Ok(LogFormat::Json),
        _ => Err(format!("`--log {text}` is neither text nor json")),
    }
}

fn text(parser: &mut lexopt::Parser, option: &str) -> Result<String, String> {
    let value = parser.value().map_err(|error| error.to_string())?;
    // The value itself is not repeated: it may be a secret.
    let value = value
        .string()
        .map_err(|_| format!("the value of {option} is not UTF-8"))?;
    if value.is_empty() {
        return Err(format!("the value of {option} is empty"));
    }
    Ok(value)
}

fn address(text: &str) -> Result<SocketAddr, String> {
    text.parse()
        .map_err(|_| format!("`--listen {text}` is not an address and port; write one such as 127.0.0.1:9443"))
}
