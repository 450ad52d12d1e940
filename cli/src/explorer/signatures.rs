//! Signatures of requests that are pasted into the page: what `tc3 sign check` and `tc3 sign --explain` do.

use tc3_signature::{ExplainOptions, Form, Outcome, Parsed, explain, parse};

use super::Explorer;
use super::web::input::Input;
use super::web::refusal::Refusal;
use super::web::reply::{from_serde, object, text, texts};
use crate::arguments::GlobalOptions;
use crate::call;
use crate::config::{Settings, sample_credentials};
use crate::error::CliError;
use crate::json::Value;
use crate::sign::{self, Keys};

/// Finds why the signature of a request was refused.
///
/// # Errors
/// If the text is no request.
pub(super) fn check(explorer: &Explorer, input: &Input) -> Result<Value, Refusal> {
    let parsed = pasted(input)?;
    let settings = settings(explorer, input)?;
    let (mut keys, note) = Keys::all(&settings);
    if explorer.session.emulator.url().is_some() {
        keys.add("the emulator's sample key", sample_credentials());
    }
    let libraries = &explorer.libraries;
    let library = libraries.get(libraries.default_language(), libraries.default_site())?;
    let services = library.library.services().map_err(crate::help::lookup_error)?;
    let names: Vec<&str> = services.iter().map(|service| &*service.name).collect();
    let diagnosis = sign::check(&parsed.request, &keys, &names, call::now()?);
    let mut notes = parsed.notes.clone();
    notes.extend(note);
    let json = from_serde(&diagnosis.to_json())?;
    let mut findings = findings(&json);
    // What was found and does not explain the signature is no answer to the question.
    let explains = diagnosis.outcome == Outcome::Mistaken;
    let mistakes = if explains {
        std::mem::take(&mut findings)
    } else {
        Vec::new()
    };
    let keys_tried = keys
        .ends()
        .into_iter()
        .map(|(name, end)| object([("profile", text(name)), ("keyEnd", text(end))]));
    Ok(object([
        ("outcome", text(diagnosis.outcome.name())),
        ("isRight", Value::Bool(diagnosis.outcome == Outcome::Right)),
        ("summary", text(diagnosis.summary)),
        ("form", text(form_id(parsed.form))),
        (
            "lacks",
            texts(parsed.lacks.iter().map(|lack| lack.trim_start_matches("the "))),
        ),
        ("mistakes", Value::Array(mistakes)),
        ("otherFindings", Value::Array(findings)),
        ("keysTried", Value::Array(keys_tried.collect())),
        ("explanation", json.get("explanation").cloned().unwrap_or(Value::Null)),
        ("notes", texts(notes)),
    ]))
}

/// `[{id, title, explanation, fix, line: {where, signed, sent}}]`
fn findings(diagnosis: &Value) -> Vec<Value> {
    let Some(Value::Array(mistakes)) = diagnosis.get("mistakes") else {
        return Vec::new();
    };
    let member = |value: &Value, name: &str| value.get(name).cloned().unwrap_or(Value::Null);
    let finding = |mistake: &Value| {
        let line = match mistake.get("difference") {
            Some(difference @ Value::Object(_)) => object([
                ("where", member(difference, "which")),
                ("signed", member(difference, "signed")),
                ("sent", member(difference, "sent")),
            ]),
            _ => Value::Null,
        };
        object([
            ("id", member(mistake, "id")),
            ("title", member(mistake, "title")),
            ("explanation", member(mistake, "explanation")),
            ("fix", member(mistake, "fix")),
            ("line", line),
        ])
    };
    mistakes.iter().map(finding).collect()
}

/// The form of a request for the page, which has labels for them.
fn form_id(form: Form) -> &'static str {
    match form {
        Form::Http => "http",
        Form::CurlVerbose => "curl-v",
        Form::CurlCommand => "curl",
        Form::Har => "har",
        Form::DryRun => "dry-run",
        Form::Authorization => "authorization",
        _ => "other",
    }
}

/// Explains the signature that a request should have.
///
/// # Errors
/// If the text is no request, or there is no key.
pub(super) fn explanation(explorer: &Explorer, input: &Input) -> Result<Value, Refusal> {
    let parsed = pasted(input)?;
    let settings = settings(explorer, input)?;
    let keys = Keys::own(&settings)?;
    let borrowed = keys.borrowed();
    let Some(key) = borrowed.first() else {
        return Err(CliError::configuration("there is no key to sign with").into());
    };
    let timestamp = input.whole("timestamp")?.map(i64::try_from).transpose();
    let timestamp = timestamp.map_err(|_| CliError::input("`timestamp` is no time in seconds since 1970"))?;
    let service = input.text("service");
    if service.is_some_and(|name| name.contains(|letter: char| letter == '/' || letter.is_control())) {
        return Err(CliError::input("`service` is the name of no service").into());
    }
    let now = call::now()?;
    let mut options = ExplainOptions {
        timestamp,
        service,
        nonce: Some(u64::try_from(now).unwrap_or(1).max(1)),
        ..ExplainOptions::default()
    };
    let explained = explain(&parsed.request, key, &options).or_else(|error| {
        if timestamp.is_some() {
            return Err(error);
        }
        // It has no time yet.
        options.timestamp = Some(now);
        explain(&parsed.request, key, &options)
    });
    let explained = explained.map_err(|error| CliError::input(error.to_string()))?;
    Ok(with(
        from_serde(&explained.to_json())?,
        [("form", text(form_id(parsed.form))), ("notes", texts(parsed.notes))],
    ))
}

/// The request that was pasted, with the body that was given apart from it.
fn pasted(input: &Input) -> Result<Parsed, CliError> {
    let given = input.required("request")?;
    let mut parsed = parse(given.as_bytes()).map_err(|error| CliError::input(error.to_string()))?;
    if let Some(Value::String(body)) = input.get("body") {
        parsed.request = parsed.request.body(body.clone().into_bytes());
        parsed.lacks.retain(|lack| *lack != "the body");
    }
    Ok(parsed)
}

fn settings(explorer: &Explorer, input: &Input) -> Result<Settings, CliError> {
    let profile = input.text("profile").map(str::to_owned);
    let options = GlobalOptions {
        profile: profile.or_else(|| explorer.options.profile.clone()),
        ..explorer.options.clone()
    };
    Settings::resolve(&options, input.text("service").unwrap_or_default())
}

fn with<const N: usize>(value: Value, more: [(&str, Value); N]) -> Value {
    let Value::Object(mut members) = value else {
        return value;
    };
    members.extend(more.map(|(name, value)| (name.to_owned(), value)));
    Value::Object(members)
}
