//! Sends a request: dry runs, pages, waits, and what a failure is worth.
//!
//! Everything that can be wrong with the command line is found before anything is sent: [`Plan`] compiles the expressions
//! and decides how to page. Then one future makes the calls, which an interrupt ends.

mod address;
pub(crate) mod all;
pub(crate) mod attempt_log;
pub(crate) mod client;
mod confirm;
mod dry_run;
pub(crate) mod failure;
pub(crate) mod interrupt;
pub(crate) mod named_call;
pub(crate) mod paging;
mod printer;
pub(crate) mod wait;

pub(crate) use address::address;
pub(crate) use client::client;
pub(crate) use dry_run::{now, signed};
pub(crate) use failure::service_error;
pub(crate) use named_call::{Fact, Target};

use tc3_catalog::Found;
use tc3_runtime::{Client, NamedCall, RawJson, Response};

use self::all::{List, print_all};
use self::attempt_log::AttemptLog;
use self::client::client_with;
use self::confirm::confirm;
use self::failure::failure;
use self::interrupt::interruptible;
use self::paging::Pages;
use self::printer::Printer;
use self::wait::Wait;
use crate::arguments::{DryRun, GlobalOptions, Invocation};
use crate::config::Settings;
use crate::console::{Progress, print_note};
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::json::{Value, write_compact};
use crate::parameters::Request;

/// Carries out a checked request, and prints its result.
pub(crate) fn run(
    found: &Found,
    invocation: &Invocation,
    settings: &Settings,
    request: &Request,
) -> Result<ExitStatus, CliError> {
    let options = &invocation.options;
    let target = Target::new(found)?;
    let plan = Plan::read(&target, settings, options)?;
    let region_note = require_region(&target, settings)?;
    if !options.quiet {
        region_note.iter().for_each(|note| print_note(note));
        plan.notes().for_each(print_note);
    }
    let call = target.call(&request.binary);
    let json = compact(&request.body);
    if let Some(form) = options.dry_run {
        return show(&call, &json, settings, options, form);
    }
    confirm(&target, settings, options)?;
    let log = AttemptLog::new(options.debug);
    let client = client_with(settings, options, settings.credentials()?, |builder| {
        builder.interceptor(log.clone())
    })?;
    let progress = Progress::new(options.quiet);
    let session = Session {
        target: &target,
        client: &client,
        call,
        json,
        progress,
    };
    block_on(interruptible(session.carry_out(plan), &target, &log))?.map(|()| ExitStatus::Done)
}

/// What is to be done, and how its result is printed.
struct Plan {
    printer: Printer,
    work: Work,
}

enum Work {
    Once,
    All { pages: Pages, limit: Option<u64> },
    Wait(Wait),
}

impl Plan {
    fn read(target: &Target<'_>, settings: &Settings, options: &GlobalOptions) -> Result<Self, CliError> {
        let printer = Printer::new(settings, options, !target.only_reads())?;
        let wait = Wait::read(options)?;
        let work = match (wait, options.all) {
            (Some(_), true) => {
                return Err(CliError::input(
                    "--all and a wait do not go together: a wait looks at one answer",
                ));
            }
            (Some(wait), false) => {
                Wait::check_target(target)?;
                Work::Wait(wait)
            }
            (None, true) if printer.is_raw() => {
                let message =
                    "--output raw prints the bytes of one answer, and --all has several: use json-lines or json";
                return Err(CliError::input(message));
            }
            (None, true) => Work::All {
                pages: paging::pages(target)?,
                limit: options.max_items,
            },
            (None, false) if options.max_items.is_some() => {
                return Err(CliError::input(
                    "--max-items belongs to --all, which goes through all pages",
                ));
            }
            (None, false) => Work::Once,
        };
        Ok(Self { printer, work })
    }

    /// What has to be said before the call, a line each.
    fn notes(&self) -> impl Iterator<Item = &str> {
        let (guess, notes): (Option<&str>, &[String]) = match &self.work {
            Work::Once => (None, &[]),
            Work::All { pages, .. } => (pages.guess.as_deref(), &[]),
            Work::Wait(wait) => (None, &wait.notes),
        };
        guess.into_iter().chain(notes.iter().map(String::as_str))
    }
}

