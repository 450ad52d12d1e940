//! Signs a request and shows it. Nothing is sent.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use base64ct::{Base64, Encoding};
use tc3_catalog::Found;
use tc3_runtime::credentials::ProvideCredentials;
use tc3_runtime::{Clock, Credentials, Prepared};

use super::destination::Destination;
use super::explanation::explanation;
use super::identities::Shared;
use super::last_response::LastResponse;
use super::prepared::PreparedRequest;
use crate::arguments::Site;
use crate::call::attempt_log::AttemptLog;
use crate::call::client::client_with;
use crate::call::failure::failure;
use crate::call::named_call::Target;
use crate::call::{compact, require_region};
use crate::config::key_end;
use crate::error::CliError;
use crate::explorer::Explorer;
use crate::explorer::history::Sent;
use crate::explorer::host_confirmation::Question;
use crate::explorer::web::input::{Input, blocking};
use crate::explorer::web::refusal::Refusal;
use crate::explorer::web::reply::{optional, text, texts};
use crate::explorer::web::token;
use crate::json::Value;
use crate::parameters::{Request, request_of_text};
use crate::{help, library};

/// The last second of the year 9999: dates have four digits.
const LAST_TIMESTAMP: u64 = 253_402_300_799;
/// The bytes of an id, which nobody can guess.
const ID_BYTES: usize = 16;
/// The header of the session token, which is not shown: it is a part of the key.
const TOKEN_HEADER: &str = "x-tc-token";

/// What is known before a key is asked for.
struct Checked {
    found: Arc<Found>,
    request: Request,
    destination: Destination,
    timestamp: Option<u64>,
    notes: Vec<String>,
}

/// Prepares the request that the page describes, keeps it to be sent, and returns what it is.
///
/// # Errors
/// If the parameters, the settings or the key are wrong, or its host is not confirmed.
pub(in crate::explorer) async fn prepare(explorer: Arc<Explorer>, input: Input) -> Result<Value, Refusal> {
    let of_thread = Arc::clone(&explorer);
    let checked = blocking(move || {
        let checked = check(&of_thread, &input)?;
        let body = input.text("body").unwrap_or("{}").to_owned();
        Ok::<_, Refusal>((checked, body))
    });
    let (checked, body) = checked.await?;
    let Checked {
        found,
        request,
        destination,
        timestamp,
        mut notes,
    } = checked;
    let target = Target::new(&found)?;
    let settings = &destination.settings;
    let signer = explorer.session.identities.signer(settings)?;
    let mut obstacle = timestamp.map(|seconds| format!("it is signed for the time {seconds}"));
    let placeholder = Credentials::new("AKIDplaceholder", "placeholder");
    let (provider, key_end, credentials) = match signer.provider.provide().await {
        Ok(credentials) => (signer.provider, key_end(&credentials), credentials),
        Err(_) if !target.action.is_signed() => (signer.provider, None, placeholder),
        Err(error) => {
            obstacle = Some(format!("there is no key ({error}), so it is signed with a placeholder"));
            (Shared::new(placeholder.clone()), None, placeholder)
        }
    };
    if let Some(address) = &destination.unconfirmed {
        let question = Question {
            address: address.clone(),
            profile: settings.profile.clone(),
            key_end: key_end.clone(),
            label: target.label(),
        };
        let of_thread = Arc::clone(&explorer);
        blocking(move || of_thread.session.hosts.confirm(&question)).await?;
    }
    let (log, last) = (AttemptLog::new(false), LastResponse::default());
    let address = address_of(&destination, &target);
    let clock = match timestamp {
        Some(seconds) => Some((fixed(seconds), 0)),
        None => explorer.session.clocks.of(&address),
    };
    let skew = clock.as_ref().map_or(0, |(_, skew)| *skew);
    let client = client_with(settings, &destination.options, provider, |builder| {
        let builder = builder.interceptor(log.clone()).interceptor(last.clone());
        match clock {
            Some((clock, _)) => builder.clock(clock),
            None => builder,
        }
    })?;
    let call = target.call(&request.binary);
    let json = compact(&request.body);
    let prepared = client.prepare_named(&call, json.as_str()).await;
    let prepared = prepared.map_err(|error| failure(&error, &target, &client))?;
    notes.extend(
        obstacle
            .as_ref()
            .map(|obstacle| format!("it cannot be sent: {obstacle}")),
    );

    let id = token::random::<ID_BYTES>().map_err(CliError::configuration)?;
    let headers = shown_headers(&prepared);
    let sent = Sent::new(&target, &destination.choice, settings, &prepared, &headers, body);
    let mut shown = vec![
        ("id", text(id.as_str())),
        ("label", text(target.label())),
        ("reads", Value::Bool(target.only_reads())),
        ("method", text(prepared.method().as_str())),
        ("url", text(prepared.url())),
        ("headers", pairs(&headers)),
    ];
    match std::str::from_utf8(prepared.body()) {
        Ok(body) => shown.push(("body", text(body))),
        Err(_) => {
            shown.push(("body", Value::Null));
            shown.push(("bodyBase64", text(Base64::encode_string(prepared.body()))));
        }
    }
    shown.extend([
        ("profile", text(settings.profile.as_str())),
        ("region", optional(settings.region.as_deref())),
        ("site", text(site_name(settings.site))),
        ("keySource", text(signer.source)),
        ("keyEnd", optional(key_end)),
        ("confirm", optional(confirmation(&target, &destination))),
        ("sendable", Value::Bool(obstacle.is_none())),
        ("notes", texts(notes)),
        ("signature", explanation(&prepared, &credentials)?),
    ]);
    let request = PreparedRequest {
        found: Arc::clone(&found),
        client,
        log,
        last,
        call,
        json,
        prepared,
        obstacle,
        address,
        skew,
        sent,
    };
    explorer.session.prepared.add(id, request);
    let shown = shown.into_iter().map(|(name, value)| (name.to_owned(), value));
    Ok(Value::Object(shown.collect()))
}

