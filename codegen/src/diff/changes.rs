//! The changes that were found so far.

use std::collections::{BTreeMap, BTreeSet};

use super::{Change, Severity};

/// Rewordings of a service version that are listed one by one; more are counted.
const FEW: usize = 3;

/// The changes so far, and the service that the next one is of.
#[derive(Default)]
pub(super) struct Changes {
    service: String,
    list: Vec<Change>,
    /// Places by service and kind.
    rewordings: BTreeMap<(String, Rewording), Vec<String>>,
}

/// What reads otherwise and does the same.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rewording {
    Docs,
    Examples,
}

impl Changes {
    /// What comes next is of `service`.
    pub(super) fn of_service(&mut self, service: impl Into<String>) {
        self.service = service.into();
    }

    pub(super) fn breaking(&mut self, place: impl Into<String>, what: impl Into<String>) {
        self.push(Severity::Breaking, false, place.into(), what.into());
    }

    /// Breaks callers; unseen by the compiler, if `is_silent`.
    pub(super) fn breaking_silently_if(&mut self, is_silent: bool, place: impl Into<String>, what: impl Into<String>) {
        self.push(Severity::Breaking, is_silent, place.into(), what.into());
    }

    pub(super) fn addition(&mut self, place: impl Into<String>, what: impl Into<String>) {
        self.push(Severity::Addition, false, place.into(), what.into());
    }

    pub(super) fn note(&mut self, place: impl Into<String>, what: impl Into<String>) {
        self.push(Severity::Note, false, place.into(), what.into());
    }

    fn push(&mut self, severity: Severity, is_silent: bool, place: String, what: String) {
        self.list.push(Change {
            severity,
            is_silent,
            service: self.service.clone(),
            place,
            what,
        });
    }

    pub(super) fn docs(&mut self, place: impl Into<String>, before: &[String], after: &[String]) {
        if before != after {
            self.reworded(Rewording::Docs, place.into());
        }
    }

    pub(super) fn examples(&mut self, place: impl Into<String>) {
        self.reworded(Rewording::Examples, place.into());
    }

    /// A warning for who uses `place` comes, goes or reads otherwise.
    pub(super) fn withdrawal(&mut self, place: &str, before: Option<&str>, after: Option<&str>) {
        match (before, after) {
            (None, Some(reason)) => self.note(place, format!("is withdrawn, which warns whoever uses it: {reason}")),
            (Some(_), None) => self.note(place, "is no longer withdrawn"),
            (before, after) if before != after => self.reworded(Rewording::Docs, place.to_owned()),
            _ => {}
        }
    }

    fn reworded(&mut self, rewording: Rewording, place: String) {
        let places = self.rewordings.entry((self.service.clone(), rewording)).or_default();
        places.push(place);
    }

    pub(super) fn worst_first(mut self) -> Vec<Change> {
        self.conclude_rewordings();
        self.list.sort_by(|a, b| {
            (b.severity, b.is_silent)
                .cmp(&(a.severity, a.is_silent))
                .then_with(|| a.cmp(b))
        });
        self.list.dedup();
        self.list
    }

    /// Docs that differ where something else does too go without saying.
    fn conclude_rewordings(&mut self) {
        let said: BTreeSet<(String, String)> = self
            .list
            .iter()
            .map(|change| (change.service.clone(), change.place.clone()))
            .collect();
        for ((service, rewording), mut places) in std::mem::take(&mut self.rewordings) {
            places
                .retain(|place| rewording == Rewording::Examples || !said.contains(&(service.clone(), place.clone())));
            places.dedup();
            self.of_service(service);
            if places.len() > FEW {
                self.note("", format!("{} {}", places.len(), rewording.of_many()));
                continue;
            }
            for place in places {
                self.note(place, rewording.of_one());
            }
        }
    }
}

impl Rewording {
    fn of_one(self) -> &'static str {
        match self {
            Self::Docs => "is described otherwise",
            Self::Examples => "has other documented examples",
        }
    }

    fn of_many(self) -> &'static str {
        match self {
            Self::Docs => "actions, types, members and values are described otherwise",
            Self::Examples => "actions have other documented examples",
        }
    }
}
