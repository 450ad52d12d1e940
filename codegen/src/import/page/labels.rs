//! The fixed labels of a page: titles of sections, headers of tables, and the marks before the bodies of an example.
//!
//! The header row alone tells what a table is, because it survives every layout; section headings do not.

/// What a table describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TableKind {
    /// Parameters of the action.
    Parameters,
    /// Output of the action.
    Output,
    /// Members of a data type.
    Members,
    /// Error codes.
    Codes,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    /// The name of a member, or an error code.
    Name,
    Required,
    Type,
    Description,
}

/// The columns of a table, in their order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Columns {
    pub(super) kind: TableKind,
    pub(super) order: Vec<Column>,
}

/// The names of columns on pages, the longer first where one starts with the other.
const LABELS: [(&str, Column, Option<TableKind>); 15] = [
    ("Parameter Name", Column::Name, Some(TableKind::Output)),
    ("Parameter", Column::Name, Some(TableKind::Output)),
    ("Error Code", Column::Name, Some(TableKind::Codes)),
    ("Name", Column::Name, Some(TableKind::Members)),
    ("Required", Column::Required, None),
    ("Type", Column::Type, None),
    ("Description", Column::Description, None),
    ("参数名称", Column::Name, Some(TableKind::Output)),
    ("参数名", Column::Name, Some(TableKind::Output)),
    ("错误码", Column::Name, Some(TableKind::Codes)),
    ("名称", Column::Name, Some(TableKind::Members)),
    ("必选", Column::Required, None),
    ("类型", Column::Type, None),
    ("描述", Column::Description, None),
    ("说明", Column::Description, None),
];

impl Columns {
    /// Returns the columns if these cells are the header of a table.
    pub(super) fn of_cells<S: AsRef<str>>(cells: &[S]) -> Option<Self> {
        let trimmed = cells.iter().map(|cell| cell.as_ref().trim());
        let mut labels: Vec<&str> = trimmed.collect();
        while labels.last().is_some_and(|last| last.is_empty()) {
            labels.pop();
        }
        let mut order = Vec::with_capacity(labels.len());
        let mut kind = None;
        for label in labels {
            let (_, column, implied) = LABELS.iter().find(|(known, ..)| known.eq_ignore_ascii_case(label))?;
            if order.contains(column) {
                return None;
            }
            kind = kind.or(*implied);
            order.push(*column);
        }
        let has = |column| order.contains(&column);
        let is_whole = has(Column::Description) && order.first() == Some(&Column::Name);
        let kind = match kind? {
            TableKind::Codes if order.len() == 2 => TableKind::Codes,
            TableKind::Output if has(Column::Required) && has(Column::Type) => TableKind::Parameters,
            kind @ (TableKind::Output | TableKind::Members) if has(Column::Type) => kind,
            _ => return None,
        };
        is_whole.then_some(Self { kind, order })
    }

    /// Returns the columns if this line is the header of a table whose cells are separated by spaces.
    pub(super) fn of_text(line: &str) -> Option<Self> {
        let mut rest = line.trim();
        let mut labels = Vec::new();
        while !rest.is_empty() {
            let (label, after) = LABELS.iter().find_map(|(label, ..)| {
                let after = rest.strip_prefix(label)?;
                (after.is_empty() || after.starts_with(char::is_whitespace)).then_some((*label, after))
            })?;
            labels.push(label);
            rest = after.trim_start();
        }
        // A description that is not the last cannot be separated from what follows it.
        Self::of_cells(&labels).filter(|columns| columns.order.last() == Some(&Column::Description))
    }
}

/// The titles of the sections of a page.
const TITLES: [&str; 15] = [
    "API Description",
    "Input Parameters",
    "Output Parameters",
    "Example",
    "Examples",
    "Developer Resources",
    "Error Code",
    "Error Codes",
    "接口描述",
    "输入参数",
    "输出参数",
    "示例",
    "开发者资源",
    "错误码",
    "错误代码",
];

/// The marks before the request and the response of an example.
const REQUEST_MARKS: [&str; 2] = ["Input Example", "输入示例"];
const RESPONSE_MARKS: [&str; 2] = ["Output Example", "输出示例"];

/// Returns whether the title is numbered, if `text` is the title of a section.
pub(super) fn section_title(text: &str) -> Option<Numbered> {
    // A list that the layout does not close runs into the title after it.
    let text = text.trim().trim_start_matches(['•', ' ']);
    let after_digits = text.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let unnumbered = after_digits
        .strip_prefix(['.', '、'])
        .filter(|_| after_digits.len() < text.len());
    let title = unnumbered.unwrap_or(text).trim();
    let is_title = TITLES.iter().any(|known| known.eq_ignore_ascii_case(title));
    is_title.then_some(Numbered(unnumbered.is_some()))
}

/// Whether a title is numbered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Numbered(pub(super) bool);

/// Whether this line ends a table in plain text.
pub(super) fn ends_table(text: &str) -> bool {
    section_title(text) == Some(Numbered(true)) || is_request_mark(text)
}

pub(super) fn is_request_mark(text: &str) -> bool {
    is_one_of(text, &REQUEST_MARKS)
}

pub(super) fn is_response_mark(text: &str) -> bool {
    is_one_of(text, &RESPONSE_MARKS)
}

/// Returns the title of an example: what follows `Example1`.
pub(super) fn example_title(text: &str) -> Option<&str> {
    let text = text.trim();
    let rest = text
        .strip_prefix("Example")
        .or_else(|| text.strip_prefix("示例"))?
        .trim_start();
    let title = rest.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let is_numbered = title.len() < rest.len() && (title.is_empty() || !title.starts_with(char::is_alphanumeric));
    is_numbered.then(|| title.trim_start_matches(['.', ':', '：', '、']).trim())
}

fn is_one_of(text: &str, marks: &[&str]) -> bool {
    let text = text.trim().trim_end_matches([':', '：']);
    marks.iter().any(|mark| mark.eq_ignore_ascii_case(text))
}

#[cfg(test)]
mod tests {
    use super::{Columns, TableKind};

    #[test]
    fn a_header_tells_what_its_table_is() {
        let kinds = [
            ("Parameter Name Required Type Description", Some(TableKind::Parameters)),
            ("参数名称 必选 类型 描述", Some(TableKind::Parameters)),
            ("Parameter Name Type Description", Some(TableKind::Output)),
            ("Name Type Required Description", Some(TableKind::Members)),
            ("名称 类型 描述", Some(TableKind::Members)),
            ("Error Code Description", Some(TableKind::Codes)),
            ("Name Description", None),
            ("Type Description", None),
            ("Name Type Description of it", None),
            ("Description", None),
            ("", None),
        ];
        for (line, kind) in kinds {
            assert_eq!(Columns::of_text(line).map(|columns| columns.kind), kind, "{line}");
        }
        let table = Columns::of_cells(&["Name", "Type", "Description", "Required", ""]);
        assert_eq!(table.map(|columns| columns.kind), Some(TableKind::Members));
    }
}
