//! Prints the result of a call on standard output.

use std::io::{self, Write};

use tc3_runtime::{RawJson, Response};

use crate::arguments::{GlobalOptions, OutputFormat};
use crate::config::Settings;
use crate::console::{output_error, print_note, terminal_width};
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::filter::Filter;
use crate::json::{self, Value};
use crate::output::{self, OutputOptions, Pager};
use crate::program::is_tccli;

/// The most members of an answer that a note names.
const MOST_NAMES: usize = 12;

/// The format of the result, and the filter that is applied to it.
pub(super) struct Printer {
    filter: Option<Filter>,
    options: OutputOptions,
    pager: Option<String>,
    is_quiet: bool,
    /// Whether the call cannot simply be repeated, so that an answer that cannot be printed as asked is not thrown away.
    keeps_answer: bool,
}

impl Printer {
    /// # Errors
    /// If the filter is wrong.
    pub(super) fn new(settings: &Settings, options: &GlobalOptions, keeps_answer: bool) -> Result<Self, CliError> {
        // An empty filter is none, as in tccli.
        let expression = options.filter.as_deref().filter(|text| !text.trim().is_empty());
        let filter = expression.map(Filter::compile).transpose()?;
        Ok(Self {
            pager: options.pager.clone(),
            // Under the name of tccli standard error has what it has there.
            is_quiet: options.quiet || is_tccli(),
            options: OutputOptions {
                format: settings.output,
                columns: options.columns.clone(),
                width: terminal_width(),
                is_filtered: filter.is_some(),
            },
            filter,
            keeps_answer,
        })
    }

    /// Whether items can be printed one by one: a filter sees the whole.
    pub(super) fn is_streaming(&self) -> bool {
        self.options.format == OutputFormat::JsonLines && self.filter.is_none() && self.pager.is_none()
    }

    pub(super) fn is_raw(&self) -> bool {
        self.options.format == OutputFormat::Raw
    }

    /// Prints the response of a call.
    pub(super) fn response(&self, response: &Response<RawJson>) -> Result<(), CliError> {
        if self.is_raw() && self.filter.is_none() {
            let mut stdout = io::stdout().lock();
            let written = stdout.write_all(response.raw_body()).and_then(|()| stdout.flush());
            return written.map_err(|error| match output_error(&error) {
                error if self.keeps_answer && error.status != ExitStatus::BrokenPipe => carried_out(error, response),
                error => error,
            });
        }
        let printed = parse(response).and_then(|value| self.value(&value));
        printed.map_err(|error| {
            // A filter that does not fit is found when the call has been carried out.
            if self.keeps_answer && error.status != ExitStatus::BrokenPipe {
                carried_out(error, response)
            } else {
                error
            }
        })
    }

    /// Prints a result.
    pub(super) fn value(&self, value: &Value) -> Result<(), CliError> {
        let filtered = self.filter.as_ref().map(|filter| filter.apply(value)).transpose()?;
        let shown = filtered.as_ref().unwrap_or(value);
        if *shown == Value::Null
            && !self.is_quiet
            && let Value::Object(members) = value
        {
            let names: Vec<&str> = members
                .iter()
                .map(|member| member.0.as_str())
                .take(MOST_NAMES)
                .collect();
            print_note(&format!(
                "the filter selects nothing; the answer has {}",
                names.join(", ")
            ));
        }
        Pager::start(self.pager.as_deref())?
            .write(|out| output::write_result(shown, &self.options, out))
            .map_err(|error| output_error(&error))
    }

    /// Prints items as they come.
    pub(super) fn items<'a>(&self, items: impl Iterator<Item = &'a str>) -> Result<(), CliError> {
        let mut stdout = io::BufWriter::new(io::stdout().lock());
        for item in items {
            let written = output::write_item(&parse(item)?, &self.options, &mut stdout);
            written.map_err(|error| output_error(&error))?;
        }
        stdout.flush().map_err(|error| output_error(&error))
    }
}

/// The error of a result that cannot be printed, of an action that must not simply be called again: its status is not the
/// one of a call that was never made, and the answer is not lost.
fn carried_out(mut error: CliError, response: &Response<RawJson>) -> CliError {
    error.status = ExitStatus::Ambiguous;
    error.hint(format!("it was carried out; the answer: {}", response.as_str()))
}

/// Reads JSON of an answer.
pub(super) fn parse(text: &str) -> Result<Value, CliError> {
    let error = |error: json::JsonReadError| CliError::input(format!("the answer cannot be read: {error}"));
    json::parse(text).map_err(|reason| error(reason).hint("--output raw prints it as it came"))
}
