//! Bars from zero, a group for each row. Each group has a scale of its own, because rows differ in what they measure.

use super::canvas::{Anchor, Canvas, Lines, MARGIN, WIDTH};
use super::{side_class, target_text};
use crate::figures::{Row, Side};
use crate::rows;
use crate::text::{number, with_unit};

const LABELS: f64 = 150.0;
const ZERO: f64 = LABELS + 8.0;
const LENGTH: f64 = 400.0;
const VALUES: f64 = ZERO + LENGTH + 12.0;
const STEP: f64 = 18.0;

pub(super) fn draw(canvas: &mut Canvas, rows: &[&Row]) {
    for row in rows {
        group(canvas, row);
        canvas.y += 16.0;
    }
}

fn group(canvas: &mut Canvas, row: &Row) {
    // A rate is the only unit of which more is better.
    let more = if row.unit.ends_with("/s") {
        " (more is better)"
    } else {
        ""
    };
    canvas.text(MARGIN, "h2", Anchor::Start, &format!("{}{more}", row.what));
    if let Some(target) = &row.target {
        let class = if target.met { "met" } else { "missed" };
        canvas.text(WIDTH - MARGIN, class, Anchor::End, &target_text(target));
    }
    canvas.y += 8.0;
    let limit = row.target.as_ref().map_or(0.0, |target| target.limit);
    let largest = row.sides.iter().map(|side| side.spread.max).fold(limit, f64::max);
    let scale = if largest > 0.0 { LENGTH / largest } else { 0.0 };
    let top = canvas.y;
    let mut ranges = Lines::default();
    for side in &row.sides {
        bar(canvas, side, &row.unit, scale, &mut ranges);
    }
    let mut axis = Lines::default();
    axis.through([(ZERO, top), (ZERO, canvas.y)]);
    canvas.lines("axis", &axis);
    canvas.lines("range", &ranges);
    if limit > 0.0 {
        let mut mark = Lines::default();
        let x = ZERO + limit * scale;
        mark.through([(x, top - 2.0), (x, top + STEP)]);
        canvas.lines("target", &mark);
    }
}

fn bar(canvas: &mut Canvas, side: &Side, unit: &str, scale: f64, ranges: &mut Lines) {
    let spread = &side.spread;
    let top = canvas.y + 2.0;
    canvas.y += 14.0;
    canvas.text(LABELS, "", Anchor::End, rows::side(&side.name));
    let class = format!("s{}", side_class(&side.name));
    canvas.rectangle(&class, [ZERO, top, spread.median * scale, STEP - 4.0]);
    if spread.max > spread.min {
        ranges.across(
            ZERO + spread.min * scale,
            ZERO + spread.max * scale,
            top + STEP / 2.0 - 2.0,
        );
    }
    canvas.text(VALUES, "", Anchor::Start, &value(side, unit));
    canvas.y += STEP - 14.0;
}

fn value(side: &Side, unit: &str) -> String {
    let spread = &side.spread;
    let median = with_unit(spread.median, unit);
    if spread.samples < 2 {
        return median;
    }
    format!("{median} ({} to {})", number(spread.min), number(spread.max))
}
