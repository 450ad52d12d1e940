//! `tc3 configure`: sets up credentials, regions and profiles in `config.toml`. The files of tccli are never written.

use std::io::{self, BufRead, IsTerminal, Write};

use clap::Subcommand;

use crate::arguments::{GlobalOptions, OutputFormat};
use crate::config::{self, ConfigFile, KEYS, Key, Kind, Settings, TccliProfile, config_file, find_key};
use crate::console::{print_json, print_note, print_text};
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::json::Value;
use crate::near::{near_clause, nearest};

/// The arguments of `tc3 configure`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Profile to change or show [default: the one in use]
    #[arg(long, global = true)]
    profile: Option<String>,
    #[command(subcommand)]
    action: Option<Action>,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Set a key: `tc3 configure set region ap-guangzhou`; secret keys are asked for, or read from standard input
    Set {
        /// Keys and their values, in turn
        #[arg(required = true, value_name = "KEY [VALUE]", allow_hyphen_values = true)]
        words: Vec<String>,
    },
    /// Print the value of a key
    Get {
        /// The keys
        #[arg(required = true, value_name = "KEY")]
        keys: Vec<String>,
    },
    /// List the keys of a profile and what is in effect, with where each comes from
    List {
        /// Format of the list: text or json
        #[arg(long, value_name = "FORMAT")]
        output: Option<OutputFormat>,
    },
    /// Remove a key, or with --whole-profile the profile
    Remove {
        /// The keys
        #[arg(value_name = "KEY", required_unless_present = "whole_profile")]
        keys: Vec<String>,
        /// Remove the profile with all of its keys
        #[arg(long, conflicts_with = "keys")]
        whole_profile: bool,
    },
    /// Take over region, language, output and endpoints of a profile of tccli, and use its key where it is
    Import {
        /// Profile of tccli
        #[arg(default_value = "default")]
        tccli_profile: String,
    },
    /// List every key that can be set
    Keys,
}

/// Runs the command.
pub(super) fn run(args: Args) -> Result<ExitStatus, CliError> {
    let profile = profile(args.profile.as_deref())?;
    match args.action {
        None => interactive(&profile),
        Some(Action::Set { mut words }) => match take_profile(&mut words)? {
            Some(profile) => set(&profile, &words),
            None => set(&profile, &words),
        },
        Some(Action::Get { keys }) => get(&profile, &keys),
        Some(Action::List { output }) => list(args.profile, &profile, output),
        Some(Action::Remove { keys, whole_profile }) => remove(&profile, &keys, whole_profile),
        Some(Action::Import { tccli_profile }) => import(&profile, &tccli_profile),
        Some(Action::Keys) => print_text(&keys_text()),
    }
}

/// The profile that is named, or else the one in use.
fn profile(named: Option<&str>) -> Result<String, CliError> {
    let options = GlobalOptions {
        profile: named.map(str::to_owned),
        ..GlobalOptions::default()
    };
    Ok(Settings::resolve(&options, "")?.profile)
}

/// A key, and the service that `<service>.endpoint` and `<service>.version` name.
fn key(name: &str) -> Result<(Option<&str>, &'static Key), CliError> {
    const VERSION: Key = Key {
        name: "version",
        kind: Kind::Text,
        help: "version of the API of one service",
    };
    static OF_A_SERVICE: Key = VERSION;
    if let Some((service, part)) = name.split_once('.') {
        let is_name = service.starts_with(|first: char| first.is_ascii_lowercase())
            && service.chars().all(|letter| letter.is_ascii_alphanumeric());
        match part {
            "version" if is_name => return Ok((Some(service), &OF_A_SERVICE)),
            "endpoint" if is_name => {
                if let Some(key) = find_key("endpoint") {
                    return Ok((Some(service), key));
                }
            }
            _ => {}
        }
    }
    find_key(name).map(|key| (None, key)).ok_or_else(|| {
        let names = KEYS.iter().map(|key| key.name);
        let near = near_clause(&nearest(name, names));
        // After `=` there may be a key in the other sense.
        let shown = name.split('=').next().unwrap_or_default();
        CliError::input(format!("`{shown}` is no key{near}")).hint("`tc3 configure keys` lists them all")
    })
}

/// Takes `--profile NAME` out of the words of `set`. The parser leaves every word to it, because a secret key that begins
/// with a hyphen would be an option to the parser, and be printed in its error.
fn take_profile(words: &mut Vec<String>) -> Result<Option<String>, CliError> {
    let Some(at) = words
        .iter()
        .position(|word| word == "--profile" || word.starts_with("--profile="))
    else {
        return Ok(None);
    };
    let option = words.remove(at);
    if let Some((_, name)) = option.split_once('=') {
        return Ok(Some(name.to_owned()));
    }
    if at == words.len() {
        return Err(CliError::input("--profile has no value: --profile NAME"));
    }
    Ok(Some(words.remove(at)))
}

