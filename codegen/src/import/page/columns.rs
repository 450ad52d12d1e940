//! The header rows of the tables on a page, which tell what a table is.

/// What a table is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
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
    /// Of a member, or an error code.
    Name,
    Required,
    Type,
    Description,
}

/// The columns of a table, in their order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Columns {
    pub(super) kind: Kind,
    pub(super) order: Vec<Column>,
}

/// How the pages name a column, the longer first where one starts with the other.
const LABELS: [(&str, Column, Option<Kind>); 15] = [
    ("Parameter Name", Column::Name, Some(Kind::Output)),
    ("Parameter", Column::Name, Some(Kind::Output)),
    ("Error Code", Column::Name, Some(Kind::Codes)),
    ("Name", Column::Name, Some(Kind::Members)),
    ("Required", Column::Required, None),
    ("Type", Column::Type, None),
    ("Description", Column::Description, None),
    ("参数名称", Column::Name, Some(Kind::Output)),
    ("参数名", Column::Name, Some(Kind::Output)),
    ("错误码", Column::Name, Some(Kind::Codes)),
    ("名称", Column::Name, Some(Kind::Members)),
    ("必选", Column::Required, None),
    ("类型", Column::Type, None),
    ("描述", Column::Description, None),
    ("说明", Column::Description, None),
];

impl Columns {
    /// The columns, if these cells are the header of a table.
    pub(super) fn of_cells<S: AsRef<str>>(cells: &[S]) -> Option<Self> {
        let trimmed = cells.iter().map(|cell| cell.as_ref().trim());
        let mut labels: Vec<&str> = trimmed.collect();
        while labels.last().is_some_and(|last| last.is_empty()) {
            labels.pop();
        }
        let mut order = Vec::with_capacity(labels.len());
        let mut kind = None;
        for label in labels {
            let (_, column, says) = LABELS.iter().find(|(known, ..)| known.eq_ignore_ascii_case(label))?;
            if order.contains(column) {
                return None;
            }
            kind = kind.or(*says);
            order.push(*column);
        }
        let has = |column| order.contains(&column);
        let is_whole = has(Column::Description) && order.first() == Some(&Column::Name);
        let kind = match kind? {
            Kind::Codes if order.len() == 2 => Kind::Codes,
            Kind::Output if has(Column::Required) && has(Column::Type) => Kind::Parameters,
            kind @ (Kind::Output | Kind::Members) if has(Column::Type) => kind,
            _ => return None,
        };
        is_whole.then_some(Self { kind, order })
    }

    /// The columns, if this line is the header of a table whose cells have spaces between them.
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
        // A description that is not the last cannot be told from what follows it.
        Self::of_cells(&labels).filter(|columns| columns.order.last() == Some(&Column::Description))
    }
}

#[cfg(test)]
mod tests {
    use super::{Columns, Kind};

    #[test]
    fn a_header_says_what_its_table_is() {
        let kinds = [
            ("Parameter Name Required Type Description", Some(Kind::Parameters)),
            ("参数名称 必选 类型 描述", Some(Kind::Parameters)),
            ("Parameter Name Type Description", Some(Kind::Output)),
            ("Name Type Required Description", Some(Kind::Members)),
            ("名称 类型 描述", Some(Kind::Members)),
            ("Error Code Description", Some(Kind::Codes)),
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
        assert_eq!(table.map(|columns| columns.kind), Some(Kind::Members));
    }
}
