//! `tc3 man DIR` writes the man pages: one of `tc3`, and one of each command with a name of its own.
//!
//! For those who have the binary alone, for packages, and for `cli/man`, where the pages are committed.

use std::path::{Path, PathBuf};

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Arg, Command};
use clap_mangen::Man;

use crate::arguments::{OPTIONS, OptionSpec, Takes};
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::samples::SampleLanguage;

/// How the grammar is explained in the page of `tc3`.
const GRAMMAR: &str = "\
tc3 calls any action of any service of Tencent Cloud: tc3 SERVICE ACTION, with parameters as options. Names of parameters \
are written as the service has them, --GroupName, or --group-name or --group_name; a name with a capital letter is always \
a parameter and never an option of tc3, and --api.NAME always means the parameter. Members of structures are named with \
dots, items of lists with numbers from 0: --AccessRegionSet.0.Bandwidth 10. A value may also be JSON, or the text of a \
file: @FILE, @- for standard input. Everything is checked before anything is sent. Help is offline: tc3 SERVICE help, \
tc3 SERVICE ACTION help, with --detail for everything that is known.";

/// The section on exit codes, as roff; the lines are kept as they are.
const EXIT_STATUS: &str = "\
.SH EXIT STATUS
.nf
0    done
1    the service refused the call, or a search found nothing
2    the command line or the parameters are wrong; nothing was sent
3    there are no credentials, or a configuration file or the catalog is wrong
4    there was no connection; nothing was sent
5    the call was sent and may have been carried out
6    throttled to the last attempt
7    what was waited for did not come in time
8    what was waited for ended in the state of \\-\\-fail\\-if
130  interrupted before anything was sent
.fi
";

/// The arguments of `tc3 man`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
man finds the pages of a program in share/man next to the folder that it is in:
  tc3 man ~/.cargo/share/man/man1       after `cargo install`
  tc3 man ~/.local/share/man/man1       for a binary in ~/.local/bin
  tc3 man /usr/local/share/man/man1     for a binary in /usr/local/bin
Then `man tc3` shows the first of them.")]
pub(super) struct Args {
    /// The folder to write the man pages to; it is made if it does not exist
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

/// Writes the pages of the commands that clap knows, and of `tc3` itself, to a folder.
pub(super) fn run(args: &Args, commands: Command) -> Result<ExitStatus, CliError> {
    let folder = args.folder.as_path();
    let failed = |path: &Path, error: std::io::Error| CliError::input(format!("{}: {error}", path.display()));
    std::fs::create_dir_all(folder).map_err(|error| failed(folder, error))?;
    for (name, command) in pages(commands) {
        let path = folder.join(format!("{name}.1"));
        let mut page = Vec::new();
        // The date would make the same page differ from day to day.
        let man = Man::new(command).title(name.to_uppercase()).date("").manual("tc3");
        man.render(&mut page).map_err(|error| failed(&path, error))?;
        if name == "tc3" {
            page.extend_from_slice(EXIT_STATUS.as_bytes());
        }
        std::fs::write(&path, page).map_err(|error| failed(&path, error))?;
    }
    Ok(ExitStatus::Done)
}

/// The commands that have a page, by its name.
fn pages(mut commands: Command) -> Vec<(String, Command)> {
    commands.build();
    let mut pages = vec![("tc3".to_owned(), overview(&commands))];
    push_pages(&mut pages, "tc3", &commands);
    pages.push(("tc3-code".to_owned(), code()));
    pages
}

fn push_pages(pages: &mut Vec<(String, Command)>, parent: &str, command: &Command) {
    for child in command
        .get_subcommands()
        .filter(|child| !child.is_hide_set() && child.get_name() != "help")
    {
        let name = format!("{parent}-{}", child.get_name());
        let page = child.clone().display_name(name.clone());
        pages.push((name.clone(), page));
        push_pages(pages, &name, child);
    }
}

/// The page of `tc3`, whose options are those of actions.
fn overview(commands: &Command) -> Command {
    let mut command = Command::new("tc3")
        .about("any action of Tencent Cloud from the shell")
        .long_about(GRAMMAR)
        .version(env!("CARGO_PKG_VERSION"))
        .override_usage("tc3 SERVICE ACTION [--Parameter VALUE].. [options]")
        .disable_help_flag(true)
        .disable_version_flag(true)
        .disable_help_subcommand(true);
    for option in OPTIONS {
        command = command.arg(argument(option));
    }
    for child in commands.get_subcommands().filter(|child| child.get_name() != "help") {
        command = command.subcommand(child.clone());
    }
    command
}

/// The page of `tc3 code`, whose line is that of a call and is not read by clap.
fn code() -> Command {
    let languages = SampleLanguage::ALL.map(|(name, language)| PossibleValue::new(name).help(language.title()));
    let language = Arg::new("LANG")
        .required(true)
        .value_parser(PossibleValuesParser::new(languages));
    let mut command = Command::new("tc3-code")
        .about("Print the program that makes a call")
        .long_about(super::code::ABOUT)
        .override_usage("tc3 code LANG SERVICE ACTION [--Parameter VALUE].. [options]")
        .disable_help_flag(true)
        .disable_version_flag(true)
        .arg(language.help("What the program is written in"))
        .arg(Arg::new("SERVICE").required(true).help("Short name of the service"))
        .arg(Arg::new("ACTION").required(true).help("Name of the action"))
        .arg(
            Arg::new("example")
                .long("example")
                .help("Take the parameters of the documented example")
                .action(clap::ArgAction::SetTrue),
        );
    let is_taken = |option: &&OptionSpec| super::code::OPTIONS_OF_CALLS.contains(&option.name);
    for option in OPTIONS.iter().filter(is_taken) {
        command = command.arg(argument(option));
    }
    command
}

fn argument(option: &'static OptionSpec) -> Arg {
    let argument = Arg::new(option.name)
        .long(option.name)
        .visible_aliases(option.aliases.to_vec())
        .help(option.description)
        .help_heading(option.group.title());
    let argument = match option.takes {
        Takes::Nothing => argument.action(clap::ArgAction::SetTrue),
        Takes::Value(value) => argument.value_name(value),
        Takes::Optional(value) => argument.value_name(value).num_args(0..=1).require_equals(true),
    };
    if option.values.is_empty() {
        return argument;
    }
    argument.value_parser(PossibleValuesParser::new(option.values))
}
