//! Imports from documentation pages as a browser saves or copies them: plain text, Markdown or HTML, in English or
//! Chinese.
//!
//! ```text
//! text | Markdown | HTML -> Lines (a common form, each with its place) -> Blocks (headings, text, tables)
//!     -> ActionPage, DescribedTypes -> Pages -> Drafts
//! ```
//!
//! The layout of a page is detected from its content and not from its name. What a page describes is detected from the
//! header rows of its tables, which every layout and both languages keep. Whatever is wrong with a page is reported with
//! its line, and nothing is written then.

mod action;
mod data_types;
mod example_sections;
mod labels;
mod layout;
mod members;
mod pages;
mod prose;
mod report;
mod row;
mod skipped_rows;
mod tables;

pub use pages::{PageOptions, Pages, read};
pub use skipped_rows::RowPlace;
