//! `--all`: every page of a list, as one result or item by item.

use tc3_runtime::{Client, NamedCall, NamedPage, RawJson};

use super::failure::failure;
use super::named_call::Target;
use super::paging::Pages;
use super::printer::{Printer, parse};
use crate::console::Progress;
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::json::Value;

/// What is asked of the list.
pub(crate) struct List<'a> {
    pub(crate) client: &'a Client,
    pub(crate) target: &'a Target<'a>,
    pub(crate) call: &'a NamedCall,
    pub(crate) pages: Pages,
    /// `--max-items`
    pub(crate) limit: Option<u64>,
}

/// Goes through the pages and prints the list: items as they come, if the printer streams, or else one object, which has
/// the members of the first page, the whole list in place of its part, and the request ID of the last page.
pub(super) async fn print_all(
    list: List<'_>,
    json: &str,
    printer: &Printer,
    progress: &mut Progress,
) -> Result<(), CliError> {
    if !printer.is_streaming() {
        let whole = gather(list, json, |received| progress.show(&items(received))).await;
        progress.clear();
        return printer.value(&whole?.0);
    }
    let walked = walk(list, json, |page, taken, received| {
        progress.clear();
        printer.items(page.items().take(taken))?;
        progress.show(&items(received));
        Ok(())
    });
    let walked = walked.await;
    progress.clear();
    walked.map(|_| ())
}

/// Goes through the pages and returns them as one object, and the number of items; calls `progress` with the number so
/// far after each page.
///
/// # Errors
/// If a page cannot be had; the error says how many items came before it.
pub(crate) async fn gather(
    list: List<'_>,
    json: &str,
    mut progress: impl FnMut(u64),
) -> Result<(Value, u64), CliError> {
    let (path, target) = (list.pages.paging.items().to_owned(), list.target);
    let mut whole = Whole::default();
    let received = walk(list, json, |page, taken, received| {
        whole.add(page, page.items().take(taken))?;
        if taken == 0 {
            whole.check_list(&path, target)?;
        }
        progress(received);
        Ok(())
    });
    let received = received.await?;
    Ok((whole.into_value(&path), received))
}

/// Calls `visit` with each page, how many of its items count, and how many came so far with these.
async fn walk(
    list: List<'_>,
    json: &str,
    mut visit: impl FnMut(&NamedPage, usize, u64) -> Result<(), CliError>,
) -> Result<u64, CliError> {
    let mut left = list.limit.unwrap_or(u64::MAX);
    let mut received = 0_u64;
    let mut pages = list.client.named_pages(list.call, list.pages.paging, json);
    while left > 0
        && let Some(page) = pages.next().await
    {
        let page = page.map_err(|error| {
            let failure = failure(&error, list.target, list.client);
            if received == 0 {
                return failure;
            }
            failure.hint(format!("{received} items came before it"))
        })?;
        let taken = (page.items().len() as u64).min(left);
        left -= taken;
        received += taken;
        visit(&page, usize::try_from(taken).unwrap_or(usize::MAX), received)?;
    }
    Ok(received)
}

/// What is said while items come.
fn items(received: u64) -> String {
    format!("{received} items")
}

/// The pages as one object.
#[derive(Default)]
struct Whole {
    first: Option<Value>,
    items: Vec<Value>,
    request_id: String,
}

impl Whole {
    fn add<'a>(&mut self, page: &NamedPage, items: impl Iterator<Item = &'a str>) -> Result<(), CliError> {
        if self.first.is_none() {
            let text: &RawJson = page;
            self.first = Some(parse(text)?);
        }
        for item in items {
            self.items.push(parse(item)?);
        }
        page.request_id().clone_into(&mut self.request_id);
        Ok(())
    }

    /// # Errors
    /// If the answer has something else in the place of the list, which would be lost.
    fn check_list(&mut self, path: &str, target: &Target<'_>) -> Result<(), CliError> {
        match self.first.as_mut().and_then(|first| at(first, path)) {
            None | Some(Value::Null | Value::Array(_)) => Ok(()),
            Some(_) => {
                let message = format!("--all: {path} in the answer of {} is no list", target.label());
                Err(CliError::new(ExitStatus::Refused, message).hint("call it without --all to see the answer"))
            }
        }
    }

    fn into_value(self, path: &str) -> Value {
        let mut whole = self.first.unwrap_or(Value::Object(Vec::new()));
        // A list that the service leaves out or that is null has no items either.
        if let Some(list) = at(&mut whole, path) {
            *list = Value::Array(self.items);
        }
        if let Some(id) = at(&mut whole, "RequestId") {
            *id = Value::String(self.request_id);
        }
        whole
    }
}

/// The member at a path: `Result.List`, unless a name has the dot.
fn at<'a>(value: &'a mut Value, path: &str) -> Option<&'a mut Value> {
    let Value::Object(members) = value else { return None };
    if let Some(index) = members.iter().rposition(|(name, _)| name == path) {
        return members.get_mut(index).map(|(_, value)| value);
    }
    let (first, rest) = path.split_once('.')?;
    let index = members.iter().rposition(|(name, _)| name == first)?;
    at(&mut members.get_mut(index)?.1, rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::parse as parse_json;

    #[test]
    fn the_list_takes_the_place_of_its_part() {
        let whole = Whole {
            first: Some(parse_json(r#"{"Result":{"List":[1],"N":2},"RequestId":"a"}"#).unwrap()),
            items: vec![Value::Null, Value::Bool(true)],
            request_id: "b".to_owned(),
        };
        let expected = parse_json(r#"{"Result":{"List":[null,true],"N":2},"RequestId":"b"}"#).unwrap();
        assert_eq!(whole.into_value("Result.List"), expected);
    }
}
