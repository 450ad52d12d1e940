//! `tc3-codegen workspace`

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use clap::Args;

use super::console::{ExitStatus, Output, counted, displayed, print_some, progress_bar, timings_help};
use super::import::{OtherEdition, unknown_service};
use super::report::Report;
use crate::generate::GenerateError;
use crate::import::metadata::ErrorCodes;
use crate::import::{Archive, ImportError, Overrides};
use crate::output::WriteSummary;
use crate::source::escaped;
use crate::timings::phase;
use crate::workspace::{Hash, Inputs, Plan, Runtime, Settings, SomeSettings, Stamp, Workspace, WorkspaceError, sync};

/// Where this repository keeps the runtime.
const RUNTIME: &str = "runtime";

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
    /// Include the vendor's descriptions
    #[arg(long)]
    docs: bool,
    #[command(flatten)]
    other: OtherEdition,
    /// Take the error codes of the services from a wheel or folder of the official Python SDK
    #[arg(long, value_name = "PATH")]
    errors: Option<PathBuf>,
    #[command(flatten)]
    settings: SettingsOptions,
    /// Add facts that the metadata does not have: a JSON file with changes to spec files by path
    #[arg(long, value_name = "FILE")]
    overrides: Option<PathBuf>,
    /// Add a program, examples-check, that reads every documented request and response with the generated types
    #[arg(long)]
    examples_check: bool,
    /// Write the whole report to this file: as JSON if its name ends in .json, or else as text
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
}

/// The options for what the crates of a workspace have in common. A later run remembers them.
#[derive(Args, Debug)]
pub(super) struct SettingsOptions {
    /// Folder or version of tc3-runtime [default: that of the last run, or else the folder `runtime`]
    #[arg(long, value_name = "PATH|VERSION", value_parser = Runtime::parse)]
    runtime: Option<Runtime>,
    /// License of the crates, as an SPDX expression [default: that of the last run, or else MIT OR Apache-2.0]
    #[arg(long, value_name = "SPDX")]
    license: Option<String>,
    /// Registry that the crates may be published to, by its name in cargo's configuration [default: that of the last run,
    /// or else crates.io]
    #[arg(long, value_name = "NAME")]
    registry: Option<String>,
    /// Address of the repository that the workspace is kept in [default: that of the last run, or else none]
    #[arg(long, value_name = "URL")]
    repository: Option<String>,
}

impl SettingsOptions {
    /// Returns the settings: those of the command line, or of the last run, or a default. The runtime is not in the registry
    /// yet, so a version of it is never a guess.
    fn of(&self, out: &Path) -> io::Result<Result<Settings, String>> {
        let given = SomeSettings {
            runtime: self.runtime.clone(),
            license: self.license.clone(),
            registry: self.registry.clone(),
            repository: self.repository.clone(),
        };
        let settings = given.or(SomeSettings::read(out)?);
        let in_checkout = || Runtime::parse(RUNTIME).ok();
        match settings.runtime.clone().or_else(in_checkout) {
            Some(runtime) => Ok(Ok(settings.with(runtime.relative_to(out)?))),
            None => Ok(Err(
                "no folder `runtime` here: pass --runtime PATH, the folder of the crate tc3-runtime, or --runtime VERSION \
                 if your registry has it"
                    .to_owned(),
            )),
        }
    }
}

impl WriteWorkspace {
    pub(super) fn run(&self, output: &mut Output<'_>) -> io::Result<ExitStatus> {
        output.timing(|output| self.update(output))
    }

    fn update(&self, output: &mut Output<'_>) -> io::Result<ExitStatus> {
        let last = phase!("stamp", Stamp::read(&self.out));
        let settings = match self.settings.of(&self.out)? {
            Ok(settings) => settings,
            Err(sentence) => {
                writeln!(output.err, "error: {sentence}\nnothing was written")?;
                return Ok(ExitStatus::Usage);
            }
        };
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
        inputs.text("shared", &self.shared_inputs(Generator::Included)?);
        inputs.archive("metadata", &self.path)?;
        for (name, path) in [
            ("docs", &self.other.docs_from),
            ("actions", &self.other.actions_from),
            ("errors", &self.errors),
        ] {
            if let Some(path) = path {
                inputs.archive(name, path)?;
            }
        }
        inputs.text("settings", &format!("{settings:?}"));
        inputs.text("flags", &self.flags());
        Ok(inputs.hash())
    }

    /// Hashes what goes into every crate but the metadata: the generator if it is wanted, the overrides, and whether there
    /// are descriptions.
    fn shared_inputs(&self, generator: Generator) -> Result<Hash, ImportError> {
        let mut inputs = Inputs::default();
        if generator == Generator::Included {
            inputs
                .generator()
                .map_err(|error| ImportError::new("tc3-codegen", error))?;
        }
        if let Some(path) = &self.overrides {
            inputs
                .file("overrides", path)
                .map_err(|error| ImportError::of_file(path, &error))?;
        }
        inputs.text("docs", &format!("{} {}", self.docs, self.other.docs_from.is_some()));
        Ok(inputs.hash())
    }

    fn plan(&self, settings: Settings) -> Result<Plan, ImportError> {
        let mut overrides = Overrides::built_in()?;
        if let Some(file) = &self.overrides {
            overrides.add(file)?;
        }
        let editions = self.other.open_with(&self.path)?;
        let known = editions.versions();
        for name in &self.services {
            if !known.iter().any(|version| version.service == *name) {
                return Err(unknown_service(name, &known));
            }
        }
        Ok(Plan {
            errors: match &self.errors {
                Some(path) => ErrorCodes::read(Archive::open(path)?)?,
                None => ErrorCodes::default(),
            },
            editions,
            services: self.services.iter().cloned().collect(),
            overrides,
            shared_inputs: self.shared_inputs(Generator::Included)?,
            shared_metadata: self.shared_inputs(Generator::LeftOut)?,
            docs: self.docs || self.other.docs_from.is_some(),
            docs_of_first: self.docs,
            settings,
            flags: self.flags(),
            examples_check: self.examples_check,
        })
    }

    /// Returns the options of the command line without the folders; files are named without their folders.
    fn flags(&self) -> String {
        let mut flags = String::new();
        for service in self.services.iter().collect::<BTreeSet<_>>() {
            flags.push_str(&format!(" --service {}", escaped(service)));
        }
        for (flag, path) in [
            ("--docs-from", &self.other.docs_from),
            ("--actions-from", &self.other.actions_from),
            ("--errors", &self.errors),
            ("--overrides", &self.overrides),
        ] {
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
}

/// Whether the running executable is part of a hash.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Generator {
    Included,
    LeftOut,
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
