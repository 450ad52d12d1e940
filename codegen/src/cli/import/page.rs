use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use clap::Args;

use super::conclude::{Destination, Opened, conclude, open};
use crate::cli::{Outcome, Output};
use crate::diagnostics::{Diagnostics, escaped};
use crate::import::ImportError;
use crate::import::page::{Choice, read};
use crate::spec::{Source, SourceSet};

/// Names standard input.
const STDIN: &str = "-";
/// Far more than a page of a thousand data types has.
const MAX_BYTES: u64 = 64 * 1024 * 1024;

#[derive(Args, Debug)]
pub(crate) struct Page {
    /// Pages of actions, and the page `Data Types` of their service: saved as HTML, as Markdown, or copied as text; - is
    /// standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The service of a page of data types alone, by its short name: gaap
    #[arg(long, value_name = "NAME", requires = "version")]
    service: Option<String>,
    /// The version of that service: 2018-05-29
    #[arg(long, value_name = "DATE", requires = "service")]
    version: Option<String>,
    /// The vendor's descriptions too, for a spec of your own
    #[arg(long)]
    docs: bool,
    /// Free JSON in the place of data types that no page describes
    #[arg(long)]
    stubs: bool,
    #[command(flatten)]
    destination: Destination,
}

impl Page {
    pub(crate) fn run(&self, input: &mut dyn Read, output: &mut Output<'_>) -> io::Result<Outcome> {
        let sources = match self.sources(input) {
            Ok(sources) => sources,
            Err(error) => {
                writeln!(output.err, "error: {error}\nnothing was written")?;
                return Ok(Outcome::Wrong);
            }
        };
        let pages = match read(&sources, &self.choice()) {
            Ok(pages) => pages,
            Err(diagnostics) => return refused(&diagnostics, output),
        };
        let Opened { sources, spec } = match open(&self.destination, output)? {
            Ok(opened) => opened,
            Err(outcome) => return Ok(outcome),
        };
        output.diagnostics(&pages.warnings(), "")?;
        match pages.drafts(&spec, self.stubs) {
            Ok(drafts) => conclude(drafts, &Opened { sources, spec }, &self.destination, output),
            Err(diagnostics) => refused(&diagnostics, output),
        }
    }

    fn choice(&self) -> Choice {
        Choice {
            docs: self.docs,
            home: self.service.clone().zip(self.version.clone()),
        }
    }

    fn sources(&self, input: &mut dyn Read) -> Result<SourceSet, ImportError> {
        let mut sources = Vec::with_capacity(self.files.len());
        for file in self.files.iter().collect::<BTreeSet<_>>() {
            let source = match file.as_os_str() == STDIN {
                true => text("<stdin>", input)?,
                false => {
                    let opened = File::open(file).map_err(|error| ImportError::of_file(file, &error))?;
                    text(&path_text(file), &mut { opened })?
                }
            };
            sources.push(source);
        }
        Ok(SourceSet::new("", sources))
    }
}

fn refused(diagnostics: &Diagnostics, output: &mut Output<'_>) -> io::Result<Outcome> {
    output.diagnostics(diagnostics, ": nothing was written")?;
    Ok(Outcome::Wrong)
}

fn path_text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// A page as text, without the mark that some editors put before it.
fn text(path: &str, from: &mut dyn Read) -> Result<Source, ImportError> {
    let refused = |why: &dyn std::fmt::Display| ImportError::new(escaped(path), why);
    let mut bytes = Vec::new();
    from.take(MAX_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| refused(&error))?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(refused(&"larger than 64 MiB: no documentation page"));
    }
    let text =
        String::from_utf8(bytes).map_err(|_| refused(&"not UTF-8 text").help("save the page as UTF-8 text or HTML"))?;
    if text.contains('\0') {
        return Err(refused(&"not a text: it has bytes of 0 in it").help("save the page as UTF-8 text or HTML"));
    }
    Ok(Source {
        path: path.to_owned(),
        text: text.trim_start_matches('\u{feff}').to_owned(),
    })
}
