//! Documentation pages, as they leave a browser: plain text, Markdown or HTML, in English or Chinese.
//!
//! ```text
//! text | markdown | html -> Lines (one form, each with its place) -> Blocks (headings, text, tables)
//!     -> ActionPage, DescribedTypes -> Pages -> Drafts
//! ```
//!
//! Which layout a page has shows in what is in it, not in its name. What a page is shows in the header rows of its
//! tables, which every layout and both languages keep.

mod action;
mod columns;
mod examples;
mod facts;
mod gather;
mod html;
mod line;
mod markdown;
mod members;
mod prose;
mod report;
mod row;
mod sections;
mod tables;
mod text;
mod type_word;
mod types;

pub use gather::{Choice, Pages, read};

/// Description of a type that no page has described yet.
pub(super) const STUB: &str = "Not described yet, so it is any JSON. Import the page `Data Types` of the service.";

use columns::Kind;
use line::Line;
use report::Report;

/// What one page describes.
struct Page {
    action: Option<action::ActionPage>,
    types: Vec<types::DescribedType>,
}

fn read_page(source: &str, docs: bool, report: &mut Report) -> Page {
    let mut lines = lines(source);
    types::mark_names(&mut lines);
    let blocks = tables::blocks(&lines, report);
    let has = |kind| !action::tables_of(&blocks, kind).is_empty();
    let is_of_types = has(Kind::Members);
    let is_of_action = has(Kind::Parameters) || has(Kind::Output);
    if !is_of_types && !is_of_action {
        let message = match source.trim().is_empty() {
            true => "the page is empty",
            false => "no table of parameters, of output or of members of a type is on the page",
        };
        report.error("not-a-page", &(0..0), message, "");
        report
            .help("copy the page of an action of API 3.0, or the page `Data Types` of its service, or save it as HTML");
    }
    let day = facts::day(&blocks);
    Page {
        action: is_of_action.then(|| action::read(&blocks, docs, report)).flatten(),
        types: types::read(&blocks, day.as_deref(), docs, report),
    }
}

fn lines(source: &str) -> Vec<Line> {
    if html::is_layout_of(source) {
        html::lines(source)
    } else if markdown::is_layout_of(source) {
        markdown::lines(source)
    } else {
        text::lines(source)
    }
}
