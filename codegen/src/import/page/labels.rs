//! The fixed labels of a page: titles of sections, headers of tables, and the marks before the bodies of an example.
//!
//! The header row alone tells what a table is, because it survives every layout; section headings do not. Pages in
//! traditional characters have the same labels as those in simplified ones.

use super::super::common_parameters::simplified;

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

/// The names of columns on pages, in small letters and simplified characters; a longer one before one that it starts
/// with.
const LABELS: [(&str, Column, Option<TableKind>); 46] = [
    ("parameter name", Column::Name, Some(TableKind::Output)),
    ("parameter type", Column::Type, None),
    ("parameters", Column::Name, Some(TableKind::Output)),
    ("parameter", Column::Name, Some(TableKind::Output)),
    ("error codes", Column::Name, Some(TableKind::Codes)),
    ("error code", Column::Name, Some(TableKind::Codes)),
    ("error description", Column::Description, Some(TableKind::Codes)),
    ("error message", Column::Description, Some(TableKind::Codes)),
    ("field name", Column::Name, Some(TableKind::Members)),
    ("field", Column::Name, Some(TableKind::Members)),
    ("name", Column::Name, Some(TableKind::Members)),
    ("required or not", Column::Required, None),
    ("is required", Column::Required, None),
    ("required", Column::Required, None),
    ("mandatory", Column::Required, None),
    ("data type", Column::Type, None),
    ("type", Column::Type, None),
    ("descriptions", Column::Description, None),
    ("description", Column::Description, None),
    ("参数名称", Column::Name, Some(TableKind::Output)),
    ("参数名", Column::Name, Some(TableKind::Output)),
    ("参数类型", Column::Type, None),
    ("参数描述", Column::Description, None),
    ("参数说明", Column::Description, None),
    ("请求参数", Column::Name, Some(TableKind::Output)),
    ("返回参数", Column::Name, Some(TableKind::Output)),
    ("输入参数", Column::Name, Some(TableKind::Output)),
    ("输出参数", Column::Name, Some(TableKind::Output)),
    ("参数", Column::Name, Some(TableKind::Output)),
    ("错误代码", Column::Name, Some(TableKind::Codes)),
    ("错误码", Column::Name, Some(TableKind::Codes)),
    ("错误描述", Column::Description, Some(TableKind::Codes)),
    ("错误说明", Column::Description, Some(TableKind::Codes)),
    ("错误信息", Column::Description, Some(TableKind::Codes)),
    ("字段名称", Column::Name, Some(TableKind::Members)),
    ("字段名", Column::Name, Some(TableKind::Members)),
    ("字段", Column::Name, Some(TableKind::Members)),
    ("名称", Column::Name, Some(TableKind::Members)),
    ("必选", Column::Required, None),
    ("必填", Column::Required, None),
    ("必须", Column::Required, None),
    ("必需", Column::Required, None),
    ("数据类型", Column::Type, None),
    ("类型", Column::Type, None),
    ("描述", Column::Description, None),
    ("说明", Column::Description, None),
];

/// Returns the words of a label: in small letters, in simplified characters, without emphasis and punctuation.
fn label_words(text: &str) -> String {
    let text = text.trim_matches(|letter: char| letter.is_whitespace() || "*`#:：".contains(letter));
    simplified(text)
        .to_lowercase()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// Returns what a column with this label has.
fn column_of(label: &str) -> Option<(Column, Option<TableKind>)> {
    let words = label_words(label);
    let words = words
        .strip_prefix("是否")
        .filter(|rest| !rest.is_empty())
        .unwrap_or(&words);
    let known = LABELS.iter().find(|(known, ..)| *known == words);
    known.map(|(_, column, implied)| (*column, *implied))
}

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
            let (column, implied) = column_of(label)?;
            if order.contains(&column) {
                return None;
            }
            kind = kind.or(implied);
            order.push(column);
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
        const LONGEST: usize = 120;
        if line.len() > LONGEST {
            return None;
        }
        let line = label_words(line);
        let mut rest = line.as_str();
        let mut labels = Vec::new();
        while !rest.is_empty() {
            let unprefixed = rest.strip_prefix("是否").unwrap_or(rest);
            let (label, after) = LABELS.iter().find_map(|(label, ..)| {
                let after = unprefixed.strip_prefix(label)?;
                (after.is_empty() || after.starts_with(' ')).then_some((*label, after))
            })?;
            labels.push(label);
            rest = after.trim_start();
        }
        // A description that is not the last cannot be separated from what follows it.
        Self::of_cells(&labels).filter(|columns| columns.order.last() == Some(&Column::Description))
    }
}

