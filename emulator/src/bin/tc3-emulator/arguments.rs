//! Parses the command line.

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::PathBuf;

use lexopt::prelude::{Long, Short, ValueExt};

/// What `--help` prints.
pub(crate) const HELP: &str = "\
A local emulator of Tencent Cloud, made from a spec folder

Usage: tc3-emulator [OPTIONS]

Options:
  --spec DIR         Folder of the spec to serve; may be given several times [default: spec]
  --listen ADDR      Address and port; port 0 takes a free one [default: 127.0.0.1:9443]
  --log text|json    Format of the line for each request: text, or a JSON object [default: text]
  --log-parameters   Add the parameters to these lines, without secrets
  --faults FILE      JSON file of faults to inject
  --answers FILE     JSON file of answers by action, in place of the emulator's own; may be given
                     several times
  --lenient          Let undeclared parameters, undeclared actions and known mistakes of clients
                     pass, with a note in the log
  --enforce-rates    Throttle calls beyond the rate limits of the spec
  --machine-role R   Serve the metadata service of a machine with the role R
  --tls              Serve HTTPS with a certificate made for this run
  --tls-ca FILE      With --tls, file to write the authority to trust to; it must not exist
                     [default: a new temporary file]
  --secret-id ID     SecretId of the credential to accept, with --secret-key
  --secret-key KEY   SecretKey of that credential
  --data FILE        File to keep the state of the services in across runs
  -h, --help         Print this
  -V, --version      Print the version

Without --secret-id and --secret-key the credential is the sample of the public documentation:
  SecretId   AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE
  SecretKey  Gu5t9xGARNpq86cd98joQYCN3EXAMPLE
";

/// What to do.
pub(crate) enum Command {
    Help,
    Version,
    Serve(Box<Options>),
}

pub(crate) struct Options {
    /// At least one folder.
    pub(crate) specs: Vec<PathBuf>,
    pub(crate) listen: SocketAddr,
    /// The file to keep the state in.
    pub(crate) data: Option<PathBuf>,
    /// SecretId and SecretKey.
    pub(crate) credential: Option<(String, String)>,
    pub(crate) log: LogFormat,
    pub(crate) log_parameters: bool,
    pub(crate) faults: Option<PathBuf>,
    /// Files of answers by hand; the last one wins.
    pub(crate) answers: Vec<PathBuf>,
    pub(crate) lenient: bool,
    pub(crate) enforce_rates: bool,
    pub(crate) machine_role: Option<String>,
    #[cfg(feature = "tls")]
    pub(crate) tls: Option<Tls>,
}

/// HTTPS, and the file to write its authority to, if one was given.
#[cfg(feature = "tls")]
pub(crate) struct Tls {
    pub(crate) ca: Option<PathBuf>,
}

/// The format of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LogFormat {
    Text,
    Json,
}

/// The arguments as they were given, before they are combined.
#[derive(Default)]
struct RawArguments {
    specs: Vec<PathBuf>,
    listen: Option<SocketAddr>,
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
}

/// Parses the arguments after the name of the command. The error says what to write instead.
pub(crate) fn read(arguments: impl IntoIterator<Item = OsString>) -> Result<Command, String> {
    let mut parser = lexopt::Parser::from_args(arguments);
    let mut given = RawArguments::default();
    while let Some(argument) = parser.next().map_err(|error| error.to_string())? {
        match argument {
            Short('h') | Long("help") => return Ok(Command::Help),
            Short('V') | Long("version") => return Ok(Command::Version),
            Long("spec") => given.specs.push(path(&mut parser)?),
            Long("listen") => given.listen = Some(address(&text(&mut parser, "--listen")?)?),
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
            other => return Err(other.unexpected().to_string()),
        }
    }
    combine(given).map(|options| Command::Serve(Box::new(options)))
}

fn combine(given: RawArguments) -> Result<Options, String> {
    let mut specs = given.specs;
    if specs.is_empty() {
        specs.push(PathBuf::from("spec"));
    }
    let credential = match (given.secret_id, given.secret_key) {
        (Some(id), Some(key)) => Some((id, key)),
        (None, None) => None,
        (Some(_), None) => return Err("--secret-id needs --secret-key KEY".to_owned()),
        (None, Some(_)) => return Err("--secret-key needs --secret-id ID".to_owned()),
    };
    if given.tls && !cfg!(feature = "tls") {
        return Err("--tls needs a command that was built with the feature `tls`".to_owned());
    }
    if given.tls_ca.is_some() && !given.tls {
        return Err("--tls-ca needs --tls".to_owned());
    }
    Ok(Options {
        specs,
        data: given.data,
        listen: given.listen.unwrap_or(SocketAddr::from(([127, 0, 0, 1], 9443))),
        credential,
        log: given.log.unwrap_or(LogFormat::Text),
        log_parameters: given.log_parameters,
        faults: given.faults,
        answers: given.answers,
        lenient: given.lenient,
        enforce_rates: given.enforce_rates,
        machine_role: given.machine_role,
        #[cfg(feature = "tls")]
        tls: given.tls.then_some(Tls { ca: given.tls_ca }),
    })
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
