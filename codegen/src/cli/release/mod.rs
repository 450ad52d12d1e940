//! `tc3-codegen release`: carries out a plan.

mod plan;

use std::collections::BTreeSet;
use std::io;
use std::path::PathBuf;

use clap::Args;

pub(super) use plan::WritePlan;

use super::console::{ExitStatus, Output, counted, displayed, progress_bar};
use super::import::{OtherEdition, unknown_service};
use super::workspace::{SourceOptions, report_errors, settings_in};
use crate::import::{Archive, ImportError};
use crate::output::read_if_exists;
use crate::release::{FORMAT, Input, ReleasePlan, carry_out, is_carried_out};
use crate::timings::phase;
use crate::workspace::{Inputs, Optionality, Plan, WorkspaceError, of_file};

/// The option under which a plan has the metadata, which is an argument.
const METADATA: &str = "METADATA";

/// What names every service.
const ALL: &str = "all";

const AFTER_HELP: &str = "\
Only the crates of the plan are written: their code, manifest, README, record, and a section in their changelog. Besides
them, the notes of the release in `releases`, the versions in the Cargo.toml of the workspace, and its README. If anything
is not as it was planned, or a generated file was edited by hand, nothing is written. A second run of a release that is
done does nothing, and one that was interrupted is completed.

Nothing is published: that is `cargo publish`, by a person.";

#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Release {
    /// The plan, as `tc3-codegen plan` wrote it or as it was edited since
    plan: PathBuf,
    /// Read the metadata from here, if it is no longer where it was; it has to be the same
    #[arg(long, value_name = "WHEEL")]
    wheel: Option<PathBuf>,
    /// Folder of the workspace, if it is no longer where it was
    #[arg(long, value_name = "DIR")]
    workspace: Option<PathBuf>,
}

impl Release {
    pub(super) fn run(&self, output: &mut Output<'_>) -> io::Result<ExitStatus> {
        output.timing(|output| self.carry_out(output))
    }

    fn carry_out(&self, output: &mut Output<'_>) -> io::Result<ExitStatus> {
        let plan = match self.read()? {
            Ok(plan) => plan,
            Err(sentence) => {
                writeln!(output.err, "error: {sentence}\nnothing was released")?;
                return Ok(ExitStatus::Failure);
            }
        };
        let workspace = self.workspace.as_ref().unwrap_or(&plan.workspace);
        if !workspace.join("Cargo.toml").is_file() {
            writeln!(
                output.err,
                "error: no workspace in {}: name its folder with --workspace\nnothing was released",
                displayed(workspace)
            )?;
            return Ok(ExitStatus::Failure);
        }
        if is_carried_out(&plan, workspace)? {
            let out = displayed(workspace);
            writeln!(
                output.out,
                "wrote 0 files in {out}: the release is done, or nothing was to be released"
            )?;
            return Ok(ExitStatus::Success);
        }
        let sources = match self.sources(&plan) {
            Ok(sources) => sources,
            Err(error) => return report_errors(&[WorkspaceError::Import(error)], output),
        };
        let Some(settings) = settings_in(workspace)? else {
            writeln!(
                output.err,
                "error: no dependency `tc3-runtime` in {}: put back the line that was generated\nnothing was released",
                displayed(&workspace.join("Cargo.toml"))
            )?;
            return Ok(ExitStatus::Failure);
        };
        let generated = plan.released().filter(|planned| planned.kind != "discontinued");
        let services = generated.map(|planned| planned.service.clone()).collect();
        let metadata = self.wheel.as_ref().or(plan.input(METADATA).map(|input| &input.path));
        let Some(metadata) = metadata else {
            writeln!(
                output.err,
                "error: the plan names no metadata: plan again\nnothing was released"
            )?;
            return Ok(ExitStatus::Failure);
        };
        let opened = phase!("open", sources.plan(metadata, services, settings));
        let generator = match opened.and_then(|generator| adopting(&plan.adopt_optionality, generator)) {
            Ok(generator) => generator,
            Err(error) => return report_errors(&[WorkspaceError::Import(error)], output),
        };
        let bar = progress_bar(plan.released().count());
        let on_done = |service: &str| {
            bar.set_message(service.to_owned());
            bar.inc(1);
        };
        let released = phase!("services", carry_out(&plan, &generator, workspace, &on_done));
        bar.finish_and_clear();
        let outcome = match released {
            Ok(outcome) => outcome,
            Err(errors) => return report_errors(&errors, output),
        };
        writeln!(output.out, "released {}: {}", plan.source, outcome.counts)?;
        let (files, out) = (counted(outcome.written, "file"), displayed(workspace));
        writeln!(
            output.out,
            "wrote {files} in {out}; what changed is in {}",
            outcome.notes
        )?;
        Ok(ExitStatus::Success)
    }

