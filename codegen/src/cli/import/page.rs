//! `tc3-codegen import page`

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use clap::Args;

use super::{Destination, Opened, apply, open};
use crate::cli::console::{ExitStatus, Output};
use crate::import::ImportError;
use crate::import::page::{PageOptions, RowPlace, read};
use crate::source::{Diagnostics, escaped};
use crate::spec::{Source, SourceSet};

/// The file name that means standard input.
const STDIN: &str = "-";
/// The maximum size of a page: far more than a page with a thousand data types.
const MAX_BYTES: u64 = 64 * 1024 * 1024;

#[derive(Args, Debug)]
pub(crate) struct Page {
    /// Pages of actions, and the page `Data Types` of their service, saved as HTML or Markdown or copied as text; - is
    /// standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The service of data types that are imported without an action, by its short name, for example gaap
    #[arg(long, value_name = "NAME", requires = "version")]
    service: Option<String>,
    /// The version of that service, for example 2018-05-29
    #[arg(long, value_name = "DATE", requires = "service")]
    version: Option<String>,
    /// Include the vendor's descriptions, for a spec that is not published
    #[arg(long)]
    docs: bool,
    /// Import data types that no page describes as free-form JSON
    #[arg(long)]
    stubs: bool,
    /// Import a page without a row that the vendor has wrong, by the place that its error shows; may be repeated
    #[arg(long, value_name = "FILE:LINE[:COLUMN]")]
    skip_row: Vec<RowPlace>,
    #[command(flatten)]
    destination: Destination,
}

impl Page {
    pub(crate) fn run(&self, input: &mut dyn Read, output: &mut Output<'_>) -> io::Result<ExitStatus> {
        let sources = match self.sources(input) {
            Ok(sources) => sources,
            Err(error) => {
                writeln!(output.err, "error: {error}\nnothing was written")?;
                return Ok(ExitStatus::Failure);
            }
        };
        let pages = match read(&sources, &self.options()) {
            Ok(pages) => pages,
            Err(diagnostics) => return reject(&diagnostics, output),
        };
        let Opened { sources, spec } = match open(&self.destination, output)? {
            Ok(opened) => opened,
            Err(status) => return Ok(status),
        };
        output.diagnostics(&pages.warnings(), "")?;
        match pages.drafts(&spec, self.stubs) {
            Ok(drafts) => apply(drafts, &Opened { sources, spec }, &self.destination, false, output),
            Err(diagnostics) => reject(&diagnostics, output),
        }
    }

    fn options(&self) -> PageOptions {
        PageOptions {
            docs: self.docs,
            service_version: self.service.clone().zip(self.version.clone()),
            skip_rows: self.skip_row.clone(),
        }
    }

    fn sources(&self, input: &mut dyn Read) -> Result<SourceSet, ImportError> {
        let mut sources = Vec::with_capacity(self.files.len());
        for file in self.files.iter().collect::<BTreeSet<_>>() {
            let source = if file.as_os_str() == STDIN {
                text("<stdin>", input)?
            } else {
                text(&path_text(file), &mut open_regular(file)?)?
            };
            sources.push(source);
        }
        Ok(SourceSet::new("", sources))
    }
}

fn reject(diagnostics: &Diagnostics, output: &mut Output<'_>) -> io::Result<ExitStatus> {
    output.diagnostics(diagnostics, ": nothing was written")?;
    Ok(ExitStatus::Failure)
}

/// Opens a file. What is no regular file is not opened at all: opening a named pipe waits for its other end.
fn open_regular(path: &Path) -> Result<File, ImportError> {
    let of_file = |error| ImportError::of_file(path, &error);
    let kind = fs::metadata(path).map_err(of_file)?.file_type();
    if kind.is_file() {
        return File::open(path).map_err(of_file);
    }
    let what = if kind.is_dir() {
        "a folder"
    } else {
        "no regular file, but a pipe, a socket or a device"
    };
    let error = ImportError::new(escaped(&path_text(path)), format!("it is {what}"));
    Err(error.help("name files of pages, or - for standard input"))
}

fn path_text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// Reads a page as text, without the byte order mark that some editors put before it.
fn text(path: &str, from: &mut dyn Read) -> Result<Source, ImportError> {
    let error = |why: &dyn std::fmt::Display| ImportError::new(escaped(path), why);
    let mut bytes = Vec::new();
    from.take(MAX_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(|source| error(&source))?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(error(&"larger than 64 MiB: no documentation page"));
    }
    let text =
        String::from_utf8(bytes).map_err(|_| error(&"not UTF-8 text").help("save the page as UTF-8 text or HTML"))?;
    if text.contains('\0') {
        return Err(error(&"not a text: it has bytes of 0 in it").help("save the page as UTF-8 text or HTML"));
    }
    Ok(Source {
        path: path.to_owned(),
        text: text.trim_start_matches('\u{feff}').to_owned(),
    })
}
