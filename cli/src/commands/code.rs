//! `tc3 code LANG SERVICE ACTION ..`: the program that makes a call, in a language.
//!
//! The command line is that of the call, and is read and checked as for the call.

use std::ffi::OsString;
use std::fmt::Write;

use super::action;
use crate::arguments::{GlobalOptions, Invocation, Skeleton, Start, start};
use crate::call;
use crate::console::{print_note, print_text};
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::help;
use crate::json::{Value, write_compact};
use crate::near::{near_clause, nearest};
use crate::parameters;
use crate::samples::{self, SampleInput, SampleLanguage};

/// The option that takes the parameters of the documented example.
const EXAMPLE: &str = "--example";

/// The options of calls that mean something to a program, too; the others are refused.
pub(super) const OPTIONS_OF_CALLS: [&str; 14] = [
    "cli-input-json",
    "cli-unfold-argument",
    "detail",
    "emulator",
    "endpoint",
    "language",
    "no-check",
    "profile",
    "quiet",
    "region",
    "site",
    "spec",
    "version",
    "warning",
];

/// Runs the command with the words that follow its name.
pub(super) fn run(words: &[OsString]) -> Result<ExitStatus, CliError> {
    let mut words = words.to_vec();
    let Start::Word(place) = start(&words) else {
        return if words.iter().all(|word| word == "--help" || word == "-h") {
            print_text(&page())
        } else {
            Err(CliError::input("name a language first: tc3 code LANG SERVICE ACTION").hint(HELP_HINT))
        };
    };
    let word = words.remove(place);
    if word == "help" {
        return print_text(&page());
    }
    let language = language(&word.to_string_lossy())?;
    let uses_example = words.iter().any(|word| word == EXAMPLE);
    words.retain(|word| word != EXAMPLE);
    let is_help = |word: &OsString| word == "help" || word == "--help" || word == "-h";
    if words.is_empty() || words.iter().all(is_help) {
        let name = word.to_string_lossy();
        return if words.is_empty() {
            Err(
                CliError::input(format!("name a service and an action: tc3 code {name} SERVICE ACTION"))
                    .hint(HELP_HINT),
            )
        } else {
            print_text(&page())
        };
    }
    let mut invocation = Invocation::read(&words)?;
    refuse_options(&invocation.options)?;
    let (settings, library) = action::open(&invocation)?;
    let Some(found) = action::found(&library, &invocation, &settings)? else {
        if invocation.help {
            return help::service(&library, &invocation, &settings);
        }
        let service = &invocation.service;
        let error = CliError::input(format!(
            "name an action: tc3 code {} {service} ACTION",
            word.to_string_lossy()
        ));
        return Err(error.hint(format!("`tc3 {service} help` lists the actions of {service}")));
    };
    if invocation.help {
        return help::action(&found, &invocation, &settings);
    }
    if uses_example {
        invocation.options.cli_input_json = Some(example(&found, &invocation)?);
    }
    let request = action::request(&library, &found, &invocation, &settings)?;
    let address = call::address(&found, &settings, &invocation.options, &request)?;
    let action = found
        .action()
        .ok_or_else(|| CliError::input("the action is not there"))?;
    let input = SampleInput {
        found: &found,
        action,
        body: &request.body,
        binary: &request.binary,
        region: settings.region.as_deref().filter(|region| !region.is_empty()),
        site: settings.site,
        host: &address.host,
        is_plain_http: address.is_plain_http,
    };
    let sample = samples::sample(language, input).map_err(|why| {
        CliError::input(format!(
            "{}: there is no program for this call: {why}",
            language.title()
        ))
        .hint(HELP_HINT)
    })?;
    if !invocation.options.quiet {
        sample.notes.iter().for_each(|note| print_note(note));
    }
    print_text(&sample.code)
}

/// What the command does, for its page and its man page.
pub(super) const ABOUT: &str = "\
The program is complete, with the values that are given, and takes its key from the environment. Parameters and\n\
options are those of the call, and are checked as for it: --region, --site, --endpoint, --profile, --version,\n\
--cli-input-json, --no-check. --example takes the parameters of the documented example.";

const HELP_HINT: &str = "`tc3 code --help` lists the languages";

/// The page of `tc3 code --help`.
fn page() -> String {
    let mut page = format!(
        "tc3 code: the program that makes a call\n\n\
         Usage:\n  \
           tc3 code LANG SERVICE ACTION [--Parameter VALUE].. [options]\n\n\
         {ABOUT}\n\n\
         Languages:\n",
    );
    for (name, language) in SampleLanguage::ALL {
        let _ = writeln!(page, "  {name:<12} {}", language.title());
    }
    page + "\nExample:\n  tc3 code python gaap DescribeProxyGroupList --ProjectId -1 --Offset 0 --Limit 5 > main.py\n"
}

