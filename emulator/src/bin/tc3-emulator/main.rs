//! The command `tc3-emulator`.

mod arguments;

use std::io::{self, Write};
use std::process::ExitCode;

use tc3_emulator::{Emulator, RecordedRequest, StartError};

use crate::arguments::{Command, HELP, Options};

/// Exit code of a command line that makes no sense.
const USAGE: u8 = 2;

/// How many services are listed one by one.
const MAX_LISTED: usize = 20;

fn main() -> ExitCode {
    match arguments::read(std::env::args_os().skip(1)) {
        Ok(Command::Help) => print(HELP),
        Ok(Command::Version) => print(concat!("tc3-emulator ", env!("CARGO_PKG_VERSION"), "\n")),
        Ok(Command::Serve(options)) => {
            return run(options).unwrap_or_else(|error| {
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
    let mut builder = Emulator::builder()
        .listen(options.listen)
        .on_request(|request| print(&log_line(request)));
    for folder in options.specs {
        builder = builder.spec_dir(folder);
    }
    if let Some((secret_id, secret_key)) = options.credential {
        builder = builder.credential(secret_id, secret_key);
    }
    let emulator = builder.start().await.map_err(|error| match hint(&error) {
        Some(hint) => format!("{error}\n{hint}"),
        None => error.to_string(),
    })?;
    let warnings = emulator.warnings().iter().count();
    if warnings > 0 {
        eprintln!("warning: {warnings} warnings about the spec; `tc3-codegen check` shows them");
    }
    print(&announcement(&emulator));
    tokio::signal::ctrl_c().await?;
    emulator.shutdown().await;
    print("stopped\n");
    Ok(ExitCode::SUCCESS)
}

/// What to do about an error, where that is an argument.
fn hint(error: &StartError) -> Option<&'static str> {
    match error {
        StartError::ReadSpec(_) => Some("Name the spec folder with --spec DIR."),
        StartError::Listen { .. } => Some("Name another address with --listen ADDR; port 0 takes a free one."),
        _ => None,
    }
}

fn announcement(emulator: &Emulator) -> String {
    let services = &emulator.spec().services;
    let mut text = format!("listening on {}\n", emulator.url());
    for service in services.iter().take(MAX_LISTED) {
        text += &format!(
            "serving {} {}: {} {}\n",
            service.file.name.value,
            service.file.version.value,
            service.actions.len(),
            if service.actions.len() == 1 {
                "action"
            } else {
                "actions"
            },
        );
    }
    if let Some(more) = services.len().checked_sub(MAX_LISTED).filter(|more| *more > 0) {
        text += &format!("and {more} more services\n");
    }
    text
}

/// One line: what was asked, what became of it, its id and, of a refusal, the reason.
fn log_line(request: &RecordedRequest) -> String {
    let shown = |value: &Option<String>| value.clone().unwrap_or_else(|| "-".to_owned());
    let reason = request.refused_because().map(|reason| format!(": {reason}"));
    format!(
        "{} {} {}: {} ({}){}\n",
        shown(&request.service),
        shown(&request.action),
        shown(&request.version),
        request.refused_with().unwrap_or("answered"),
        request.request_id,
        reason.unwrap_or_default(),
    )
}

/// Writes to standard output; whoever closed it does not want to know.
fn print(text: &str) {
    let mut output = io::stdout().lock();
    let _ = output.write_all(text.as_bytes()).and_then(|()| output.flush());
}
