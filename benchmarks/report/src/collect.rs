//! From the samples of a part to its figures.

use std::collections::BTreeMap;

use crate::figures::{Curve, Figures, Outcome, Point, Row, Run, Side, Spread};
use crate::rows::{self, NOW, Target};
use crate::samples::{Sample, Samples};
use crate::slope;
use crate::text::{number, with_unit};

/// The values of each side of a row, in the order in which they were measured.
type Sides<'a> = BTreeMap<&'a str, Vec<f64>>;

/// The figures of a part. Rows of the part without samples become notes, and so do rows without tc3's side.
///
/// # Errors
///
/// Fails if one row has samples in different units.
pub fn collect(part: &str, samples: &Samples) -> Result<Figures, String> {
    let mut notes = samples.notes.clone();
    let (sized, plain): (Vec<&Sample>, Vec<&Sample>) = samples.samples.iter().partition(|sample| sample.size.is_some());
    let mut rows = Vec::new();
    for id in names(part, &plain) {
        match row(part, id, &plain)? {
            Some(row) => rows.push(row),
            None => notes.push(format!("{}: not measured", what(part, id))),
        }
    }
    Ok(Figures {
        part: part.to_owned(),
        run: run(samples),
        notes,
        rows,
        curves: curves(&sized)?,
    })
}

fn run(samples: &Samples) -> Run {
    Run {
        machine: samples.fact("machine"),
        date: samples.fact("date"),
        commit: samples.fact("commit"),
        baseline: samples.fact("baseline"),
        command: samples.fact("command"),
        rounds: samples.fact("rounds"),
        load: samples.fact("load"),
    }
}

/// The declared rows in their order, then the others by name.
fn names<'a>(part: &str, samples: &[&'a Sample]) -> Vec<&'a str> {
    let mut names: Vec<&str> = rows::of(part).map(|row| row.id).collect();
    let mut others: Vec<&str> = samples.iter().map(|sample| sample.name.as_str()).collect();
    others.sort_unstable();
    others.dedup();
    others.retain(|name| !names.contains(name));
    names.extend(others);
    names
}

fn what(part: &str, id: &str) -> String {
    rows::find(part, id).map_or(id, |row| row.what).to_owned()
}

fn row(part: &str, id: &str, samples: &[&Sample]) -> Result<Option<Row>, String> {
    let own: Vec<&&Sample> = samples.iter().filter(|sample| sample.name == id).collect();
    let unit = unit(id, own.iter().map(|sample| sample.unit.as_str()))?;
    let mut values = Sides::new();
    for sample in own {
        values.entry(&sample.side).or_default().push(sample.value);
    }
    let mut sides: Vec<Side> = values
        .iter()
        .filter_map(|(name, values)| {
            Some(Side {
                name: (*name).to_owned(),
                spread: Spread::of(values.clone())?,
            })
        })
        .collect();
    sides.sort_by_key(|side| (order(&side.name), side.name.clone()));
    let target = rows::find(part, id).and_then(|row| row.target);
    let target = target.and_then(|target| outcome(target, &values, &unit));
    Ok(values.contains_key(NOW).then(|| Row {
        id: id.to_owned(),
        what: what(part, id),
        unit,
        sides,
        target,
    }))
}

/// tc3 first, then what it was, then the peers.
fn order(side: &str) -> usize {
    match side {
        NOW => 0,
        rows::BASELINE => 1,
        _ => 2,
    }
}

fn unit<'a>(name: &str, mut units: impl Iterator<Item = &'a str>) -> Result<String, String> {
    let first = units.next().unwrap_or_default();
    match units.find(|unit| *unit != first) {
        Some(other) => Err(format!("{name} has samples in {first} and in {other}")),
        None => Ok(first.to_owned()),
    }
}

/// Compares a target with what was measured; `None` if a side is missing.
fn outcome(target: Target, values: &Sides<'_>, unit: &str) -> Option<Outcome> {
    let now = values.get(NOW)?;
    let outcome = match target {
        Target::Limit(limit) => {
            let median = Spread::of(now.clone())?.median;
            Outcome {
                text: format!("at most {}", with_unit(limit, unit)),
                measured: with_unit(median, unit),
                met: median <= limit,
                limit,
            }
        }
        Target::Less(other, times) => {
            let (ratios, theirs) = (ratios(values.get(other)?, now)?, median(values.get(other)?)?);
            Outcome {
                text: format!("{} times less than {}", number(times), rows::side(other)),
                measured: shown(&ratios),
                met: ratios.median >= times,
                limit: theirs / times,
            }
        }
        Target::Share(other, share) => {
            let (ratios, theirs) = (ratios(now, values.get(other)?)?, median(values.get(other)?)?);
            Outcome {
                text: format!("{} of {}", number(share), rows::side(other)),
                measured: shown(&ratios),
                met: ratios.median >= share,
                limit: theirs * share,
            }
        }
        Target::AtMost(other, times) => {
            let (ratios, theirs) = (ratios(now, values.get(other)?)?, median(values.get(other)?)?);
            Outcome {
                text: format!("at most {} of {}", number(times), rows::side(other)),
                measured: shown(&ratios),
                met: ratios.median <= times,
                limit: theirs * times,
            }
        }
    };
    Some(outcome)
}

