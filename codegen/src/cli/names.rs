//! `tc3-codegen names`

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;

use clap::Args;

use super::console::{ExitStatus, Output, counted};
use super::service_source::{ServiceSource, Version, report_error};
use crate::naming::{Suspicion, Vocabulary, code_variant, field_name, function_name, value_variant};
use crate::source::escaped;
use crate::spec::{Service, Spanned};

#[derive(Args, Debug)]
pub(super) struct Names {
    /// A spec folder, the wheel of tccli (from `pip download --no-deps tccli`), or the folder that the wheel was
    /// unpacked to [default: spec]
    path: Option<PathBuf>,
    /// Folder of the spec
    #[arg(long, value_name = "DIR", conflicts_with = "path")]
    spec: Option<PathBuf>,
}

/// Where a name is used.
struct Use {
    /// The name in Rust and the one that it is derived from.
    name: Name,
    /// The service version and the action or type, the first of them where there are several.
    place: String,
    count: usize,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Name {
    rust: String,
    wire: String,
}

impl Names {
    pub(super) fn run(&self, output: &mut Output<'_>) -> io::Result<ExitStatus> {
        let path = self.path.clone().or_else(|| self.spec.clone());
        let source = match ServiceSource::open(path, "", output)? {
            Ok(source) => source,
            Err(status) => return Ok(status),
        };
        let uses = match source.visit(false, |_| true, uses) {
            Ok(uses) => uses,
            Err(error) => return report_error(&error, output),
        };
        print(&merged(uses.into_iter().flatten()), output)?;
        Ok(ExitStatus::Success)
    }
}

/// Returns the derived names of a service version; a `rustName` is a person's choice.
fn uses(version: &Version, service: &Service) -> Vec<Use> {
    let mut uses: BTreeMap<Name, Use> = BTreeMap::new();
    let mut add = |rust: String, wire: &str, explicit: Option<&Spanned<String>>, owner: &str| {
        if explicit.is_some() {
            return;
        }
        let name = Name {
            rust,
            wire: wire.to_owned(),
        };
        let first = || Use {
            name: name.clone(),
            place: format!("{} {} {owner}", version.service, version.version),
            count: 0,
        };
        uses.entry(name.clone()).or_insert_with(first).count += 1;
    };
    for action in &service.actions {
        add(function_name(action), &action.name, None, &action.name);
        for member in action.parameters.iter().chain(&action.output) {
            add(
                field_name(member),
                &member.name,
                member.rust_name.as_ref(),
                &action.name,
            );
        }
        for error in &action.errors {
            add(code_variant(error), &error.code, error.rust_name.as_ref(), &action.name);
        }
    }
    for shared in &service.types {
        for member in shared.members.iter().flatten() {
            add(
                field_name(member),
                &member.name,
                member.rust_name.as_ref(),
                &shared.name,
            );
        }
        for value in shared.values.iter().flatten() {
            add(
                value_variant(value),
                &value.value,
                value.rust_name.as_ref(),
                &shared.name,
            );
        }
    }
    for error in &service.file.errors {
        add(
            code_variant(error),
            &error.code,
            error.rust_name.as_ref(),
            "service.json",
        );
    }
    uses.into_values().collect()
}

/// Adds up the uses of each name, in the order of the names.
fn merged(uses: impl Iterator<Item = Use>) -> Vec<Use> {
    let mut merged: BTreeMap<Name, Use> = BTreeMap::new();
    for found in uses {
        match merged.get_mut(&found.name) {
            Some(known) => known.count += found.count,
            None => drop(merged.insert(found.name.clone(), found)),
        }
    }
    merged.into_values().collect()
}

fn print(uses: &[Use], output: &mut Output<'_>) -> io::Result<()> {
    let mut vocabulary = Vocabulary::default();
    for found in uses {
        vocabulary.add(&found.name.wire);
    }
    let mut suspicious: BTreeMap<Suspicion, Vec<&Use>> = BTreeMap::new();
    for found in uses {
        if let Some(suspicion) = vocabulary.suspicion(&found.name.wire) {
            suspicious.entry(suspicion).or_default().push(found);
        }
    }
    let total: usize = suspicious.values().map(Vec::len).sum();
    for (suspicion, uses) in &suspicious {
        writeln!(output.out, "{}:", suspicion.heading())?;
        let width = |text: fn(&Name) -> &str| {
            let widths = uses.iter().map(|found| text(&found.name).chars().count());
            widths.max().unwrap_or(0)
        };
        let (rust_width, wire_width) = (width(|name| &name.rust), width(|name| &name.wire));
        for Use { name, place, count } in uses {
            let Name { rust, wire } = name;
            let line = format!("  {rust:rust_width$}  {wire:wire_width$}  {count:>5}  {place}");
            writeln!(output.out, "{}", escaped(&line))?;
        }
        writeln!(output.out)?;
    }
    let (total, names) = (counted(total, "suspicious name"), counted(uses.len(), "name"));
    writeln!(output.out, "{total} of {names}")
}
