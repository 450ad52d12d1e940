//! The command `tc3-codegen`: the library with a command line.

mod check;
mod command_line;
mod contents;
mod diff;
mod drift;
mod fmt;
mod generate;
mod import;
mod list;
mod progress;
mod schema;
mod search;
mod workspace;

use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use clap::{Args, Parser, Subcommand};

use crate::diagnostics::{Diagnostics, escaped};
use crate::spec::SourceSet;
use crate::timings::{self, Timings};

const SPEC: &str = "spec";
/// More lines than anybody reads are counted instead.
const MOST_LINES: usize = 40;

/// How a run ended, as the process tells its caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// All is as it should be.
    Fine = 0,
    /// The spec is wrong, files are out of date, or a file could not be read or written.
    Wrong = 1,
    /// The command line asks for something that is not there.
    Usage = 2,
    /// There is more to call than before.
    Additions = 3,
    /// Callers of the generated code have to change theirs.
    Breaking = 4,
}

/// Where a run writes to.
pub struct Output<'a> {
    /// What was done.
    pub out: &'a mut dyn Write,
    /// What is wrong.
    pub err: &'a mut dyn Write,
    /// Whether diagnostics are coloured.
    pub coloured: bool,
    /// Whether `generate` and `workspace` say how long each phase took.
    pub timed: bool,
}

/// Rust types and signed calls from a JSON description of Tencent Cloud API actions.
#[derive(Debug, Parser)]
#[command(name = "tc3-codegen", version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Write the Rust code of a spec
    Generate(generate::Generate),
    /// Report what is wrong with a spec
    Check(check::Check),
    /// Write the spec of actions out of what the vendor publishes
    #[command(subcommand)]
    Import(import::Import),
    /// Say which changes from one spec to another break callers of the generated code
    Diff(diff::Diff),
    /// List the services of a spec or of the vendor's metadata, or the actions of one
    List(list::List),
    /// Find services, actions, types and members by their names and descriptions
    Search(search::Search),
    /// Write a workspace with a crate for each service, out of the vendor's metadata
    Workspace(workspace::WriteWorkspace),
    /// Lay out the files of a spec in the one way that they are kept in
    Fmt(fmt::Fmt),
    /// Write the JSON Schemas of the spec's files
    Schema(schema::WriteSchemas),
}

/// The option that names the spec.
#[derive(Args, Debug)]
struct SpecFolder {
    /// Folder of the spec
    #[arg(long, value_name = "DIR", default_value = SPEC)]
    spec: PathBuf,
}

/// Runs the command `args`, whose first item is the name of the program. A page that is named `-` is read from `input`.
///
/// Returns the exit code: 0 if all is fine; 1 for a wrong spec, for files that are out of date and for
/// files that cannot be read or written, and if nothing was found; 2 for a wrong command line and for a spec folder
/// that is not there; from `diff` 3 if there are additions, 4 if callers break.
pub fn run<I, T>(args: I, input: &mut dyn Read, output: &mut Output<'_>) -> u8
where
    I: IntoIterator<Item = T>,
    T: Into<OsString> + Clone,
{
    let done = match Cli::try_parse_from(args) {
        Ok(cli) => cli.command.run(input, output),
        Err(error) => explain_usage(&error, output),
    };
    let outcome = done.unwrap_or_else(|error| {
        // Standard error is the last resort: when it is closed too, the exit code has to do.
        let _ = writeln!(output.err, "error: {error}");
        Outcome::Wrong
    });
    outcome as u8
}

impl Command {
    fn run(&self, input: &mut dyn Read, output: &mut Output<'_>) -> io::Result<Outcome> {
        match self {
            Self::Generate(generate) => generate.run(output),
            Self::Check(check) => check.run(output),
            Self::Import(import) => import.run(input, output),
            Self::Diff(diff) => diff.run(output),
            Self::List(list) => list.run(output),
            Self::Search(search) => search.run(output),
            Self::Workspace(workspace) => workspace.run(output),
            Self::Fmt(fmt) => fmt.run(output),
            Self::Schema(schema) => schema.run(output),
        }
    }
}

/// `--help` and `--version` come as errors too.
fn explain_usage(error: &clap::Error, output: &mut Output<'_>) -> io::Result<Outcome> {
    if error.use_stderr() {
        write!(output.err, "{}", error.render())?;
        Ok(Outcome::Usage)
    } else {
        write!(output.out, "{}", error.render())?;
        Ok(Outcome::Fine)
    }
}

impl SpecFolder {
    /// The folder, if it is not the one that is taken without the option.
    fn given(&self) -> Option<&Path> {
        (self.spec != Path::new(SPEC)).then_some(self.spec.as_path())
    }

    /// The files of the spec; without them, what to do about it is said and the run is over.
    fn read(&self, output: &mut Output<'_>) -> io::Result<Result<SourceSet, Outcome>> {
        if self.spec.is_dir() {
            return SourceSet::read_dir(&self.spec).map(Ok);
        }
        let folder = displayed(&self.spec);
        writeln!(
            output.err,
            "error: no spec folder at {folder}: run from the project's root or pass --spec DIR"
        )?;
        Ok(Err(Outcome::Usage))
    }
}

/// A path for a terminal.
fn displayed(path: &Path) -> String {
    escaped(&path.to_string_lossy())
}

/// Prints the first of `lines`, and how many more there are.
fn print_some(lines: &[String], to: &mut dyn Write) -> io::Result<()> {
    for line in lines.iter().take(MOST_LINES) {
        writeln!(to, "{}", escaped(line))?;
    }
    match lines.len().checked_sub(MOST_LINES) {
        None | Some(0) => Ok(()),
        Some(more) => writeln!(to, "and {more} more lines"),
    }
}

/// Whether the environment asks how long each phase takes, by `TC3_CODEGEN_TIMINGS=1`: for [`Output::timed`].
pub fn are_timings_wanted() -> bool {
    timings::are_wanted()
}

/// Stands under the help of commands that say how long they took.
macro_rules! timings_help {
    () => {
        "Environment:\n  \
         TC3_CODEGEN_TIMINGS=1  print to standard error how long each phase took, in milliseconds: from its first\n                         \
         beginning to its last end, and on all threads together"
    };
}
use timings_help;

impl Output<'_> {
    /// Does `work`, and then says how long each phase of it took, if anybody wants to know.
    fn timing(&mut self, work: impl FnOnce(&Timings, &mut Self) -> io::Result<Outcome>) -> io::Result<Outcome> {
        let timings = Timings::start();
        let outcome = work(&timings, self)?;
        if self.timed {
            for line in timings.table() {
                writeln!(self.err, "{line}")?;
            }
        }
        Ok(outcome)
    }

    /// Says how many files of `folder` were written.
    fn wrote(&mut self, written: usize, unchanged: usize, folder: &Path) -> io::Result<()> {
        let (written, folder) = (check::counted(written, "file"), displayed(folder));
        writeln!(self.out, "wrote {written}, {unchanged} unchanged in {folder}")
    }

    /// Prints what is wrong, and a line that counts it and goes on with `consequence`.
    fn diagnostics(&mut self, diagnostics: &Diagnostics, consequence: &str) -> io::Result<()> {
        if diagnostics.is_empty() {
            return Ok(());
        }
        let text = if self.coloured {
            diagnostics.to_ansi_string()
        } else {
            diagnostics.to_string()
        };
        writeln!(self.err, "{text}\n\n{}{consequence}", diagnostics.summary())
    }
}
