//! What is different when the command is called as `tccli`: arguments before, errors and exit codes after.
//!
//! What tccli does was observed by running it; docs/tccli.md has the table, also of what is not copied, and why. Nothing
//! here knows how a call is made: a line of tccli becomes one of `tc3`.

mod options;

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use crate::error::{CliError, ServiceFailure};
use crate::exit_status::ExitStatus;
use crate::filter::Filter;
use crate::library;

use self::options::{Expanded, expand};

/// tccli's exit code for a command line that its parser refuses.
const USAGE: u8 = 252;
/// tccli's exit code for all else that goes wrong.
const FAILED: u8 = 255;

/// What a line of tccli comes to.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Plan {
    /// A line of `tc3`.
    Run(Vec<OsString>),
    /// A result that needs nothing else, with a note for standard error.
    Print(String, Option<String>),
    /// Lines for standard error, and the exit code.
    Refuse(Vec<String>, u8),
}

/// Decides what the words that follow the name `tccli` come to.
pub(crate) fn plan(words: &[OsString]) -> Plan {
    match words {
        [] => return refuse("the following arguments are required: command", USAGE),
        [only] if only == "--version" => return version(None),
        [first, rest @ ..] if first == "configure" => {
            if let Some(words) = configure(rest) {
                return Plan::Run(words);
            }
        }
        _ => {}
    }
    let mut line = options::Line::read(words);
    line.drop_if_empty("filter");
    if let Some(value) = line.value_of("version")
        && !value.is_empty()
        && !is_date(&value)
    {
        return version(Some(&value));
    }
    if let Some(expression) = line.value_of("filter")
        && let Err(error) = Filter::compile(&expression)
    {
        return Plan::Refuse(lines(&error), FAILED);
    }
    let found = line.action().and_then(|(service, action)| {
        let spec = line.value_of("spec");
        let library = library::open(spec.as_deref().map(Path::new)).ok()?;
        library.find(service, action, line.value_of("version").as_deref()).ok()
    });
    let parameters = found.as_ref().and_then(|found| Some((&found.service, found.action()?)));
    match expand(line, parameters) {
        Expanded::Words(words) => Plan::Run(words),
        Expanded::Ambiguous { given, matches } => {
            let matches = matches.join(", --");
            refuse(&format!("ambiguous option: --{given} could match --{matches}"), USAGE)
        }
        Expanded::Unknown { words, near } => {
            let mut lines = vec![format!("Unknown options: {}", words.join(", "))];
            lines.extend(near);
            Plan::Refuse(lines, FAILED)
        }
    }
}

/// The two lines of `tccli configure` that are others in tc3: `help` at the end, and `remove` of a whole profile.
fn configure(rest: &[OsString]) -> Option<Vec<OsString>> {
    let words = |verb: &[OsString], more: &str, options: &[OsString]| {
        let mut words = vec![OsString::from("configure")];
        words.extend_from_slice(verb);
        words.push(more.into());
        words.extend_from_slice(options);
        words
    };
    match rest {
        [verbs @ .., last] if last == "help" => Some(words(verbs, "--help", &[])),
        [verb] if verb == "remove" => Some(words(&rest[..1], "--whole-profile", &[])),
        [verb, option, _] if verb == "remove" && option == "--profile" => {
            Some(words(&rest[..1], "--whole-profile", &rest[1..]))
        }
        _ => None,
    }
}

/// The exit code that tccli ends with.
pub(crate) fn exit_code(status: ExitStatus) -> ExitCode {
    ExitCode::from(match status {
        ExitStatus::Done => 0,
        ExitStatus::WrongInput => USAGE,
        ExitStatus::BrokenPipe => status.code(),
        ExitStatus::Refused
        | ExitStatus::Configuration
        | ExitStatus::NotSent
        | ExitStatus::Ambiguous
        | ExitStatus::Throttled
        | ExitStatus::WaitTimedOut
        | ExitStatus::WaitFailed
        | ExitStatus::Interrupted => FAILED,
    })
}

/// Prints an error as scripts look for it.
pub(crate) fn print_error(error: &CliError) {
    print_lines(&lines(error));
}

pub(crate) fn print_lines(lines: &[String]) {
    let mut stderr = io::stderr().lock();
    for line in lines {
        // There is nowhere to report that standard error cannot be written to.
        let _ = writeln!(stderr, "{line}");
    }
}

fn lines(error: &CliError) -> Vec<String> {
    let mut lines: Vec<String> = match &error.service {
        Some(failure) => vec![sdk_exception(failure)],
        None => error
            .messages
            .iter()
            .map(|message| format!("tccli: error: {message}"))
            .collect(),
    };
    lines.extend(error.hints.iter().map(|hint| format!("tccli: {hint}")));
    lines
}

/// The line that the vendor's SDK for Python makes of an error.
fn sdk_exception(failure: &ServiceFailure) -> String {
    let text = |value: &Option<String>| value.clone().unwrap_or_else(|| "None".to_owned());
    format!(
        "[TencentCloudSDKException] code:{} message:{} requestId:{}",
        text(&failure.code),
        text(&failure.message),
        text(&failure.request_id)
    )
}

fn refuse(message: &str, code: u8) -> Plan {
    Plan::Refuse(
        vec![
            "usage: tccli [options] <service> <action> [--Parameter value ..]".to_owned(),
            format!("tccli: error: {message}"),
        ],
        code,
    )
}

fn version(not_a_date: Option<&str>) -> Plan {
    let note = not_a_date.map(|value| {
        format!("tccli: {value:?} is no version of a service, a date such as 2018-05-29: no call was made")
    });
    Plan::Print(concat!(env!("CARGO_PKG_VERSION"), "\n").to_owned(), note)
}

fn is_date(text: &str) -> bool {
    let shape = text.bytes().map(|byte| if byte.is_ascii_digit() { b'0' } else { byte });
    shape.eq(*b"0000-00-00")
}
