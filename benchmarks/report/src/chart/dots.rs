//! Dots on a logarithmic scale, for sides that differ by a hundred times: a bar would be invisible, or would not begin
//! at zero. Rows of one unit share a scale.

use super::axis::{Logarithmic, label};
use super::canvas::{Anchor, Canvas, Lines, MARGIN};
use super::side_class;
use crate::figures::Row;
use crate::rows;
use crate::text::with_unit;

const LEFT: f64 = 370.0;
const RIGHT: f64 = 650.0;
const VALUES: f64 = RIGHT + 26.0;
const STEP: f64 = 24.0;

pub(super) fn draw(canvas: &mut Canvas, rows: &[&Row]) {
    legend(canvas, rows);
    let mut rest: &[&Row] = rows;
    while let Some(first) = rest.first() {
        let count = rest.iter().take_while(|row| row.unit == first.unit).count();
        section(canvas, &rest[..count]);
        rest = &rest[count..];
    }
}

fn legend(canvas: &mut Canvas, rows: &[&Row]) {
    let mut names: Vec<&str> = rows
        .iter()
        .flat_map(|row| &row.sides)
        .map(|side| side.name.as_str())
        .collect();
    names.sort_by_key(|name| side_class(name));
    names.dedup();
    let mut x = MARGIN + 6.0;
    for name in names {
        let mut dots = Lines::default();
        dots.dot(x, canvas.y - 4.0);
        canvas.lines(&format!("d{}", side_class(name)), &dots);
        canvas.text(x + 10.0, "", Anchor::Start, rows::side(name));
        x += 40.0 + 7.0 * rows::side(name).len() as f64;
    }
    let mut mark = Lines::default();
    mark.through([(x, canvas.y - 10.0), (x, canvas.y + 2.0)]);
    canvas.lines("target", &mark);
    canvas.text(x + 10.0, "", Anchor::Start, "target of tc3");
    canvas.y += 24.0;
}

/// The rows of one unit.
fn section(canvas: &mut Canvas, rows: &[&Row]) {
    let values = rows.iter().flat_map(|row| {
        let limit = row.target.as_ref().map(|target| target.limit);
        row.sides
            .iter()
            .flat_map(|side| [side.spread.min, side.spread.max])
            .chain(limit)
    });
    let Some(scale) = Logarithmic::around(values, LEFT, RIGHT) else {
        return;
    };
    let unit = rows.first().map_or("", |row| row.unit.as_str());
    let (top, bottom) = (canvas.y + 4.0, canvas.y + 8.0 + STEP * rows.len() as f64);
    let mut grid = Lines::default();
    for power in scale.decades() {
        let x = scale.place(power);
        grid.through([(x, top), (x, bottom)]);
        canvas.text(x, "small", Anchor::Middle, &label(power));
    }
    canvas.text(VALUES, "small", Anchor::Start, &format!("{unit}, logarithmic"));
    canvas.lines("grid", &grid);
    canvas.y += 22.0;
    for row in rows {
        one(canvas, row, &scale);
        canvas.y += STEP;
    }
    canvas.y += 14.0;
}

fn one(canvas: &mut Canvas, row: &Row, scale: &Logarithmic) {
    let missed = row.target.as_ref().is_some_and(|target| !target.met);
    let y = canvas.y - 4.0;
    canvas.text(LEFT - 14.0, "", Anchor::End, &row.what);
    let mut ranges = Lines::default();
    // tc3 last, so that it is in front.
    for side in row.sides.iter().rev() {
        let mut dots = Lines::default();
        dots.dot(scale.place(side.spread.median), y);
        canvas.lines(&format!("d{}", side_class(&side.name)), &dots);
        if side.spread.max > side.spread.min {
            ranges.across(scale.place(side.spread.min), scale.place(side.spread.max), y);
        }
    }
    canvas.lines("range", &ranges);
    if let Some(target) = &row.target {
        let mut mark = Lines::default();
        let x = scale.place(target.limit);
        mark.through([(x, y - 8.0), (x, y + 8.0)]);
        canvas.lines("target", &mark);
    }
    let medians: Vec<String> = row
        .sides
        .iter()
        .filter(|side| side.name != rows::BASELINE)
        .map(|side| with_unit(side.spread.median, &row.unit))
        .collect();
    let mut values = medians.join(" to ");
    if missed {
        values.push_str(", missed");
    }
    let class = if missed { "missed" } else { "" };
    canvas.text(VALUES, class, Anchor::Start, &values);
}
