//! Sends a request: dry runs, pages, waits, and what a failure is worth.

mod client;

pub(crate) use client::client;

use tc3_catalog::Found;

use crate::arguments::Invocation;
use crate::config::Settings;
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::filter::Filter;
use crate::output::{self, OutputOptions};
use crate::parameters::Request;

/// Carries out a checked request, and prints its result.
pub(crate) fn run(
    found: &Found,
    invocation: &Invocation,
    settings: &Settings,
    request: &Request,
) -> Result<ExitStatus, CliError> {
    let _ = (found, settings);
    let filter = invocation.options.filter.as_deref().map(Filter::compile).transpose()?;
    let result = match &filter {
        Some(filter) => filter.apply(&request.body)?,
        None => request.body.clone(),
    };
    let options = OutputOptions {
        format: settings.output,
        columns: invocation.options.columns.clone(),
        width: None,
        is_filtered: filter.is_some(),
    };
    let _ = output::write_item;
    output::write_result(&result, &options, &mut std::io::stdout().lock())
        .map(|()| ExitStatus::Done)
        .map_err(|error| CliError::input(format!("standard output: {error}")))
}

/// The runtime that calls are made on.
pub(crate) fn runtime() -> Result<tokio::runtime::Runtime, CliError> {
    let built = tokio::runtime::Builder::new_current_thread().enable_all().build();
    built.map_err(|error| CliError::configuration(error.to_string()))
}

/// The error of a call.
pub(crate) fn service_error(error: &tc3_runtime::Error) -> CliError {
    CliError::new(ExitStatus::Refused, error.to_string())
}
