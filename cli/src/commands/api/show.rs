//! `tc3 api show`: shows a service, an action or a type.

use std::io;

use tc3_catalog::{Library, LookupError};

use crate::arguments::OutputFormat;
use crate::commands::shared_args::LookupArgs;
use crate::config::Settings;
use crate::console::print_text;
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::help;
use crate::json::Value;
use crate::library;
use crate::output::{OutputOptions, write_result};

/// The arguments of `tc3 api show`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  tc3 api show                                  all services
  tc3 api show gaap                             a service with its actions
  tc3 api show gaap CreateProxyGroup            an action with everything that is known of it
  tc3 api show gaap TagPair                     a type, and the actions that use it
  tc3 api show gaap CreateProxyGroup --schema   JSON Schema of the parameters")]
pub(super) struct Args {
    /// Short name of a service, such as gaap; all services without it
    service: Option<String>,
    /// Name of an action or of a type
    name: Option<String>,
    /// Print the JSON Schema of the action's parameters
    #[arg(long, requires = "name")]
    schema: bool,
    #[command(flatten)]
    lookup: LookupArgs,
}

/// What is shown: as a page, and as JSON.
struct Shown {
    text: String,
    value: Value,
}

/// Runs the command.
pub(super) fn run(args: Args) -> Result<ExitStatus, CliError> {
    let Args {
        service,
        name,
        schema,
        lookup,
    } = args;
    let options = lookup.into_options();
    let settings = Settings::resolve(&options, service.as_deref().unwrap_or_default())?;
    let library = help::localized(library::open(options.spec.as_deref())?, &settings);
    let Some(service) = service else {
        let services = library.services().map_err(help::lookup_error)?;
        let shown = Shown {
            text: help::services_text(&services, settings.language),
            value: help::services_value(&services),
        };
        return print(shown, options.output);
    };
    let version = settings.version.as_deref();
    let shown = match name {
        None => service_shown(&library, &service, &settings)?,
        Some(name) => match library.find(&service, &name, version) {
            Ok(found) => {
                let action = found
                    .action()
                    .ok_or_else(|| CliError::input("the catalog lacks the action"))?;
                if schema {
                    let value = help::request_schema(&found.service, action);
                    return print_value(&value, OutputFormat::Json);
                }
                Shown {
                    text: help::action_text(&found, settings.language, true)?,
                    value: help::action_value(&found, action),
                }
            }
            Err(error @ LookupError::Action { .. }) => {
                type_shown(&library, &service, &name, &settings)?.ok_or_else(|| help::lookup_error(error))?
            }
            Err(error) => return Err(help::lookup_error(error)),
        },
    };
    print(shown, options.output)
}

fn service_shown(library: &Library, service: &str, settings: &Settings) -> Result<Shown, CliError> {
    let version = settings.version.as_deref();
    let text = help::service_text(library, service, version, settings.language)?;
    let actions = library.actions(service, version).map_err(help::lookup_error)?;
    let services = library.services().map_err(help::lookup_error)?;
    let summary = services.iter().find(|known| known.name == service);
    let value = summary.map_or(Value::Null, |summary| {
        let default = summary.versions.first().map(|version| version.version.as_str());
        help::service_value(summary, version.or(default).unwrap_or_default(), &actions)
    });
    Ok(Shown { text, value })
}

fn type_shown(library: &Library, service: &str, name: &str, settings: &Settings) -> Result<Option<Shown>, CliError> {
    let service = library
        .service(service, settings.version.as_deref())
        .map_err(help::lookup_error)?;
    let text = help::type_text(&service, name, settings.language);
    let shown = service.type_named(name).zip(text);
    Ok(shown.map(|(shared, text)| Shown {
        text,
        value: help::type_value(&service, shared),
    }))
}

/// Prints the page, or in the format that was asked for, the value.
fn print(shown: Shown, format: Option<OutputFormat>) -> Result<ExitStatus, CliError> {
    match format {
        None => print_text(&shown.text),
        Some(format) => print_value(&shown.value, format),
    }
}

/// Prints a value. A reader that went away has seen what it wanted.
pub(super) fn print_value(value: &Value, format: OutputFormat) -> Result<ExitStatus, CliError> {
    let options = OutputOptions {
        format,
        columns: Vec::new(),
        width: help::terminal_columns(),
        is_filtered: false,
    };
    match write_result(value, &options, &mut io::stdout().lock()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(CliError::input(format!("the result cannot be printed: {error}")))
        }
        _ => Ok(ExitStatus::Done),
    }
}
