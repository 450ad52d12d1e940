//! Reads a page of data types.

use std::ops::Range;

use super::super::draft::Suggestion;
use super::super::plain_text::plain_text;
use super::action::source;
use super::labels::{Columns, TableKind};
use super::layout::{Content, Line};
use super::members::{self, Owner, Side, Use};
use super::report::Report;
use super::row::is_name;
use super::tables::{Block, Table};
use crate::spec::TypeFile;

/// A data type as its page describes it.
pub(super) struct DescribedType {
    pub(super) file: TypeFile,
    /// Whether its table tells which members are required.
    pub(super) has_required_column: bool,
    pub(super) uses: Vec<Use>,
    pub(super) suggestions: Vec<Suggestion>,
    pub(super) notes: Vec<String>,
    /// The byte range of the header of its table.
    pub(super) range: Range<usize>,
}

/// The line between the name of a type and its table.
const USED_BY: [&str; 3] = ["Used by actions", "被如下接口引用", "被以下接口引用"];
/// The maximum number of paragraphs in the description of a type.
const MOST_PARAGRAPHS: usize = 6;

/// Marks the names of types as headings in layouts that have no marks for them: the first of the paragraphs before
/// `Used by actions` that is only a name.
pub(super) fn mark_names(lines: &mut [Line]) {
    for index in 0..lines.len() {
        let is_usage = lines.get(index).and_then(Line::text).is_some_and(is_usage_line);
        if let Some(name) = is_usage.then(|| name_above(lines, index)).flatten()
            && let Some(line) = lines.get_mut(name)
            && let Content::Text(text) = &line.content
        {
            line.content = Content::Heading(text.trim().to_owned());
        }
    }
}

fn is_usage_line(text: &str) -> bool {
    USED_BY.iter().any(|words| text.starts_with(words))
}

fn name_above(lines: &[Line], index: usize) -> Option<usize> {
    let mut found = None;
    let mut paragraphs = 0;
    for above in (0..index).rev() {
        let line = lines.get(above)?;
        match &line.content {
            Content::Heading(text) if is_name(text) => return None,
            Content::Heading(_) | Content::Header(_) | Content::Row(_) | Content::TableEnd => break,
            Content::Text(text) if text.trim().is_empty() => continue,
            Content::Text(text) if is_usage_line(text.trim()) || Columns::of_text(text).is_some() => break,
            Content::Text(_) => {}
        }
        let opens = above
            .checked_sub(1)
            .and_then(|before| lines.get(before))
            .is_none_or(Line::is_blank);
        paragraphs += usize::from(opens);
        let is_paragraph = opens && lines.get(above + 1).is_none_or(Line::is_blank);
        if is_paragraph && line.text().is_some_and(is_name) {
            // The description of a type may be a single word too; its name is above that.
            if found.is_some() {
                return Some(above);
            }
            found = Some(above);
        } else if found.is_some() || paragraphs > MOST_PARAGRAPHS {
            break;
        }
    }
    found
}

/// Reads the types of a page; one without a name is reported.
pub(super) fn read(blocks: &[Block], date: Option<&str>, docs: bool, report: &mut Report) -> Vec<DescribedType> {
    let mut types = Vec::new();
    let mut name: Option<&str> = None;
    let mut description = Vec::new();
    for block in blocks {
        match block {
            Block::Heading(text) => {
                name = Some(text.as_str()).filter(|text| is_name(text));
                description.clear();
            }
            Block::Text(text, _) if is_usage_line(text.trim()) || text.trim().is_empty() => {}
            Block::Text(text, _) => description.push(text.trim()),
            Block::Table(table) if table.columns.kind == TableKind::Members => match name.take() {
                Some(name) => types.push(described(name, &description.join("\n"), table, date, docs, report)),
                None => {
                    let message = "a table of members without the name of their type";
                    report.error("page-section", &table.range, message, "no name above it");
                    report.help("a type is its name on a separate line, `Used by actions: ..`, and its table");
                }
            },
            Block::Table(_) => {}
        }
    }
    types
}

fn described(
    name: &str,
    description: &str,
    table: &Table,
    date: Option<&str>,
    docs: bool,
    report: &mut Report,
) -> DescribedType {
    let owner = Owner {
        name,
        side: Side::Shared,
        docs,
    };
    let read = members::read(&table.rows, owner, report);
    DescribedType {
        file: TypeFile {
            schema: Some("../../../schema/type.schema.json".to_owned()),
            name: name.to_owned().into(),
            description: if docs {
                plain_text(description).into()
            } else {
                String::new().into()
            },
            imported_from: Some(source(date).into()),
            members: Some(read.members),
            values: None,
            format: None,
            integers: None,
        },
        has_required_column: table.rows.iter().any(|row| row.required.is_some()),
        uses: read.uses,
        suggestions: read.suggestions,
        notes: read.notes,
        range: table.range.clone(),
    }
}
