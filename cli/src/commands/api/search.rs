//! `tc3 api search`: searches actions by words.

use std::io::{self, IsTerminal};

use tc3_catalog::search::{Hit, LibrarySearch, Matched, SearchIndexError, SearchResult};

use super::show::print_value;
use crate::arguments::{Language, OutputFormat};
use crate::commands::shared_args::LookupArgs;
use crate::config::Settings;
use crate::console::{print_note, print_text};
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::help;
use crate::json::Value;
use crate::library;

/// The arguments of `tc3 api search`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  tc3 api search create proxy group
  tc3 api search cvm 重启
  tc3 api search runinst --limit 5
  tc3 api search bandwidth --service gaap --output json")]
pub(super) struct Args {
    /// Words of names, titles and descriptions, in English or Chinese; the last one may be unfinished
    #[arg(required = true)]
    words: Vec<String>,
    /// At most so many actions
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u16).range(1..))]
    limit: u16,
    /// Only the actions of this service
    #[arg(long, value_name = "SERVICE")]
    service: Option<String>,
    #[command(flatten)]
    lookup: LookupArgs,
}

/// Longer queries name nothing and take their time.
const MAX_QUERY: usize = 200;

/// Runs the command.
pub(super) fn run(args: Args) -> Result<ExitStatus, CliError> {
    let options = args.lookup.into_options();
    let settings = Settings::resolve(&options, args.service.as_deref().unwrap_or_default())?;
    let library = library::open(options.spec.as_deref())?;
    if let Some(service) = &args.service {
        library.actions(service, None).map_err(help::lookup_error)?;
    }
    let query = args.words.join(" ");
    if query.chars().count() > MAX_QUERY {
        return Err(CliError::input(format!(
            "more than {MAX_QUERY} characters to search for"
        )));
    }
    let search = LibrarySearch::new(&library).map_err(|error| CliError::configuration(error.to_string()))?;
    let failed = |error: SearchIndexError| CliError::configuration(error.to_string());
    let site = options.site.map(help::site);
    let result = search
        .search(&query, usize::from(args.limit), args.service.as_deref(), site)
        .map_err(failed)?;
    if result.hits.is_empty() {
        let near = args.words.iter().map(|word| search.near_words(word));
        let near: Vec<Vec<String>> = near.collect::<Result<_, _>>().map_err(failed)?;
        return Err(nothing(&args.words, near.concat(), library.has_texts()));
    }
    report(&result);
    // For a person: a script would read it each time.
    if !library.has_texts() && io::stderr().is_terminal() {
        print_note("only names were searched; `tc3 api update --download` adds descriptions, in English and Chinese");
    }
    match options.output {
        None => {
            let rows: Vec<(String, String)> = result.hits.iter().map(|hit| row(hit, settings.language)).collect();
            let mut page = help::Page::new(help::Style::of_stdout());
            page.rows(0, &rows);
            print_text(&page.into_text())
        }
        Some(OutputFormat::JsonLines) => {
            for hit in &result.hits {
                print_value(&value(hit, settings.language), OutputFormat::JsonLines)?;
            }
            Ok(ExitStatus::Done)
        }
        Some(format) => {
            let hits = result.hits.iter().map(|hit| value(hit, settings.language));
            print_value(&Value::Array(hits.collect()), format)
        }
    }
}

/// The error where nothing was found. Its exit code is 1, as that of programs that search files.
fn nothing(words: &[String], mut near: Vec<String>, has_texts: bool) -> CliError {
    let error = CliError::new(
        ExitStatus::Refused,
        format!("nothing was found for `{}`", words.join(" ")),
    );
    near.dedup();
    let error = if near.is_empty() {
        error.hint("try fewer words, or a part of a name")
    } else {
        error.hint(format!("near: {}", near.join(", ")))
    };
    if has_texts {
        return error;
    }
    error
        .hint("only names of actions were searched; `tc3 api update --download` adds descriptions and names of members")
}

/// Says on standard error what was searched in place of words that are nowhere.
fn report(result: &SearchResult) {
    for (word, used) in &result.corrections {
        if used.is_empty() {
            eprintln!("tc3: `{word}` was not found");
        } else {
            eprintln!("tc3: `{word}` was not found; searched for {}", used.join(", "));
        }
    }
    if result.is_partial && result.corrections.is_empty() {
        eprintln!("tc3: no action has all these words; these have some of them");
    }
}

fn title(hit: &Hit, language: Language) -> &str {
    let (first, second) = match language {
        Language::English => (&hit.english, &hit.chinese),
        Language::Chinese => (&hit.chinese, &hit.english),
    };
    if first.is_empty() { second } else { first }
}

fn row(hit: &Hit, language: Language) -> (String, String) {
    let mut text = String::new();
    if !hit.sites.cn {
        text.push_str("(--site intl) ");
    }
    if hit.is_deprecated {
        text.push_str(&format!("({}) ", help::deprecated(language)));
    }
    if let Matched::Member(member) = &hit.matched {
        text.push_str(&format!("[{member}] "));
    }
    text.push_str(title(hit, language));
    (format!("{} {}", hit.service, hit.action), text)
}

fn value(hit: &Hit, language: Language) -> Value {
    let text = |text: &str| Value::String(text.to_owned());
    let matched = match &hit.matched {
        Matched::Name => "name",
        Matched::Title => "title",
        Matched::Member(_) => "member",
        _ => "description",
    };
    let mut members = vec![
        ("service".to_owned(), text(&hit.service)),
        ("version".to_owned(), text(&hit.version)),
        ("action".to_owned(), text(&hit.action)),
        ("title".to_owned(), text(title(hit, language))),
        ("sites".to_owned(), help::sites_value(hit.sites)),
        ("matched".to_owned(), text(matched)),
    ];
    if let Matched::Member(member) = &hit.matched {
        members.push(("member".to_owned(), text(member)));
    }
    if hit.is_deprecated {
        members.push(("deprecated".to_owned(), Value::Bool(true)));
    }
    Value::Object(members)
}
