//! Completion in shells: scripts that ask `tc3 __complete`, and its answers.
//!
//! clap's dynamic completion is behind `unstable-dynamic`, and knows no grammar whose options come from a catalog: the
//! scripts here are some ten lines each, and all that is known is in the answers. An answer is never an error: whatever is
//! wrong with a line, a catalog or a file, the user is at a prompt, and gets no candidates.

mod candidate;
mod commands;
mod parameters;
mod position;
mod script;
mod shell;
mod values;

use std::ffi::OsString;
use std::path::Path;

use tc3_catalog::Library;

use self::candidate::{Candidate, matching};
use self::parameters::Parameters;
use self::position::{Position, global};
use crate::arguments::{OPTIONS, OptionSpec, Takes};
use crate::console::print_text;
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::library;
use crate::near::folded;
use crate::samples::SampleLanguage;

pub(crate) use self::commands::Commands;
pub(crate) use self::script::{Shell, script};
pub(crate) use self::values::REGIONS;

/// Answers a shell that asks `tc3 __complete SHELL ..` with the line up to the cursor.
pub(crate) fn answer(arguments: &[OsString], commands: Commands) -> Result<ExitStatus, CliError> {
    let Some((shell, line)) = shell::read(arguments) else {
        return Ok(ExitStatus::Done);
    };
    let found = complete(&line.words, &line.current, commands);
    let matched = matching(found, &line.current);
    let text = shell::answer(&shell, &line.current, &matched);
    // A shell that went away needs no answer.
    Ok(print_text(&text).unwrap_or(ExitStatus::Done))
}

/// What the unfinished word `current` may be; not all of it begins as the word does.
fn complete(words: &[String], current: &str, commands: Commands) -> Vec<Candidate> {
    let mut position = Position::of(words);
    if position.names.first() == Some(&"help") && !current.starts_with('-') {
        // `tc3 help WORDS` is about the line that the other words begin.
        position.names.remove(0);
        position.is_value = false;
        if position.names.len() > 1 {
            return Vec::new();
        }
    }
    // `tc3 code LANG WORDS` goes on as the line that the other words begin.
    let is_code = position.names.first() == Some(&"code");
    if is_code && position.names.len() == 1 && !current.starts_with('-') && !position.is_value {
        return languages();
    }
    if is_code {
        position.names.drain(..position.names.len().min(2));
    }
    let position = position;
    let open = position.options.last().filter(|_| position.is_value);
    if let Some(found) = commands.complete(&position.names, open.map(|given| given.name), current) {
        return found;
    }
    let with_value = current.strip_prefix("--").and_then(|option| option.split_once('='));
    let place = Place {
        position: &position,
        words_of: commands,
        is_code,
    };
    match (with_value, open) {
        (Some((name, typed)), _) => {
            let values = place.values(name, typed);
            let with_name = |candidate: Candidate| Candidate {
                value: format!("--{name}={}", candidate.value),
                ..candidate
            };
            values.into_iter().map(with_name).collect()
        }
        (None, Some(given)) if !current.starts_with("--") => {
            let has_enough = given.global.is_none() && !given.values.is_empty();
            let mut found = place.values(given.name, current);
            if has_enough && !place.is_list(given.name) {
                found.clear();
            }
            if has_enough && current.is_empty() {
                found.extend(place.parameters("--"));
            }
            // A bare option whose value is optional may be followed by anything.
            if given
                .global
                .is_some_and(|option| matches!(option.takes, Takes::Optional(_)))
            {
                found.extend(place.next_name(current));
            }
            found
        }
        _ if current.starts_with('-') => place.options(current),
        _ => place.next_name(current),
    }
}

/// What programs can be written in.
fn languages() -> Vec<Candidate> {
    let languages = SampleLanguage::ALL.iter();
    languages
        .map(|(name, language)| Candidate::new(*name, language.title()))
        .collect()
}

/// What the words before the cursor say.
struct Place<'w> {
    position: &'w Position<'w>,
    words_of: Commands,
    /// Whether a program is wanted, and no call.
    is_code: bool,
}