fn set(profile: &str, words: &[String]) -> Result<ExitStatus, CliError> {
    let mut words = words.iter();
    let mut changes: Vec<config::Change<'_>> = Vec::new();
    while let Some(name) = words.next() {
        let (service, key) = key(name)?;
        let value = if key.kind == Kind::Secret {
            if words.len() > 0 && words.clone().next().is_some_and(|next| find_key(next).is_none()) {
                return Err(CliError::input(format!(
                    "`{name}` is not taken from the command line, where other users and the shell's history see it"
                ))
                .hint(format!(
                    "tc3 configure set {name}            asks for it without showing it"
                ))
                .hint(format!(
                    "tc3 configure set {name} < file     reads it from a file or a pipe"
                )));
            }
            read_secret(key.name)?
        } else {
            let value = words.next().cloned();
            value.ok_or_else(|| CliError::input(format!("`{name}` has no value: tc3 configure set {name} VALUE")))?
        };
        changes.push((service, key, value));
    }
    config::apply(profile, &changes)?;
    Ok(ExitStatus::Done)
}

/// Asks for a secret on the terminal, or reads a line of standard input.
fn read_secret(name: &str) -> Result<String, CliError> {
    let failed = |error: io::Error| CliError::input(format!("{name}: {error}"));
    let text = if io::stdin().is_terminal() {
        rpassword::prompt_password(format!("{name}: ")).map_err(failed)?
    } else {
        let mut line = String::new();
        io::stdin().lock().read_line(&mut line).map_err(failed)?;
        line
    };
    let text = text.trim();
    if text.is_empty() || text.chars().any(|letter| letter.is_whitespace() || letter.is_control()) {
        return Err(CliError::input(format!("{name} is empty or has blanks in it")));
    }
    Ok(text.to_owned())
}

fn get(profile: &str, keys: &[String]) -> Result<ExitStatus, CliError> {
    let file = ConfigFile::read()?;
    let shown = file
        .profile_named(profile)
        .map(config::Profile::shown)
        .unwrap_or_default();
    let mut text = String::new();
    for name in keys {
        let (service, key) = key(name)?;
        let name = service.map_or_else(|| key.name.to_owned(), |service| format!("{service}.{}", key.name));
        let value = shown.iter().find(|(known, _)| *known == name);
        let value = value.ok_or_else(|| {
            CliError::configuration(format!(
                "`{name}` is not set in the profile `{profile}` of {}",
                file.path.display()
            ))
        })?;
        text += &value.1;
        text.push('\n');
    }
    print_text(&text)
}

fn list(named: Option<String>, profile: &str, output: Option<OutputFormat>) -> Result<ExitStatus, CliError> {
    let file = ConfigFile::read()?;
    let options = GlobalOptions {
        profile: named,
        ..GlobalOptions::default()
    };
    let settings = Settings::resolve(&options, "")?;
    let identity = settings.identity().map(|identity| identity.source);
    let identity = identity.unwrap_or_else(|error| format!("none: {}", error.messages.join("; ")));
    let shown = file
        .profile_named(profile)
        .map(config::Profile::shown)
        .unwrap_or_default();
    let names = config::profile_names();
    if output == Some(OutputFormat::Json) {
        let text = |text: &str| Value::String(text.to_owned());
        let keys = shown.iter().map(|(key, value)| (key.clone(), text(value))).collect();
        return print_json(&Value::Object(vec![
            ("file".to_owned(), text(&file.path.display().to_string())),
            ("profile".to_owned(), text(profile)),
            ("keys".to_owned(), Value::Object(keys)),
            (
                "region".to_owned(),
                settings.region.as_deref().map_or(Value::Null, text),
            ),
            ("regionSource".to_owned(), text(&settings.region_source)),
            ("credentials".to_owned(), text(&identity)),
            (
                "profiles".to_owned(),
                Value::Array(names.iter().map(|name| text(name)).collect()),
            ),
        ]));
    }
    let mut text = format!("file         {}\nprofile      {profile}\n", file.path.display());
    for (key, value) in &shown {
        text += &format!("  {key} = {value}\n");
    }
    let region = settings.region.as_deref().unwrap_or("none");
    text += &format!(
        "region       {region} ({})\ncredentials  {identity}\n",
        settings.region_source
    );
    if !names.is_empty() {
        text += &format!("profiles     {}\n", names.join(", "));
    }
    settings.warnings.iter().for_each(|warning| print_note(warning));
    print_text(&text)
}