/// The titles of the sections of a page.
const TITLES: [&str; 32] = [
    "api description",
    "input parameters",
    "output parameters",
    "request parameters",
    "response parameters",
    "example",
    "examples",
    "sample",
    "samples",
    "developer resources",
    "error code",
    "error codes",
    "接口描述",
    "接口说明",
    "输入参数",
    "输出参数",
    "请求参数",
    "返回参数",
    "响应参数",
    "入参",
    "出参",
    "示例",
    "范例",
    "示例代码",
    "请求示例",
    "开发者资源",
    "开发人员资源",
    "错误码",
    "错误代码",
    "数据结构",
    "返回结果",
    "更多资源",
];

/// The marks before the request of an example, in small letters and simplified characters.
const REQUEST_MARKS: [&str; 15] = [
    "input example",
    "input sample",
    "input sample code",
    "input example code",
    "sample input",
    "request example",
    "request sample",
    "sample request",
    "输入示例",
    "输入范例",
    "入参示例",
    "请求示例",
    "请求范例",
    "请求样例",
    "请求参数",
];
/// The marks before the response of an example.
const RESPONSE_MARKS: [&str; 17] = [
    "output example",
    "output sample",
    "output sample code",
    "output example code",
    "sample output",
    "response example",
    "response sample",
    "sample response",
    "输出示例",
    "输出范例",
    "出参示例",
    "返回示例",
    "返回范例",
    "返回样例",
    "响应示例",
    "返回参数",
    "返回结果",
];

/// Returns whether the title is numbered, if `text` is the title of a section.
pub(super) fn section_title(text: &str) -> Option<Numbered> {
    const LONGEST: usize = 80;
    if text.len() > LONGEST {
        return None;
    }
    // A list that the layout does not close runs into the title after it. Markdown may escape the dot of a number.
    let text = text.trim().trim_start_matches(['•', ' ', '*', '#']);
    let after_digits = text.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let after_escape = after_digits.strip_prefix('\\').unwrap_or(after_digits);
    let unnumbered = after_escape
        .strip_prefix(['.', '、'])
        .filter(|_| after_digits.len() < text.len());
    let title = label_words(unnumbered.unwrap_or(text));
    TITLES
        .contains(&title.as_str())
        .then_some(Numbered(unnumbered.is_some()))
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

/// Returns the title of an example: what follows `Example1` or `Sample 1.`.
pub(super) fn example_title(text: &str) -> Option<&str> {
    let text = text.trim().trim_matches('*');
    let rest = ["Example", "Sample", "示例", "范例", "範例"]
        .iter()
        .find_map(|word| text.strip_prefix(word))?
        .trim_start();
    let title = rest.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let is_numbered = title.len() < rest.len() && (title.is_empty() || !title.starts_with(char::is_alphanumeric));
    is_numbered.then(|| title.trim_start_matches(['\\', '.', ':', '：', '、', ' ']).trim())
}

fn is_one_of(text: &str, marks: &[&str]) -> bool {
    const LONGEST: usize = 80;
    text.len() <= LONGEST && marks.contains(&label_words(text).as_str())
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
            ("参数名称 是否必选 类型 描述", Some(TableKind::Parameters)),
            ("參數名稱 必選 類型 描述", Some(TableKind::Parameters)),
            ("參數名稱 類型 描述", Some(TableKind::Output)),
            ("请求参数 是否必填 参数类型 参数描述", Some(TableKind::Parameters)),
            ("返回参数 类型 说明", Some(TableKind::Output)),
            ("Parameter Name 必选 类型 Description", Some(TableKind::Parameters)),
            ("错误代码 错误描述", Some(TableKind::Codes)),
            ("錯誤碼 說明", Some(TableKind::Codes)),
            ("是否 类型 描述", None),
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