    fn read(&self) -> io::Result<Result<ReleasePlan, String>> {
        let path = displayed(&self.plan);
        let Some(text) = read_if_exists(&self.plan)? else {
            return Ok(Err(format!("no plan at {path}: make one with `tc3-codegen plan`")));
        };
        let plan: ReleasePlan = match serde_json::from_str(&text) {
            Ok(plan) => plan,
            Err(error) => return Ok(Err(format!("{path} is not a plan of a release: {error}"))),
        };
        if plan.format != FORMAT {
            let format = plan.format;
            return Ok(Err(format!(
                "{path} has format {format}, and this tc3-codegen reads {FORMAT}: plan again"
            )));
        }
        if let Err(why) = plan.check() {
            return Ok(Err(format!("{path}: {why}")));
        }
        Ok(Ok(plan))
    }

    /// Returns the options that were planned with, if the files that they name are the same.
    fn sources(&self, plan: &ReleasePlan) -> Result<SourceOptions, ImportError> {
        let path = |option: &str| plan.input(option).map(|input| input.path.clone());
        for input in &plan.inputs {
            let path = match &self.wheel {
                Some(wheel) if input.option == METADATA => wheel,
                _ => &input.path,
            };
            let now = Input::read(&input.option, path)?;
            if now.sha256 != input.sha256 {
                let why = format!(
                    "not what the release was planned with: its SHA-256 is {}, planned was {}",
                    now.sha256, input.sha256
                );
                return Err(ImportError::new(displayed(path), why).help("name the same file, or plan again"));
            }
        }
        Ok(SourceOptions {
            docs: plan.docs,
            other: OtherEdition {
                docs_from: path("--docs-from"),
                actions_from: path("--actions-from"),
            },
            errors: path("--errors"),
            overrides: path("--overrides"),
        })
    }
}

/// Returns the plan of a workspace that keeps what was released, apart from the optionality in the crates of these services.
fn adopting(services: &[String], plan: Plan) -> Result<Plan, ImportError> {
    let known = plan.editions.versions();
    let mut adopted = BTreeSet::new();
    for name in services {
        if name == ALL {
            adopted.extend(known.iter().map(|version| version.service.clone()));
        } else if known.iter().any(|version| version.service == *name) {
            adopted.insert(name.clone());
        } else {
            return Err(unknown_service(name, &known));
        }
    }
    Ok(Plan {
        optionality: Optionality::KeptExcept(adopted),
        ..plan
    })
}

impl ReleasePlan {
    fn input(&self, option: &str) -> Option<&Input> {
        self.inputs.iter().find(|input| input.option == option)
    }
}

impl Input {
    /// Reads what a wheel, file or folder is.
    fn read(option: &str, path: &std::path::Path) -> Result<Self, ImportError> {
        let sha256 = if path.is_dir() {
            Archive::open(path)?;
            let mut inputs = Inputs::default();
            inputs.archive("files", path)?;
            inputs.hash()
        } else {
            of_file(path).map_err(|error| ImportError::of_file(path, &error))?
        };
        Ok(Self {
            option: option.to_owned(),
            path: path.to_owned(),
            sha256,
        })
    }
}
