//! The command of the emulator: serves what its options say and logs the requests.
//!
//! `tc3-emulator` and `tc3 emulator` both run it. They differ in their names, in what is served without `--spec`, and in
//! what they say once the emulator listens.

mod arguments;
mod default_spec;
mod health;
mod log;
mod log_writer;
mod shutdown_signal;

use std::ffi::OsString;
use std::fmt;
use std::io::{self, Write};
#[cfg(feature = "tls")]
use std::path::{Path, PathBuf};

#[cfg(feature = "tls")]
use self::arguments::Tls;
use self::arguments::{Command, LogFormat, Options};
use self::log_writer::LogWriter;
use self::shutdown_signal::ShutdownSignal;
use crate::builder::Builder;
use crate::emulator::Emulator;
use crate::start_error::StartError;

/// The name of the library's thread that opens a data file, and whose panics it catches.
const CATCHING_THREAD: &str = "tc3-data-file";

/// What the programs that run this command differ in.
#[derive(Clone, Copy, Debug)]
pub struct Program {
    /// How it is called: `tc3-emulator`, `tc3 emulator`.
    pub name: &'static str,
    /// Its version.
    pub version: &'static str,
    /// Adds what is served without `--spec`; by default the folder `spec` is, or else the embedded spec.
    pub services: Option<fn(Builder) -> Result<Builder, String>>,
    /// The lines, each with its end, that a log of text begins with once the emulator listens; the argument says whether
    /// it accepts the sample credential.
    pub next: Option<fn(&Emulator, bool) -> String>,
}

/// Why the command ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CommandError {
    /// The arguments are wrong.
    Usage(String),
    /// Something that they name is, such as a file or an address.
    Failed(String),
}

impl fmt::Display for CommandError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(message) | Self::Failed(message) => f.write_str(message),
        }
    }
}

impl std::error::Error for CommandError {}

impl From<io::Error> for CommandError {
    fn from(error: io::Error) -> Self {
        Self::Failed(error.to_string())
    }
}

/// Runs the command with these arguments, without the name of the program, until a signal ends it.
///
/// # Errors
/// If the arguments are wrong, or the emulator cannot start.
pub fn run(program: &Program, arguments: impl IntoIterator<Item = OsString>) -> Result<(), CommandError> {
    match arguments::read(arguments).map_err(CommandError::Usage)? {
        Command::Help => print(&arguments::help(program)),
        Command::Version => print(&format!("{} {}\n", program.name, program.version)),
        Command::Health(check) => print(&check.ask().map_err(CommandError::Failed)?),
        Command::Serve(options) => {
            silence_caught_panics();
            let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
            return runtime.block_on(serve(program, *options));
        }
    }
    Ok(())
}

/// Returns what `--help` prints.
#[must_use]
pub fn help(program: &Program) -> String {
    arguments::help(program)
}

/// Leaves out panics that are caught and reported as errors: those of redb on a damaged data file.
fn silence_caught_panics() {
    let report = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if std::thread::current().name() != Some(CATCHING_THREAD) {
            report(panic);
        }
    }));
}

async fn serve(program: &Program, options: Options) -> Result<(), CommandError> {
    if !options.listen.ip().is_loopback() {
        print_error(&format!(
            "warning: {} is not a loopback address; anyone who can reach it can call this emulator",
            options.listen.ip()
        ));
    }
    let mut shutdown = ShutdownSignal::listen()?;
    let format = options.log;
    let log = LogWriter::start(io::stdout(), move |lines| log::dropped(format, lines))?;
    let emulator = match builder(program, &options, &log)?.start().await {
        Ok(emulator) => emulator,
        Err(error @ StartError::AllowedHost { .. }) => {
            return Err(CommandError::Usage(format!("--allow-host: {error}")));
        }
        Err(error) => {
            let hint = hint(&error).map(|hint| format!("\n{hint}"));
            return Err(CommandError::Failed(format!("{error}{}", hint.unwrap_or_default())));
        }
    };
    let warnings = emulator.warnings().iter().count();
    if warnings > 0 {
        print_error(&format!(
            "warning: {warnings} warnings about the spec; `tc3-codegen check` shows them"
        ));
    }
    #[cfg(feature = "tls")]
    let authority = match (&options.tls, emulator.ca_pem()) {
        (Some(Tls::OfThisRun), Some(pem)) => Some(write_authority(pem)?),
        (Some(Tls::Authority(file)), _) => Some(file.clone()),
        _ => None,
    };
    let mut first = log::listening(options.log, &emulator);
    #[cfg(feature = "tls")]
    if let Some(path) = authority {
        first += &log::authority(options.log, &path);
    }
    if let Some(next) = program.next.filter(|_| options.log == LogFormat::Text) {
        first += &next(&emulator, options.credential.is_none());
    }
    log.begin(first);
    shutdown.received().await?;
    let faults = log::faults(options.log, &emulator.fault_reports());
    emulator.shutdown().await;
    log.write(faults);
    log.write(log::stopped(options.log));
    log.close();
    Ok(())
}

