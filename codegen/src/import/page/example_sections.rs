//! Finds the documented requests and responses on a page.

use std::ops::Range;

use super::super::example_text::{Documented, ReadExample};
use super::labels::{example_title, is_request_mark, is_response_mark};
use super::report::Report;
use super::tables::Block;
use crate::spec::Example;

/// An example as it is printed on the page.
#[derive(Default)]
struct Printed {
    title: Option<String>,
    request: String,
    response: String,
    range: Range<usize>,
}

impl Printed {
    fn is_whole(&self) -> bool {
        !self.request.trim().is_empty() && !self.response.trim().is_empty()
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Part {
    Outside,
    Request,
    Response,
}

/// Reads the examples of a page, with their titles if `docs`. What cannot be read is reported and left out.
pub(super) fn read(blocks: &[Block], reader: &Documented<'_>, docs: bool, report: &mut Report) -> Vec<Example> {
    let mut read = Vec::new();
    for (number, printed) in printed(blocks).into_iter().enumerate() {
        let number = number + 1;
        let title = printed.title.filter(|title| docs && !title.is_empty());
        let title = title.unwrap_or_else(|| format!("Example {number}"));
        let response = first_object(&printed.response);
        let ReadExample { example, notes } = reader.read(number, title, &printed.request, response);
        read.extend(example);
        for (_, message) in notes {
            report.warning("page-example", &printed.range, message, "this example");
        }
    }
    read
}

fn printed(blocks: &[Block]) -> Vec<Printed> {
    let mut printed: Vec<Printed> = Vec::new();
    let mut title = None;
    let mut part = Part::Outside;
    for block in blocks {
        let (text, range) = match block {
            Block::Text(text, range) => (text.as_str(), range.clone()),
            Block::Heading(text) => (text.as_str(), 0..0),
            Block::Table(_) => {
                // `Request parameters` may be the mark of an example, or the title of a table.
                if part != Part::Outside && printed.last().is_some_and(|last| !last.is_whole()) {
                    printed.pop();
                }
                part = Part::Outside;
                continue;
            }
        };
        if is_request_mark(text) {
            part = Part::Request;
            printed.push(Printed {
                title: title.take(),
                range,
                ..Printed::default()
            });
        } else if is_response_mark(text) {
            if part != Part::Request && printed.last().is_none_or(Printed::is_whole) {
                printed.push(Printed {
                    title: title.take(),
                    range,
                    ..Printed::default()
                });
            }
            part = Part::Response;
        } else if let Some(found) = example_title(text) {
            part = Part::Outside;
            title = Some(found.to_owned());
        } else if matches!(block, Block::Heading(_)) {
            part = Part::Outside;
        } else if let Some(last) = printed.last_mut() {
            if last.range.is_empty() {
                last.range = range;
            }
            let body = match part {
                Part::Outside => continue,
                Part::Request => &mut last.request,
                Part::Response => &mut last.response,
            };
            body.push_str(text);
            body.push('\n');
        }
    }
    printed.retain(|printed| !printed.request.trim().is_empty() || !printed.response.trim().is_empty());
    printed
}

/// Returns the JSON object at the start of `text`, or all of `text` if the object does not end.
fn first_object(text: &str) -> &str {
    let text = text.trim_start();
    let (mut depth, mut in_string, mut is_escaped) = (0_usize, false, false);
    for (at, letter) in text.char_indices() {
        match letter {
            _ if is_escaped => is_escaped = false,
            '\\' if in_string => is_escaped = true,
            '"' => in_string = !in_string,
            '{' if !in_string => depth += 1,
            '}' if !in_string => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return &text[..=at];
                }
            }
            _ => {}
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::first_object;

    #[test]
    fn an_object_ends_at_its_own_brace() {
        assert_eq!(first_object(" {\"a\": \"}\\\"\"}\nFeedback {"), "{\"a\": \"}\\\"\"}");
        assert_eq!(first_object("{\"a\": {}"), "{\"a\": {}");
        assert_eq!(first_object("data"), "data");
    }
}
