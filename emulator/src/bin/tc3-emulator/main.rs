//! The command `tc3-emulator`: serves a spec folder and logs the requests.

mod arguments;
mod log;
mod shutdown_signal;

use std::io::{self, Write};
#[cfg(feature = "tls")]
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use tc3_emulator::{Builder, Emulator, StartError};

use crate::arguments::{Command, HELP, Options};
use crate::shutdown_signal::ShutdownSignal;

/// The exit code for invalid arguments.
const USAGE: u8 = 2;

fn main() -> ExitCode {
    match arguments::read(std::env::args_os().skip(1)) {
        Ok(Command::Help) => print(HELP),
        Ok(Command::Version) => print(concat!("tc3-emulator ", env!("CARGO_PKG_VERSION"), "\n")),
        Ok(Command::Serve(options)) => {
            return run(*options).unwrap_or_else(|error| {
                eprintln!("tc3-emulator: {error}");
                ExitCode::FAILURE
            });
        }
        Err(error) => {
            eprintln!("tc3-emulator: {error}\nTry `tc3-emulator --help`.");
            return ExitCode::from(USAGE);
        }
    }
    ExitCode::SUCCESS
}

fn run(options: Options) -> Result<ExitCode, Box<dyn std::error::Error>> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(serve(options))
}

async fn serve(options: Options) -> Result<ExitCode, Box<dyn std::error::Error>> {
    if !options.listen.ip().is_loopback() {
        eprintln!(
            "warning: {} is not a loopback address; anyone who can reach it can call this emulator",
            options.listen.ip()
        );
    }
    let mut shutdown = ShutdownSignal::listen()?;
    let emulator = builder(&options).start().await.map_err(|error| match hint(&error) {
        Some(hint) => format!("{error}\n{hint}"),
        None => error.to_string(),
    })?;
    let warnings = emulator.warnings().iter().count();
    if warnings > 0 {
        eprintln!("warning: {warnings} warnings about the spec; `tc3-codegen check` shows them");
    }
    print(&log::listening(options.log, &emulator));
    #[cfg(feature = "tls")]
    if let Some((tls, ca_pem)) = options.tls.as_ref().zip(emulator.ca_pem()) {
        let path = write_authority(tls.ca.as_deref(), ca_pem)?;
        print(&log::authority(options.log, &path));
    }
    shutdown.received().await?;
    let faults = log::faults(options.log, &emulator.fault_reports());
    emulator.shutdown().await;
    print(&faults);
    print(&log::stopped(options.log));
    Ok(ExitCode::SUCCESS)
}

fn builder(options: &Options) -> Builder {
    let format = options.log;
    let mut builder = Emulator::builder()
        .listen(options.listen)
        .on_request(move |request| print(&log::request(format, request)));
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
    #[cfg(feature = "tls")]
    if options.tls.is_some() {
        builder = builder.tls();
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

/// Writes the certificate authority to `wanted`, or else to a new temporary file, and returns the path.
///
/// The file must not exist: someone who can put one in its place could decide what clients trust.
#[cfg(feature = "tls")]
fn write_authority(wanted: Option<&Path>, pem: &str) -> Result<PathBuf, String> {
    let path = match wanted {
        Some(path) => path.to_owned(),
        None => std::env::temp_dir().join(format!("tc3-emulator-{:016x}.pem", fastrand::u64(..))),
    };
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
