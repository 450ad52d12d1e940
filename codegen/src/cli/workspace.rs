//! `tc3-codegen workspace`

use std::io;
use std::path::{Path, PathBuf};

use clap::Args;

use super::check::counted;
use super::{Outcome, Output, displayed, print_some, progress, timings_help};
use crate::diagnostics::escaped;
use crate::file_set::WriteSummary;
use crate::generate::GenerateError;
use crate::import::metadata::{ErrorCodes, MetadataIndex};
use crate::import::{Archive, ImportError, Overrides};
use crate::phase::{Phase, observed};
use crate::timings::Timings;
use crate::workspace::{Fault, Hash, Inputs, Plan, Runtime, Stamp, Workspace, bring};

/// Where this project keeps the runtime.
const RUNTIME: &str = "runtime";

const AFTER_HELP: &str = concat!(
    "A run on what the last one left, with the same command, metadata and options, writes nothing. What was compared\n\
     stands in DIR/.tc3-codegen.stamp: without that file all is made anew.\n\n",
    timings_help!()
);

#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub(super) struct WriteWorkspace {
    /// The wheel of tccli as `pip download --no-deps tccli` brings it, or the folder that it was unpacked to
    path: PathBuf,
    /// Folder of the workspace; files in it that this command wrote once are removed
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// The vendor's descriptions too
    #[arg(long)]
    docs: bool,
    /// Error codes of the services, out of a wheel or folder of the official Python SDK
    #[arg(long, value_name = "PATH")]
    errors: Option<PathBuf>,
    /// Folder or version of tc3-runtime: `runtime` if that is here, or else the version of this command
    #[arg(long, value_name = "PATH|VERSION", value_parser = Runtime::parse)]
    runtime: Option<Runtime>,
    /// What the metadata does not say: a JSON file with changes of spec files by their paths
    #[arg(long, value_name = "FILE")]
    overrides: Option<PathBuf>,
    /// A program too, examples-check, that reads every documented request and response by the generated types
    #[arg(long)]
    examples_check: bool,
}

impl WriteWorkspace {
    pub(super) fn run(&self, output: &mut Output<'_>) -> io::Result<Outcome> {
        output.timing(|timings, output| self.run_timed(timings, output))
    }

    fn run_timed(&self, timings: &Timings, output: &mut Output<'_>) -> io::Result<Outcome> {
        // What cannot be read is reported where it is used.
        let inputs = observed(timings, Phase::Stamp, || self.inputs()).ok();
        if let Some(files) = observed(timings, Phase::Stamp, || self.unchanged(inputs.as_deref())) {
            let out = displayed(&self.out);
            writeln!(
                output.out,
                "wrote 0 files, {files} unchanged in {out}: made of the same by the last run"
            )?;
            return Ok(Outcome::Fine);
        }
        let plan = match observed(timings, Phase::Open, || self.plan()) {
            Ok(plan) => plan,
            Err(error) => return refused(&[Fault::Import(error)], output),
        };
        match self.build(&plan, timings) {
            Ok(workspace) => {
                let done = observed(timings, Phase::Write, || {
                    let done = bring(&workspace.files, &self.out)?;
                    inputs.map_or(Ok(()), |inputs| Stamp::of(inputs, &workspace.files).write(&self.out))?;
                    Ok::<_, io::Error>(done)
                })?;
                report(&workspace, &done, &self.out, output)?;
                Ok(Outcome::Fine)
            }
            Err(faults) => refused(&faults, output),
        }
    }

    fn build(&self, plan: &Plan, timings: &Timings) -> Result<Workspace, Vec<Fault>> {
        let bar = progress::bar(plan.services().len());
        let done = |service: &str| {
            bar.set_message(service.to_owned());
            bar.inc(1);
        };
        let built = observed(timings, Phase::Services, || plan.build(&done, timings));
        bar.finish_and_clear();
        built
    }

