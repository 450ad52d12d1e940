//! `tc3 api search`: searches actions by words.

use tc3_catalog::Library;
use tc3_catalog::search::{Hit, Matched, SearchIndex, SearchIndexBuilder, SearchResult};

use super::show::print_value;
use crate::arguments::{Language, OutputFormat};
use crate::commands::shared_args::LookupArgs;
use crate::config::Settings;
use crate::console::print_text;
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

/// Runs the command.
pub(super) fn run(args: Args) -> Result<ExitStatus, CliError> {
    let options = args.lookup.into_options();
    let settings = Settings::resolve(&options, args.service.as_deref().unwrap_or_default())?;
    let library = library::open(options.spec.as_deref())?;
    if let Some(service) = &args.service {
        library.actions(service, None).map_err(help::lookup_error)?;
    }
    let query = args.words.join(" ");
    let bytes = index(&library)?;
    let index = SearchIndex::open(&bytes).map_err(|error| CliError::configuration(error.to_string()))?;
    let is_wanted = |service: &str| args.service.as_deref().is_none_or(|wanted| wanted == service);
    let result = index.search_where(&query, usize::from(args.limit), &is_wanted);
    if result.hits.is_empty() {
        return Err(nothing(&args.words, |word| index.near_words(word)));
    }
    report(&result);
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

/// The index over everything in the library.
fn index(library: &Library) -> Result<Vec<u8>, CliError> {
    let mut builder = SearchIndexBuilder::new();
    for summary in library.services().map_err(help::lookup_error)? {
        for (at, version) in summary.versions.iter().enumerate() {
            let service = library
                .service(&summary.name, Some(&version.version))
                .map_err(help::lookup_error)?;
            builder.add(&service, at == 0, &[]);
        }
    }
    builder
        .finish()
        .map_err(|error| CliError::configuration(error.to_string()))
}

/// The error where nothing was found. Its exit code is 1, as that of programs that search files.
fn nothing(words: &[String], near: impl Fn(&str) -> Vec<String>) -> CliError {
    let error = CliError::new(
        ExitStatus::Refused,
        format!("nothing was found for `{}`", words.join(" ")),
    );
    let mut near: Vec<String> = words.iter().flat_map(|word| near(word)).collect();
    near.dedup();
    if near.is_empty() {
        return error.hint("try fewer words, or a part of a name");
    }
    error.hint(format!("near: {}", near.join(", ")))
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
        Matched::MemberDescription => "memberDescription",
        _ => "description",
    };
    let mut members = vec![
        ("service".to_owned(), text(&hit.service)),
        ("version".to_owned(), text(&hit.version)),
        ("action".to_owned(), text(&hit.action)),
        ("title".to_owned(), text(title(hit, language))),
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
