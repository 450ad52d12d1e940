//! How an action pages: as its spec says, or as its shape looks.

use tc3_codegen::spec::{ActionFile, Member, Paging};
use tc3_runtime::NamedPaging;

use super::named_call::{Target, is_text, member};
use crate::error::CliError;
use crate::json::Value;

/// How `--all` goes through the pages of an action.
pub(crate) struct Pages {
    pub(crate) paging: NamedPaging,
    /// What was guessed, for a note.
    pub(crate) guess: Option<String>,
}

/// Decides how an action pages.
///
/// # Errors
/// If it does not, or nothing tells how.
pub(crate) fn pages(target: &Target<'_>) -> Result<Pages, CliError> {
    let action = target.action;
    if let Some(paging) = action.pages()
        && let Some(named) = declared(action, paging)
    {
        let guess = guess(paging, target.found.is_from_spec);
        if guess.is_some() && !target.only_reads() {
            let message = format!(
                "--all: {} may change something, and no spec says that it pages",
                target.label()
            );
            return Err(CliError::input(message).hint("call it without --all"));
        }
        return Ok(Pages { paging: named, guess });
    }
    let is_decided = action.paging.is_some();
    // What creates something is not called again and again because of two parameters.
    match offset_and_limit(action).filter(|_| !is_decided && target.only_reads()) {
        Some((list, paging)) => Ok(Pages {
            paging,
            guess: Some(format!(
                "{} pages by Offset and Limit with the list {list}, as their shape suggests",
                target.label()
            )),
        }),
        None => {
            let message = format!("--all: {} does not page, as far as is known", target.label());
            Err(CliError::input(message).hint("call it without --all, and give the parameters of a page yourself"))
        }
    }
}

/// So many items on a page are asked for if a size is required and no largest one is declared: what services have as their
/// default, which none refuses.
const SIZE: u64 = 20;

/// Adds the parameters of the first page that are required and not given, since `--all` chooses the pages.
pub(crate) fn begin(action: &ActionFile, body: &mut Value) {
    let (position, first, size) = match action.pages() {
        Some(paging) => {
            let first = match paging.kind.as_str() {
                "offset" => 0,
                "page" => paging.first_page.as_ref().map_or(1, |first| first.value),
                _ => return,
            };
            let size = paging.size.as_ref().map(|size| size.value.as_str());
            (paging.position.value.as_str(), first, size)
        }
        None if action.paging.is_none() && offset_and_limit(action).is_some() => ("Offset", 0, Some("Limit")),
        None => return,
    };
    add(action, body, position, first);
    if let Some(size) = size {
        add(action, body, size, max_size(action, size).unwrap_or(SIZE));
    }
}

/// Adds a number, in quotes for a string, to the body if the action requires it.
fn add(action: &ActionFile, body: &mut Value, name: &str, number: u64) {
    let Some(member) = member(&action.parameters, name).filter(|member| member.required) else {
        return;
    };
    let Value::Object(members) = body else { return };
    if members.iter().any(|(known, _)| known == name) {
        return;
    }
    let number = number.to_string();
    let value = if is_text(member) {
        Value::String(number)
    } else {
        Value::Number(number)
    };
    members.push((name.to_owned(), value));
}

/// What to say of a paging that was inferred and is in no spec.
fn guess(paging: &Paging, is_from_spec: bool) -> Option<String> {
    let position = &paging.position.value;
    let list = &paging.items.value;
    (!is_from_spec).then(|| format!("pages by {position} with the list {list}, as their shape suggests"))
}

fn declared(action: &ActionFile, paging: &Paging) -> Option<NamedPaging> {
    let (position, items) = (paging.position.value.as_str(), paging.items.value.as_str());
    let mut named = match paging.kind.as_str() {
        "offset" => NamedPaging::offset(position, items),
        "page" => {
            let first = paging.first_page.as_ref().map_or(1, |first| first.value);
            NamedPaging::page(position, first, items)
        }
        "token" => NamedPaging::token(position, paging.next.as_ref()?.value.as_str(), items),
        _ => return None,
    };
    if let Some(size) = &paging.size {
        named = sized(named, action, &size.value);
    }
    if let Some(total) = &paging.total {
        named = named.total(total.value.as_str());
    }
    if let Some(more) = &paging.more {
        named = named.more(more.value.as_str());
    }
    if let Some(last) = &paging.last {
        named = named.last(last.value.as_str());
    }
    Some(quoted_position(named, action, position))
}

/// The paging that most actions have, if the shape leaves no other reading, and the list.
fn offset_and_limit(action: &ActionFile) -> Option<(&str, NamedPaging)> {
    member(&action.parameters, "Offset")?;
    member(&action.parameters, "Limit")?;
    let mut lists = action.output.iter().filter(|member| member.type_ref().list);
    let (Some(list), None) = (lists.next(), lists.next()) else {
        return None;
    };
    let list = list.name.value.as_str();
    let mut paging = sized(NamedPaging::offset("Offset", list), action, "Limit");
    let is_total = |member: &&Member| matches!(member.name.value.as_str(), "TotalCount" | "Total");
    if let Some(total) = action.output.iter().find(is_total) {
        paging = paging.total(total.name.value.as_str());
    }
    Some((list, quoted_position(paging, action, "Offset")))
}

/// Names the parameter for the page size, with the largest value that its declaration names.
fn sized(paging: NamedPaging, action: &ActionFile, size: &str) -> NamedPaging {
    let paging = paging.size(size, max_size(action, size));
    if member(&action.parameters, size).is_some_and(is_text) {
        paging.quoted_size()
    } else {
        paging
    }
}

fn max_size(action: &ActionFile, size: &str) -> Option<u64> {
    let max = member(&action.parameters, size)?.maximum.as_ref()?.value;
    // A spec's limits are whole numbers far below what a float holds exactly.
    (max >= 1.0).then_some(max as u64)
}

fn quoted_position(paging: NamedPaging, action: &ActionFile, position: &str) -> NamedPaging {
    if member(&action.parameters, position).is_some_and(is_text) {
        paging.quoted_position()
    } else {
        paging
    }
}