fn language(word: &str) -> Result<SampleLanguage, CliError> {
    let known = SampleLanguage::ALL.iter().find(|(name, _)| *name == word);
    known.map(|(_, language)| *language).ok_or_else(|| {
        // What people call some of them otherwise.
        let other = match word.to_ascii_lowercase().as_str() {
            "py" | "python3" => Some("python"),
            "js" | "javascript" | "nodejs" | "node.js" | "ts" | "typescript" => Some("node"),
            "golang" => Some("go"),
            "c#" | "cs" | "dotnet" | ".net" => Some("csharp"),
            "sh" | "bash" | "shell" => Some("curl"),
            "rs" => Some("rust"),
            _ => None,
        };
        let names = SampleLanguage::ALL.iter().map(|(name, _)| *name);
        let near = other.map_or_else(|| nearest(word, names), |name| vec![name]);
        CliError::input(format!("there is no language {word:?}{}", near_clause(&near))).hint(HELP_HINT)
    })
}

/// The documented example as JSON.
fn example(found: &tc3_catalog::Found, invocation: &Invocation) -> Result<String, CliError> {
    if invocation.options.cli_input_json.is_some() {
        return Err(CliError::input(
            "--example and --cli-input-json are two ways to say the same: give one",
        ));
    }
    let bare = Invocation {
        service: invocation.service.clone(),
        action: invocation.action.clone(),
        ..Invocation::default()
    };
    let value: Value = parameters::skeleton(found, &bare, Skeleton::Example)?;
    let mut json = Vec::new();
    // Writing to memory does not fail.
    let _ = write_compact(&value, &mut json);
    Ok(String::from_utf8(json).unwrap_or_default())
}

/// Refuses the options of results, waits, keys and connections, which a program has no use for.
fn refuse_options(options: &GlobalOptions) -> Result<(), CliError> {
    let given = [
        ("all", options.all),
        ("ca-file", options.ca_file.is_some()),
        ("columns", !options.columns.is_empty()),
        ("debug", options.debug),
        ("dry-run", options.dry_run.is_some()),
        ("every", options.every.is_some()),
        ("fail-if", options.fail_if.is_some()),
        ("filter", options.filter.is_some()),
        ("generate-cli-skeleton", options.generate_cli_skeleton.is_some()),
        ("https-proxy", options.https_proxy.is_some()),
        ("max-items", options.max_items.is_some()),
        ("output", options.output.is_some()),
        ("pager", options.pager.is_some()),
        ("request-client", options.request_client.is_some()),
        ("retries", options.retries.is_some()),
        ("timeout", options.timeout.is_some()),
        ("until", options.until.is_some()),
        ("waiter", options.waiter.is_some()),
        ("yes", options.yes),
    ];
    let keys = [
        ("role-arn", options.role_arn.is_some()),
        ("role-session-name", options.role_session_name.is_some()),
        ("secretId", options.secret_id.is_some()),
        ("secretKey", options.secret_key.is_some()),
        ("token", options.token.is_some()),
        ("use-cvm-role", options.use_cvm_role),
    ];
    let wrong = |why: &'static str| {
        move |(name, is_given): &(&str, bool)| is_given.then(|| format!("--{name} has no meaning for tc3 code: {why}"))
    };
    let mut messages = given
        .iter()
        .filter_map(wrong("the program makes one call and prints its answer"));
    let mut of_keys = keys
        .iter()
        .filter_map(wrong("the program takes its key from the environment"));
    let Some(first) = messages.next().or_else(|| of_keys.next()) else {
        return Ok(());
    };
    let mut error = CliError::input(first);
    error.messages.extend(messages.chain(of_keys));
    Err(error)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arguments::{OPTIONS, Takes};

    #[test]
    fn every_option_is_taken_or_refused() {
        for option in OPTIONS {
            let value = option.values.first().copied().unwrap_or("5");
            let value = if option.name == "version" { "2018-05-29" } else { value };
            let word = match option.takes {
                Takes::Nothing | Takes::Optional(_) => format!("--{}", option.name),
                Takes::Value(_) => format!("--{}={value}", option.name),
            };
            let mut words: Vec<OsString> = ["s", "A", &word].map(OsString::from).to_vec();
            match option.name {
                "max-items" => words.push("--all".into()),
                "every" | "fail-if" => words.push("--until=x".into()),
                "detail" => words.push("help".into()),
                _ => {}
            }
            let options = Invocation::read(&words).unwrap().options;
            let is_taken = OPTIONS_OF_CALLS.contains(&option.name);
            assert_eq!(refuse_options(&options).is_ok(), is_taken, "{}", option.name);
        }
    }
}
