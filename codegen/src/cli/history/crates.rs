//! How often the crate of each service would be released, and how many of its releases break callers.
//!
//! A crate is released when something of its service differs from the release before. What `diff` finds worst decides how
//! far the version is raised: a breaking change, an addition, a note (a deprecation, a limit, a host) or documentation. What
//! is kept as it was released changes nothing in the crate and is no reason for a release.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::cli::diff::Comparison;
use crate::diff::{Change, Kind, Severity};

/// The crates of all services over the releases of the metadata.
#[derive(Default)]
pub(super) struct Crates {
    pub(super) releases: Vec<OfRelease>,
    pub(super) services: BTreeMap<String, OfService>,
    pub(super) kinds: BTreeMap<Kind, OfKind>,
}

/// Releases of crates, by what the worst change of each is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct Counts {
    /// All releases: the sum of the others but `silent` and `discontinued`.
    pub(super) released: usize,
    pub(super) breaking: usize,
    /// Of the breaking ones, those with which code compiles as it is and does something else.
    pub(super) silent: usize,
    pub(super) additions: usize,
    pub(super) notes: usize,
    pub(super) documentation: usize,
    /// The service is new in the metadata, or is back.
    pub(super) new: usize,
    /// The metadata no longer has the service: there is nothing to release.
    pub(super) discontinued: usize,
}

/// The crates that a release of the metadata would release.
pub(super) struct OfRelease {
    pub(super) release: String,
    pub(super) counts: Counts,
}

/// The releases of one crate.
#[derive(Default)]
pub(super) struct OfService {
    /// The actions of all versions, in the last release that has the service.
    pub(super) actions: usize,
    pub(super) counts: Counts,
    /// The number of its releases that each kind breaks.
    pub(super) breaking_kinds: BTreeMap<Kind, usize>,
}

/// What a kind of change breaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct OfKind {
    /// Its breaking changes.
    pub(super) changes: usize,
    /// The releases of crates with such a change.
    pub(super) releases: usize,
    /// Those that no other kind breaks.
    pub(super) alone: usize,
}

impl Crates {
    /// Adds a release of the metadata; the first only says what there is.
    pub(super) fn add(&mut self, release: &str, comparison: &Comparison, is_first: bool) {
        self.set_actions(comparison);
        if is_first {
            return;
        }
        let mut counts = Counts::default();
        for (service, changes) in by_service(&comparison.changes) {
            let breaking: BTreeSet<Kind> = breaking(&changes).map(|change| change.kind).collect();
            let of_service = self.services.entry(service.to_owned()).or_default();
            of_service.counts.add(&changes);
            if !counts.add(&changes) {
                continue;
            }
            for kind in &breaking {
                *of_service.breaking_kinds.entry(*kind).or_default() += 1;
            }
            self.add_kinds(&changes, &breaking);
        }
        self.releases.push(OfRelease {
            release: release.to_owned(),
            counts,
        });
    }

    fn set_actions(&mut self, comparison: &Comparison) {
        let mut actions: BTreeMap<&str, usize> = BTreeMap::new();
        for [service, _, _] in &comparison.new.actions {
            *actions.entry(service).or_default() += 1;
        }
        for service in &comparison.new.services {
            let of_service = self.services.entry(service.clone()).or_default();
            of_service.actions = actions.get(service.as_str()).copied().unwrap_or_default();
        }
    }

    fn add_kinds(&mut self, changes: &[&Change], kinds: &BTreeSet<Kind>) {
        for change in breaking(changes) {
            self.kinds.entry(change.kind).or_default().changes += 1;
        }
        for kind in kinds {
            let of_kind = self.kinds.entry(*kind).or_default();
            of_kind.releases += 1;
            of_kind.alone += usize::from(kinds.len() == 1);
        }
    }

    /// Returns the services, those that break callers most often first.
    pub(super) fn worst_first(&self) -> Vec<(&str, &OfService)> {
        let mut services: Vec<(&str, &OfService)> =
            self.services.iter().map(|(name, of)| (name.as_str(), of)).collect();
        services.sort_by(|(_, a), (_, b)| {
            let worst = |of: &OfService| (of.counts.breaking, of.counts.released);
            worst(b).cmp(&worst(a)) // those that are equal stay in the order of their names
        });
        services
    }

    /// Returns the releases of all crates.
    pub(super) fn total(&self) -> Counts {
        let mut total = Counts::default();
        for of in self.services.values() {
            total.released += of.counts.released;
            total.breaking += of.counts.breaking;
            total.silent += of.counts.silent;
            total.additions += of.counts.additions;
            total.notes += of.counts.notes;
            total.documentation += of.counts.documentation;
            total.new += of.counts.new;
            total.discontinued += of.counts.discontinued;
        }
        total
    }

    /// Returns how many services have each number of breaking releases.
    pub(super) fn distribution(&self) -> BTreeMap<usize, usize> {
        let mut distribution = BTreeMap::new();
        for of in self.services.values() {
            *distribution.entry(of.counts.breaking).or_default() += 1;
        }
        distribution
    }
}

impl Counts {
    /// Counts the release of a crate with these changes. Returns whether it is one of a crate that there was and is.
    fn add(&mut self, changes: &[&Change]) -> bool {
        let has = |kind| changes.iter().any(|change| change.kind == kind);
        if has(Kind::ServiceRemoved) {
            self.discontinued += 1;
            return false;
        }
        let Some(worst) = changes.iter().map(|change| change.severity).max() else {
            return false;
        };
        self.released += 1;
        if has(Kind::ServiceAdded) {
            self.new += 1;
            return false;
        }
        match worst {
            Severity::Breaking => self.breaking += 1,
            Severity::Addition => self.additions += 1,
            Severity::Note => self.notes += 1,
            Severity::Documentation => self.documentation += 1,
        }
        self.silent += usize::from(changes.iter().any(|change| change.is_silent));
        true
    }
}

/// Returns the changes of each crate that has any.
fn by_service(changes: &[Change]) -> BTreeMap<&str, Vec<&Change>> {
    let mut services: BTreeMap<&str, Vec<&Change>> = BTreeMap::new();
    for change in changes.iter().filter(|change| !change.kind.is_kept()) {
        services.entry(&change.service).or_default().push(change);
    }
    services
}

fn breaking<'a>(changes: &[&'a Change]) -> impl Iterator<Item = &'a Change> {
    let breaking = changes.iter().filter(|change| change.severity == Severity::Breaking);
    breaking.copied()
}
