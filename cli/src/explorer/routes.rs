//! Which path is answered by what.

use std::sync::Arc;

use http::request::Parts;
use http::{Method, StatusCode};
use hyper::body::Incoming;

use super::web::assets;
use super::web::guard::API;
use super::web::input::{Input, blocking};
use super::web::refusal::Refusal;
use super::web::reply::{self, Reply};
use super::{Explorer, answers, calls, code, emulator_switch, history, lookup, signatures};

/// Answers a request that passed the guard.
pub(super) async fn answer(explorer: Arc<Explorer>, parts: &Parts, body: Incoming) -> Reply {
    let Some(path) = parts.uri.path().strip_prefix(API) else {
        return match parts.method {
            Method::GET | Method::HEAD => asset(parts),
            _ => reply::refused(StatusCode::METHOD_NOT_ALLOWED, "files of the page are read by GET"),
        };
    };
    let input = match parts.method {
        Method::GET => Ok(Input::of_query(parts.uri.query().unwrap_or_default())),
        Method::POST => Input::of_body(body).await,
        _ => return reply::refused(StatusCode::METHOD_NOT_ALLOWED, "send GET or POST"),
    };
    let input = match input {
        Ok(input) => input,
        Err(refused) => return refused,
    };
    let path = path.to_owned();
    let answered = match (&parts.method, path.as_str()) {
        (&Method::GET, "state" | "services" | "actions" | "search" | "action") | (&Method::POST, "check") => {
            blocking(move || lookup::answer(&explorer, &path, &input).map_err(Refusal::from)).await
        }
        (&Method::GET, "answer") => {
            return blocking(move || answers::answer(&explorer, &input))
                .await
                .unwrap_or_else(|refusal| refusal.reply());
        }
        (&Method::GET, "history/export") => {
            return blocking(move || history::export(&explorer, &input))
                .await
                .unwrap_or_else(|refusal| refusal.reply());
        }
        (&Method::POST, "call") => {
            return calls::call(explorer, &input).map_or_else(|refusal| refusal.reply(), reply::lines);
        }
        (&Method::GET, "history") => Ok(history::history(&explorer)),
        (&Method::POST, "prepare") => calls::prepare(explorer, input).await,
        (&Method::POST, "code") => blocking(move || code::code(&explorer, &input)).await,
        (&Method::POST, "sign/check") => blocking(move || signatures::check(&explorer, &input)).await,
        (&Method::POST, "sign/explain") => blocking(move || signatures::explanation(&explorer, &input)).await,
        (&Method::POST, "compare") => blocking(move || answers::compare(&explorer, &input)).await,
        (&Method::POST, "emulator") => emulator_switch::switch(&explorer, &input).await,
        (&Method::POST, "emulator/faults") => emulator_switch::change_faults(&explorer, &input),
        (&Method::POST, "emulator/reset") => emulator_switch::reset(&explorer),
        _ => return reply::refused(StatusCode::NOT_FOUND, "there is no such path, or not by this method"),
    };
    answered.map_or_else(|refusal| refusal.reply(), |value| reply::json(&value))
}

fn asset(parts: &Parts) -> Reply {
    assets::reply(parts.uri.path(), &parts.headers)
        .unwrap_or_else(|| reply::refused(StatusCode::NOT_FOUND, "there is no such file"))
}
