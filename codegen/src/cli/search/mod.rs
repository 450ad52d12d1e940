//! `tc3-codegen search`

mod ranking;

use std::io;
use std::path::PathBuf;

use clap::Args;

use super::console::{ExitStatus, Output};
use super::service_source::{ServiceSource, Version, report_error};
use crate::source::escaped;
use ranking::{Hits, Query};

/// The maximum number of hits that are listed; more are counted instead.
const MOST_LINES: usize = 50;

#[derive(Args, Debug)]
pub(super) struct Search {
    /// What to search for, in any case: `proxy group` finds CreateProxyGroup. The last word may be a path, with a
    /// separator in it or ending in .whl, and is then taken as --spec
    #[arg(required = true, value_name = "WORD")]
    words: Vec<String>,
    /// A spec folder, the wheel of tccli (from `pip download --no-deps tccli`), or the folder that the wheel was
    /// unpacked to [default: spec]
    #[arg(long, value_name = "PATH")]
    spec: Option<PathBuf>,
}

impl Search {
    pub(super) fn run(&self, output: &mut Output<'_>) -> io::Result<ExitStatus> {
        let (words, path) = self.words_and_path();
        let query = Query::new(words);
        if query.is_empty() {
            writeln!(output.err, "error: no word to search for")?;
            return Ok(ExitStatus::Usage);
        }
        let source = match ServiceSource::open(path, "", output)? {
            Ok(source) => source,
            Err(status) => return Ok(status),
        };
        let search = |version: &Version, service: &_| Hits::search(&query, version, service);
        match source.visit(true, |_| true, search) {
            Ok(hits) => print(&Hits::best_first(hits), words, output),
            Err(error) => report_error(&error, output),
        }
    }

    fn words_and_path(&self) -> (&[String], Option<PathBuf>) {
        match (&self.spec, self.words.split_last()) {
            (None, Some((last, words))) if is_path(last) && !words.is_empty() => (words, Some(PathBuf::from(last))),
            (spec, _) => (&self.words, spec.clone()),
        }
    }
}

fn is_path(word: &str) -> bool {
    word.contains(std::path::is_separator) || word.ends_with(".whl")
}

fn print(places: &[String], words: &[String], output: &mut Output<'_>) -> io::Result<ExitStatus> {
    if places.is_empty() {
        writeln!(output.err, "nothing matches `{}`", escaped(&words.join(" ")))?;
        return Ok(ExitStatus::Failure);
    }
    for place in places.iter().take(MOST_LINES) {
        writeln!(output.out, "{}", escaped(place))?;
    }
    if let Some(more) = places.len().checked_sub(MOST_LINES).filter(|more| *more > 0) {
        writeln!(output.out, "and {more} more")?;
    }
    Ok(ExitStatus::Success)
}
