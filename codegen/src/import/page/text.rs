//! Plain text: a page as a browser copies it. Some browsers put tabs between the cells of a row, others spaces.

use super::columns::Columns;
use super::line::{Content, Line, plainly_spaced, source_lines};
use super::sections;

pub(super) fn lines(source: &str) -> Vec<Line> {
    let mut in_tabbed_table = false;
    let mut lines = Vec::new();
    for (text, range) in source_lines(source) {
        let text = plainly_spaced(text);
        let cells = tabbed(&text);
        let is_header = cells.as_ref().is_some_and(|cells| Columns::of_cells(cells).is_some());
        if is_header {
            in_tabbed_table = true;
        } else if in_tabbed_table && sections::ends_table(&text) {
            in_tabbed_table = false;
            lines.push(Line {
                content: Content::TableEnd,
                range: range.clone(),
            });
        }
        let content = match cells.filter(|_| in_tabbed_table) {
            Some(cells) => Content::Row(cells),
            None => Content::Text(text),
        };
        lines.push(Line { content, range });
    }
    lines
}

/// The cells of a line with tabs between them; a line that only starts with tabs has none.
fn tabbed(text: &str) -> Option<Vec<String>> {
    let has_cells = !text.starts_with('\t') && text.trim_end().contains('\t');
    has_cells.then(|| text.split('\t').map(|cell| cell.trim().to_owned()).collect())
}
