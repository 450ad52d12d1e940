//! How many times more a peer takes than tc3, a bar for each row: one scale for times of any unit.

use super::axis::{Logarithmic, label};
use super::canvas::{Anchor, Canvas, Lines, MARGIN};
use crate::figures::{Row, Side};
use crate::rows::{self, BASELINE, NOW};
use crate::text::{number, with_unit};

const LEFT: f64 = 390.0;
const RIGHT: f64 = 660.0;
const VALUES: f64 = RIGHT + 14.0;
const STEP: f64 = 26.0;
const HEIGHT: f64 = 14.0;

pub(super) fn draw(canvas: &mut Canvas, rows: &[&Row]) {
    let compared: Vec<(&Row, &Side, &Side)> = rows.iter().filter_map(|row| pair(row)).collect();
    let ratios = compared.iter().map(|(_, tc3, peer)| ratio(tc3, peer));
    let Some(scale) = Logarithmic::around(ratios.chain([1.0]), LEFT, RIGHT) else {
        return;
    };
    let (top, bottom) = (canvas.y + 4.0, canvas.y + 8.0 + STEP * compared.len() as f64);
    let mut grid = Lines::default();
    for power in scale.decades() {
        let x = scale.place(power);
        grid.through([(x, top), (x, bottom)]);
        canvas.text(x, "small", Anchor::Middle, &format!("{}×", label(power)));
    }
    canvas.lines("grid", &grid);
    canvas.y += 22.0;
    let one = scale.place(1.0);
    for (row, tc3, peer) in compared {
        let end = scale.place(ratio(tc3, peer));
        canvas.text(
            MARGIN,
            "",
            Anchor::Start,
            &format!("{}: {}", row.what, rows::side(&peer.name)),
        );
        canvas.rectangle("s0", [one.min(end), canvas.y - 11.0, (end - one).abs(), HEIGHT]);
        canvas.text(VALUES, "", Anchor::Start, &sentence(row, tc3, peer));
        canvas.y += STEP;
    }
    canvas.y += 6.0;
}

/// The ratios in words, for those who cannot see the picture.
pub(super) fn description(rows: &[&Row]) -> String {
    let compared = rows.iter().filter_map(|row| pair(row));
    let sentences = compared.map(|(row, tc3, peer)| {
        format!(
            "{}, {}: {}.",
            row.what,
            rows::side(&peer.name),
            sentence(row, tc3, peer)
        )
    });
    sentences.collect::<Vec<_>>().join(" ")
}

/// The ratio with the medians that it is made of.
fn sentence(row: &Row, tc3: &Side, peer: &Side) -> String {
    format!(
        "{}× ({} to {})",
        number(ratio(tc3, peer)),
        number(tc3.spread.median),
        with_unit(peer.spread.median, &row.unit)
    )
}

/// tc3 and the peer that it is compared with, for rows of which less is better.
fn pair(row: &Row) -> Option<(&Row, &Side, &Side)> {
    let peer = row
        .sides
        .iter()
        .find(|side| ![NOW, BASELINE].contains(&side.name.as_str()))?;
    Some((row, row.side(NOW)?, peer)).filter(|_| !row.unit.ends_with("/s"))
}

fn ratio(tc3: &Side, peer: &Side) -> f64 {
    peer.spread.median / tc3.spread.median
}