impl Place<'_> {
    /// The library, and nothing if it is damaged.
    fn library(&self) -> Option<Library> {
        library::open(self.position.option("spec").map(Path::new)).ok()
    }

    fn version(&self) -> Option<&str> {
        self.position.option("version")
    }

    /// A service, an action, or the first parameters.
    fn next_name(&self, current: &str) -> Vec<Candidate> {
        match self.position.names[..] {
            [] => {
                let services = self
                    .library()
                    .and_then(|library| library.services().ok())
                    .unwrap_or_default();
                let services = services
                    .into_iter()
                    .map(|service| Candidate::new(service.name, &service.title));
                let commands = if self.is_code {
                    Vec::new()
                } else {
                    self.words_of.names()
                };
                services.chain(commands).collect()
            }
            [service] => {
                let library = self.library();
                let actions = library.and_then(|library| library.actions(&service.to_lowercase(), self.version()).ok());
                let actions = actions.unwrap_or_default().into_iter();
                let mut found: Vec<Candidate> = actions
                    .map(|action| Candidate::new(action.name, &action.title))
                    .collect();
                if !found.is_empty() {
                    found.push(Candidate::new("help", "Show the service"));
                }
                found
            }
            [_, _] if current.is_empty() => self.parameters("--"),
            _ => Vec::new(),
        }
    }

    /// Options of the command and, after an action, its parameters.
    fn options(&self, current: &str) -> Vec<Candidate> {
        let mut found = self.parameters(current);
        if !current.contains('.') {
            let options = OPTIONS.iter().filter(|option| self.is_useful(option));
            found.extend(options.map(|option| Candidate::new(format!("--{}", option.name), option.description)));
            if self.is_code {
                found.push(Candidate::new(
                    "--example",
                    "Take the parameters of the documented example",
                ));
            }
            found.push(Candidate::new("--help", "Show what this takes"));
        }
        found
    }

    /// Not what was given already, and not what only tccli's scripts need.
    fn is_useful(&self, option: &OptionSpec) -> bool {
        let is_given = |given: &position::Given<'_>| given.global.is_some_and(|global| global.name == option.name);
        let is_for_tccli = ["cli-unfold-argument", "warning", "waiter"].contains(&option.name);
        let is_taken = !self.is_code || self.words_of.options_of_code.contains(&option.name);
        !is_for_tccli && is_taken && !self.position.options.iter().any(is_given)
    }

    /// Runs `ask` with the parameters of the action, if there is one.
    fn with_parameters<T>(&self, ask: impl FnOnce(&Parameters<'_>) -> T) -> Option<T> {
        let [service, action, ..] = self.position.names[..] else {
            return None;
        };
        let (library, service) = (self.library()?, service.to_lowercase());
        let found = library.find(&service, action, self.version()).ok().or_else(|| {
            let actions = library.actions(&service, self.version()).ok()?;
            let spelled = actions.iter().find(|known| folded(&known.name) == folded(action))?;
            library.find(&service, &spelled.name, self.version()).ok()
        })?;
        Some(ask(&Parameters {
            service: &found.service,
            members: &found.action()?.parameters,
            given: &self.position.options,
        }))
    }

    fn parameters(&self, typed: &str) -> Vec<Candidate> {
        self.with_parameters(|parameters| parameters.names(typed))
            .unwrap_or_default()
    }

    fn is_list(&self, name: &str) -> bool {
        self.with_parameters(|parameters| parameters.is_list(name))
            .unwrap_or(false)
    }

    /// The values of an option or a parameter.
    fn values(&self, name: &str, typed: &str) -> Vec<Candidate> {
        let Some(option) = global(name) else {
            let mut found = self
                .with_parameters(|parameters| parameters.values(name))
                .unwrap_or_default();
            found.extend(values::files_of_value(typed));
            return found;
        };
        if let Some(values) = values::closed(option.name) {
            return values;
        }
        match option.name {
            "region" => values::regions(),
            "profile" => values::profiles(),
            "version" => self.versions(),
            "spec" => values::files("", typed, true),
            "ca-file" => values::files("", typed, false),
            _ => values::files_of_value(typed),
        }
    }

    fn versions(&self) -> Vec<Candidate> {
        let services = self
            .library()
            .and_then(|library| library.services().ok())
            .unwrap_or_default();
        let named = services
            .into_iter()
            .find(|service| self.position.names.first() == Some(&&service.name[..]));
        let versions = named.map(|service| service.versions).unwrap_or_default().into_iter();
        let describe = |place: usize| if place == 0 { "default" } else { "" };
        versions
            .enumerate()
            .map(|(place, version)| Candidate::new(version.version, describe(place)))
            .collect()
    }
}
