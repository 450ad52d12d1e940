//! `tc3-codegen workspace`

mod sources;

use sources::{Generator, SettingsOptions};
pub(super) use sources::{SourceOptions, settings_in};

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use clap::Args;

use super::console::{ExitStatus, Output, counted, displayed, print_some, progress_bar, timings_help};
use super::report::Report;
use crate::generate::GenerateError;
use crate::import::ImportError;
use crate::output::WriteSummary;
use crate::source::escaped;
use crate::timings::phase;
use crate::workspace::{Hash, Inputs, Plan, Settings, Stamp, Workspace, WorkspaceError, has_releases, sync};

const AFTER_HELP: &str = concat!(
    "A second run generates only services whose metadata has changed, and writes nothing if nothing has. The hashes\n\
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
    /// Generate only the crate of this service, by its short name, for example gaap; may be repeated. Crates of other
    /// services that an earlier run wrote are removed
    #[arg(long = "service", value_name = "NAME")]
    services: Vec<String>,
    #[command(flatten)]
    sources: SourceOptions,
    #[command(flatten)]
    settings: SettingsOptions,
    /// Add a program, examples-check, that reads every documented request and response with the generated types
    #[arg(long)]
    examples_check: bool,
    /// Write the whole report to this file: as JSON if its name ends in .json, or else as text
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
}

impl WriteWorkspace {
    pub(super) fn run(&self, output: &mut Output<'_>) -> io::Result<ExitStatus> {
        output.timing(|output| self.update(output))
    }

    fn update(&self, output: &mut Output<'_>) -> io::Result<ExitStatus> {
        let last = phase!("stamp", Stamp::read(&self.out));
        let settings = self.settings.of(&self.out)?;
        // A file that cannot be read is reported where it is used.
        let inputs = phase!("stamp", self.inputs(&settings)).ok();
        if let (Some(inputs), Some(last)) = (&inputs, &last)
            && phase!("stamp", last.is_current(inputs, &self.out))
        {
            let (files, out) = (last.files(), displayed(&self.out));
            writeln!(
                output.out,
                "wrote 0 files, {files} unchanged in {out}: the last run had the same inputs"
            )?;
            return Ok(ExitStatus::Success);
        }
        if has_releases(&self.out) {
            let out = displayed(&self.out);
            writeln!(
                output.err,
                "error: {out} has releases, and its crates would change without a version of their own\n  help: run \
                 `tc3-codegen plan WHEEL --workspace {out}`, or name an empty folder\nnothing was written"
            )?;
            return Ok(ExitStatus::Failure);
        }
        let plan = match phase!("open", self.plan(settings)) {
            Ok(plan) => plan,
            Err(error) => return report_errors(&[WorkspaceError::Import(error)], output),
        };
        match build(&plan, &self.out, last.as_ref(), inputs) {
            Ok(workspace) => {
                let summary = phase!("write", sync(&workspace, &self.out))?;
                report(&workspace, &summary, self, output)?;
                Ok(ExitStatus::Success)
            }
            Err(errors) => report_errors(&errors, output),
        }
    }

    /// Hashes everything that the workspace depends on: the generator, what it reads, and its options.
    fn inputs(&self, settings: &Settings) -> Result<Hash, ImportError> {
        let mut inputs = Inputs::default();
        inputs.text("shared", &self.sources.shared_inputs(Generator::Included)?);
        self.sources.hash_archives(&self.path, &mut inputs)?;
        inputs.text("settings", &format!("{settings:?}"));
        inputs.text("flags", &self.flags());
        Ok(inputs.hash())
    }

    fn plan(&self, settings: Settings) -> Result<Plan, ImportError> {
        let services = self.services.iter().cloned().collect();
        let plan = self.sources.plan(&self.path, services, settings)?;
        Ok(Plan {
            flags: self.flags(),
            examples_check: self.examples_check,
            ..plan
        })
    }

    /// Returns the options of the command line without the folders; files are named without their folders.
    fn flags(&self) -> String {
        let check = if self.examples_check { " --examples-check" } else { "" };
        let services: BTreeSet<String> = self.services.iter().cloned().collect();
        self.sources.flags(&services) + check
    }
}

fn build(
    plan: &Plan,
    out: &Path,
    last: Option<&Stamp>,
    inputs: Option<Hash>,
) -> Result<Workspace, Vec<WorkspaceError>> {
    let bar = progress_bar(plan.chosen_services().len());
    let on_done = |service: &str| {
        bar.set_message(service.to_owned());
        bar.inc(1);
    };
    let built = phase!("services", plan.build(out, last, inputs, &on_done));
    bar.finish_and_clear();
    built
}

fn report(
    workspace: &Workspace,
    summary: &WriteSummary,
    command: &WriteWorkspace,
    output: &mut Output<'_>,
) -> io::Result<()> {
    let report = Report {
        notes: &workspace.notes,
        ..Report::default()
    };
    report.print(command.report.as_deref(), output)?;
    for (code, count) in &workspace.warnings {
        writeln!(output.err, "{}: {code}", counted(*count, "warning"))?;
    }
    if workspace.reused > 0 {
        let reused = counted(workspace.reused, "service");
        writeln!(output.out, "{reused} unchanged: not generated again")?;
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
    output.wrote(summary.written.len(), summary.unchanged, &command.out)
}

pub(super) fn report_errors(errors: &[WorkspaceError], output: &mut Output<'_>) -> io::Result<ExitStatus> {
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
