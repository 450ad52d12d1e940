//! `tc3-codegen generate`

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::Args;

use super::SpecFolder;
use super::console::{ExitStatus, Output, counted, displayed, timings_help};
use super::outdated::{self, CommandLine, Difference, Kind};
use crate::builder::Builder;
use crate::generate::GenerateError;
use crate::incremental::{Run, place_in_cache};
use crate::output::{FileSet, OutdatedKind};
use crate::source::escaped;
use crate::timings::phase;

/// Where this repository keeps the generated code.
const CHECKED_IN: &str = "generated/src/services";

const AFTER_HELP: &str = concat!(
    "Only services whose files changed since the last run are generated. What the last run read and wrote is remembered\n\
     in the user's cache folder.\n\n",
    timings_help!(),
    "\n  \
     TC3_CODEGEN_CACHE=DIR  Remember it in this folder, or with `off` not at all"
);

#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Generate {
    #[command(flatten)]
    spec: SpecFolder,
    /// Folder to write to; other generated files in it are removed [default: generated/src/services, if it exists]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Report files that are out of date, and write nothing
    #[arg(long)]
    check: bool,
    /// Generate code for your own crate: no cargo features, and documented examples as JSON instead of doctests
    #[arg(long, requires = "out")]
    plain: bool,
}

impl Generate {
    pub(super) fn run(&self, output: &mut Output<'_>) -> io::Result<ExitStatus> {
        output.timing(|output| self.generate(output))
    }

    fn generate(&self, output: &mut Output<'_>) -> io::Result<ExitStatus> {
        let sources = match phase!("read", self.spec.read(output))? {
            Ok(sources) => sources,
            Err(status) => return Ok(status),
        };
        let Some(out) = self.folder() else {
            writeln!(
                output.err,
                "error: no folder {CHECKED_IN} here: name one with --out DIR"
            )?;
            return Ok(ExitStatus::Usage);
        };
        match Run::new(&sources, self.builder().options(), out, place_in_cache(out)) {
            Ok(run) => {
                output.diagnostics(&run.warnings, "")?;
                match run.earlier_warnings() {
                    0 => {}
                    count => writeln!(
                        output.err,
                        "{} of unchanged services: `tc3-codegen check` shows all",
                        counted(count, "warning")
                    )?,
                }
                if self.check {
                    return phase!("write", self.compare(&run.files, out, output));
                }
                let status = phase!("write", write(&run.files, out, output))?;
                run.finish();
                Ok(status)
            }
            Err(GenerateError::Spec(diagnostics)) => {
                output.diagnostics(&diagnostics, ": nothing was written")?;
                Ok(ExitStatus::Failure)
            }
            Err(error) => Err(io::Error::other(format!("{error}\nnothing was written"))),
        }
    }

    fn builder(&self) -> Builder {
        if self.plain {
            Builder::new()
        } else {
            Builder::checked_in()
        }
    }

    /// Returns the folder to write to. The default one is not created: that would be in the crate of somebody who wants
    /// the code elsewhere.
    fn folder(&self) -> Option<&Path> {
        let checked_in = Path::new(CHECKED_IN);
        self.out
            .as_deref()
            .or_else(|| checked_in.is_dir().then_some(checked_in))
    }

    /// Returns the command line that writes the files.
    fn command_line(&self) -> CommandLine {
        CommandLine::new("generate")
            .flag("--plain", self.plain)
            .path("--spec", self.spec.given())
            .path("--out", self.out.as_deref())
    }

    fn compare(&self, files: &FileSet, out: &Path, output: &mut Output<'_>) -> io::Result<ExitStatus> {
        let mut differences = Vec::new();
        for file in files.outdated(out)? {
            let path = out.join(&file.path);
            differences.push(Difference {
                path: displayed(&path),
                kind: match file.kind {
                    OutdatedKind::Changed(_) => Kind::Changed {
                        on_disk: fs::read_to_string(&path)?,
                        fresh: files.get(&file.path).unwrap_or_default().to_owned(),
                    },
                    OutdatedKind::Missing => Kind::Missing,
                    OutdatedKind::Stale => Kind::Stale,
                },
            });
        }
        outdated::report(&differences, self.command_line().as_str(), output)
    }
}

fn write(files: &FileSet, out: &Path, output: &mut Output<'_>) -> io::Result<ExitStatus> {
    let summary = files.write(out)?;
    for path in &summary.removed {
        writeln!(output.out, "removed {}", escaped(path))?;
    }
    output.wrote(summary.written.len(), summary.unchanged, out)?;
    Ok(ExitStatus::Success)
}
