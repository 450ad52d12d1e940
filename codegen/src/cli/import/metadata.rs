//! `tc3-codegen import metadata`

use std::collections::BTreeSet;
use std::io;
use std::path::PathBuf;

use clap::Args;

use super::edition::OtherEdition;
use super::{Destination, apply, open};
use crate::cli::console::{ExitStatus, Output, progress_bar};
use crate::import::metadata::{Editions, ErrorCodes, MetadataOptions, ServiceVersion};
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
    /// Import only this action and the types that it reaches, of each version that has it; may be repeated
    #[arg(long = "action", value_name = "NAME", conflicts_with = "all")]
    actions: Vec<String>,
    /// Include the vendor's descriptions, for a spec that is not published
    #[arg(long)]
    docs: bool,
    #[command(flatten)]
    other: OtherEdition,
    /// Take the error codes of the services from a wheel or folder of the official Python SDK
    #[arg(long, value_name = "PATH")]
    errors: Option<PathBuf>,
    /// Leave out the documented requests and responses
    #[arg(long)]
    no_examples: bool,
    /// Remove the files of actions and types that the metadata no longer has
    #[arg(long, conflicts_with = "actions")]
    prune: bool,
    #[command(flatten)]
    destination: Destination,
}

impl Metadata {
    pub(crate) fn run(&self, output: &mut Output<'_>) -> io::Result<ExitStatus> {
        match self.drafts() {
            Ok(drafts) => match open(&self.destination, output)? {
                Ok(opened) => apply(drafts, &opened, &self.destination, self.prune, output),
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
        let mut editions = self.other.open_with(&self.path)?;
        let chosen = self.chosen(&mut editions)?;
        let bar = progress_bar(chosen.len());
        let mut drafts = Vec::with_capacity(chosen.len());
        for (version, actions) in &chosen {
            bar.set_message(format!("{} {}", version.service, version.version));
            let mut draft = editions.convert(version, &self.options(actions), &errors)?;
            overrides.apply(&mut draft)?;
            drafts.push(draft);
            bar.inc(1);
        }
        bar.finish_and_clear();
        Ok(drafts)
    }

    fn options(&self, actions: &BTreeSet<String>) -> MetadataOptions {
        MetadataOptions {
            actions: actions.clone(),
            docs: self.docs,
            without_examples: self.no_examples,
            without_rust_names: false,
        }
    }

    /// Returns the versions to import, each with the wanted actions that it has; none means all.
    fn chosen(&self, editions: &mut Editions) -> Result<Vec<(ServiceVersion, BTreeSet<String>)>, ImportError> {
        let known = editions.versions();
        let mut chosen = Vec::new();
        if self.all {
            chosen = known;
        } else {
            for name in self.services.iter().collect::<BTreeSet<_>>() {
                chosen.extend(self.versions_of(name, &known)?);
            }
        }
        if self.actions.is_empty() {
            return Ok(chosen.into_iter().map(|version| (version, BTreeSet::new())).collect());
        }
        let wanted: BTreeSet<String> = self.actions.iter().cloned().collect();
        let mut found = Vec::new();
        let mut all = BTreeSet::new();
        for version in chosen {
            let names = editions.action_names(&version)?;
            let actions: BTreeSet<String> = wanted.intersection(&names).cloned().collect();
            all.extend(names);
            if !actions.is_empty() {
                found.push((version, actions));
            }
        }
        match wanted.difference(&all).next() {
            Some(missing) => Err(unknown_action(missing, &self.services, &all)),
            None => Ok(found),
        }
    }

    fn versions_of(&self, name: &str, known: &[ServiceVersion]) -> Result<Vec<ServiceVersion>, ImportError> {
        let matches = |version: &&ServiceVersion| version.service == name || version.folder == name;
        let versions: Vec<&ServiceVersion> = known.iter().filter(matches).collect();
        if versions.is_empty() {
            return Err(unknown_service(name, known));
        }
        let is_wanted = |version: &ServiceVersion| self.version.as_ref().is_none_or(|date| version.version == *date);
        let found: Vec<ServiceVersion> = versions
            .iter()
            .filter(|version| is_wanted(version))
            .map(|version| (*version).clone())
            .collect();
        if found.is_empty() {
            let known: Vec<&str> = versions.iter().map(|version| version.version.as_str()).collect();
            let date = self.version.as_deref().unwrap_or_default();
            return Err(ImportError::new(name, format!("no version {date} in the metadata"))
                .help(format!("it has {}", known.join(", "))));
        }
        Ok(found)
    }
}

pub(in crate::cli) fn unknown_service(name: &str, known: &[ServiceVersion]) -> ImportError {
    let error = ImportError::new(name, "no such service in the metadata");
    let names: BTreeSet<&str> = known.iter().map(|version| version.service.as_str()).collect();
    match near_names(name, names).as_slice() {
        [] => error.help("`tc3-codegen list PATH` lists them"),
        near => error.help(format!("is it {}?", near.join(" or "))),
    }
}

fn unknown_action(name: &str, services: &[String], known: &BTreeSet<String>) -> ImportError {
    let error = ImportError::new(
        name,
        format!("no version of {} has such an action", services.join(" or ")),
    );
    match near_names(name, known.iter().map(String::as_str)).as_slice() {
        [] => error.help("`tc3-codegen list PATH SERVICE` lists them"),
        near => error.help(format!("is it {}?", near.join(" or "))),
    }
}

/// Returns the names that `name` was most likely meant to be, the most likely first: at most three.
///
/// Swapped letters (`cmv`) weigh much in a name of three, so they count as one edit.
fn near_names<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    const MOST: usize = 3;
    let name = name.to_lowercase();
    let letters = |name: &str| {
        let mut letters: Vec<char> = name.chars().collect();
        letters.sort_unstable();
        letters
    };
    // Of names that are as near, the one with the same letters is the likelier.
    let edits = |known: &str| {
        let known = known.to_lowercase();
        (
            strsim::damerau_levenshtein(&name, &known),
            letters(&name) != letters(&known),
        )
    };
    let most_edits = name.chars().count() / 3;
    let mut near: Vec<((usize, bool), &str)> = known
        .into_iter()
        .map(|known| (edits(known), known))
        .filter(|((edits, _), _)| *edits <= most_edits.max(1))
        .collect();
    near.sort_unstable();
    near.into_iter()
        .take(MOST)
        .map(|(_, name)| format!("`{name}`"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::near_names;

    #[test]
    fn near_names_are_found() {
        assert_eq!(near_names("cmv", ["cvm", "cme", "gaap"]), ["`cvm`", "`cme`"]);
        assert_eq!(
            near_names("RunInstance", ["RunInstances", "StartInstances"]),
            ["`RunInstances`"]
        );
        assert!(near_names("nothing", ["cvm"]).is_empty());
    }
}
