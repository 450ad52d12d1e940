//! The commands with a name of their own: their names and options, from the parsers that read them.

use clap::{Arg, Command};

use super::candidate::Candidate;
use super::values;

/// Where the names and options of commands come from.
#[derive(Clone, Copy)]
pub(crate) struct Commands {
    /// The parser of all commands but the next.
    pub(crate) parser: fn() -> Command,
    /// The help of `tc3 emulator`, if it is built in.
    pub(crate) emulator_help: Option<fn() -> String>,
    /// The options of calls that `tc3 code` takes.
    pub(crate) options_of_code: &'static [&'static str],
}

impl Commands {
    /// The names that a command line may begin with.
    pub(super) fn names(self) -> Vec<Candidate> {
        let parser = (self.parser)();
        let mut names: Vec<Candidate> = parser
            .get_subcommands()
            .filter(|command| !command.is_hide_set())
            .map(of)
            .collect();
        if self.emulator_help.is_some() {
            names.push(Candidate::new("emulator", "Start the local emulator"));
        }
        names.push(Candidate::new("code", "Print the program that makes a call"));
        names.push(Candidate::new("help", "Show what there is"));
        names
    }

    /// The candidates after the names of a command; `None` if it is none of these. `open` is the option before the
    /// unfinished word.
    pub(super) fn complete(self, names: &[&str], open: Option<&str>, current: &str) -> Option<Vec<Candidate>> {
        let first = names.first()?;
        if let (&"emulator", Some(help)) = (first, self.emulator_help) {
            return Some(emulator(&help(), open, current));
        }
        let mut parser = (self.parser)();
        parser.build();
        let mut command: &Command = parser.find_subcommand(first)?;
        let mut positional = 0;
        for name in names.iter().skip(1) {
            match command.find_subcommand(name) {
                Some(below) => command = below,
                None => positional += 1,
            }
        }
        if let Some(arg) = open
            .and_then(|open| option(command, open))
            .filter(|arg| takes_value(arg))
        {
            return Some(values_of(arg, current, ""));
        }
        if let Some((name, value)) = current.strip_prefix("--").and_then(|option| option.split_once('=')) {
            let arg = option(command, name)?;
            return Some(values_of(arg, value, &format!("--{name}=")));
        }
        if current.starts_with('-') {
            let options = command.get_arguments().filter(|arg| !arg.is_hide_set());
            let names = options.filter_map(|arg| {
                let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
                Some(Candidate::new(format!("--{}", arg.get_long()?), &help))
            });
            return Some(names.collect());
        }
        let below = command.get_subcommands().filter(|below| below.get_name() != "help");
        let below: Vec<Candidate> = below.map(of).collect();
        if !below.is_empty() {
            return Some(below);
        }
        let arg = command
            .get_positionals()
            .nth(positional)
            .or_else(|| command.get_positionals().last());
        Some(arg.map(|arg| values_of(arg, current, "")).unwrap_or_default())
    }
}

fn of(command: &Command) -> Candidate {
    let about = command.get_about().map(ToString::to_string).unwrap_or_default();
    Candidate::new(command.get_name(), &about)
}

fn option<'c>(command: &'c Command, name: &str) -> Option<&'c Arg> {
    let mut options = command.get_arguments();
    options.find(|arg| {
        let aliases = arg.get_all_aliases().unwrap_or_default();
        arg.get_long() == Some(name) || aliases.contains(&name)
    })
}

fn takes_value(arg: &Arg) -> bool {
    arg.get_action().takes_values() && !arg.is_require_equals_set()
}

fn values_of(arg: &Arg, typed: &str, prefix: &str) -> Vec<Candidate> {
    let possible = arg.get_possible_values();
    if !possible.is_empty() {
        let values = possible.iter().filter(|value| !value.is_hide_set());
        let values = values.map(|value| {
            let help = value.get_help().map(ToString::to_string).unwrap_or_default();
            Candidate::new(format!("{prefix}{}", value.get_name()), &help)
        });
        return values.collect();
    }
    let placeholder = arg
        .get_value_names()
        .and_then(|names| names.first())
        .map(|name| name.to_ascii_uppercase());
    let found = match (
        arg.get_long().unwrap_or_default(),
        placeholder.as_deref().unwrap_or_default(),
    ) {
        ("profile", _) => values::profiles(),
        ("region", _) => values::regions(),
        (long, _) if values::closed(long).is_some() => values::closed(long).unwrap_or_default(),
        (_, "DIR") => values::files("", typed, true),
        (_, "FILE" | "FILES" | "WHEEL" | "WHEELS" | "OLD" | "NEW" | "PATH") => values::files("", typed, false),
        _ => values::files_of_value(typed),
    };
    let with_prefix = found.into_iter().map(|candidate| Candidate {
        value: format!("{prefix}{}", candidate.value),
        ..candidate
    });
    with_prefix.collect()
}

/// The options of the emulator, as its help lists them: `  --spec DIR   Folder of ..`.
fn emulator(help: &str, open: Option<&str>, current: &str) -> Vec<Candidate> {
    let options = help.lines().filter_map(|line| {
        let line = line.trim_start();
        let line = line.get(line.find("--")?..)?;
        let (option, rest) = line.split_once(' ')?;
        let (placeholder, about) = rest.split_once("  ").unwrap_or(("", rest));
        Some((option, placeholder.trim(), about.trim()))
    });
    let mut options = options.filter(|(option, ..)| option.len() > 2);
    if let Some(open) = open {
        let taken = options.find(|(option, placeholder, _)| option.get(2..) == Some(open) && !placeholder.is_empty());
        return match taken {
            Some((_, "DIR", _)) => values::files("", current, true),
            Some((_, "FILE", _)) => values::files("", current, false),
            Some((_, placeholder, _)) => placeholder
                .split('|')
                .filter(|value| placeholder.contains('|') && !value.is_empty())
                .map(|value| Candidate::new(value, ""))
                .collect(),
            None => Vec::new(),
        };
    }
    options
        .map(|(option, _, about)| Candidate::new(option, about))
        .collect()
}
