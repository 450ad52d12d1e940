//! The options of `workspace` and `plan`: what crates are generated from, and what they have in common.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::import::{OtherEdition, unknown_service};
use crate::import::metadata::ErrorCodes;
use crate::import::{Archive, ImportError, Overrides};
use crate::source::escaped;
use crate::workspace::{Hash, Inputs, Optionality, Plan, Runtime, Settings, SomeSettings, licenses_in};

/// What crates are generated from, besides the metadata.
#[derive(Args, Debug, Default)]
pub(in crate::cli) struct SourceOptions {
    /// Include the vendor's descriptions
    #[arg(long)]
    pub(in crate::cli) docs: bool,
    #[command(flatten)]
    pub(in crate::cli) other: OtherEdition,
    /// Take the error codes of the services from a wheel or folder of the official Python SDK
    #[arg(long, value_name = "PATH")]
    pub(in crate::cli) errors: Option<PathBuf>,
    /// Add facts that the metadata does not have: a JSON file with changes to spec files by path
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) overrides: Option<PathBuf>,
}

/// Whether the running executable is part of a hash.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::cli) enum Generator {
    Included,
    LeftOut,
}

impl SourceOptions {
    /// Returns the files that options name, each with its option.
    pub(in crate::cli) fn files(&self) -> Vec<(&'static str, &Path)> {
        let files = [
            ("--docs-from", &self.other.docs_from),
            ("--actions-from", &self.other.actions_from),
            ("--errors", &self.errors),
            ("--overrides", &self.overrides),
        ];
        let given = files.into_iter();
        given
            .filter_map(|(flag, path)| Some((flag, path.as_deref()?)))
            .collect()
    }

    /// Adds the content of the metadata at `path`, and of what else is read but the overrides.
    pub(super) fn hash_archives(&self, path: &Path, inputs: &mut Inputs) -> Result<(), ImportError> {
        inputs.archive("metadata", path)?;
        for (flag, path) in self.files() {
            if flag != "--overrides" {
                inputs.archive(flag, path)?;
            }
        }
        Ok(())
    }

    /// Hashes what goes into every crate but the metadata: the generator if it is wanted, the overrides, and whether there
    /// are descriptions.
    pub(super) fn shared_inputs(&self, generator: Generator) -> Result<Hash, ImportError> {
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

    /// Opens the metadata at `path`, to generate `services`, or all if there are none.
    pub(in crate::cli) fn plan(
        &self,
        path: &Path,
        services: BTreeSet<String>,
        settings: Settings,
    ) -> Result<Plan, ImportError> {
        let mut overrides = Overrides::built_in()?;
        if let Some(file) = &self.overrides {
            overrides.add(file)?;
        }
        let editions = self.other.open_with(path)?;
        let known = editions.versions();
        for name in &services {
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
            flags: self.flags(&services),
            services,
            overrides,
            shared_inputs: self.shared_inputs(Generator::Included)?,
            shared_metadata: self.shared_inputs(Generator::LeftOut)?,
            docs: self.docs || self.other.docs_from.is_some(),
            docs_of_first: self.docs,
            settings,
            examples_check: false,
            optionality: Optionality::default(),
        })
    }

    /// Returns the options as on a command line; files are named without their folders.
    pub(in crate::cli) fn flags(&self, services: &BTreeSet<String>) -> String {
        let mut flags = String::new();
        for service in services {
            flags.push_str(&format!(" --service {}", escaped(service)));
        }
        for (flag, path) in self.files() {
            if let Some(name) = path.file_name() {
                flags.push_str(&format!(" {flag} {}", escaped(&name.to_string_lossy())));
            }
        }
        if self.docs {
            flags.push_str(" --docs");
        }
        flags
    }
}

/// What the crates of a workspace have in common. A later run remembers them.
#[derive(Args, Debug, Default)]
pub(super) struct SettingsOptions {
    /// Folder or version of tc3-runtime [default: that of the last run, or else the folder `runtime` of the checkout of tc3
    /// around the current folder, or else the version that the code works with]
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
    /// Returns the settings: those of the command line, or of the last run, or a default.
    pub(super) fn of(&self, out: &Path) -> io::Result<Settings> {
        let given = SomeSettings {
            runtime: self.runtime.clone(),
            license: self.license.clone(),
            registry: self.registry.clone(),
            repository: self.repository.clone(),
        };
        let settings = given.or(SomeSettings::read(out)?);
        let runtime = match settings.runtime.clone() {
            Some(runtime) => runtime,
            None => Runtime::of_generator(&std::env::current_dir()?),
        };
        complete(settings, runtime, out)
    }
}

/// Returns the settings that the workspace in `folder` was generated with; `None` if there is no workspace.
pub(in crate::cli) fn settings_in(folder: &Path) -> io::Result<Option<Settings>> {
    let settings = SomeSettings::read(folder)?;
    let runtime = settings.runtime.clone();
    runtime.map(|runtime| complete(settings, runtime, folder)).transpose()
}

fn complete(settings: SomeSettings, runtime: Runtime, out: &Path) -> io::Result<Settings> {
    Ok(settings.with(runtime.relative_to(out)?, licenses_in(out)?))
}
