//! What was done in this session, to be opened again, compared and exported. Nothing of it is written to a disk.

mod har;
mod redact;
mod script;
mod time;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use http::StatusCode;
use tc3_catalog::Found;
use tc3_codegen::spec::Content;
use tc3_runtime::Prepared;

use super::Explorer;
use super::calls::EndpointChoice;
use super::web::input::Input;
use super::web::refusal::Refusal;
use super::web::reply::{self, Reply, number, object, optional, text};
use crate::arguments::Site;
use crate::call::named_call::Target;
use crate::config::Settings;
use crate::error::CliError;
use crate::json::Value;

/// The calls that are kept, the oldest making room.
const MAX_ENTRIES: usize = 1_000;
/// The bytes of their parameters: 50 MB.
const MAX_BYTES: usize = 50_000_000;

/// A request, as it was shown.
pub(super) struct Sent {
    pub(super) service: String,
    pub(super) action: String,
    pub(super) version: String,
    profile: String,
    region: Option<String>,
    site: Site,
    endpoint: EndpointChoice,
    /// The endpoint of the command line, if it led the call.
    endpoint_of_command: Option<String>,
    /// The parameters, as the page had them.
    body: String,
    method: String,
    url: String,
    /// Without what must not be exported.
    headers: Vec<(String, String)>,
    is_json: bool,
    /// What is exported of the parameters, and whether something of them is hidden.
    exported: redact::Hidden,
}

/// A call that ended.
pub(super) struct Ended {
    pub(super) sent: Sent,
    pub(super) found: Arc<Found>,
    pub(super) started_at: SystemTime,
    pub(super) took: Duration,
    /// `done`, or the kind of the error.
    pub(super) status: &'static str,
    pub(super) request_id: Option<String>,
    pub(super) answer: Option<String>,
}

/// The calls of the session.
#[derive(Default)]
pub(super) struct History(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    /// The oldest first.
    entries: VecDeque<Arc<Entry>>,
    last_id: u64,
    bytes: usize,
}

/// A call with its number.
struct Entry {
    id: u64,
    call: Ended,
}

impl Sent {
    pub(super) fn new(
        target: &Target<'_>,
        endpoint: &EndpointChoice,
        settings: &Settings,
        prepared: &Prepared,
        headers: &[(String, String)],
        body: String,
    ) -> Self {
        let file = &target.found.service.file;
        let named = settings
            .endpoint
            .clone()
            .filter(|_| *endpoint == EndpointChoice::Service);
        Self {
            service: file.name.value.clone(),
            action: target.action.name.value.clone(),
            version: file.version.value.clone(),
            profile: settings.profile.clone(),
            region: settings.region.clone(),
            site: settings.site,
            endpoint: endpoint.clone(),
            endpoint_of_command: named,
            exported: redact::parameters(target, &body),
            body,
            method: prepared.method().to_string(),
            url: prepared.url(),
            headers: headers.iter().map(redact::header).collect(),
            is_json: target.action.content() == Content::Json,
        }
    }

    fn is_of_same_action(&self, other: &Self) -> bool {
        let is_of_same_version = self.service == other.service && self.version == other.version;
        is_of_same_version && self.action == other.action && self.site == other.site
    }

    /// The bytes that it takes, about.
    fn size(&self) -> usize {
        self.body.len() + self.exported.text.len() + self.url.len()
    }
}

impl History {
    pub(super) fn add(&self, mut call: Ended) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // What is known of an action may take a megabyte, and is kept once for all calls of it.
        let mut earlier = kept.entries.iter().rev().map(|entry| &entry.call);
        if let Some(same) = earlier.find(|earlier| earlier.sent.is_of_same_action(&call.sent)) {
            call.found = Arc::clone(&same.found);
        }
        kept.last_id += 1;
        kept.bytes += call.sent.size();
        let id = kept.last_id;
        kept.entries.push_back(Arc::new(Entry { id, call }));
        while (kept.entries.len() > MAX_ENTRIES || kept.bytes > MAX_BYTES) && kept.entries.len() > 1 {
            let dropped = kept.entries.pop_front();
            kept.bytes -= dropped.map_or(0, |dropped| dropped.call.sent.size());
        }
    }

    fn entries(&self) -> Vec<Arc<Entry>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.entries.iter().cloned().collect()
    }
}

/// Returns the calls of the session, the latest first.
pub(super) fn history(explorer: &Explorer) -> Value {
    let entries = explorer.session.history.entries();
    let entries = entries.iter().rev().map(|entry| shown(entry));
    object([("entries", Value::Array(entries.collect()))])
}

/// Returns the calls as a script of a shell or as a HAR file, without keys and without the values of secret parameters.
///
/// # Errors
/// If there is no such format.
pub(super) fn export(explorer: &Explorer, input: &Input) -> Result<Reply, Refusal> {
    let entries = explorer.session.history.entries();
    match input.text("format").unwrap_or("sh") {
        "sh" => {
            let script = script::script(&entries);
            Ok(reply::with_type(
                StatusCode::OK,
                "text/x-shellscript; charset=utf-8",
                script,
            ))
        }
        "har" => Ok(reply::json(&har::har(&entries, &explorer.session.answers))),
        format => {
            let error = CliError::input(format!("there is no format `{format}`: it is sh or har"));
            Err(error.into())
        }
    }
}

fn shown(entry: &Entry) -> Value {
    let Ended {
        sent,
        started_at,
        took,
        status,
        request_id,
        answer,
        ..
    } = &entry.call;
    let url = match &sent.endpoint {
        EndpointChoice::Own(url) => Some(url.as_str()),
        _ => None,
    };
    object([
        ("id", text(entry.id.to_string())),
        ("service", text(sent.service.as_str())),
        ("action", text(sent.action.as_str())),
        ("version", text(sent.version.as_str())),
        ("profile", text(sent.profile.as_str())),
        ("region", optional(sent.region.as_deref())),
        ("site", text(site_name(sent.site))),
        (
            "endpoint",
            object([("kind", text(sent.endpoint.kind())), ("url", optional(url))]),
        ),
        ("body", text(sent.body.as_str())),
        ("answer", optional(answer.as_deref())),
        ("status", text(*status)),
        ("requestId", optional(request_id.as_deref())),
        ("startedAt", text(time::iso8601(*started_at))),
        ("milliseconds", number(took.as_millis())),
    ])
}

fn site_name(site: Site) -> &'static str {
    match site {
        Site::Cn => "cn",
        Site::Intl => "intl",
    }
}
