//! The command `tc3-codegen`: the library with a command line, one file for each subcommand.
//!
//! [`run`] takes its arguments and streams as parameters, so tests run the command in their own process.

mod check;
mod console;
mod diff;
mod explain;
mod fmt;
mod generate;
mod history;
mod import;
mod list;
mod names;
mod outdated;
mod release;
mod report;
mod schema;
mod search;
mod service_source;
mod workspace;

use std::ffi::OsString;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use clap::{Args, Parser, Subcommand};

use crate::spec::SourceSet;
use crate::timings;
pub use console::Output;
use console::{ExitStatus, displayed};

/// The default folder of the spec.
const SPEC: &str = "spec";

/// Generate a typed, signed Rust client from a JSON description of Tencent Cloud API actions.
#[derive(Debug, Parser)]
#[command(name = "tc3-codegen", version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Generate Rust code from a spec
    Generate(generate::Generate),
    /// Report the errors and warnings in a spec
    Check(check::Check),
    /// Explain a diagnostic, with a wrong spec and the right one
    Explain(explain::Explain),
    /// Import a spec from what the vendor publishes
    #[command(subcommand)]
    Import(import::Import),
    /// Report the breaking changes between two specs, or two releases of the vendor's metadata
    Diff(diff::Diff),
    /// Report what changed from each release of the vendor's metadata to the next
    History(history::History),
    /// List the services in a spec or in the vendor's metadata, or the actions of a service
    List(list::List),
    /// Search for services, actions, types and members by name and description
    Search(search::Search),
    /// List the derived Rust names that do not look like words, from a spec or the vendor's metadata
    Names(names::Names),
    /// Generate a workspace with a crate for each service in the vendor's metadata
    Workspace(workspace::WriteWorkspace),
    /// Plan a release of a workspace: the crates that newer metadata changes, and their versions
    Plan(release::WritePlan),
    /// Carry out a planned release
    Release(release::Release),
    /// Format the spec files, errors in the spec or not
    Fmt(fmt::Fmt),
    /// Write the JSON Schemas of the spec files
    Schema(schema::WriteSchemas),
}

/// The option for the folder of the spec.
#[derive(Args, Debug)]
struct SpecFolder {
    /// Folder of the spec
    #[arg(long, value_name = "DIR", default_value = SPEC)]
    spec: PathBuf,
}

/// Runs the command line `args`, whose first item is the name of the program, and returns the exit code.
///
/// A page named `-` is read from `input`.
///
/// | exit code | meaning |
/// |---|---|
/// | 0 | success |
/// | 1 | the spec has errors, files are out of date, nothing was found, or a file cannot be read or written |
/// | 2 | the command line is wrong, or the spec folder does not exist |
/// | 3 | `diff`: there are additions |
/// | 4 | `diff`: there are breaking changes |
/// | 141 | the reader of the output went away; 0 on Windows |
///
/// ```
/// use tc3_codegen::cli::{Output, run};
///
/// let (mut out, mut err) = (Vec::new(), Vec::new());
/// let mut output = Output { out: &mut out, err: &mut err, color: false, timed: false };
/// let args = ["tc3-codegen", "check", "--spec", "no/such/folder"];
/// assert_eq!(run(args, &mut std::io::empty(), &mut output), 2);
/// assert!(err.starts_with(b"error: no spec folder at no/such/folder"));
/// ```
pub fn run<I, T>(args: I, input: &mut dyn Read, output: &mut Output<'_>) -> u8
where
    I: IntoIterator<Item = T>,
    T: Into<OsString> + Clone,
{
    let result = match Cli::try_parse_from(args) {
        Ok(cli) => cli.command.run(input, output),
        Err(error) => print_usage(&error, output),
    };
    let status = result.unwrap_or_else(|error| {
        // A reader that has seen enough, as `head` has, is no error.
        if let Some(status) = ExitStatus::of_closed_output(&error) {
            return status;
        }
        // If standard error is closed too, the exit code has to do.
        let _ = writeln!(output.err, "error: {error}");
        ExitStatus::Failure
    });
    status as u8
}

/// Whether the environment turns on timings, by `TC3_CODEGEN_TIMINGS=1`; a value for [`Output::timed`].
///
/// ```
/// use tc3_codegen::cli::{Output, are_timings_enabled};
///
/// let (mut out, mut err) = (std::io::stdout(), std::io::stderr());
/// let output = Output { out: &mut out, err: &mut err, color: false, timed: are_timings_enabled() };
/// ```
pub fn are_timings_enabled() -> bool {
    timings::are_enabled()
}

impl Command {
    fn run(&self, input: &mut dyn Read, output: &mut Output<'_>) -> io::Result<ExitStatus> {
        match self {
            Self::Generate(generate) => generate.run(output),
            Self::Check(check) => check.run(output),
            Self::Explain(explain) => explain.run(output),
            Self::Import(import) => import.run(input, output),
            Self::Diff(diff) => diff.run(output),
            Self::History(history) => history.run(output),
            Self::List(list) => list.run(output),
            Self::Search(search) => search.run(output),
            Self::Names(names) => names.run(output),
            Self::Workspace(workspace) => workspace.run(output),
            Self::Plan(plan) => plan.run(output),
            Self::Release(release) => release.run(output),
            Self::Fmt(fmt) => fmt.run(output),
            Self::Schema(schema) => schema.run(output),
        }
    }
}

/// Prints an error of the command line. `--help` and `--version` come as errors too.
fn print_usage(error: &clap::Error, output: &mut Output<'_>) -> io::Result<ExitStatus> {
    if error.use_stderr() {
        write!(output.err, "{}", error.render())?;
        Ok(ExitStatus::Usage)
    } else {
        write!(output.out, "{}", error.render())?;
        Ok(ExitStatus::Success)
    }
}

impl SpecFolder {
    /// Returns the folder if it is not the default one.
    fn given(&self) -> Option<&Path> {
        (self.spec != Path::new(SPEC)).then_some(self.spec.as_path())
    }

    /// Reads the files of the spec. If the folder does not exist, prints an error and returns the exit status.
    fn read(&self, output: &mut Output<'_>) -> io::Result<Result<SourceSet, ExitStatus>> {
        if self.spec.is_dir() {
            return SourceSet::read_dir(&self.spec).map(Ok);
        }
        let folder = displayed(&self.spec);
        writeln!(
            output.err,
            "error: no spec folder at {folder}: run from the project's root or pass --spec DIR"
        )?;
        Ok(Err(ExitStatus::Usage))
    }
}
