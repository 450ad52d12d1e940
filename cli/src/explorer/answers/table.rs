//! The list of an answer as a table, by the rules of `--output table`.

use super::Window;
use super::preview::cut;
use super::view::View;
use crate::explorer::web::reply::{number, object, optional, texts};
use crate::json::Value;
use crate::output::{Rows, Shape, line};

/// The characters of a cell.
const MAX_CELL: usize = 500;
/// The columns of a table: what has more is no list to look at as one.
const MAX_COLUMNS: usize = 200;
/// The column of values that have no names.
const VALUE: &str = "Value";

/// `{columns, rows, count, name, notes}`
pub(super) fn table(view: &View, is_filtered: bool, window: Window) -> Value {
    let rows = Rows::of(view.value(), is_filtered);
    let shape = rows.shape();
    let all = view.columns(|| match shape {
        Shape::Objects => rows.names().into_iter().map(str::to_owned).collect(),
        Shape::Lists => (0..widest(&rows)).map(|index| index.to_string()).collect(),
        Shape::Scalars => vec![VALUE.to_owned()],
    });
    let columns = all.get(..MAX_COLUMNS).unwrap_or(all);
    let mut notes = rows.notes.clone();
    if columns.len() < all.len() {
        notes.push(format!("shows {MAX_COLUMNS} of {} columns", all.len()));
    }
    let shown = rows.items.iter().skip(window.offset).take(window.limit);
    let shown = shown.map(|row| {
        let cells = columns.iter().enumerate().map(|(index, column)| {
            let value = match (shape, row) {
                (Shape::Objects, row) => row.get(column).map(line),
                (Shape::Lists, Value::Array(items)) => items.get(index).map(line),
                (_, row) => Some(line(row)),
            };
            value.map(|value| cut(&value, MAX_CELL)).unwrap_or_default()
        });
        texts(cells)
    });
    let shown = Value::Array(shown.collect());
    object([
        ("columns", texts(columns.iter().map(String::as_str))),
        ("rows", shown),
        ("count", number(rows.items.len())),
        ("name", optional(rows.name)),
        ("notes", texts(notes)),
    ])
}

fn widest(rows: &Rows<'_>) -> usize {
    let widths = rows.items.iter().map(|row| match row {
        Value::Array(items) => items.len(),
        _ => 0,
    });
    widths.max().unwrap_or(0)
}
