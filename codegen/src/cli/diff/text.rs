//! The changes as text: counts, what breaks silently, then the changes of each service.
//!
//! An update of the metadata has thousands of changes that say the same of many places. In a service they are one line.
//! Whether a member may be absent changes of thousands of members at once; so many come last, under one heading each. New
//! services are one line, and so are those that are gone, and those of which only the documentation differs.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::io;

use crate::cli::console::{Output, counted};
use crate::diff::{Change, Kind, Severity};
use crate::source::escaped;

/// How many members may change their absence before these changes are listed apart.
const FEW: usize = 20;

/// How many places of a change that does not break callers are named in a line.
const NAMED: usize = 8;

/// How many members of a service are named where their absence is listed apart.
const NAMED_APART: usize = 3;

/// Prints the changes, the worst first.
pub(super) fn print(changes: &[Change], output: &mut Output<'_>) -> io::Result<()> {
    if changes.is_empty() {
        return writeln!(output.out, "no differences");
    }
    for line in lines(changes) {
        writeln!(output.out, "{}", escaped(&line))?;
    }
    Ok(())
}

fn lines(changes: &[Change]) -> Vec<String> {
    let all: Vec<&Change> = changes.iter().collect();
    let mut lines = vec![counts(&all, true)];
    let silent: Vec<&Change> = all.iter().copied().filter(|change| change.is_silent).collect();
    if !silent.is_empty() {
        lines.push(String::new());
        lines.push("Code compiles as it is, and does something else:".to_owned());
        lines.extend(
            silent
                .iter()
                .map(|change| format!("  {}: {}", place(change), change.what)),
        );
    }
    let about_null = |change: &Change| change.kind.is_about_null();
    let is_flood = all.iter().filter(|change| about_null(change)).count() > FEW;
    let (flood, rest): (Vec<&Change>, Vec<&Change>) =
        all.iter().copied().partition(|change| is_flood && about_null(change));
    let (new_services, rest): (Vec<&Change>, Vec<&Change>) =
        rest.into_iter().partition(|change| change.kind == Kind::ServiceAdded);
    let (gone_services, rest): (Vec<&Change>, Vec<&Change>) =
        rest.into_iter().partition(|change| change.kind == Kind::ServiceRemoved);
    if !gone_services.is_empty() {
        let names: Vec<&str> = gone_services.iter().map(|change| change.service.as_str()).collect();
        lines.push(String::new());
        let count = counted(names.len(), "service");
        lines.push(format!("{count} gone, each a breaking change: {}", names.join(", ")));
    }
    let of_services: BTreeMap<String, Vec<&Change>> = by_service(&all).into_iter().collect();
    let mut reworded = Vec::new();
    for (service, changes) in by_service(&rest) {
        if changes.iter().all(|change| change.severity == Severity::Documentation) {
            reworded.push(format!("{service} ({})", changes.len()));
            continue;
        }
        let of_service = of_services.get(&service).map_or(&[][..], Vec::as_slice);
        lines.push(String::new());
        lines.push(format!("{service}: {}", counts(of_service, false)));
        lines.extend(grouped(&changes).into_iter().map(|line| format!("  {line}")));
    }
    if !new_services.is_empty() {
        lines.push(String::new());
        let actions = |change: &Change| change.what.rsplit(", ").next().unwrap_or_default().to_owned();
        let named = new_services.iter();
        let named = named.map(|change| format!("{} ({})", change.service, actions(change)));
        let named = named.collect::<Vec<String>>().join(", ");
        lines.push(format!("{}: {named}", counted(new_services.len(), "new service")));
    }
    if !reworded.is_empty() {
        lines.push(String::new());
        lines.push(format!("Only documentation differs: {}", reworded.join(", ")));
    }
    lines.extend(flood_lines(&flood));
    lines
}

