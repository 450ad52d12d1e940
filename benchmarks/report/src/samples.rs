//! The samples of a part: a text of lines, whose columns are separated by tabs; here they are shown as spaces.
//!
//! ```text
//! #part    crate
//! #date    2026-11-28
//! #note    the peer progenitor was not measured: it could not be installed
//! check    now    1.420    s
//! check    baseline    1.611    s
//! read    now    812    us    1000
//! ```
//!
//! A sample has the name of a row, a side, a value and its unit; the fifth column is the size of the input, for the rows
//! of growth. Lines that begin with `#` say how the samples came about.

use std::collections::BTreeMap;

/// One measurement.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    /// The row that it belongs to.
    pub name: String,
    /// What was measured: `now`, `baseline`, or a peer.
    pub side: String,
    /// The value, in `unit`.
    pub value: f64,
    /// The unit of the value.
    pub unit: String,
    /// The size of the input, for the rows of growth.
    pub size: Option<f64>,
}

/// All samples of a part, in the order in which they were taken.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Samples {
    /// The lines of one value each: `date`, `machine`, `command` and so on.
    pub facts: BTreeMap<String, String>,
    /// What was not measured, and why.
    pub notes: Vec<String>,
    /// The measurements.
    pub samples: Vec<Sample>,
}

impl Samples {
    /// Reads the lines of a part.
    ///
    /// # Errors
    ///
    /// An error names the first line that is neither a sample nor a fact.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut samples = Self::default();
        for (number, line) in text.lines().enumerate() {
            samples
                .read(line)
                .map_err(|reason| format!("line {}: {reason}: {line}", number + 1))?;
        }
        Ok(samples)
    }

    fn read(&mut self, line: &str) -> Result<(), String> {
        let columns: Vec<&str> = line.split('\t').collect();
        match columns.as_slice() {
            [""] => Ok(()),
            ["#note", text] => {
                self.notes.push((*text).to_owned());
                Ok(())
            }
            [key, value] if key.starts_with('#') => {
                self.facts.insert(key[1..].to_owned(), (*value).to_owned());
                Ok(())
            }
            [name, side, value, unit] => self.add(name, side, value, unit, None),
            [name, side, value, unit, size] => self.add(name, side, value, unit, Some(number(size)?)),
            _ => Err("expected name, side, value, unit and perhaps size, separated by tabs".to_owned()),
        }
    }

    fn add(&mut self, name: &str, side: &str, value: &str, unit: &str, size: Option<f64>) -> Result<(), String> {
        self.samples.push(Sample {
            name: name.to_owned(),
            side: side.to_owned(),
            value: number(value)?,
            unit: unit.to_owned(),
            size,
        });
        Ok(())
    }

    /// The value of a fact, or a text that says that it is missing.
    #[must_use]
    pub fn fact(&self, key: &str) -> String {
        self.facts.get(key).cloned().unwrap_or_else(|| format!("no {key}"))
    }
}

fn number(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(value) if value.is_finite() && value >= 0.0 => Ok(value),
        _ => Err(format!("{text:?} is not a positive number")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_facts_and_notes_are_read() {
        let text = "#date\t2026-11-28\n#note\tno peer\ncheck\tnow\t1.5\ts\nread\tnow\t8\tus\t100\n";
        let samples = Samples::parse(text).unwrap();
        assert_eq!(samples.fact("date"), "2026-11-28");
        assert_eq!(samples.notes, ["no peer"]);
        assert_eq!(samples.samples[0].value, 1.5);
        assert_eq!(samples.samples[1].size, Some(100.0));
    }

    #[test]
    fn a_line_that_is_no_sample_is_named() {
        for (text, expected) in [
            ("check\tnow\t1.5\ts\nhello", "line 2: expected name"),
            ("check\tnow\tfast\ts", "line 1: \"fast\" is not"),
            ("check\tnow\tNaN\ts", "line 1: \"NaN\" is not"),
            ("check\tnow\t1\ts\t-1", "line 1: \"-1\" is not"),
        ] {
            let error = Samples::parse(text).unwrap_err();
            assert!(error.starts_with(expected), "{error}");
        }
    }
}
