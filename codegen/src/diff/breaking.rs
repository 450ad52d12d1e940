//! Breaking changes, additions and notes: how much a difference matters, and the list of those found so far.
//!
//! Rewordings are collected apart and added last. Documentation that differs where something else differs too is not
//! listed: a type that changes is described differently as a matter of course. Of the other rewordings of a service
//! version up to [`FEW`] are listed; more are counted on one line.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// How many rewordings of a service version are listed one by one; more are counted.
const FEW: usize = 3;

/// How much a [`Change`] matters to callers of the generated code.
///
/// Severities are ordered, so the worst of several is their maximum:
///
/// ```
/// use tc3_codegen::diff::Severity;
///
/// assert!(Severity::Breaking > Severity::Addition && Severity::Addition > Severity::Note);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The code compiles and does the same; docs, warnings or limits differ.
    Note,
    /// There is more to call or to read.
    Addition,
    /// Code that compiled and worked may no longer compile, or behaves differently.
    Breaking,
}

/// One difference between two specs.
///
/// Its `Display` is the line that `tc3-codegen diff` prints.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct Change {
    /// How much it matters.
    pub severity: Severity,
    /// Whether it breaks callers although their code still compiles: the most dangerous kind.
    pub is_silent: bool,
    /// The service, with its version if the change is about one version: `gaap 2018-05-29`.
    pub service: String,
    /// What has changed: `CreateProxyGroupRequest.ProjectId`. Empty if it is the service itself.
    pub place: String,
    /// How it has changed, in words.
    pub what: String,
}

impl Severity {
    /// Returns `breaking`, `addition` or `note`.
    ///
    /// ```
    /// use tc3_codegen::diff::Severity;
    ///
    /// assert_eq!(Severity::Breaking.as_str(), "breaking");
    /// ```
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Addition => "addition",
            Self::Breaking => "breaking",
        }
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.severity.as_str())?;
        if self.is_silent {
            f.write_str(", silently")?;
        }
        write!(f, ": {}", self.service)?;
        if !self.place.is_empty() {
            write!(f, " {}", self.place)?;
        }
        write!(f, ": {}", self.what)
    }
}

/// The changes so far, and the service of the next one.
#[derive(Default)]
pub(super) struct Changes {
    service: String,
    list: Vec<Change>,
    /// Places by service and kind.
    rewordings: BTreeMap<(String, Rewording), Vec<String>>,
}

/// Text that differs without any effect on the code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rewording {
    Docs,
    Examples,
}

impl Changes {
    /// Sets the service that the following changes belong to.
    pub(super) fn set_service(&mut self, service: impl Into<String>) {
        self.service = service.into();
    }

    pub(super) fn breaking(&mut self, place: impl Into<String>, what: impl Into<String>) {
        self.push(Severity::Breaking, false, place.into(), what.into());
    }

    /// Adds a change that breaks callers; the compiler does not notice if `is_silent`.
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

    /// Compares the reasons why `place` is deprecated, if it is.
    pub(super) fn deprecation(&mut self, place: &str, before: Option<&str>, after: Option<&str>) {
        match (before, after) {
            (None, Some(reason)) => self.note(place, format!("is deprecated, so its users get a warning: {reason}")),
            (Some(_), None) => self.note(place, "is no longer deprecated"),
            (before, after) if before != after => self.reworded(Rewording::Docs, place.to_owned()),
            _ => {}
        }
    }

    fn reworded(&mut self, rewording: Rewording, place: String) {
        let places = self.rewordings.entry((self.service.clone(), rewording)).or_default();
        places.push(place);
    }

    pub(super) fn worst_first(mut self) -> Vec<Change> {
        self.add_rewordings();
        self.list.sort_by(|a, b| {
            (b.severity, b.is_silent)
                .cmp(&(a.severity, a.is_silent))
                .then_with(|| a.cmp(b))
        });
        self.list.dedup();
        self.list
    }

    fn add_rewordings(&mut self) {
        let listed: BTreeSet<(String, String)> = self
            .list
            .iter()
            .map(|change| (change.service.clone(), change.place.clone()))
            .collect();
        for ((service, rewording), mut places) in std::mem::take(&mut self.rewordings) {
            places.retain(|place| {
                rewording == Rewording::Examples || !listed.contains(&(service.clone(), place.clone()))
            });
            places.dedup();
            self.set_service(service);
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
            Self::Docs => "is described differently",
            Self::Examples => "has different documented examples",
        }
    }

    fn of_many(self) -> &'static str {
        match self {
            Self::Docs => "actions, types, members and values are described differently",
            Self::Examples => "actions have different documented examples",
        }
    }
}
