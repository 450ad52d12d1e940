//! The command `tc3-emulator`.

mod arguments;
#[cfg(feature = "tls")]
mod authority;
mod log;
mod stop;

use std::io::{self, Write};
use std::process::ExitCode;

use tc3_emulator::{Builder, Emulator, StartError};

use crate::arguments::{Command, HELP, Options};
use crate::stop::Stop;

/// Exit code of a command line that makes no sense.
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
            "warning: {} is not a loopback address; whoever can reach it can call this emulator",
            options.listen.ip()
        );
    }
    let mut stop = Stop::listen()?;
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
        let path = authority::write(tls.ca.as_deref(), ca_pem)?;
        print(&log::authority(options.log, &path));
    }
    stop.asked().await?;
    emulator.shutdown().await;
    print(&log::stopped(options.log));
    Ok(ExitCode::SUCCESS)
}

fn builder(options: &Options) -> Builder {
    let form = options.log;
    let mut builder = Emulator::builder()
        .listen(options.listen)
        .on_request(move |request| print(&log::request(form, request)));
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

/// What to do about an error, where that is an argument.
fn hint(error: &StartError) -> Option<&'static str> {
    match error {
        StartError::ReadSpec(_) => Some("Name the spec folder with --spec DIR."),
        StartError::Listen { .. } => Some("Name another address with --listen ADDR; port 0 takes a free one."),
        _ => None,
    }
}

/// Writes to standard output; whoever closed it does not want to know.
fn print(text: &str) {
    let mut output = io::stdout().lock();
    let _ = output.write_all(text.as_bytes()).and_then(|()| output.flush());
}
