//! `tc3-codegen search`

mod hits;
mod likeness;

use std::io;
use std::path::PathBuf;

use clap::Args;

use super::contents::{Contents, Version, wrong};
use super::{Outcome, Output};
use crate::diagnostics::escaped;
use hits::Hits;
use likeness::Query;

/// More lines than anybody reads are counted instead.
const MOST_LINES: usize = 50;

#[derive(Args, Debug)]
pub(super) struct Search {
    /// What to look for, in any case: `proxy group` finds CreateProxyGroup. After the words may stand a path with a
    /// separator in it or with the ending .whl: it is what --spec names
    #[arg(required = true, value_name = "WORD")]
    words: Vec<String>,
    /// A spec folder, the wheel of tccli as `pip download --no-deps tccli` brings it, or the folder that it was
    /// unpacked to; `spec` if nothing is named
    #[arg(long, value_name = "PATH")]
    spec: Option<PathBuf>,
}

impl Search {
    pub(super) fn run(&self, output: &mut Output<'_>) -> io::Result<Outcome> {
        let (words, path) = self.words_and_path();
        let query = Query::of(words);
        if query.is_empty() {
            writeln!(output.err, "error: no word to look for")?;
            return Ok(Outcome::Usage);
        }
        let contents = match Contents::open(path, output)? {
            Ok(contents) => contents,
            Err(outcome) => return Ok(outcome),
        };
        let look = |version: &Version, service: &_| Hits::in_service(&query, version, service);
        match contents.visit(true, |_| true, look) {
            Ok(hits) => print(&Hits::best_first(hits), words, output),
            Err(error) => wrong(&error, output),
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

fn print(places: &[String], words: &[String], output: &mut Output<'_>) -> io::Result<Outcome> {
    if places.is_empty() {
        writeln!(output.err, "nothing has `{}` in it", escaped(&words.join(" ")))?;
        return Ok(Outcome::Wrong);
    }
    for place in places.iter().take(MOST_LINES) {
        writeln!(output.out, "{}", escaped(place))?;
    }
    if let Some(more) = places.len().checked_sub(MOST_LINES).filter(|more| *more > 0) {
        writeln!(output.out, "and {more} more")?;
    }
    Ok(Outcome::Fine)
}
