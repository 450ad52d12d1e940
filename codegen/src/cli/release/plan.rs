//! `tc3-codegen plan`: what a release would change, as a file to read and to edit.

use std::collections::BTreeSet;
use std::io;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{METADATA, adopting};
use crate::cli::console::{ExitStatus, Output, displayed, print_some, progress_bar};
use crate::cli::workspace::{SourceOptions, report_errors, settings_in};
use crate::import::ImportError;
use crate::output::{read_if_exists, write_atomically};
use crate::release::{Impact, Input, PlanError, PlannedCrate, ReleasePlan, Request, counts, plan};
use crate::timings::phase;
use crate::workspace::{Record, WorkspaceError, options_of};

/// How many sentences of a crate the summary has.
const SHOWN: usize = 1;

const AFTER_HELP: &str = "\
A crate is planned if its files would change. Its version is raised by what `diff` finds between the record of what was
released and the metadata: below 1.0.0, breaking changes raise the second number and all else the third; from there on,
breaking changes the first, additions the second, and documentation, limits and warnings the third.

The plan may be edited before `tc3-codegen release` carries it out: a version may be raised, the sentences of the changelog
reworded, and \"release\": false leaves a crate as it is, for a later plan. A version that is lower than the changes need
has to have a \"reason\".

Where a request no longer needs a member, or a response always has it, code that was written for the release before is
still right, and only would not compile. So the crate keeps the arguments of `new` and the `Option`s that were released,
and follows the metadata with the next release that breaks callers anyway, or with --adopt-optionality.

Pass the options that the workspace was generated with, such as --errors; the plan warns if they are others. If the code of
a service differs although its metadata does not, this tc3-codegen writes other code than the one before. It cannot know
what that does to callers, so these crates are planned as breaking unless --generator-change says what it is.";

#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub(in crate::cli) struct WritePlan {
    /// The wheel of tccli (from `pip download --no-deps tccli`), or the folder that it was unpacked to
    path: PathBuf,
    /// Folder of the workspace, as `tc3-codegen workspace` or the last release wrote it
    #[arg(long, value_name = "DIR", default_value = ".")]
    workspace: PathBuf,
    /// Plan only the crate of this service, by its short name, for example gaap; may be repeated. A service that the
    /// workspace does not have is added
    #[arg(long = "service", value_name = "NAME")]
    services: Vec<String>,
    /// File to write the plan to
    #[arg(long, value_name = "PLAN", default_value = "release-plan.json")]
    out: PathBuf,
    /// What it does to callers that this tc3-codegen writes other code than the one before [default: breaking]
    #[arg(long, value_name = "IMPACT")]
    generator_change: Option<GeneratorChange>,
    /// Follow the metadata of this service, or of `all`, where a request no longer needs a member or a response always has
    /// it, although that breaks callers; may be repeated
    #[arg(long, value_name = "NAME")]
    adopt_optionality: Vec<String>,
    #[command(flatten)]
    sources: SourceOptions,
}

/// What a change of the generator does to callers.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum GeneratorChange {
    /// Code may no longer compile, or behaves differently
    Breaking,
    /// There is more to call
    Addition,
    /// Nothing that callers notice but documentation
    None,
}

impl WritePlan {
    pub(in crate::cli) fn run(&self, output: &mut Output<'_>) -> io::Result<ExitStatus> {
        output.timing(|output| self.plan(output))
    }

    fn plan(&self, output: &mut Output<'_>) -> io::Result<ExitStatus> {
        self.warn_of_options(output)?;
        let Some(settings) = settings_in(&self.workspace)? else {
            let folder = displayed(&self.workspace);
            writeln!(
                output.err,
                "error: no workspace in {folder}: make one with `tc3-codegen workspace WHEEL --out {folder}`"
            )?;
            return Ok(ExitStatus::Usage);
        };
        let opened = phase!("open", self.open());
        let (inputs, services) = match opened {
            Ok(opened) => opened,
            Err(error) => return report_errors(&[WorkspaceError::Import(error)], output),
        };
        let opened = phase!("open", self.sources.plan(&self.path, services, settings));
        let generator = match opened.and_then(|generator| adopting(&self.adopt_optionality, generator)) {
            Ok(generator) => generator,
            Err(error) => return report_errors(&[WorkspaceError::Import(error)], output),
        };
        let bar = progress_bar(generator.chosen_services().len());
        let on_done = |service: &str| {
            bar.set_message(service.to_owned());
            bar.inc(1);
        };
        let request = Request {
            plan: &generator,
            workspace: &self.workspace,
            inputs,
            is_whole: self.services.is_empty(),
            generator_change: self.generator_change.map(Impact::from),
            adopt_optionality: self.adopt_optionality.clone(),
        };
        let planned = phase!("services", plan(&request, &on_done));
        bar.finish_and_clear();
        match planned {
            Ok(planned) => self.write(&planned, output),
            Err(PlanError::Workspace(errors)) => report_errors(&errors, output),
            Err(PlanError::Io(error)) => {
                writeln!(output.err, "error: {error}\nnothing was written")?;
                Ok(ExitStatus::Failure)
            }
        }
    }

