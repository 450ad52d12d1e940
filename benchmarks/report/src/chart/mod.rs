//! The charts, as SVG. The same figures always give the same bytes.

mod axis;
mod bars;
mod canvas;
mod curves;
mod dots;
mod ratios;

use std::collections::BTreeSet;

use self::canvas::Canvas;
use crate::figures::{Curve, Figures, Outcome, Row};
use crate::rows::{BASELINE, NOW};

/// How a chart shows its rows.
#[derive(Clone, Copy)]
enum Layout {
    Bars,
    Dots,
    Curves,
    Ratios,
}

/// A chart: its file, title, layout, and its rows, as part and name.
struct Chart {
    file: &'static str,
    title: &'static str,
    layout: Layout,
    rows: &'static [(&'static str, &'static str)],
}

const CHARTS: &[Chart] = &[
    Chart {
        file: "overview.svg",
        title: "How many times less tc3 takes than its peers",
        layout: Layout::Ratios,
        rows: &[
            ("crate", "check-action"),
            ("crate", "release-action"),
            ("crate", "check"),
            ("calls", "sequential-cpu"),
            ("calls", "python-cpu"),
            ("cli", "call-cpu"),
            ("explorer", "keystroke"),
        ],
    },
    Chart {
        file: "compile-time.svg",
        title: "Compile time",
        layout: Layout::Bars,
        rows: &[
            ("crate", "check-action"),
            ("crate", "check"),
            ("crate", "dev"),
            ("crate", "release"),
            ("calls-all", "calls-all-dev"),
            ("calls-all", "calls-all-release"),
            ("program", "program-dev"),
            ("program-release", "program-release"),
            ("workspace", "workspace-whole"),
            ("workspace", "workspace-one-changed"),
            ("workspace", "workspace-check"),
        ],
    },
    Chart {
        file: "calls.svg",
        title: "Calls",
        layout: Layout::Bars,
        rows: &[
            ("calls", "sequential"),
            ("calls", "sequential-cpu"),
            ("calls", "concurrent"),
            ("calls", "concurrent-cpu"),
            ("calls", "concurrent-memory"),
            ("calls", "python-cpu"),
        ],
    },
    Chart {
        file: "reading.svg",
        title: "Reading and writing JSON",
        layout: Layout::Bars,
        rows: &[
            ("functions", "decode-100-from-str"),
            ("functions", "decode-100"),
            ("functions", "decode-100-as-declared"),
            ("functions", "decode-small"),
            ("functions", "encode-full"),
            ("functions", "encode-small"),
        ],
    },
    Chart {
        file: "command-line.svg",
        title: "The command line, next to tccli",
        layout: Layout::Dots,
        rows: &[
            ("cli", "version-cpu"),
            ("cli", "version-wall"),
            ("cli", "help-cpu"),
            ("cli", "help-wall"),
            ("cli", "completion-cpu"),
            ("cli", "completion-wall"),
            ("cli", "call-cpu"),
            ("cli", "call-wall"),
            ("cli", "nested-cpu"),
            ("cli", "nested-wall"),
            ("cli", "search-wall"),
            ("cli", "version-memory"),
            ("cli", "help-memory"),
            ("cli", "completion-memory"),
            ("cli", "call-memory"),
            ("cli", "nested-memory"),
            ("cli", "items-memory"),
        ],
    },
    Chart {
        file: "emulator.svg",
        title: "The emulator",
        layout: Layout::Bars,
        rows: &[
            ("emulator", "requests"),
            ("emulator", "start-spec"),
            ("emulator", "start-catalog"),
        ],
    },
    Chart {
        file: "explorer.svg",
        title: "The Explorer, next to swagger-ui",
        layout: Layout::Bars,
        rows: &[
            ("explorer", "first"),
            ("explorer", "keystroke"),
            ("explorer", "form"),
            ("explorer", "unfolded"),
            ("explorer", "heap"),
            ("explorer", "assets"),
        ],
    },
    Chart {
        file: "growth.svg",
        title: "How cost grows",
        layout: Layout::Curves,
        rows: &[],
    },
];

/// Draws every chart for which there are figures: names of files, and their contents.
#[must_use]
pub fn draw_all(all: &[Figures]) -> Vec<(&'static str, String)> {
    CHARTS
        .iter()
        .filter_map(|chart| Some((chart.file, draw(chart, all)?)))
        .collect()
}