fn remove(profile: &str, keys: &[String], whole_profile: bool) -> Result<ExitStatus, CliError> {
    let path = config_file()?;
    if whole_profile {
        return if config::remove_profile(profile)? {
            Ok(ExitStatus::Done)
        } else {
            Err(CliError::configuration(format!(
                "there is no profile `{profile}` in {}",
                path.display()
            )))
        };
    }
    for name in keys {
        let (service, key) = key(name)?;
        if !config::remove(profile, service, key.name)? {
            print_note(&format!("`{name}` was not set in the profile `{profile}`"));
        }
    }
    Ok(ExitStatus::Done)
}

/// Takes over what tccli has under a profile. Its key stays where it is, so that a login of tccli goes on to be renewed.
fn import(profile: &str, tccli_profile: &str) -> Result<ExitStatus, CliError> {
    let Some(theirs) = TccliProfile::read(tccli_profile)? else {
        return Err(CliError::configuration(format!(
            "tccli has no profile `{tccli_profile}`: no ~/.tccli/{tccli_profile}.configure"
        )));
    };
    let mut taken = vec![(None, "tccli_profile", tccli_profile.to_owned())];
    for name in ["region", "language", "output"] {
        taken.extend(theirs.parameter(name).map(|value| (None, name, value.to_owned())));
    }
    for (service, endpoint) in theirs.services() {
        taken.push((Some(service), "endpoint", endpoint.to_owned()));
    }
    let known = taken
        .iter()
        .filter_map(|(service, name, value)| Some((*service, find_key(name)?, value.clone())));
    let changes: Vec<config::Change<'_>> = known.collect();
    config::apply(profile, &changes)?;
    for (service, key, value) in &changes {
        let name = service.map_or_else(|| key.name.to_owned(), |service| format!("{service}.{}", key.name));
        print_note(&format!("profile `{profile}`: {name} = {value}"));
    }
    Ok(ExitStatus::Done)
}

fn keys_text() -> String {
    let mut text: String = KEYS
        .iter()
        .map(|key| format!("{:<26} {}\n", key.name, key.help))
        .collect();
    text += "<service>.endpoint         where calls of one service go: cvm.internal.tencentcloudapi.com\n";
    text += "<service>.version          version of the API of one service: 2017-03-12\n";
    text
}

/// Asks for what a first call needs. Enter keeps what is there.
fn interactive(profile: &str) -> Result<ExitStatus, CliError> {
    if !io::stdin().is_terminal() {
        return Err(
            CliError::input("`tc3 configure` asks questions, and standard input is no terminal")
                .hint("tc3 configure set KEY VALUE; `tc3 configure keys` lists the keys"),
        );
    }
    let file = ConfigFile::read()?;
    let shown = file
        .profile_named(profile)
        .map(config::Profile::shown)
        .unwrap_or_default();
    let current = |name: &str| {
        shown
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    };
    let mut answers: Vec<(&'static Key, String)> = Vec::new();
    for name in ["secret_id", "secret_key", "region", "output"] {
        let Some(key) = find_key(name) else { continue };
        let is_half = name == "secret_key" && answers.iter().any(|(known, _)| known.name == "secret_id");
        loop {
            let answer = ask(key, current(name))?;
            let answer = answer.trim();
            if answer.is_empty() && is_half {
                // The secret of another key would not fit the new one.
                print_note("a new secret_id needs its secret_key");
            } else if let Err(error) = config::validate(key, answer) {
                error.messages.iter().for_each(|message| print_note(message));
            } else {
                if !answer.is_empty() {
                    answers.push((key, answer.to_owned()));
                }
                break;
            }
        }
    }
    let changes: Vec<config::Change<'_>> = answers
        .iter()
        .map(|(key, answer)| (None, *key, answer.clone()))
        .collect();
    config::apply(profile, &changes)?;
    print_note(&format!(
        "the profile `{profile}` is in {}; `tc3 whoami` tries it",
        config_file()?.display()
    ));
    Ok(ExitStatus::Done)
}

/// Asks for the value of a key on the terminal.
fn ask(key: &Key, current: Option<&str>) -> Result<String, CliError> {
    let prompt = format!("{} [{}]: ", key.name, current.unwrap_or("none"));
    let failed = |error: io::Error| CliError::input(format!("{}: {error}", key.name));
    if key.kind == Kind::Secret {
        return rpassword::prompt_password(prompt).map_err(failed);
    }
    let mut stderr = io::stderr();
    stderr
        .write_all(prompt.as_bytes())
        .and_then(|()| stderr.flush())
        .map_err(failed)?;
    let mut line = String::new();
    if io::stdin().lock().read_line(&mut line).map_err(failed)? == 0 {
        return Err(CliError::new(
            ExitStatus::Interrupted,
            "the input ended; nothing was changed",
        ));
    }
    Ok(line)
}
