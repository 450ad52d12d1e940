//! The answers of the session, which stay here: the page asks for the part that it shows.
//!
//! ```text
//! text -> View (value, filtered if asked for) -> tree | table | lines | search
//! ```
//!
//! An answer of 20 MB is read once. The last views are kept, so that scrolling asks for a part of one that is there.

mod anomalies;
mod compare;
mod node_path;
mod preview;
mod search;
mod store;
mod table;
mod tree;
mod view;

pub(super) use anomalies::anomalies;
pub(super) use store::{Answers, Head, NewAnswer};

use std::sync::Arc;

use http::StatusCode;

use self::store::Answer;
use super::Explorer;
use super::web::input::Input;
use super::web::refusal::Refusal;
use super::web::reply::{self, Reply, object, text, texts};
use crate::error::CliError;
use crate::json::Value;

/// So many items, rows or lines come at once unless the page asks for another number.
const USUAL_LIMIT: u64 = 200;
/// And at most so many.
const MAX_LIMIT: u64 = 5_000;

/// Which part of a long list the page shows.
#[derive(Clone, Copy, Debug)]
struct Window {
    offset: usize,
    limit: usize,
}

impl Window {
    fn of(input: &Input) -> Self {
        let size = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
        Self {
            offset: size(input.number("offset").unwrap_or(0)),
            limit: size(input.number("limit").unwrap_or(USUAL_LIMIT).min(MAX_LIMIT)),
        }
    }
}

/// Returns what the page asked for of an answer. It may compute for a while.
///
/// # Errors
/// If the answer is not there, or the filter or the path is wrong.
pub(super) fn answer(explorer: &Explorer, input: &Input) -> Result<Reply, Refusal> {
    let answers = &explorer.session.answers;
    let id = input.required("id")?;
    let answer = answers.get(id)?;
    let name = input.text("view").unwrap_or("tree");
    if name == "headers" {
        return Ok(reply::json(&headers(&answer)));
    }
    let is_view = ["tree", "table", "raw", "text", "search"].contains(&name);
    if !is_view {
        let views = "tree, table, raw, text, headers, search";
        return Err(CliError::input(format!("there is no view `{name}`: it is one of {views}")).into());
    }
    let filter = input.text("filter").filter(|filter| !filter.trim().is_empty());
    if name == "text" && filter.is_none() && !answer.is_json() {
        return Ok(bytes(&answer));
    }
    let view = answers.view(&answer, filter)?;
    let window = Window::of(input);
    Ok(match name {
        "table" => reply::json(&table::table(&view, filter.is_some(), window)),
        "raw" => reply::json(&view.lines().part(window)),
        "text" => reply::with_type(StatusCode::OK, "application/json", view.lines().text().to_owned()),
        "search" => reply::json(&search::search(view.value(), input.required("q")?)),
        _ => reply::json(&tree::tree(view.value(), input.text("path"), window)?),
    })
}

/// Returns in what two answers differ.
///
/// # Errors
/// If one of them is not there.
pub(super) fn compare(explorer: &Explorer, input: &Input) -> Result<Value, Refusal> {
    let answers = &explorer.session.answers;
    let view = |name: &str| {
        let answer = answers.get(input.required(name)?)?;
        answers.view(&answer, None)
    };
    let (left, right) = (view("left")?, view("right")?);
    Ok(compare::compare(left.value(), right.value()))
}

fn headers(answer: &Answer) -> Value {
    let headers = answer.head.headers.iter();
    let headers = headers.map(|(name, value)| texts([name.as_str(), value.as_str()]));
    object([
        ("status", reply::number(answer.head.status)),
        ("headers", Value::Array(headers.collect())),
    ])
}

/// An answer that is no JSON, as it came.
fn bytes(answer: &Arc<Answer>) -> Reply {
    reply::with_type(StatusCode::OK, "application/octet-stream", answer.bytes().to_vec())
}

/// A JMESPath, or what stands for the whole.
fn path_value(path: &str) -> Value {
    text(if path.is_empty() { "@" } else { path })
}
