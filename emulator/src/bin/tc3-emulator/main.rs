//! The command `tc3-emulator`: serves a spec folder and logs the requests.

mod arguments;
mod log;
mod log_writer;
mod shutdown_signal;

use std::io::{self, Write};
#[cfg(feature = "tls")]
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use tc3_emulator::{Builder, Emulator, StartError};

#[cfg(feature = "tls")]
use crate::arguments::Tls;
use crate::arguments::{Command, Options};
use crate::log_writer::LogWriter;
use crate::shutdown_signal::ShutdownSignal;

/// The exit code for invalid arguments.
const USAGE: u8 = 2;

/// The name of the library's thread that opens a data file, and whose panics it catches.
const CATCHING_THREAD: &str = "tc3-data-file";

fn main() -> ExitCode {
    silence_caught_panics();
    match arguments::read(std::env::args_os().skip(1)) {
        Ok(Command::Help) => print(&arguments::help()),
        Ok(Command::Version) => print(concat!("tc3-emulator ", env!("CARGO_PKG_VERSION"), "\n")),
        Ok(Command::Serve(options)) => {
            return run(*options).unwrap_or_else(|error| {
                print_error(&format!("tc3-emulator: {error}"));
                ExitCode::FAILURE
            });
        }
        Err(error) => return usage_error(&error),
    }
    ExitCode::SUCCESS
}

fn usage_error(error: &str) -> ExitCode {
    print_error(&format!("tc3-emulator: {error}\nTry `tc3-emulator --help`."));
    ExitCode::from(USAGE)
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

fn run(options: Options) -> Result<ExitCode, Box<dyn std::error::Error>> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(serve(options))
}

async fn serve(options: Options) -> Result<ExitCode, Box<dyn std::error::Error>> {
    if !options.listen.ip().is_loopback() {
        print_error(&format!(
            "warning: {} is not a loopback address; anyone who can reach it can call this emulator",
            options.listen.ip()
        ));
    }
    let mut shutdown = ShutdownSignal::listen()?;
    let format = options.log;
    let log = LogWriter::start(io::stdout(), move |lines| log::dropped(format, lines))?;
    let emulator = match builder(&options, &log).start().await {
        Ok(emulator) => emulator,
        Err(error @ StartError::AllowedHost { .. }) => return Ok(usage_error(&format!("--allow-host: {error}"))),
        Err(error) => {
            let hint = hint(&error).map(|hint| format!("\n{hint}"));
            return Err(format!("{error}{}", hint.unwrap_or_default()).into());
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
    #[cfg_attr(
        not(feature = "tls"),
        expect(unused_mut, reason = "the authority follows with HTTPS alone")
    )]
    let mut first = log::listening(options.log, &emulator);
    #[cfg(feature = "tls")]
    if let Some(path) = authority {
        first += &log::authority(options.log, &path);
    }
    log.begin(first);
    shutdown.received().await?;
    let faults = log::faults(options.log, &emulator.fault_reports());
    emulator.shutdown().await;
    log.write(faults);
    log.write(log::stopped(options.log));
    log.close();
    Ok(ExitCode::SUCCESS)
}

fn builder(options: &Options, log: &LogWriter) -> Builder {
    let (format, log) = (options.log, log.clone());
    let mut builder = Emulator::builder()
        .listen(options.listen)
        .on_request(move |request| log.write(log::request(format, request)));
    for folder in &options.specs {
        builder = builder.spec_dir(folder);
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
    builder
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
fn write_authority(pem: &str) -> Result<PathBuf, String> {
    let path = std::env::temp_dir().join(format!("tc3-emulator-{:016x}.pem", fastrand::u64(..)));
    match create_new(&path, pem) {
        Ok(()) => Ok(path),
        Err(error) => Err(format!(
            "the authority cannot be written to {}: {error}",
            path.display()
        )),
    }
}

#[cfg(feature = "tls")]
fn create_new(path: &Path, pem: &str) -> io::Result<()> {
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(pem.as_bytes())
}