fn builder(program: &Program, options: &Options, log: &LogWriter) -> Result<Builder, CommandError> {
    let (format, log) = (options.log, log.clone());
    let mut builder = Emulator::builder()
        .listen(options.listen)
        .on_request(move |request| log.write(log::request(format, request)));
    for folder in &options.specs {
        builder = builder.spec_dir(folder);
    }
    if options.specs.is_empty() {
        builder = match program.services {
            Some(add_services) => add_services(builder).map_err(CommandError::Failed)?,
            None => {
                let (builder, note) = default_spec::add(builder);
                if let Some(note) = note {
                    print_error(&note);
                }
                builder
            }
        };
    }
    if let Some((secret_id, secret_key)) = &options.credential {
        builder = builder.credential(secret_id, secret_key);
    }
    if let Some(data) = &options.data {
        builder = builder.data_file(data);
    }
    if let Some(file) = &options.faults {
        builder = builder.faults_file(file);
    }
    if options.log_parameters {
        builder = builder.log_parameters();
    }
    for file in &options.answers {
        builder = builder.answers_file(file);
    }
    if options.lenient {
        builder = builder.lenient();
    }
    if options.enforce_rates {
        builder = builder.enforce_rates();
    }
    if let Some(role) = &options.machine_role {
        builder = builder.machine_role(role);
    }
    for host in &options.allowed_hosts {
        builder = builder.allow_host(host);
    }
    #[cfg(feature = "tls")]
    {
        builder = match &options.tls {
            None => builder,
            Some(Tls::OfThisRun) => builder.tls(),
            Some(Tls::Authority(file)) => builder.tls_authority(file),
            Some(Tls::Certificate(certificate, key)) => builder.tls_certificate(certificate, key),
        };
    }
    Ok(builder)
}

/// The argument that fixes an error, if there is one.
fn hint(error: &StartError) -> Option<&'static str> {
    match error {
        StartError::ReadSpec(_) => Some("Name the spec folder with --spec DIR."),
        StartError::Listen { .. } => Some("Name another address with --listen ADDR; port 0 takes a free one."),
        _ => None,
    }
}

/// Writes to standard output. Errors are ignored: a closed output has no reader.
fn print(text: &str) {
    let mut output = io::stdout().lock();
    let _ = output.write_all(text.as_bytes()).and_then(|()| output.flush());
}

/// Writes a line to standard error. Errors are ignored: `eprintln!` would panic if nobody can read it.
fn print_error(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// Writes the certificate authority of this run to a new temporary file, and returns the path.
///
/// The file must not exist: someone who can put one in its place could decide what clients trust.
#[cfg(feature = "tls")]
fn write_authority(pem: &str) -> Result<PathBuf, CommandError> {
    let path = std::env::temp_dir().join(format!("tc3-emulator-{:016x}.pem", fastrand::u64(..)));
    match create_new(&path, pem) {
        Ok(()) => Ok(path),
        Err(error) => Err(CommandError::Failed(format!(
            "the authority cannot be written to {}: {error}",
            path.display()
        ))),
    }
}

#[cfg(feature = "tls")]
fn create_new(path: &Path, pem: &str) -> io::Result<()> {
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(pem.as_bytes())
}
