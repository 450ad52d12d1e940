//! Sends a prepared request, tells the page how it goes, and keeps what came of it.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::{Duration, Instant, SystemTime};

use tc3_catalog::Found;
use tc3_runtime::{RawJson, Response};

use super::lines::{Gone, Lines, lines};
use super::plan::Plan;
use super::prepared::PreparedRequest;
use crate::call::all::{List, gather};
use crate::call::failure::failure;
use crate::call::interrupt::interrupted;
use crate::call::named_call::Target;
use crate::call::{compact, wait};
use crate::error::CliError;
use crate::explorer::Explorer;
use crate::explorer::answers::{Head, NewAnswer, anomalies};
use crate::explorer::history::{Ended, Sent};
use crate::explorer::web::input::{Input, blocking};
use crate::explorer::web::refusal::Refusal;
use crate::explorer::web::reply::{Body, error_value, number, object, text, texts};
use crate::json::Value;

/// The largest answer, in bytes, that is held against what is declared, which takes some times its memory for a moment.
const MAX_VALIDATED: usize = 32 * 1024 * 1024;

/// What a call gave.
struct Output {
    json: Arc<str>,
    request_id: String,
    /// The bytes that were received, of one answer.
    bytes: usize,
    items: Option<u64>,
    notes: Vec<String>,
}

/// Spends a prepared request and returns the lines that tell how it goes.
///
/// The call goes on as long as the page reads them: to go away is to cancel it.
///
/// # Errors
/// If the request is not there any more, is not confirmed, or cannot be carried out as asked. Nothing was sent then.
pub(in crate::explorer) fn call(explorer: Arc<Explorer>, input: &Input) -> Result<Body, Refusal> {
    let id = input.required("id")?;
    let decide = |target: &Target<'_>| Plan::read(input, target);
    let taken = explorer.session.prepared.take(id, input.flag("confirmed"), decide);
    let (request, plan) = taken?;
    let (body, lines, gone) = lines();
    tokio::spawn(carry_out(explorer, request, plan, lines, gone));
    Ok(body)
}

async fn carry_out(explorer: Arc<Explorer>, request: PreparedRequest, plan: Plan, mut lines: Lines, gone: Gone) {
    let PreparedRequest {
        found,
        client,
        log,
        last,
        call,
        json,
        prepared,
        address,
        skew,
        sent,
        ..
    } = request;
    // It was made of the same action before.
    let Ok(target) = Target::new(&found) else { return };
    let (started_at, started) = (SystemTime::now(), Instant::now());
    let notes = plan.notes();
    let marked = (!target.only_reads()).then(|| explorer.session.underway.mark(target.label(), log.clone()));
    let work = async {
        match plan {
            Plan::Once => {
                let response = client.send_prepared(prepared).await;
                let response = response.map_err(|error| failure(&error, &target, &client))?;
                Ok(Output::of(&response, notes))
            }
            Plan::All { pages, limit } => {
                let list = List {
                    client: &client,
                    target: &target,
                    call: &call,
                    pages,
                    limit,
                };
                let progress = |received| lines.progress(&format!("{received} items"));
                let (whole, items) = gather(list, &json, progress).await?;
                Ok(Output::of_pages(&whole, items, notes))
            }
            Plan::Wait(wait) => {
                let progress = |found: &str| lines.progress(&format!("waiting: {found}"));
                let response = wait::poll(&client, &target, &call, &json, &wait, progress).await?;
                Ok(Output::of(&response, notes))
            }
        }
    };
    let ended = match unless(gone, work).await {
        Some(ended) => ended,
        None => Err(interrupted(&target, &log)),
    };
    drop(marked);
    let took = started.elapsed();
    let head = last.head();
    let clocks = &explorer.session.clocks;
    clocks.learn(&address, skew, client.clock_skew());
    let about = Call {
        sent,
        found,
        started_at,
        took,
    };
    match ended {
        Ok(output) => {
            let done = done(&explorer, about, head.unwrap_or_default(), output).await;
            lines.end("done", done).await;
        }
        Err(mut error) => {
            if is_expired(&error) && clocks.learn_from(&address, head.as_ref()) {
                let hint = "what is prepared from now on is signed by the clock of the service";
                error = error.hint(hint);
            }
            let failed = failed(&explorer, about, head, &error);
            lines.end("failed", failed).await;
        }
    }
}