    /// How many files the workspace has, if the last run made it of the same and it is as that left it.
    fn unchanged(&self, inputs: Option<&str>) -> Option<usize> {
        let (inputs, stamp) = (inputs?, Stamp::read(&self.out)?);
        stamp.stands(inputs, &self.out).then(|| stamp.files())
    }

    /// All that the workspace is made of: the generator, what it reads, and what it was asked for.
    fn inputs(&self) -> Result<Hash, ImportError> {
        let mut inputs = Inputs::default();
        inputs
            .generator()
            .map_err(|error| ImportError::new("tc3-codegen", error))?;
        inputs.archive("metadata", &self.path)?;
        if let Some(path) = &self.errors {
            inputs.archive("errors", path)?;
        }
        if let Some(path) = &self.overrides {
            inputs
                .file("overrides", path)
                .map_err(|error| ImportError::of_file(path, &error))?;
        }
        inputs.text("runtime", &format!("{:?}", self.runtime()));
        inputs.text("flags", &self.flags());
        Ok(inputs.hash())
    }

    fn plan(&self) -> Result<Plan, ImportError> {
        let mut overrides = Overrides::built_in()?;
        if let Some(file) = &self.overrides {
            overrides.add(file)?;
        }
        Ok(Plan {
            errors: match &self.errors {
                Some(path) => ErrorCodes::read(Archive::open(path)?)?,
                None => ErrorCodes::default(),
            },
            index: MetadataIndex::read(Archive::open(&self.path)?)?,
            overrides,
            docs: self.docs,
            runtime: self.runtime(),
            flags: self.flags(),
            examples_check: self.examples_check,
        })
    }

    /// What matters of the command line beside the two folders: files by their names, wherever they are.
    fn flags(&self) -> String {
        let mut flags = String::new();
        for (flag, path) in [("--errors", &self.errors), ("--overrides", &self.overrides)] {
            if let Some(name) = path.as_deref().and_then(Path::file_name) {
                flags.push_str(&format!(" {flag} {}", escaped(&name.to_string_lossy())));
            }
        }
        for (flag, given) in [("--docs", self.docs), ("--examples-check", self.examples_check)] {
            if given {
                flags.push_str(&format!(" {flag}"));
            }
        }
        flags
    }

    fn runtime(&self) -> Runtime {
        let version = || Runtime::Version(env!("CARGO_PKG_VERSION").to_owned());
        let given = self.runtime.clone();
        given.unwrap_or_else(|| Runtime::parse(RUNTIME).unwrap_or_else(|_| version()))
    }
}

fn report(workspace: &Workspace, done: &WriteSummary, out: &Path, output: &mut Output<'_>) -> io::Result<()> {
    print_some(&workspace.notes, output.err)?;
    for (code, count) in &workspace.warnings {
        writeln!(output.err, "{}: {code}", counted(*count, "warning"))?;
    }
    let removed: Vec<String> = done.removed.iter().map(|path| format!("removed {path}")).collect();
    print_some(&removed, output.out)?;
    let contents = [
        counted(workspace.services, "service"),
        counted(workspace.versions, "service version"),
        counted(workspace.actions, "action"),
        counted(workspace.types, "type"),
    ];
    writeln!(output.out, "{}", contents.join(", "))?;
    output.wrote(done.written.len(), done.unchanged, out)
}

fn refused(faults: &[Fault], output: &mut Output<'_>) -> io::Result<Outcome> {
    for fault in faults {
        match fault {
            Fault::Import(error) => writeln!(output.err, "error: {error}")?,
            Fault::Service(GenerateError::Spec(diagnostics)) => output.diagnostics(diagnostics, "")?,
            Fault::Service(error) => writeln!(output.err, "error: {}", escaped(&error.to_string()))?,
            Fault::Unused(sentences) => {
                for sentence in sentences {
                    writeln!(output.err, "error: {sentence}")?;
                }
            }
        }
    }
    writeln!(output.err, "nothing was written")?;
    Ok(Outcome::Wrong)
}
