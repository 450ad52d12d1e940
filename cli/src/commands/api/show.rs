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
use crate::near::folded;
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
    /// Print the JSON Schema of the action's parameters, or of the type
    #[arg(long, requires = "name")]
    schema: bool,
    #[command(flatten)]
    lookup: LookupArgs,
}

/// What is shown: as a page, and as JSON.
struct Shown {
    text: String,
    value: Value,
    /// The JSON Schema of a request or a type; null for a service.
    schema: Value,
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
            schema: Value::Null,
        };
        return print(shown, options.output);
    };
    let shown = match name {
        None => service_shown(&library, &service, &settings)?,
        Some(name) => match action_shown(&library, &service, &name, &settings) {
            // A name that is no action's may be a type's.
            Err(error @ LookupError::Action { .. }) => type_shown(&library, &service, &name, &settings)
                .map_err(help::lookup_error)?
                .ok_or_else(|| help::lookup_error(error))?,
            shown => shown.map_err(help::lookup_error)?,
        },
    };
    if schema {
        return print_value(&shown.schema, OutputFormat::Json);
    }
    print(shown, options.output)
}

fn action_shown(library: &Library, service: &str, name: &str, settings: &Settings) -> Result<Shown, LookupError> {
    let version = settings.version.as_deref();
    let found = match library.find(service, name, version) {
        // In another spelling, such as `create-proxy-group`.
        Err(error @ LookupError::Action { .. }) => {
            let alike = error.near().iter().find(|near| folded(near) == folded(name)).cloned();
            library.find(service, &alike.ok_or(error)?, version)?
        }
        found => found?,
    };
    let action = found.action().cloned().unwrap_or_default();
    Ok(Shown {
        text: help::action_text(&found, &action, settings, true),
        value: help::action_value(&found, &action),
        schema: help::request_schema(&found.service, &action),
    })
}

fn service_shown(library: &Library, service: &str, settings: &Settings) -> Result<Shown, CliError> {
    let version = settings.version.as_deref();
    let text = help::service_text(library, service, settings)?;
    let actions = library.actions(service, version).map_err(help::lookup_error)?;
    let services = library.services().map_err(help::lookup_error)?;
    let summary = services.iter().find(|known| known.name == service);
    let value = summary.map_or(Value::Null, |summary| {
        let default = summary.versions.first().map(|version| version.version.as_str());
        help::service_value(summary, version.or(default).unwrap_or_default(), &actions)
    });
    Ok(Shown {
        text,
        value,
        schema: Value::Null,
    })
}

fn type_shown(library: &Library, service: &str, name: &str, settings: &Settings) -> Result<Option<Shown>, LookupError> {
    let service = library.service(service, settings.version.as_deref())?;
    let alike = || {
        service
            .types
            .iter()
            .find(|shared| folded(&shared.name.value) == folded(name))
    };
    let shared = service.type_named(name).or_else(alike);
    Ok(shared.map(|shared| Shown {
        text: help::type_text(&service, shared, settings.language),
        value: help::type_value(&service, shared),
        schema: help::type_schema(&service, shared),
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
