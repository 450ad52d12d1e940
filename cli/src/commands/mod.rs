//! The commands: those with a name of their own, and `tc3 SERVICE ACTION`.

mod action;
mod api;
mod cli;
mod code;
mod completion;
mod configure;
#[cfg(feature = "emulator")]
mod emulator;
mod explorer;
mod man;
mod shared_args;
mod sign;
mod whoami;

use std::ffi::OsString;
use std::process::ExitCode;

use crate::arguments::{Start, start};
use crate::completion::Commands;
use crate::console::{print_error, print_text};
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::help;
use crate::program;
use crate::tccli::{self, Plan};

/// Runs the command that the arguments name; the first is the name of the program.
pub(crate) fn dispatch(arguments: Vec<OsString>) -> ExitCode {
    program::note_name(arguments.first().map(OsString::as_os_str));
    let words = arguments.get(1..).unwrap_or_default();
    if program::is_tccli() && words.first().is_none_or(|first| first != "__complete") {
        return dispatch_as_tccli(words);
    }
    match run(words) {
        Ok(status) => status.into(),
        Err(error) => {
            print_error(&error);
            error.status.into()
        }
    }
}

/// Runs a command line of tccli.
fn dispatch_as_tccli(words: &[OsString]) -> ExitCode {
    let line = match tccli::plan(words) {
        Plan::Run(line) => line,
        Plan::Print(text, note) => {
            tccli::print_lines(note.as_slice());
            return tccli::exit_code(print_text(&text).unwrap_or(ExitStatus::Done));
        }
        Plan::Refuse(lines, code) => {
            tccli::print_lines(&lines);
            return ExitCode::from(code);
        }
    };
    match run(&line) {
        Ok(status) => tccli::exit_code(status),
        Err(error) => {
            tccli::print_error(&error);
            tccli::exit_code(error.status)
        }
    }
}

fn run(words: &[OsString]) -> Result<ExitStatus, CliError> {
    if let [first, rest @ ..] = words
        && first == "__complete"
    {
        return crate::completion::answer(rest, COMMANDS);
    }
    match start(words) {
        Start::Overview => print_text(help::OVERVIEW),
        Start::Version => print_text(concat!("tc3 ", env!("CARGO_PKG_VERSION"), "\n")),
        Start::Options => action::run(words),
        Start::Word(place) => {
            let (options, command) = words.split_at(place);
            run_command(options, command).unwrap_or_else(|| action::run(words))
        }
    }
}

/// What completion knows of the commands with a name of their own.
const COMMANDS: Commands = Commands {
    parser: cli::parser,
    #[cfg(feature = "emulator")]
    emulator_help: Some(emulator::help),
    #[cfg(not(feature = "emulator"))]
    emulator_help: None,
    options_of_code: &code::OPTIONS_OF_CALLS,
};

/// Runs the command that `command` begins with, if it is none of a service; `options` are those that precede its name.
fn run_command(options: &[OsString], command: &[OsString]) -> Option<Result<ExitStatus, CliError>> {
    let (name, rest) = command.split_first()?;
    // The languages of samples are no actions, whatever letters they are written in.
    if name != "code" && names_an_action(rest) {
        return None;
    }
    let arguments = || [rest, options].concat();
    Some(match name.to_str()? {
        "help" => help_on(rest, options),
        "code" => code::run(&arguments()),
        #[cfg(feature = "emulator")]
        "emulator" => emulator::run(&arguments()),
        known if cli::NAMES.contains(&known) => cli::run(&[std::slice::from_ref(name), &arguments()].concat()),
        _ => return None,
    })
}

/// Whether words that follow a name go on with an action. There is a service `api`, whose actions begin with a capital
/// letter as all do; commands have none.
fn names_an_action(rest: &[OsString]) -> bool {
    let Start::Word(place) = start(rest) else { return false };
    let word = rest.get(place).and_then(|word| word.to_str()).unwrap_or_default();
    word.starts_with(|first: char| first.is_ascii_uppercase())
}

/// `tc3 help`, `tc3 help options`, `tc3 help parameters`, and `tc3 help WORDS..` for `tc3 WORDS.. --help`.
fn help_on(topic: &[OsString], options: &[OsString]) -> Result<ExitStatus, CliError> {
    match topic {
        [] => print_text(help::OVERVIEW),
        [topic] if topic == "options" => print_text(&help::options()),
        [topic] if topic == "parameters" => print_text(help::PARAMETERS),
        _ => run(&[topic, options, &["--help".into()]].concat()),
    }
}

#[cfg(test)]
mod tests {
    use tc3_catalog::{Catalog, Library};

    use super::cli;

    #[test]
    fn one_command_is_called_like_a_service() {
        let library = Library::new().with_catalog(Catalog::embedded().unwrap());
        let services = library.services().unwrap();
        let commands = cli::NAMES
            .iter()
            .chain(&["help", "emulator", "code", "sign", "history"]);
        let both: Vec<&&str> = commands
            .filter(|name| services.iter().any(|service| service.name == **name))
            .collect();
        assert_eq!(both, [&"api"]);
    }
}
