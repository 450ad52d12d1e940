//! The tables for a reader: Markdown.

use std::fmt::Write;

use crate::figures::{Curve, Figures, Outcome, Row, Side, Spread};
use crate::rows;
use crate::rows::{BASELINE, NOW};
use crate::text::{number, with_unit};

/// The tables of all parts, with what a reader needs to repeat them.
#[must_use]
pub fn tables(all: &[Figures]) -> String {
    let mut text = String::new();
    for figures in all {
        let _ = write!(text, "## {}\n\n{}\n\n", figures.part, provenance(figures));
        if !figures.rows.is_empty() {
            rows_of(&mut text, figures);
        }
        if !figures.curves.is_empty() {
            curves_of(&mut text, figures);
        }
        for note in &figures.notes {
            let _ = writeln!(text, "- {note}");
        }
        if !figures.notes.is_empty() {
            text.push('\n');
        }
    }
    text
}

fn provenance(figures: &Figures) -> String {
    let run = &figures.run;
    format!(
        "`{}`: {}, {}, commit {} compared with {}, rounds: {}, load {}.",
        run.command, run.machine, run.date, run.commit, run.baseline, run.rounds, run.load
    )
}

fn rows_of(text: &mut String, figures: &Figures) {
    text.push_str("| what | target | measured | tc3 | before | peer |\n|---|---|---|---|---|---|\n");
    for row in &figures.rows {
        let peers: Vec<&Side> = row
            .sides
            .iter()
            .filter(|side| side.name != NOW && side.name != BASELINE)
            .collect();
        let peers: Vec<String> = peers
            .iter()
            .map(|side| format!("{}: {}", rows::side(&side.name), spread(&side.spread, &row.unit)))
            .collect();
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {} | {} |",
            row.what,
            row.target.as_ref().map_or("reported", |target| &target.text),
            measured(row),
            side(row, NOW),
            side(row, BASELINE),
            peers.join("; "),
        );
    }
    text.push('\n');
}

fn measured(row: &Row) -> String {
    match &row.target {
        Some(Outcome {
            met: false, measured, ..
        }) => format!("**missed: {measured}**"),
        Some(target) => target.measured.clone(),
        None => String::new(),
    }
}

fn side(row: &Row, name: &str) -> String {
    row.side(name)
        .map_or_else(String::new, |side| spread(&side.spread, &row.unit))
}

fn spread(spread: &Spread, unit: &str) -> String {
    let median = with_unit(spread.median, unit);
    if spread.min == spread.max {
        return median;
    }
    format!("{median} ({} to {})", number(spread.min), number(spread.max))
}

fn curves_of(text: &mut String, figures: &Figures) {
    text.push_str("| what | side | unit | cost at each size | exponent |\n|---|---|---|---|---|\n");
    for curve in &figures.curves {
        let _ = writeln!(
            text,
            "| {}: {} | {} | {} | {} | {} |",
            curve.what,
            curve.id,
            rows::side(&curve.side),
            curve.unit,
            costs(curve),
            exponent(curve),
        );
    }
    text.push('\n');
}

fn costs(curve: &Curve) -> String {
    let costs = curve
        .points
        .iter()
        .map(|point| format!("{}: {}", number(point.size), number(point.spread.median)));
    format!("{} {}", costs.collect::<Vec<_>>().join(", "), curve.sizes)
}

fn exponent(curve: &Curve) -> String {
    if curve.met {
        format!("{:.2}", curve.exponent)
    } else {
        format!("**above linear: {:.2}**", curve.exponent)
    }
}
