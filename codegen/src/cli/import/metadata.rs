use std::collections::BTreeSet;
use std::io;
use std::path::PathBuf;

use clap::Args;

use super::conclude::{Destination, conclude, open};
use crate::cli::{Outcome, Output, progress};
use crate::import::metadata::{Choice, ErrorCodes, MetadataIndex, ServiceVersion, convert};
use crate::import::{Archive, Draft, ImportError, Overrides};

#[derive(Args, Debug)]
pub(crate) struct Metadata {
    /// The wheel of tccli as `pip download --no-deps tccli` brings it, or the folder that it was unpacked to
    path: PathBuf,
    /// A service to take in, by its short name: gaap; may be repeated
    #[arg(
        long = "service",
        value_name = "NAME",
        required_unless_present = "all",
        conflicts_with = "all"
    )]
    services: Vec<String>,
    /// Every service
    #[arg(long)]
    all: bool,
    /// Only this version of the service: 2018-05-29
    #[arg(long, value_name = "DATE", conflicts_with = "all")]
    version: Option<String>,
    /// Only this action and the types that it reaches; may be repeated
    #[arg(long = "action", value_name = "NAME", conflicts_with = "all")]
    actions: Vec<String>,
    /// The vendor's descriptions too, for a spec of your own
    #[arg(long)]
    docs: bool,
    /// Error codes of the services, out of a wheel or folder of the official Python SDK
    #[arg(long, value_name = "PATH")]
    errors: Option<PathBuf>,
    /// Without the documented requests and responses
    #[arg(long)]
    no_examples: bool,
    #[command(flatten)]
    destination: Destination,
}

impl Metadata {
    pub(crate) fn run(&self, output: &mut Output<'_>) -> io::Result<Outcome> {
        match self.drafts() {
            Ok(drafts) => match open(&self.destination, output)? {
                Ok(opened) => conclude(drafts, &opened, &self.destination, output),
                Err(outcome) => Ok(outcome),
            },
            Err(error) => {
                writeln!(output.err, "error: {error}\nnothing was written")?;
                Ok(Outcome::Wrong)
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
        let bar = progress::bar(chosen.len());
        let mut drafts = Vec::with_capacity(chosen.len());
        for version in &chosen {
            bar.set_message(format!("{} {}", version.service, version.version));
            let mut draft = convert(&mut metadata_index, version, &self.choice(), &errors)?;
            overrides.apply(&mut draft)?;
            drafts.push(draft);
            bar.inc(1);
        }
        bar.finish_and_clear();
        Ok(drafts)
    }

    fn choice(&self) -> Choice {
        Choice {
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
            let is_meant = |version: &&ServiceVersion| version.service == *name || version.folder == *name;
            let versions: Vec<&ServiceVersion> = metadata_index.versions().iter().filter(is_meant).collect();
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
        .filter(|(likeness, _)| *likeness > 0.7)
        .max_by(|(one, _), (other, _)| one.total_cmp(other));
    let error = ImportError::new(name, "no such service in the metadata");
    match near {
        Some((_, near)) => error.help(format!("is it `{near}`?")),
        None => error.help("`tc3-codegen list PATH` lists them"),
    }
}
