//! The figures of a part: what is committed, and what tables and charts are made of.

use std::fs;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

/// The figures of one part of `benchmarks/run`.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Figures {
    /// The name of the part, which is also that of the file.
    pub part: String,
    /// How they came about.
    pub run: Run,
    /// What was not measured, and why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// Sides that are compared.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rows: Vec<Row>,
    /// Costs at growing sizes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub curves: Vec<Curve>,
}

/// Where and when a part was measured.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Run {
    /// Cores, processor, system and versions.
    pub machine: String,
    /// The day, in UTC.
    pub date: String,
    /// The commit that was measured.
    pub commit: String,
    /// The commit that it is compared with.
    pub baseline: String,
    /// The command that repeats it.
    pub command: String,
    /// How often each side was measured.
    pub rounds: String,
    /// The load average of the minute before it began.
    pub load: String,
}

/// Sides that were measured alternately.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Row {
    /// The name that its samples have.
    pub id: String,
    /// What was measured.
    pub what: String,
    /// The unit of all sides.
    pub unit: String,
    /// The sides, tc3 first.
    pub sides: Vec<Side>,
    /// The target, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Outcome>,
}

impl Row {
    /// The figures of a side.
    #[must_use]
    pub fn side(&self, name: &str) -> Option<&Side> {
        self.sides.iter().find(|side| side.name == name)
    }
}

/// The figures of a side.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Side {
    /// `now`, `baseline`, or a peer.
    pub name: String,
    /// The spread of its samples.
    #[serde(flatten)]
    pub spread: Spread,
}

/// A median with what is around it.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Spread {
    /// Half of the samples are not above it.
    pub median: f64,
    /// The smallest sample.
    pub min: f64,
    /// The largest sample.
    pub max: f64,
    /// How many samples there are.
    pub samples: usize,
}

impl Spread {
    /// The spread of samples, rounded to what a measurement can tell; `None` if there are none.
    #[must_use]
    pub fn of(mut values: Vec<f64>) -> Option<Self> {
        values.sort_by(f64::total_cmp);
        let (first, last) = (*values.first()?, *values.last()?);
        let middle = values.len() / 2;
        let median = if values.len().is_multiple_of(2) {
            f64::midpoint(values[middle - 1], values[middle])
        } else {
            values[middle]
        };
        let [median, min, max] = [median, first, last].map(rounded);
        Some(Self {
            median,
            min,
            max,
            samples: values.len(),
        })
    }
}

/// A number with five significant digits.
fn rounded(value: f64) -> f64 {
    format!("{value:.4e}").parse().unwrap_or(value)
}

/// What became of a target.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Outcome {
    /// The target in words.
    pub text: String,
    /// What was reached, in words.
    pub measured: String,
    /// Whether the target is met.
    pub met: bool,
    /// The value of tc3's side at which it would just be met.
    pub limit: f64,
}

/// The cost of something at growing sizes.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Curve {
    /// The name that its samples have.
    pub id: String,
    /// What was measured.
    pub what: String,
    /// `now`, or `baseline`.
    pub side: String,
    /// What the sizes count.
    pub sizes: String,
    /// The unit of the costs.
    pub unit: String,
    /// The costs, by ascending size.
    pub points: Vec<Point>,
    /// The slope of the last decade in logarithms: 1 is linear, 0 is constant.
    pub exponent: f64,
    /// Whether the cost grows no faster than the size.
    pub met: bool,
}

/// The cost at one size.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Point {
    /// The size.
    pub size: f64,
    /// The costs that were measured.
    #[serde(flatten)]
    pub spread: Spread,
}

impl Figures {
    /// Writes the file of the part in a folder, whole or not at all.
    ///
    /// # Errors
    ///
    /// Fails if the folder cannot be written to.
    pub fn save(&self, folder: &Path) -> io::Result<()> {
        let mut text = serde_json::to_string_pretty(self)?;
        text.push('\n');
        write_whole(&folder.join(format!("{}.json", self.part)), &text)
    }

    /// Reads all files of a folder, sorted by name.
    ///
    /// # Errors
    ///
    /// Fails if a file cannot be read; the error has its name.
    pub fn load_all(folder: &Path) -> io::Result<Vec<Self>> {
        let mut paths = Vec::new();
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == "json") {
                paths.push(path);
            }
        }
        paths.sort();
        paths
            .iter()
            .map(|path| {
                let figures = serde_json::from_str(&fs::read_to_string(path)?);
                figures.map_err(|error| io::Error::other(format!("{}: {error}", path.display())))
            })
            .collect()
    }
}

/// Writes a file next to its place and moves it there, so that nobody finds half of it.
///
/// # Errors
///
/// Fails if the folder cannot be written to.
pub fn write_whole(path: &Path, text: &str) -> io::Result<()> {
    let unfinished = path.with_extension("unfinished");
    fs::write(&unfinished, text)?;
    fs::rename(&unfinished, path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_of_an_even_number_is_between_the_two_in_the_middle() {
        let spread = Spread::of(vec![4.0, 1.0, 3.0, 2.0]).unwrap();
        assert_eq!(
            (spread.median, spread.min, spread.max, spread.samples),
            (2.5, 1.0, 4.0, 4)
        );
        assert_eq!(Spread::of(vec![3.0, 1.0, 2.0]).unwrap().median, 2.0);
        assert!(Spread::of(Vec::new()).is_none());
    }
}