/// A call that ended, for the history.
struct Call {
    sent: Sent,
    found: Arc<Found>,
    started_at: SystemTime,
    took: Duration,
}

impl Call {
    fn ended(self, status: &'static str, request_id: Option<String>, answer: Option<String>) -> Ended {
        Ended {
            sent: self.sent,
            found: self.found,
            started_at: self.started_at,
            took: self.took,
            status,
            request_id,
            answer,
        }
    }
}

async fn done(explorer: &Explorer, call: Call, head: Head, output: Output) -> Value {
    let (status, took, found) = (head.status, call.took, Arc::clone(&call.found));
    let answer = explorer
        .session
        .answers
        .add(NewAnswer::json(head, Arc::clone(&output.json)));
    let ended = call.ended("done", Some(output.request_id.clone()), Some(answer.clone()));
    explorer.session.history.add(ended);
    let (json, mut notes) = (output.json, output.notes);
    let anomalies = if json.len() > MAX_VALIDATED {
        notes.push("it is too large to be held against what is declared".to_owned());
        Vec::new()
    } else {
        let found = blocking(move || Ok::<_, CliError>(anomalies(&found, &json)));
        found.await.unwrap_or_default()
    };
    object([
        ("answer", text(answer)),
        ("requestId", text(output.request_id)),
        ("status", number(status)),
        ("milliseconds", number(took.as_millis())),
        ("bytes", number(output.bytes)),
        ("items", output.items.map_or(Value::Null, number)),
        ("anomalies", Value::Array(anomalies)),
        ("notes", texts(notes)),
    ])
}

/// Whether the service refused a timestamp.
fn is_expired(error: &CliError) -> bool {
    let code = error.service.as_deref().and_then(|service| service.code.as_deref());
    code == Some("AuthFailure.SignatureExpire")
}

fn failed(explorer: &Explorer, call: Call, head: Option<Head>, error: &CliError) -> Value {
    let took = call.took;
    let body = error.answer.as_ref().map(|answer| &answer.0);
    let body = body.filter(|body| !body.is_empty());
    let answer = body.map(|body| {
        let answer = NewAnswer::of_failure(head.unwrap_or_default(), body);
        explorer.session.answers.add(answer)
    });
    let request_id = error.service.as_deref().and_then(|service| service.request_id.clone());
    let ended = call.ended(error.status.word(), request_id, answer.clone());
    explorer.session.history.add(ended);
    let Value::Object(mut members) = error_value(error) else {
        return Value::Null;
    };
    members.push(("milliseconds".to_owned(), number(took.as_millis())));
    members.extend(answer.map(|answer| ("answer".to_owned(), text(answer))));
    Value::Object(members)
}

impl Output {
    fn of(response: &Response<RawJson>, mut notes: Vec<String>) -> Self {
        notes.extend(response.deprecated_warning().map(str::to_owned));
        Self {
            json: response.as_str().into(),
            request_id: response.request_id().to_owned(),
            bytes: response.raw_body().len(),
            items: None,
            notes,
        }
    }

    fn of_pages(whole: &Value, items: u64, notes: Vec<String>) -> Self {
        let json = compact(whole);
        let request_id = match whole.get("RequestId") {
            Some(Value::String(id)) => id.clone(),
            _ => String::new(),
        };
        Self {
            bytes: json.len(),
            json: json.into(),
            request_id,
            items: Some(items),
            notes,
        }
    }
}

/// Runs `work` to its end, unless the page goes away first; then it is dropped.
async fn unless<T>(gone: Gone, work: impl Future<Output = T>) -> Option<T> {
    let (mut gone, mut work) = (pin!(gone), pin!(work));
    poll_fn(|context| {
        // In this order, so that a result that is there is not lost.
        if let Poll::Ready(result) = work.as_mut().poll(context) {
            return Poll::Ready(Some(result));
        }
        gone.as_mut().poll(context).map(|_| None)
    })
    .await
}