    /// Reads what the inputs are, and returns the services to plan: those that the command line names, or those of the
    /// workspace if it was generated for some, or all.
    fn open(&self) -> Result<(Vec<Input>, BTreeSet<String>), ImportError> {
        let mut inputs = vec![Input::read(METADATA, &self.path)?];
        for (option, path) in self.sources.files() {
            inputs.push(Input::read(option, path)?);
        }
        let failed = |error: io::Error| ImportError::new(displayed(&self.workspace), error);
        let is_part = options_of(&self.workspace).map_err(failed)?.contains(" --service ");
        if !self.services.is_empty() || !is_part {
            return Ok((inputs, self.services.iter().cloned().collect()));
        }
        let editions = self.sources.other.open_with(&self.path)?;
        let known: BTreeSet<String> = editions.versions().into_iter().map(|known| known.service).collect();
        let there = Record::read_all(&self.workspace).map_err(failed)?;
        let services: BTreeSet<String> = there.into_keys().filter(|service| known.contains(service)).collect();
        if services.is_empty() {
            let why = "none of the services of the workspace is in the metadata";
            return Err(
                ImportError::new(displayed(&self.path), why).help("name the wheel of the edition that they are of")
            );
        }
        Ok((inputs, services))
    }

    /// Warns if the options are not those that the workspace was generated with, which would change every crate.
    fn warn_of_options(&self, output: &mut Output<'_>) -> io::Result<()> {
        let names = |options: &str| -> BTreeSet<String> {
            let words = options.split_whitespace();
            let names = words.filter(|word| word.starts_with("--"));
            let of_crates = names.filter(|name| !["--service", "--examples-check"].contains(name));
            of_crates.map(str::to_owned).collect()
        };
        let (before, now) = (
            names(&options_of(&self.workspace)?),
            names(&self.sources.flags(&BTreeSet::new())),
        );
        if options_of(&self.workspace)?
            .split(' ')
            .any(|option| option == "--examples-check")
        {
            writeln!(
                output.err,
                "warning: a release leaves the program `examples-check` as it is, and it may no longer compile: generate it \
                 in a folder of its own, and remove it from the members of this workspace"
            )?;
        }
        for name in before.difference(&now) {
            writeln!(
                output.err,
                "warning: the workspace was generated with {name}, and this plan is without it: what it added is planned \
                 to be removed"
            )?;
        }
        for name in now.difference(&before) {
            writeln!(output.err, "warning: the workspace was generated without {name}")?;
        }
        Ok(())
    }

    fn write(&self, planned: &ReleasePlan, output: &mut Output<'_>) -> io::Result<ExitStatus> {
        let (text, out) = (planned.to_text()?, displayed(&self.out));
        if planned.crates.is_empty() {
            writeln!(
                output.out,
                "{}: nothing to release; no plan was written",
                planned.source
            )?;
            return Ok(ExitStatus::Success);
        }
        if self.out.is_dir() {
            writeln!(
                output.err,
                "error: {out} is a folder: name a file with --out\nnothing was written"
            )?;
            return Ok(ExitStatus::Failure);
        }
        match read_if_exists(&self.out)? {
            Some(there) if there != text => {
                writeln!(
                    output.err,
                    "error: {out} is there already, with another plan, which may have been edited: remove it, or name \
                     another file with --out\nnothing was written"
                )?;
                return Ok(ExitStatus::Failure);
            }
            Some(_) => {}
            None => write_atomically(&self.out, &text)?,
        }
        for planned_crate in &planned.crates {
            if let Some(newer) = planned_crate.newer_source(planned)? {
                writeln!(
                    output.err,
                    "warning: {} is older than {newer}, which {} was released from: what came since is planned to be removed",
                    planned.source, planned_crate.name
                )?;
                break; // one tells enough
            }
        }
        if let Some(change) = planned.generator.change {
            let what = match self.generator_change {
                Some(_) => "as --generator-change says",
                None => "for lack of --generator-change",
            };
            writeln!(
                output.err,
                "note: this tc3-codegen writes other code than the one before, for services whose metadata is the same; \
                 their releases are planned as {}, {what}",
                change.as_str()
            )?;
        }
        writeln!(output.out, "{}, {}", planned.source, counts(planned))?;
        let lines: Vec<String> = planned.crates.iter().map(line).collect();
        print_some(&lines, output.out)?;
        writeln!(
            output.out,
            "wrote {out}: read it, edit it if need be, then run `tc3-codegen release {out}`"
        )?;
        Ok(ExitStatus::Success)
    }
}

/// Returns a crate for the summary: its versions, and the worst of its changes.
fn line(planned: &PlannedCrate) -> String {
    let sentences = || planned.changes.values().rev().flatten();
    let first: Vec<&str> = sentences().take(SHOWN).map(String::as_str).collect();
    let more = match sentences().count().saturating_sub(SHOWN) {
        0 => String::new(),
        more => format!(" (and {more} more)"),
    };
    let PlannedCrate {
        name, version, kind, ..
    } = planned;
    let versions = match &planned.was {
        Some(was) => format!("{was} -> {version}"),
        None => version.clone(),
    };
    format!("  {name} {versions}, {kind}: {}{more}", first.join(" "))
}

impl From<GeneratorChange> for Impact {
    fn from(change: GeneratorChange) -> Self {
        match change {
            GeneratorChange::Breaking => Self::Breaking,
            GeneratorChange::Addition => Self::Addition,
            GeneratorChange::None => Self::Documentation,
        }
    }
}