/// The calls of a command.
struct Session<'a> {
    target: &'a Target<'a>,
    client: &'a Client,
    call: NamedCall,
    json: String,
    progress: Progress,
}

impl Session<'_> {
    async fn carry_out(mut self, plan: Plan) -> Result<(), CliError> {
        let printer = &plan.printer;
        match plan.work {
            Work::Once => {
                let response = self.client.send_named(&self.call, self.json.as_str()).await;
                let response = response.map_err(|error| failure(&error, self.target, self.client))?;
                self.finish(&response, printer)
            }
            Work::All { pages, limit } => {
                let list = List {
                    client: self.client,
                    target: self.target,
                    call: &self.call,
                    pages,
                    limit,
                };
                print_all(list, &self.json, printer, &mut self.progress).await
            }
            Work::Wait(wait) => {
                let progress = &mut self.progress;
                let show = |found: &str| progress.show(&format!("waiting: {found}"));
                let waited = wait::poll(self.client, self.target, &self.call, &self.json, &wait, show).await;
                self.progress.clear();
                self.finish(&waited?, printer)
            }
        }
    }

    fn finish(&self, response: &Response<RawJson>, printer: &Printer) -> Result<(), CliError> {
        if let Some(warning) = response.deprecated_warning() {
            print_note(warning);
        }
        printer.response(response)
    }
}

/// Says that most services need a region, where none is set and nothing tells whether this action does.
///
/// # Errors
/// If the action needs a region and none is set.
pub(crate) fn require_region(target: &Target<'_>, settings: &Settings) -> Result<Option<String>, CliError> {
    let has_region = settings.region.as_deref().is_some_and(|region| !region.is_empty());
    if has_region {
        return Ok(None);
    }
    if !target.action.region_required {
        // The metadata does not say which actions need one; a spec does.
        let note = "no region is configured; most services need one: --region ap-guangzhou";
        return Ok((!target.found.is_from_spec).then(|| note.to_owned()));
    }
    let error = CliError::input(format!("{} needs a region", target.label()));
    Err(error.hint("name one by --region, TENCENTCLOUD_REGION or `tc3 configure set region`"))
}

/// Shows the request and sends nothing.
fn show(
    call: &NamedCall,
    json: &str,
    settings: &Settings,
    options: &GlobalOptions,
    form: DryRun,
) -> Result<ExitStatus, CliError> {
    let (credentials, note) = dry_run::local(settings)?;
    let is_placeholder = note.is_some();
    if let Some(note) = note.filter(|_| !options.quiet) {
        print_note(&note);
    }
    let clock = dry_run::clock()?;
    let client = client_with(settings, options, credentials, |builder| match clock {
        Some(clock) => builder.clock(clock),
        None => builder,
    })?;
    let prepared = block_on(client.prepare_named(call, json))?;
    let prepared = prepared.map_err(|error| CliError::input(error.to_string()))?;
    dry_run::print(&prepared, form, is_placeholder)
}

/// Runs a future on this thread.
fn block_on<T>(future: impl Future<Output = T>) -> Result<T, CliError> {
    let runtime = runtime()?;
    let result = runtime.block_on(future);
    // A name that is being resolved would hold up the end of the process.
    runtime.shutdown_background();
    Ok(result)
}

/// The runtime that calls are made on.
pub(crate) fn runtime() -> Result<tokio::runtime::Runtime, CliError> {
    let built = tokio::runtime::Builder::new_current_thread().enable_all().build();
    built.map_err(|error| CliError::configuration(format!("the system lets no call start: {error}")))
}

/// JSON in one line.
pub(crate) fn compact(value: &Value) -> String {
    let mut text = Vec::new();
    // Writing to memory does not fail.
    let _ = write_compact(value, &mut text);
    String::from_utf8(text).unwrap_or_default()
}
