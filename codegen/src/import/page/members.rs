//! Turns rows of tables into members.

use std::collections::BTreeMap;

use super::super::common_parameters::simplified;
use super::super::draft::{DEPRECATED, Suggestion};
use super::super::numbering;
use super::super::plain_text::plain_text;
use super::prose::{self, StatedDefault};
use super::report::Report;
use super::row::{Row, SpecType};
use super::tables::Table;
use crate::spec::{ItemType, Member, Span};

/// A reference to a data type.
#[derive(Clone, Debug)]
pub(super) struct Use {
    pub(super) name: String,
    pub(super) span: Span,
}

/// The members that a table describes, and what else it states about them.
#[derive(Default)]
pub(super) struct Members {
    pub(super) members: Vec<Member>,
    pub(super) uses: Vec<Use>,
    pub(super) suggestions: Vec<Suggestion>,
    pub(super) notes: Vec<String>,
}

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Side {
    Input,
    Output,
    /// A shared type, which may be on both.
    Shared,
}

/// The action or type that members belong to, and what to import.
#[derive(Clone, Copy)]
pub(super) struct Owner<'a> {
    pub(super) name: &'a str,
    pub(super) side: Side,
    pub(super) docs: bool,
}

/// Reads `rows`; a repeated name is an error.
pub(super) fn read<'a>(rows: impl IntoIterator<Item = &'a Row>, owner: Owner<'_>, report: &mut Report) -> Members {
    let mut read = Members::default();
    let mut first_by_name: BTreeMap<&str, &Row> = BTreeMap::new();
    for row in rows {
        if let Some(first) = first_by_name.insert(&row.name, row) {
            report.error(
                "page-row",
                &row.range,
                format!("`{}` is described twice", row.name),
                "described again here",
            );
            let first = report.span(&first.range);
            if let Some(last) = report.found.last_mut() {
                last.labels.push((first, "first described here".to_owned()));
            }
            report.help("a line of a description that looks like a row is read as one: remove it from the text");
            continue;
        }
        read.add(row, owner, report);
    }
    numbering::number_members(&mut read.members, &[]);
    read
}

impl Members {
    fn add(&mut self, row: &Row, owner: Owner<'_>, report: &mut Report) {
        let Some(SpecType { word, format }) = row.spec_type.clone() else {
            return;
        };
        if row.is_numbered && !word.starts_with("Array of ") {
            let message = format!("`{}.N` is numbered like a list, but its type is {word}", row.name);
            report.warning("page-row", &row.range, message, "its type is used");
        }
        if let Some(name) = SpecType::data_type(&word) {
            self.uses.push(Use {
                name: name.to_owned(),
                span: report.span(&row.range),
            });
        }
        let stated = simplified(&row.description);
        let is_request_id = owner.side == Side::Output && row.name == "RequestId";
        let mut member = Member {
            name: row.name.clone().into(),
            type_name: word.into(),
            format: format.map(|format| format.to_owned().into()),
            required: owner.side != Side::Output && row.required == Some(true),
            nullable: owner.side != Side::Input && !is_request_id && prose::may_be_null(&stated),
            deprecated: prose::is_deprecated(&stated).then(|| DEPRECATED.to_owned().into()),
            description: if owner.docs {
                plain_text(&row.description).into()
            } else {
                String::new().into()
            },
            ..Member::default()
        };
        if owner.side != Side::Output && member.deprecated.is_none() {
            self.read_prose(&mut member, &stated, owner);
        }
        self.members.push(member);
    }

    /// Reads what a description, in simplified characters, states about the values of `member`.
    fn read_prose(&mut self, member: &mut Member, stated: &str, owner: Owner<'_>) {
        let name = &member.name.value.clone();
        match prose::default(stated, member) {
            StatedDefault::Is(value) if !member.required => member.default = Some(value.into()),
            StatedDefault::Unclear => self.notes.push(format!(
                "{}: the description of `{name}` mentions a default that is not clear: none is imported",
                owner.name
            )),
            StatedDefault::Is(_) | StatedDefault::None => {}
        }
        let Some(values) = prose::values(stated) else {
            return;
        };
        let are_integers = values.iter().all(|value| value.parse::<i64>().is_ok());
        let advice = match member.type_ref().item {
            ItemType::String => "for an enum, list them as `values` of a type and name the type here",
            ItemType::Int64 | ItemType::Uint64 if are_integers => {
                "for constants, list and name them as `integers` of a type and name the type here"
            }
            _ => return,
        };
        self.suggestions.push(Suggestion {
            owner: owner.name.to_owned(),
            member: name.clone(),
            text: format!("`{name}` takes {}: {advice}", values.join(", ")),
        });
    }
}

/// Returns the only table of its kind; none or several are reported.
pub(super) fn only<'a>(tables: &[&'a Table], what: &str, report: &mut Report) -> Option<&'a Table> {
    match tables {
        [table] => Some(table),
        [] => {
            report.error("page-section", &(0..0), format!("the page has no table of {what}"), "");
            report.help("copy the whole page, headings and tables, or save it as HTML");
            None
        }
        [first, second, ..] => {
            report.error(
                "page-section",
                &second.range,
                format!("a second table of {what}"),
                "this table",
            );
            let first = report.span(&first.range);
            if let Some(last) = report.found.last_mut() {
                last.labels.push((first, "the first one".to_owned()));
            }
            report.help("keep one action per file");
            None
        }
    }
}
