//! Curves of growth, both axes logarithmic: a slope of one is linear. A panel for each thing and unit.

use super::axis::{Logarithmic, label};
use super::canvas::{Anchor, Canvas, Lines, MARGIN, WIDTH};
use crate::figures::Curve;
use crate::rows;

const GAP: f64 = 24.0;
const PANEL: f64 = (WIDTH - 2.0 * MARGIN - GAP) / 2.0;
const AXIS: f64 = 46.0;
const HEIGHT: f64 = 170.0;
const LEGEND: f64 = 15.0;
/// As many as there are colors.
const COLORS: usize = 6;

/// Parts of the names of curves that only the table has, so that the chart can be read: each has one much like it that is
/// drawn.
const ONLY_IN_THE_TABLE: [&str; 20] = [
    "first-page",
    "modify",
    "delete",
    "search-many",
    "instructions",
    "for-the-first-time",
    "in-a-parent",
    "of-a-parent",
    "csv",
    "json-lines",
    "text",
    "yaml",
    "2-values",
    "2-filters",
    "tag",
    "state-data-file",
    "state-memory",
    "bulk",
    "every-index",
    "start-with-a-data-file",
];

fn is_drawn(curve: &Curve) -> bool {
    !ONLY_IN_THE_TABLE.iter().any(|part| curve.id.contains(part))
}

/// Draws two panels in a line.
pub(super) fn draw(canvas: &mut Canvas, curves: &[&Curve]) {
    let panels = panels(curves);
    for pair in panels.chunks(2) {
        let top = canvas.y;
        let mut bottom = top;
        for (column, panel) in pair.iter().enumerate() {
            canvas.y = top;
            draw_panel(canvas, panel, MARGIN + column as f64 * (PANEL + GAP));
            bottom = f64::max(bottom, canvas.y);
        }
        canvas.y = bottom + 34.0;
    }
}

/// Curves of the same thing and unit; those beyond the colors get a panel of their own.
fn panels<'a>(curves: &[&'a Curve]) -> Vec<Vec<&'a Curve>> {
    let mut panels: Vec<Vec<&Curve>> = Vec::new();
    for curve in curves.iter().filter(|curve| is_drawn(curve)) {
        let fits = |panel: &&mut Vec<&Curve>| {
            panel.len() < COLORS
                && panel
                    .first()
                    .is_some_and(|first| first.what == curve.what && first.unit == curve.unit)
        };
        match panels.iter_mut().find(fits) {
            Some(panel) => panel.push(curve),
            None => panels.push(vec![curve]),
        }
    }
    panels
}

fn draw_panel(canvas: &mut Canvas, panel: &[&Curve], left: f64) {
    let Some(first) = panel.first() else { return };
    let points = || panel.iter().flat_map(|curve| &curve.points);
    let (plot_left, plot_right) = (left + AXIS, left + PANEL - 12.0);
    let (top, bottom) = (canvas.y + 20.0, canvas.y + 20.0 + HEIGHT);
    let across = Logarithmic::around(points().map(|point| point.size), plot_left, plot_right);
    let up = Logarithmic::around(
        points().flat_map(|point| [point.spread.min, point.spread.max]),
        bottom,
        top,
    );
    let (Some(across), Some(up)) = (across, up) else { return };

    canvas.text(
        left,
        "h2",
        Anchor::Start,
        &format!("{}: {} by number of {}", first.what, first.unit, first.sizes),
    );
    grid(canvas, &across, &up, [plot_left, plot_right, top, bottom]);
    linear(canvas, panel, &across, &up);
    for (color, curve) in panel.iter().enumerate() {
        draw_curve(canvas, curve, color, &across, &up);
    }
    canvas.y = bottom + 18.0;
    for (color, curve) in panel.iter().enumerate() {
        canvas.y += LEGEND;
        legend(canvas, curve, color, plot_left);
    }
}

fn grid(canvas: &mut Canvas, across: &Logarithmic, up: &Logarithmic, [left, right, top, bottom]: [f64; 4]) {
    let mut lines = Lines::default();
    for power in across.decades() {
        let x = across.place(power);
        lines.through([(x, top), (x, bottom)]);
        canvas.y = bottom + 15.0;
        canvas.text(x, "small", Anchor::Middle, &label(power));
    }
    for power in up.decades() {
        let y = up.place(power);
        lines.through([(left, y), (right, y)]);
        canvas.y = y + 4.0;
        canvas.text(left - 5.0, "small", Anchor::End, &label(power));
    }
    canvas.lines("grid", &lines);
}

/// A line of slope one through the end of the highest curve, as far as it is inside.
fn linear(canvas: &mut Canvas, panel: &[&Curve], across: &Logarithmic, up: &Logarithmic) {
    let ends = panel.iter().filter_map(|curve| curve.points.last());
    let Some(last) = ends.max_by(|a, b| a.spread.median.total_cmp(&b.spread.median)) else {
        return;
    };
    let cost_of_one = last.spread.median / last.size;
    let ((smallest, largest), (lowest, highest)) = (across.ends(), up.ends());
    let from = smallest.max(lowest / cost_of_one);
    let to = largest.min(highest / cost_of_one);
    let mut lines = Lines::default();
    lines.through([from, to].map(|size| (across.place(size), up.place(size * cost_of_one))));
    canvas.lines("linear", &lines);
}

fn draw_curve(canvas: &mut Canvas, curve: &Curve, color: usize, across: &Logarithmic, up: &Logarithmic) {
    let (mut line, mut dots) = (Lines::default(), Lines::default());
    let place = |size: f64, cost: f64| (across.place(size), up.place(cost));
    line.through(curve.points.iter().map(|point| place(point.size, point.spread.median)));
    for point in &curve.points {
        let spread = &point.spread;
        if spread.max > spread.min {
            line.through([spread.min, spread.max].map(|cost| place(point.size, cost)));
        }
        let (x, y) = place(point.size, spread.median);
        dots.dot(x, y);
    }
    canvas.lines(&format!("l{color}"), &line);
    canvas.lines(&format!("p d{color}"), &dots);
}

fn legend(canvas: &mut Canvas, curve: &Curve, color: usize, left: f64) {
    let mut dot = Lines::default();
    dot.dot(left + 5.0, canvas.y - 4.0);
    canvas.lines(&format!("p d{color}"), &dot);
    let side = if curve.side == rows::NOW {
        String::new()
    } else {
        format!(", {}", rows::side(&curve.side))
    };
    let above = if curve.met { "" } else { ", above linear" };
    let text = format!(
        "{}{side}: exponent {:.2}{above}",
        curve.id.replace('-', " "),
        curve.exponent
    );
    let class = if curve.met { "small" } else { "missed" };
    canvas.text(left + 15.0, class, Anchor::Start, &text);
}
