//! What the command prints: lines of text, or objects of JSON.

use tc3_codegen::spec::{Json, JsonEntry, JsonValue};
use tc3_emulator::{Emulator, RecordedRequest};

use crate::arguments::LogForm;

/// How many services are listed one by one.
const MAX_LISTED: usize = 20;

/// Where it listens and what it serves.
pub(crate) fn listening(form: LogForm, emulator: &Emulator) -> String {
    match form {
        LogForm::Json => event("listening", &[("url", &emulator.url())]),
        LogForm::Text => format!(
            "listening on {}\n{}{}",
            emulator.url(),
            served(emulator),
            page(emulator)
        ),
    }
}

/// Where requests can be looked at; nothing where the emulator cannot be reached as the page asks.
fn page(emulator: &Emulator) -> String {
    let ip = emulator.addr().ip();
    match ip.is_loopback() || ip.is_unspecified() {
        true => format!("requests are shown at {}/_emulator/\n", emulator.url()),
        false => String::new(),
    }
}

/// Where the authority to trust was written.
#[cfg(feature = "tls")]
pub(crate) fn authority(form: LogForm, path: &std::path::Path) -> String {
    let path = path.display().to_string();
    match form {
        LogForm::Json => event("authority", &[("path", &path)]),
        LogForm::Text => format!("clients have to trust {path}\n"),
    }
}

pub(crate) fn stopped(form: LogForm) -> String {
    match form {
        LogForm::Json => event("stopped", &[]),
        LogForm::Text => "stopped\n".to_owned(),
    }
}

/// One line: what was asked, what became of it, its id and, of a refusal, the reason.
pub(crate) fn request(form: LogForm, request: &RecordedRequest) -> String {
    match form {
        LogForm::Json => request.to_json() + "\n",
        LogForm::Text => text(request),
    }
}

fn text(request: &RecordedRequest) -> String {
    let shown = |value: &Option<String>| {
        value
            .as_deref()
            .map_or("-".to_owned(), |value| value.escape_debug().to_string())
    };
    let reason = request.error_message().map(|reason| format!(": {reason}"));
    let fault = request.fault.map(|fault| format!(" [{fault}]"));
    let answered = match request.outcome {
        tc3_emulator::Outcome::Unserved => "unserved",
        _ => "answered",
    };
    format!(
        "{} {} {}: {} ({}){}{}\n",
        shown(&request.service),
        shown(&request.action),
        shown(&request.version),
        request.error_code().unwrap_or(answered),
        request.request_id,
        fault.unwrap_or_default(),
        reason.unwrap_or_default(),
    )
}

fn served(emulator: &Emulator) -> String {
    let services = &emulator.spec().services;
    let mut text = String::new();
    for service in services.iter().take(MAX_LISTED) {
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
    if let Some(more) = services.len().checked_sub(MAX_LISTED).filter(|more| *more > 0) {
        text += &format!("and {more} more services\n");
    }
    text
}

fn event(name: &str, members: &[(&str, &str)]) -> String {
    let members = [("event", name)].into_iter().chain(members.iter().copied());
    let entries = members.map(|(name, value)| JsonEntry {
        name: name.to_owned(),
        name_range: 0..0,
        value: Json {
            value: JsonValue::String(value.to_owned()),
            range: 0..0,
        },
    });
    let object = Json {
        value: JsonValue::Object(entries.collect()),
        range: 0..0,
    };
    format!("{object}\n")
}
