//! The output of the command: lines of text, or JSON objects.

use super::arguments::LogFormat;
use crate::emulator::Emulator;
use crate::faults::FaultReport;
use crate::recorder::{Outcome, RecordedRequest};
use tc3_codegen::spec::{Json, JsonEntry, JsonValue};

/// The most services that are listed one by one.
const MAX_SERVICES: usize = 20;

/// The address that the emulator listens on, and what it serves.
pub(super) fn listening(format: LogFormat, emulator: &Emulator) -> String {
    match format {
        LogFormat::Json => event("listening", &[("url", JsonValue::String(emulator.url()))]),
        LogFormat::Text => format!(
            "listening on {}\n{}{}",
            emulator.url(),
            served(emulator),
            page(emulator)
        ),
    }
}

/// The address of the page; empty if the emulator cannot be reached on a loopback address, as the page requires.
fn page(emulator: &Emulator) -> String {
    let ip = emulator.addr().ip();
    if ip.is_loopback() || ip.is_unspecified() {
        format!("requests are shown at {}/_emulator/\n", emulator.url())
    } else {
        String::new()
    }
}

/// The file with the certificate authority.
#[cfg(feature = "tls")]
pub(super) fn authority(format: LogFormat, path: &std::path::Path) -> String {
    let path = path.display().to_string();
    match format {
        LogFormat::Json => event("authority", &[("path", JsonValue::String(path))]),
        LogFormat::Text => format!("clients have to trust {path}\n"),
    }
}

pub(super) fn stopped(format: LogFormat) -> String {
    match format {
        LogFormat::Json => event("stopped", &[]),
        LogFormat::Text => "stopped\n".to_owned(),
    }
}

/// A line for each fault, with the requests that it hit and those that came after them.
pub(super) fn faults(format: LogFormat, reports: &[FaultReport]) -> String {
    let lines = reports.iter().map(|report| match format {
        LogFormat::Json => {
            let members = [
                ("fault", JsonValue::String(report.fault.clone())),
                ("requests", JsonValue::Number(report.requests.to_string())),
                ("hits", JsonValue::Number(report.hits.to_string())),
                ("requestsAfter", JsonValue::Number(report.requests_after.to_string())),
            ];
            event("fault", &members)
        }
        LogFormat::Text => format!("fault {report}\n"),
    });
    lines.collect()
}

/// The lines that nobody read.
pub(super) fn dropped(format: LogFormat, lines: u64) -> String {
    match format {
        LogFormat::Json => event("dropped", &[("lines", JsonValue::Number(lines.to_string()))]),
        LogFormat::Text => format!("{lines} lines of the log were dropped: nothing read them\n"),
    }
}

/// One line: the action, the outcome, the request ID and, if the request was refused, the reason.
pub(super) fn request(format: LogFormat, request: &RecordedRequest) -> String {
    match format {
        LogFormat::Json => request.to_json() + "\n",
        LogFormat::Text => text(request),
    }
}

fn text(request: &RecordedRequest) -> String {
    let escaped = |value: &Option<String>| {
        value
            .as_deref()
            .map_or("-".to_owned(), |value| value.escape_debug().to_string())
    };
    let reason = request.error_message().map(|reason| format!(": {reason}"));
    let fault = request.fault.map(|fault| format!(" [{fault}]"));
    let notes: String = request
        .short_notes()
        .iter()
        .map(|note| format!(" (note: {note})"))
        .collect();
    let parameters = request.redacted_parameters.as_ref();
    let parameters = parameters.map(|parameters| format!(" {parameters}"));
    let answered = match request.outcome {
        Outcome::Unserved => "unserved",
        _ => "answered",
    };
    format!(
        "{} {} {}: {} ({}){}{}{notes}{}\n",
        escaped(&request.service),
        escaped(&request.action),
        escaped(&request.version),
        request.error_code().unwrap_or(answered),
        request.request_id,
        fault.unwrap_or_default(),
        reason.unwrap_or_default(),
        parameters.unwrap_or_default(),
    )
}

fn served(emulator: &Emulator) -> String {
    let services = &emulator.spec().services;
    let mut text = String::new();
    for service in services.iter().take(MAX_SERVICES) {
        let noun = match service.actions.len() {
            1 => "action",
            _ => "actions",
        };
        text += &format!(
            "serving {} {}: {} {noun}\n",
            service.file.name.value,
            service.file.version.value,
            service.actions.len(),
        );
    }
    let others = emulator.loadable_services();
    if let Some(more) = (services.len() + others)
        .checked_sub(MAX_SERVICES.min(services.len()))
        .filter(|more| *more > 0)
    {
        text += &format!("and {more} more versions of services\n");
    }
    text
}

fn event(name: &str, members: &[(&str, JsonValue)]) -> String {
    let name = ("event", JsonValue::String(name.to_owned()));
    let members = [name].into_iter().chain(members.iter().cloned());
    let entries = members.map(|(name, value)| JsonEntry {
        name: name.to_owned(),
        name_range: 0..0,
        value: Json { value, range: 0..0 },
    });
    let object = Json {
        value: JsonValue::Object(entries.collect()),
        range: 0..0,
    };
    format!("{object}\n")
}