fn median(values: &[f64]) -> Option<f64> {
    Some(Spread::of(values.to_vec())?.median)
}

/// The quotients of sides that alternated: of each pair, or of the medians where they were not measured equally often.
fn ratios(above: &[f64], below: &[f64]) -> Option<Spread> {
    if above.len() == below.len() {
        let pairs = above.iter().zip(below);
        Spread::of(pairs.map(|(above, below)| above / below).collect())
    } else {
        Spread::of(vec![median(above)? / median(below)?])
    }
}

fn shown(spread: &Spread) -> String {
    if spread.samples < 2 {
        return number(spread.median);
    }
    let [median, min, max] = [spread.median, spread.min, spread.max].map(number);
    format!("{median} ({min} to {max})")
}

/// The samples of a curve, by size. Sizes are whole, so that bits compare as values do.
type Sizes = BTreeMap<u64, Vec<f64>>;

fn curves(samples: &[&Sample]) -> Result<Vec<Curve>, String> {
    let mut groups: BTreeMap<(&str, usize, &str), Vec<&Sample>> = BTreeMap::new();
    for sample in samples {
        groups
            .entry((&sample.name, order(&sample.side), &sample.side))
            .or_default()
            .push(sample);
    }
    groups
        .iter()
        .map(|((id, _, side), samples)| curve(id, side, samples))
        .collect()
}

fn curve(id: &str, side: &str, samples: &[&Sample]) -> Result<Curve, String> {
    let unit = unit(id, samples.iter().map(|sample| sample.unit.as_str()))?;
    let mut sizes = Sizes::new();
    for sample in samples {
        let size = sample.size.unwrap_or_default();
        sizes.entry(size.round() as u64).or_default().push(sample.value);
    }
    let points: Vec<Point> = sizes
        .into_iter()
        .filter_map(|(size, values)| {
            Some(Point {
                size: size as f64,
                spread: Spread::of(values)?,
            })
        })
        .collect();
    let medians: Vec<(f64, f64)> = points.iter().map(|point| (point.size, point.spread.median)).collect();
    let exponent = (slope::exponent(&medians).unwrap_or(0.0) * 100.0).round() / 100.0;
    let (what, sizes) = rows::growth(id);
    Ok(Curve {
        id: id.to_owned(),
        what: what.to_owned(),
        side: side.to_owned(),
        sizes: sizes.to_owned(),
        unit,
        points,
        exponent,
        met: exponent <= slope::LINEAR,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(part: &str, text: &str) -> Figures {
        collect(part, &Samples::parse(text).unwrap()).unwrap()
    }

    fn outcome(part: &str, text: &str) -> Outcome {
        figures(part, text).rows[0].target.clone().unwrap()
    }

    #[test]
    fn a_ratio_is_that_of_the_rounds() {
        let text = "check\tnow\t1\ts\ncheck\tprogenitor\t7\ts\ncheck\tnow\t10\ts\ncheck\tprogenitor\t50\ts\n\
                    check\tnow\t2\ts\ncheck\tprogenitor\t13\ts\n";
        let outcome = outcome("crate", text);
        assert_eq!(outcome.measured, "6.5 (5 to 7)");
        assert!(outcome.met);
    }

    #[test]
    fn a_missed_target_is_missed() {
        let slow = outcome("crate", "check\tnow\t1\ts\ncheck\tprogenitor\t5.9\ts\n");
        assert!(!slow.met);
        let over = outcome("workspace", "workspace-whole\tnow\t6.1\ts\n");
        assert_eq!((over.met, over.measured.as_str()), (false, "6.1 s"));
        let half = outcome("calls", "sequential\tnow\t50\t1/s\nsequential\tbare\t100\t1/s\n");
        assert_eq!((half.met, half.limit), (false, 92.0));
        let dear = outcome("calls", "sequential-cpu\tnow\t12\tus\nsequential-cpu\tbare\t10\tus\n");
        assert!(!dear.met);
    }

    #[test]
    fn what_was_not_measured_is_noted() {
        let figures = figures("program", "#note\tno AWS\nprogram-dev\tnow\t50\ts\n");
        assert_eq!(figures.notes[0], "no AWS");
        assert!(
            figures.notes.iter().any(|note| note.contains("crates: not measured")),
            "{:?}",
            figures.notes
        );
        assert_eq!(figures.rows[0].target, None, "there is no peer to compare with");
    }

    #[test]
    fn units_do_not_mix() {
        let samples = Samples::parse("check\tnow\t1\ts\ncheck\tnow\t1\tms\n").unwrap();
        assert!(collect("crate", &samples).unwrap_err().contains("in s and in ms"));
    }

    #[test]
    fn growth_above_linear_is_flagged() {
        let lines = |power: i32| -> String {
            (0..5)
                .map(|n| 10_f64.powi(n))
                .map(|size| format!("diff\tnow\t{}\tms\t{size}\n", size.powi(power)))
                .collect()
        };
        let linear = &figures("growth", &lines(1)).curves[0];
        assert_eq!(
            (linear.exponent, linear.met, linear.sizes.as_str()),
            (1.0, true, "actions")
        );
        assert!(!figures("growth", &lines(2)).curves[0].met);
    }
}