/// Finds the action, checks the parameters and reads the settings: all that needs no key.
fn check(explorer: &Explorer, input: &Input) -> Result<Checked, Refusal> {
    let opened = explorer.libraries.asked_for(input)?;
    let found = Arc::new(opened.find(input)?);
    let target = Target::new(&found)?;
    let timestamp = timestamp(input)?;
    let request = request_of_text(&found, input.text("body").unwrap_or("{}"), !input.flag("noCheck"))?;
    let destination = Destination::read(explorer, input, &target)?;
    let mut notes = request.notes.clone();
    notes.extend(destination.notes());
    notes.extend(require_region(&target, &destination.settings)?);
    notes.extend(library::site_note(&found, help::site(destination.settings.site)));
    Ok(Checked {
        request,
        destination,
        timestamp,
        notes,
        found: Arc::clone(&found),
    })
}

/// The time to sign for, if the page gives one.
fn timestamp(input: &Input) -> Result<Option<u64>, CliError> {
    let is_given = input
        .get("timestamp")
        .is_some_and(|given| *given != Value::Null && *given != Value::String(String::new()));
    if !is_given {
        return Ok(None);
    }
    let seconds = input.number("timestamp").filter(|seconds| *seconds <= LAST_TIMESTAMP);
    let must = "`timestamp` must be a time in seconds since 1970, 0 to 253402300799";
    seconds.map(Some).ok_or_else(|| CliError::input(must))
}

fn fixed(seconds: u64) -> Clock {
    let time = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
    Clock::new(move || time)
}

/// What tells the clocks of services apart: the endpoint, or the service where it is its own.
fn address_of(destination: &Destination, target: &Target<'_>) -> String {
    let endpoint = destination.settings.endpoint.clone();
    endpoint.unwrap_or_else(|| target.found.service.file.name.value.clone())
}

fn shown_headers(prepared: &Prepared) -> Vec<(String, String)> {
    let headers = prepared.headers().iter().map(|(name, value)| {
        let value = if name.as_str() == TOKEN_HEADER {
            "(not shown)".to_owned()
        } else {
            String::from_utf8_lossy(value.as_bytes()).into_owned()
        };
        (name.as_str().to_owned(), value)
    });
    headers.collect()
}

fn pairs(headers: &[(String, String)]) -> Value {
    let pair = |(name, value): &(String, String)| texts([name.as_str(), value.as_str()]);
    Value::Array(headers.iter().map(pair).collect())
}

/// What the page asks before it sends what may change something.
fn confirmation(target: &Target<'_>, destination: &Destination) -> Option<String> {
    if target.only_reads() {
        return None;
    }
    let settings = &destination.settings;
    let place = settings.region.as_ref().map(|region| format!(" in {region}"));
    let (action, profile) = (&target.action.name.value, &settings.profile);
    let who = match destination.choice.kind() {
        "emulator" => " at the emulator".to_owned(),
        _ => format!(" with profile {profile}"),
    };
    Some(format!(
        "{action}{who}{}: press again to send",
        place.unwrap_or_default()
    ))
}

fn site_name(site: Site) -> &'static str {
    match site {
        Site::Cn => "cn",
        Site::Intl => "intl",
    }
}