/// Returns the changes of each service version: those with the worst change first, then by name.
fn by_service<'a>(changes: &[&'a Change]) -> Vec<(String, Vec<&'a Change>)> {
    let mut services: BTreeMap<String, Vec<&Change>> = BTreeMap::new();
    for change in changes {
        services.entry(service(change)).or_default().push(change);
    }
    let mut services: Vec<(String, Vec<&Change>)> = services.into_iter().collect();
    services.sort_by_key(|(_, changes)| Reverse(changes.iter().map(|change| change.severity).max()));
    services
}

/// Changes that say the same of several places.
struct Group<'a> {
    first: &'a Change,
    changes: Vec<&'a Change>,
}

/// Puts the changes together that say the same, in the order of the first of them.
fn groups<'a>(changes: &[&'a Change]) -> Vec<Group<'a>> {
    let said = |change: &'a Change| (change.severity, change.is_silent, change.kind, change.what.as_str());
    let mut indexes = HashMap::new();
    let mut groups: Vec<Group<'a>> = Vec::new();
    for change in changes {
        let index = *indexes.entry(said(change)).or_insert(groups.len());
        match groups.get_mut(index) {
            Some(group) => group.changes.push(change),
            None => groups.push(Group {
                first: change,
                changes: vec![change],
            }),
        }
    }
    groups
}

/// Returns a line for the changes that say the same.
fn grouped(changes: &[&Change]) -> Vec<String> {
    let line = |Group { first, changes }: Group<'_>| {
        let named = if first.severity == Severity::Breaking {
            usize::MAX
        } else {
            NAMED
        };
        let severity = first.severity.as_str();
        let silently = if first.is_silent { ", silently" } else { "" };
        let places = listed(&changes, named);
        match changes.len() {
            1 if places.is_empty() => format!("{severity}{silently}: {}", first.what),
            1 => format!("{severity}{silently}: {places}: {}", first.what),
            times => format!("{severity}{silently}, {times} times: {}: {places}", first.what),
        }
    };
    groups(changes).into_iter().map(line).collect()
}

/// Returns the places of the first changes, and how many more there are.
fn listed(changes: &[&Change], named: usize) -> String {
    let places: Vec<&str> = changes.iter().take(named).map(|change| change.place.as_str()).collect();
    let places = places.join(", ");
    match changes.len().saturating_sub(named) {
        0 => places,
        more => format!("{places} and {more} more"),
    }
}

/// Returns what changes of many members: a heading for each sort of change, and a line for each service.
fn flood_lines(flood: &[&Change]) -> Vec<String> {
    let mut lines = Vec::new();
    for Group { first, changes } in groups(flood) {
        let services = by_service(&changes);
        let (members, of) = (
            counted(changes.len(), "member"),
            counted(services.len(), "service version"),
        );
        lines.push(String::new());
        lines.push(format!(
            "{}, {members} of {of}: {}",
            first.severity.as_str(),
            first.what
        ));
        for (service, changes) in services {
            lines.push(format!("  {service}: {}", listed(&changes, NAMED_APART)));
        }
    }
    lines
}

/// Returns how many changes there are of each severity; severities without any only if `all`.
fn counts(changes: &[&Change], all: bool) -> String {
    let silent = match changes.iter().filter(|change| change.is_silent).count() {
        0 => String::new(),
        silent => format!(" ({silent} silently)"),
    };
    let counts = [
        (Severity::Breaking, "breaking change", silent.as_str()),
        (Severity::Addition, "addition", ""),
        (Severity::Note, "note", ""),
        (Severity::Documentation, "documentation change", ""),
    ];
    let counts = counts.into_iter().filter_map(|(severity, noun, more)| {
        let count = changes.iter().filter(|change| change.severity == severity).count();
        (all || count > 0).then(|| format!("{}{more}", counted(count, noun)))
    });
    counts.collect::<Vec<String>>().join(", ")
}

fn service(change: &Change) -> String {
    match &change.version {
        Some(version) => format!("{} {version}", change.service),
        None => change.service.clone(),
    }
}

fn place(change: &Change) -> String {
    let service = service(change);
    if change.place.is_empty() {
        return service;
    }
    format!("{service} {}", change.place)
}