fn draw(chart: &Chart, all: &[Figures]) -> Option<String> {
    let rows: Vec<&Row> = chart.rows.iter().filter_map(|(part, id)| row(all, part, id)).collect();
    let curves: Vec<&Curve> = match chart.layout {
        Layout::Curves => all.iter().flat_map(|figures| &figures.curves).collect(),
        Layout::Bars | Layout::Dots | Layout::Ratios => Vec::new(),
    };
    if rows.is_empty() && curves.is_empty() {
        return None;
    }
    let mut canvas = Canvas::new(chart.title);
    match chart.layout {
        Layout::Bars => bars::draw(&mut canvas, &rows),
        Layout::Dots => dots::draw(&mut canvas, &rows),
        Layout::Curves => curves::draw(&mut canvas, &curves),
        Layout::Ratios => ratios::draw(&mut canvas, &rows),
    }
    canvas.y += 8.0;
    caption(&mut canvas, chart, all);
    let description = match chart.layout {
        Layout::Ratios => ratios::description(&rows),
        Layout::Bars | Layout::Dots | Layout::Curves => description(&rows, &curves),
    };
    Some(canvas.finish(chart.title, &description))
}

fn row<'a>(all: &'a [Figures], part: &str, id: &str) -> Option<&'a Row> {
    let figures = all.iter().find(|figures| figures.part == part)?;
    figures.rows.iter().find(|row| row.id == id)
}

/// What the marks mean, and where the figures are from.
fn caption(canvas: &mut Canvas, chart: &Chart, all: &[Figures]) {
    canvas.paragraph(match chart.layout {
        Layout::Bars => {
            "Bars are medians and begin at zero; each group has a scale of its own. Thin line: smallest to largest. \
             Dashed: the target of tc3."
        }
        Layout::Dots => {
            "Dots are medians on a logarithmic scale. Thin line: smallest to largest. Right: the medians of tc3 and of \
             the peer."
        }
        Layout::Curves => {
            "Both axes are logarithmic; the dashed line is linear. The exponent is the slope of the last decade: 1 is \
             linear, 0 is constant. Dots are medians, vertical lines smallest to largest."
        }
        Layout::Ratios => {
            "Medians of both sides, divided; the scale is logarithmic and begins at 1, where both take as long. In brackets: \
             tc3 to the peer. The tables of BENCHMARKS.md have the ratios round by round."
        }
    });
    let is_used = |figures: &&Figures| match chart.layout {
        Layout::Curves => !figures.curves.is_empty(),
        Layout::Bars | Layout::Dots | Layout::Ratios => chart
            .rows
            .iter()
            .any(|(part, id)| figures.part == *part && row(all, part, id).is_some()),
    };
    let used: Vec<&Figures> = all.iter().filter(is_used).collect();
    let distinct = |of: fn(&Figures) -> &str| -> String {
        let values: BTreeSet<&str> = used.iter().map(|figures| of(figures)).collect();
        values.into_iter().collect::<Vec<_>>().join(", ")
    };
    canvas.paragraph(&format!(
        "{}, {}. tc3 is commit {}, tc3 before is commit {}.",
        distinct(|figures| &figures.run.date),
        distinct(|figures| &figures.run.machine),
        distinct(|figures| &figures.run.commit),
        distinct(|figures| &figures.run.baseline),
    ));
    canvas.paragraph(&distinct(|figures| &figures.run.command));
}

/// The figures in words, for those who cannot see the picture.
fn description(rows: &[&Row], curves: &[&Curve]) -> String {
    let rows = rows.iter().map(|row| {
        let outcome = row.target.as_ref().map(target_text);
        let first = row
            .sides
            .first()
            .map(|side| crate::text::with_unit(side.spread.median, &row.unit));
        format!("{}: {}.", row.what, outcome.or(first).unwrap_or_default())
    });
    let curves = curves
        .iter()
        .map(|curve| format!("{}, {}: exponent {:.2}.", curve.what, curve.id, curve.exponent));
    rows.chain(curves).collect::<Vec<_>>().join(" ")
}

/// A target and what was reached, in few words.
fn target_text(target: &Outcome) -> String {
    let measured = target.measured.split(" (").next().unwrap_or_default();
    let missed = if target.met { "" } else { "missed: " };
    format!("{missed}{measured}, target {}", target.text)
}

/// The number of a side's color: tc3, tc3 before, peers.
fn side_class(side: &str) -> usize {
    match side {
        NOW => 0,
        BASELINE => 1,
        _ => 2,
    }
}
