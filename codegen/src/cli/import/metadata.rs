//! `tc3-codegen import metadata`

use std::collections::BTreeSet;
use std::io;
use std::path::PathBuf;

use clap::Args;

use super::{Destination, apply, open};
use crate::cli::console::{ExitStatus, Output, progress_bar};
use crate::import::metadata::{ErrorCodes, MetadataIndex, MetadataOptions, ServiceVersion, convert};
use crate::import::{Archive, Draft, ImportError, Overrides};

#[derive(Args, Debug)]
pub(crate) struct Metadata {
    /// The wheel of tccli (from `pip download --no-deps tccli`), or the folder that it was unpacked to
    path: PathBuf,
    /// Import this service, by its short name, for example gaap; may be repeated
    #[arg(
        long = "service",
        value_name = "NAME",
        required_unless_present = "all",
        conflicts_with = "all"
    )]
    services: Vec<String>,
    /// Import every service
    #[arg(long)]
    all: bool,
    /// Import only this version of the service, for example 2018-05-29
    #[arg(long, value_name = "DATE", conflicts_with = "all")]
    version: Option<String>,
    /// Import only this action and the types that it reaches; may be repeated
    #[arg(long = "action", value_name = "NAME", conflicts_with = "all")]
    actions: Vec<String>,
    /// Include the vendor's descriptions, for a spec that is not published
    #[arg(long)]
    docs: bool,
    /// Take the error codes of the services from a wheel or folder of the official Python SDK
    #[arg(long, value_name = "PATH")]
    errors: Option<PathBuf>,
    /// Leave out the documented requests and responses
    #[arg(long)]
    no_examples: bool,
    #[command(flatten)]
    destination: Destination,
}

impl Metadata {
    pub(crate) fn run(&self, output: &mut Output<'_>) -> io::Result<ExitStatus> {
        match self.drafts() {
            Ok(drafts) => match open(&self.destination, output)? {
                Ok(opened) => apply(drafts, &opened, &self.destination, output),
                Err(status) => Ok(status),
            },
            Err(error) => {
                writeln!(output.err, "error: {error}\nnothing was written")?;
                Ok(ExitStatus::Failure)
            }
        }
    }

    fn drafts(&self) -> Result<Vec<Draft>, ImportError> {
        let errors = match &self.errors {
            Some(path) => ErrorCodes::read(Archive::open(path)?)?,
            None => ErrorCodes::default(),
        };
        let overrides = Overrides::built_in()?;
        let mut metadata_index = MetadataIndex::read(Archive::open(&self.path)?)?;
        let chosen = self.chosen(&metadata_index)?;
        let bar = progress_bar(chosen.len());
        let mut drafts = Vec::with_capacity(chosen.len());
        for version in &chosen {
            bar.set_message(format!("{} {}", version.service, version.version));
            let mut draft = convert(&mut metadata_index, version, &self.options(), &errors)?;
            overrides.apply(&mut draft)?;
            drafts.push(draft);
            bar.inc(1);
        }
        bar.finish_and_clear();
        Ok(drafts)
    }

    fn options(&self) -> MetadataOptions {
        MetadataOptions {
            actions: self.actions.iter().cloned().collect(),
            docs: self.docs,
            without_examples: self.no_examples,
            without_rust_names: false,
        }
    }

    fn chosen(&self, metadata_index: &MetadataIndex) -> Result<Vec<ServiceVersion>, ImportError> {
        if self.all {
            return Ok(metadata_index.versions().to_vec());
        }
        let mut chosen = Vec::new();
        for name in self.services.iter().collect::<BTreeSet<_>>() {
            let matches = |version: &&ServiceVersion| version.service == *name || version.folder == *name;
            let versions: Vec<&ServiceVersion> = metadata_index.versions().iter().filter(matches).collect();
            if versions.is_empty() {
                return Err(unknown_service(name, metadata_index));
            }
            let wanted = |version: &&&ServiceVersion| self.version.as_ref().is_none_or(|date| version.version == *date);
            let found: Vec<ServiceVersion> = versions
                .iter()
                .filter(wanted)
                .map(|version| (*version).clone())
                .collect();
            if found.is_empty() {
                let known: Vec<&str> = versions.iter().map(|version| version.version.as_str()).collect();
                let date = self.version.as_deref().unwrap_or_default();
                return Err(
                    ImportError::new(name.as_str(), format!("no version {date} in the metadata"))
                        .help(format!("it has {}", known.join(", "))),
                );
            }
            chosen.extend(found);
        }
        Ok(chosen)
    }
}

fn unknown_service(name: &str, metadata_index: &MetadataIndex) -> ImportError {
    let near = metadata_index
        .versions()
        .iter()
        .map(|version| (strsim::jaro_winkler(name, &version.service), version.service.as_str()))
        .filter(|(similarity, _)| *similarity > 0.7)
        .max_by(|(one, _), (other, _)| one.total_cmp(other));
    let error = ImportError::new(name, "no such service in the metadata");
    match near {
        Some((_, near)) => error.help(format!("is it `{near}`?")),
        None => error.help("`tc3-codegen list PATH` lists them"),
    }
}
