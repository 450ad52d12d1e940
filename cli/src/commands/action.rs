//! `tc3 SERVICE ACTION`: the one path that a call takes.

use std::ffi::OsString;

use tc3_catalog::{Found, Library, LookupError};

use crate::arguments::{Invocation, OutputFormat};
use crate::config::Settings;
use crate::console::{print_json, print_note};
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::parameters::Request;
use crate::{call, help, library, parameters};

pub(super) fn run(words: &[OsString]) -> Result<ExitStatus, CliError> {
    let invocation = Invocation::read(words)?;
    run_invocation(&invocation).map_err(|mut error| {
        error.is_json = invocation.options.output == Some(OutputFormat::Json);
        error
    })
}

fn run_invocation(invocation: &Invocation) -> Result<ExitStatus, CliError> {
    let (settings, library) = open(invocation)?;
    let Some(found) = found(&library, invocation, &settings)? else {
        return help::service(&library, invocation, &settings);
    };
    if invocation.help {
        return help::action(&found, invocation, &settings);
    }
    if let Some(kind) = invocation.options.generate_cli_skeleton {
        let skeleton = parameters::skeleton(&found, invocation, kind)?;
        return print_json(&skeleton);
    }
    let request = request(&library, &found, invocation, &settings)?;
    call::run(&found, invocation, &settings, &request)
}

/// The settings of a command line, and where its action is looked up. What is odd about them is said.
pub(super) fn open(invocation: &Invocation) -> Result<(Settings, Library), CliError> {
    let options = &invocation.options;
    if !options.quiet {
        invocation.notes.iter().for_each(|note| print_note(note));
    }
    let settings = Settings::resolve(options, &invocation.service)?;
    if !options.quiet {
        settings.warnings.iter().for_each(|warning| print_note(warning));
    }
    let library = help::localized(library::open(options.spec.as_deref())?, &settings);
    Ok((settings, library))
}

/// The action of a command line, or `None` if it names none.
pub(super) fn found(
    library: &Library,
    invocation: &Invocation,
    settings: &Settings,
) -> Result<Option<Found>, CliError> {
    let version = settings.version.as_deref();
    let Some(action) = library::spelled_action(library, invocation, version) else {
        return Ok(None);
    };
    let mut found = find(library, invocation, &action, version).map_err(help::lookup_error)?;
    if found.is_from_spec && invocation.options.spec.is_none() {
        library::distrust(library, &mut found).map_err(help::lookup_error)?;
    }
    Ok(Some(found))
}

/// The parameters of a command line. What has to be said of them is said.
pub(super) fn request(
    library: &Library,
    found: &Found,
    invocation: &Invocation,
    settings: &Settings,
) -> Result<Request, CliError> {
    let is_quiet = invocation.options.quiet;
    if !is_quiet {
        library::site_note(found, help::site(settings.site))
            .iter()
            .for_each(|note| print_note(note));
    }
    let request = parameters::request(library, found, invocation)?;
    if !is_quiet {
        request.notes.iter().for_each(|note| print_note(note));
    }
    Ok(request)
}

/// Finds the action. A version that is only configured is preferred, not demanded: tccli writes one down for every
/// service, also where an action is in another one.
fn find(library: &Library, invocation: &Invocation, action: &str, version: Option<&str>) -> Result<Found, LookupError> {
    let is_demanded = invocation.options.version.is_some();
    match library.find(&invocation.service, action, version) {
        Err(LookupError::Action { .. } | LookupError::Version { .. }) if version.is_some() && !is_demanded => {
            library.find(&invocation.service, action, None)
        }
        found => found,
    }
}
