//! Checks a plan that may have been edited: each field is honored, or refused with what to do.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use super::plan::{PlannedCrate, ReleasePlan, others, parsed};
use super::refused;
use super::version::{Impact, Version};
use crate::workspace::{GENERATOR, Plan, Record, crate_name, of_text};

/// What the inputs of a plan may be for.
const OPTIONS: [&str; 5] = ["METADATA", "--docs-from", "--actions-from", "--errors", "--overrides"];

/// What a crate may be released as, besides the impact of its changes.
pub(super) const NEW: &str = "new";
pub(super) const DISCONTINUED: &str = "discontinued";

impl ReleasePlan {
    /// Checks what needs nothing but the plan.
    ///
    /// # Errors
    /// Returns a sentence that says what is wrong with it.
    pub(crate) fn check(&self) -> Result<(), String> {
        let mut seen = BTreeSet::new();
        for planned in &self.crates {
            let PlannedCrate { name, service, .. } = planned;
            if *name != crate_name(service) {
                return Err(format!(
                    "the crate of the service `{service}` is {}, and the plan names it `{name}`: restore `name` and `service`, \
                     or plan again",
                    crate_name(service)
                ));
            }
            if !seen.insert(service) {
                return Err(format!("{name} is in the plan twice: remove one of the two"));
            }
        }
        let mut seen = BTreeSet::new();
        for input in &self.inputs {
            let option = &input.option;
            if !OPTIONS.contains(&option.as_str()) {
                let known = OPTIONS.join(", ");
                return Err(format!(
                    "`{option}` is no input of a plan: those are {known}; plan again"
                ));
            }
            if !seen.insert(option) {
                return Err(format!(
                    "{option} is in the inputs of the plan twice: remove one of the two"
                ));
            }
        }
        if !self.inputs.iter().any(|input| input.option == "METADATA") {
            return Err("the plan names no METADATA among its inputs: plan again".to_owned());
        }
        Ok(())
    }
}

/// Checks that a plan is of this generator and this metadata.
pub(super) fn check_origin(release: &ReleasePlan, generator: &Plan) -> io::Result<()> {
    let planned = &release.generator.version;
    if planned != GENERATOR {
        return Err(refused(&format!(
            "the plan was made by tc3-codegen {planned}, and this is {GENERATOR}: plan again"
        )));
    }
    let source = generator.editions.source();
    if source != release.source {
        let planned = &release.source;
        return Err(refused(&format!(
            "the metadata is {source}, and the plan says `{planned}`: restore `source`, or plan again"
        )));
    }
    Ok(())
}

/// Checks that the workspace is the one that was planned for, apart from crates that are released already.
pub(super) fn check_workspace(
    release: &ReleasePlan,
    records: &BTreeMap<String, Record>,
    generator: &Plan,
) -> io::Result<()> {
    if others(records, &release.crates) != release.others {
        return Err(refused(
            "crates that are not in the plan were released since, or a crate was taken out of the plan: plan again; a crate \
             is left as it is by \"release\": false",
        ));
    }
    let known: BTreeSet<String> = generator
        .editions
        .versions()
        .into_iter()
        .map(|known| known.service)
        .collect();
    for planned in &release.crates {
        let record = records.get(&planned.service);
        check_crate(planned, record, known.contains(&planned.service))?;
    }
    Ok(())
}

fn check_crate(planned: &PlannedCrate, record: Option<&Record>, is_known: bool) -> io::Result<()> {
    let PlannedCrate { name, service, .. } = planned;
    if record.is_some_and(|record| planned.is_done(record)) {
        return Ok(());
    }
    if record.map(|record| of_text(&record.to_text())) != planned.before {
        return Err(refused(&format!(
            "{name} was released since the plan was made: plan again"
        )));
    }
    let was = record.map(|record| &record.version);
    if was != planned.was.as_ref() {
        let (was, planned) = (
            was.map_or("none", String::as_str),
            planned.was.as_deref().unwrap_or("none"),
        );
        return Err(refused(&format!(
            "{name}: the version that was released last is {was}, and `was` in the plan is {planned}: restore it; \
             `version` is the next one"
        )));
    }
    if !is_known && record.is_none() {
        return Err(refused(&format!(
            "neither the metadata nor the workspace has the service `{service}`: remove it from the plan"
        )));
    }
    let kind = match (is_known, record) {
        (false, _) => Some(DISCONTINUED),
        (true, None) => Some(NEW),
        (true, Some(_)) => None,
    };
    match kind {
        Some(kind) => check_kind(planned, kind),
        None if [NEW, DISCONTINUED].contains(&planned.kind.as_str()) => Err(refused(&format!(
            "{name}: `kind` is {}, and the workspace and the metadata have the service: restore it, or plan again",
            planned.kind
        ))),
        None => Ok(()),
    }
}

/// Checks that the kind of a release is what was found.
pub(super) fn check_kind(planned: &PlannedCrate, found: &str) -> io::Result<()> {
    let PlannedCrate { name, kind, .. } = planned;
    if kind == found {
        return Ok(());
    }
    Err(refused(&format!(
        "{name}: `kind` is {kind}, and the release is {found}: write that; a lower `version` needs only a `reason`"
    )))
}

/// Checks that a version, which may have been edited, is as high as the changes need, or lower for a reason.
pub(super) fn check_version(planned: &PlannedCrate, was: &str, impact: Impact) -> io::Result<()> {
    let version = version(planned)?;
    let name = &planned.name;
    let was = parsed(was)?;
    if version <= was {
        return Err(refused(&format!(
            "{name}: version {version} is not above {was}, which was released"
        )));
    }
    let needed = was.raised(impact);
    let reason = planned.reason.as_deref().map(str::trim).unwrap_or_default();
    if version < needed && reason.is_empty() {
        return Err(refused(&format!(
            "{name}: version {version} is lower than its changes need: from {was}, a release that is {} needs {needed}; \
             give it, or say why not in `reason`",
            impact.as_str()
        )));
    }
    Ok(())
}

/// Returns the version that was planned.
pub(super) fn version(planned: &PlannedCrate) -> io::Result<Version> {
    let name = &planned.name;
    Version::parse(&planned.version).map_err(|why| refused(&format!("{name}: {why}")))
}
