//! What a failed call is worth: the exit status, the lines for a person, and what the service said.

use tc3_codegen::spec::ErrorCode;
use tc3_runtime::{Client, Error};

use super::named_call::Target;
use crate::error::{CliError, RawAnswer, ServiceFailure};
use crate::exit_status::ExitStatus;

/// Differences of clocks, in seconds, that a service accepts are a few minutes; smaller ones are not worth a line.
const NOTABLE_SKEW: u64 = 30;

/// Converts the error of a call that only reads, made by a command with a name of its own.
pub(crate) fn service_error(error: &Error) -> CliError {
    let mut converted = CliError::new(status(error, true), error.to_string());
    converted.service = service(error).map(Box::new);
    converted
}

/// Converts the error of a call.
pub(crate) fn failure(error: &Error, target: &Target<'_>, client: &Client) -> CliError {
    let status = status(error, target.only_reads());
    let mut converted = CliError::new(status, error.to_string());
    converted.service = service(error).map(Box::new);
    converted.answer = error.raw_body().cloned().map(RawAnswer);
    for hint in hints(error, status, target, client) {
        converted = converted.hint(hint);
    }
    converted
}

/// The exit status of the error of a call.
///
/// A failure of the network while an action that only reads was carried out is as good as one before: nothing was
/// changed, and it can be repeated.
fn status(error: &Error, only_reads: bool) -> ExitStatus {
    if error.is_wait_failed() {
        return ExitStatus::WaitFailed;
    }
    if error.is_ambiguous() && !only_reads {
        return ExitStatus::Ambiguous;
    }
    if error.is_credentials() {
        return ExitStatus::Configuration;
    }
    if error.is_throttled() {
        return ExitStatus::Throttled;
    }
    if error.is_service() {
        return ExitStatus::Refused;
    }
    if error.is_validation() {
        return ExitStatus::WrongInput;
    }
    if error.is_pagination_loop() || error.status().is_some() {
        return ExitStatus::Refused;
    }
    ExitStatus::NotSent
}

fn service(error: &Error) -> Option<ServiceFailure> {
    let owned = |text: Option<&str>| text.map(str::to_owned);
    let failure = ServiceFailure {
        code: owned(error.code()),
        message: owned(error.message()),
        request_id: owned(error.request_id()),
    };
    (failure != ServiceFailure::default()).then_some(failure)
}

/// What to do next.
fn hints(error: &Error, status: ExitStatus, target: &Target<'_>, client: &Client) -> Vec<String> {
    let mut hints = Vec::new();
    match status {
        ExitStatus::Ambiguous => hints.push(look_first(target)),
        ExitStatus::Configuration if error.is_credentials() => {
            let hint = "set TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY, or run `tc3 configure`";
            hints.push(hint.to_owned());
        }
        ExitStatus::Throttled => hints.push("wait a moment, or allow more attempts by --retries N".to_owned()),
        ExitStatus::NotSent if error.is_timeout() => {
            hints.push("it took too long: allow more time by --timeout, as in --timeout 2m".to_owned());
        }
        ExitStatus::NotSent if error.is_connect() => {
            let is_local = client.endpoint().is_some_and(|endpoint| {
                ["127.0.0.1", "localhost", "[::1]"]
                    .iter()
                    .any(|host| endpoint.host().starts_with(host))
            });
            hints.push(if is_local {
                "nothing listens there: start `tc3 emulator`, or name its address by --emulator=URL".to_owned()
            } else {
                "check the network, --endpoint and --https-proxy".to_owned()
            });
        }
        _ => {}
    }
    if let Some(code) = error.code() {
        hints.extend(text_of(code, target));
        hints.extend(clock(code, client));
        hints.extend(about(code, target));
    }
    hints
}

/// What to do when it is not known whether an action was carried out.
pub(crate) fn look_first(target: &Target<'_>) -> String {
    format!(
        "{} may have been carried out: look before you repeat it, for example by an action of `tc3 {}` that describes",
        target.label(),
        target.found.service.file.name.value
    )
}

/// What the description of the action or its service says of an error code.
fn text_of(code: &str, target: &Target<'_>) -> Option<String> {
    let errors = target.action.errors.iter().chain(&target.found.service.file.errors);
    let text = |error: &ErrorCode| {
        let text = error.description.as_ref()?.value.trim().to_owned();
        (!text.is_empty()).then_some(text)
    };
    let found = errors.filter(|error| error.code.value == code).find_map(text)?;
    Some(format!("{code}: {found}"))
}

/// What the clock has to do with it.
fn clock(code: &str, client: &Client) -> Option<String> {
    let about_time = [
        "AuthFailure.SignatureExpire",
        "AuthFailure.SignatureFailure",
        "RequestExpired",
    ];
    if !about_time.contains(&code) {
        return None;
    }
    let skew = client.clock_skew();
    if skew.unsigned_abs() >= NOTABLE_SKEW {
        let direction = if skew > 0 { "behind" } else { "ahead of" };
        return Some(format!(
            "the clock of this machine is {} s {direction} that of the service: set it",
            skew.unsigned_abs()
        ));
    }
    (code == "AuthFailure.SignatureExpire").then(|| "check the clock of this machine".to_owned())
}

/// What the codes of every service mean for a command line.
fn about(code: &str, target: &Target<'_>) -> Option<String> {
    let begins = |prefix: &str| code == prefix || code.strip_prefix(prefix).is_some_and(|rest| rest.starts_with('.'));
    let label = target.label();
    if begins("AuthFailure.SecretIdNotFound") || begins("AuthFailure.SignatureFailure") {
        return Some("check the key: `tc3 whoami --offline` says where it comes from".to_owned());
    }
    if begins("UnknownParameter") || begins("InvalidParameter") || begins("MissingParameter") {
        return Some(format!("`tc3 {label} --help` lists the parameters"));
    }
    if begins("UnsupportedRegion") || begins("InvalidRegion") {
        return Some("name another region by --region".to_owned());
    }
    None
}
