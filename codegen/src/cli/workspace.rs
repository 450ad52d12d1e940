//! `tc3-codegen workspace`

use std::io;
use std::path::{Path, PathBuf};

use clap::Args;

use super::console::{ExitStatus, Output, counted, displayed, print_some, progress_bar, timings_help};
use super::report::Report;
use crate::generate::GenerateError;
use crate::import::metadata::{ErrorCodes, MetadataIndex};
use crate::import::{Archive, ImportError, Overrides};
use crate::output::WriteSummary;
use crate::source::escaped;
use crate::timings::phase;
use crate::workspace::{Hash, Inputs, Plan, Runtime, Stamp, Workspace, WorkspaceError, sync};

/// Where this repository keeps the runtime.
const RUNTIME: &str = "runtime";

const AFTER_HELP: &str = concat!(
    "A second run with the same command, metadata and options writes nothing if the workspace is unchanged. The hashes\n\
     that it compares are in DIR/.tc3-codegen.stamp: without that file everything is generated again.\n\n",
    timings_help!()
);

#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub(super) struct WriteWorkspace {
    /// The wheel of tccli (from `pip download --no-deps tccli`), or the folder that it was unpacked to
    path: PathBuf,
    /// Folder of the workspace; files in it that an earlier run wrote and this one does not are removed
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Include the vendor's descriptions
    #[arg(long)]
    docs: bool,
    /// Take the error codes of the services from a wheel or folder of the official Python SDK
    #[arg(long, value_name = "PATH")]
    errors: Option<PathBuf>,
    /// Folder or version of tc3-runtime [default: the folder `runtime` if it exists, or else the version of this
    /// command]
    #[arg(long, value_name = "PATH|VERSION", value_parser = Runtime::parse)]
    runtime: Option<Runtime>,
    /// Add facts that the metadata does not have: a JSON file with changes to spec files by path
    #[arg(long, value_name = "FILE")]
    overrides: Option<PathBuf>,
    /// Add a program, examples-check, that reads every documented request and response with the generated types
    #[arg(long)]
    examples_check: bool,
}

impl WriteWorkspace {
    pub(super) fn run(&self, output: &mut Output<'_>) -> io::Result<ExitStatus> {
        output.timing(|output| self.update(output))
    }

    fn update(&self, output: &mut Output<'_>) -> io::Result<ExitStatus> {
        // A file that cannot be read is reported where it is used.
        let inputs = phase!("stamp", self.inputs()).ok();
        if let Some(files) = phase!("stamp", self.unchanged(inputs.as_deref())) {
            let out = displayed(&self.out);
            writeln!(
                output.out,
                "wrote 0 files, {files} unchanged in {out}: the last run had the same inputs"
            )?;
            return Ok(ExitStatus::Success);
        }
        let plan = match phase!("open", self.plan()) {
            Ok(plan) => plan,
            Err(error) => return report_errors(&[WorkspaceError::Import(error)], output),
        };
        match build(&plan) {
            Ok(workspace) => {
                let summary = phase!("write", sync(&workspace.files, inputs, &self.out))?;
                report(&workspace, &summary, &self.out, output)?;
                Ok(ExitStatus::Success)
            }
            Err(errors) => report_errors(&errors, output),
        }
    }

    /// Returns the number of files of the workspace if the last run had the same inputs and nothing has changed since.
    fn unchanged(&self, inputs: Option<&str>) -> Option<usize> {
        let (inputs, stamp) = (inputs?, Stamp::read(&self.out)?);
        stamp.is_current(inputs, &self.out).then(|| stamp.files())
    }

    /// Hashes everything that the workspace depends on: the generator, what it reads, and its options.
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

    /// Returns the options of the command line without the folders; files are named without their folders.
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

fn build(plan: &Plan) -> Result<Workspace, Vec<WorkspaceError>> {
    let bar = progress_bar(plan.services().len());
    let on_done = |service: &str| {
        bar.set_message(service.to_owned());
        bar.inc(1);
    };
    let built = phase!("services", plan.build(&on_done));
    bar.finish_and_clear();
    built
}

fn report(workspace: &Workspace, summary: &WriteSummary, out: &Path, output: &mut Output<'_>) -> io::Result<()> {
    let report = Report {
        notes: &workspace.notes,
        ..Report::default()
    };
    report.print(None, output)?;
    for (code, count) in &workspace.warnings {
        writeln!(output.err, "{}: {code}", counted(*count, "warning"))?;
    }
    let removed: Vec<String> = summary.removed.iter().map(|path| format!("removed {path}")).collect();
    print_some(&removed, output.out)?;
    let contents = [
        counted(workspace.services, "service"),
        counted(workspace.versions, "service version"),
        counted(workspace.actions, "action"),
        counted(workspace.types, "type"),
    ];
    writeln!(output.out, "{}", contents.join(", "))?;
    output.wrote(summary.written.len(), summary.unchanged, out)
}

fn report_errors(errors: &[WorkspaceError], output: &mut Output<'_>) -> io::Result<ExitStatus> {
    for error in errors {
        match error {
            WorkspaceError::Import(error) => writeln!(output.err, "error: {error}")?,
            WorkspaceError::Service(GenerateError::Spec(diagnostics)) => output.diagnostics(diagnostics, "")?,
            WorkspaceError::Service(error) => writeln!(output.err, "error: {}", escaped(&error.to_string()))?,
            WorkspaceError::UnusedOverrides(sentences) => {
                for sentence in sentences {
                    writeln!(output.err, "error: {sentence}")?;
                }
            }
        }
    }
    writeln!(output.err, "nothing was written")?;
    Ok(ExitStatus::Failure)
}
