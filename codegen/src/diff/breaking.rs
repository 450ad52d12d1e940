//! Breaking changes, additions and notes: how much a difference matters, and the list of those found so far.
//!
//! Documentation is collected apart and added last: where something else of the same place differs too it is not listed,
//! since a type that changes is described differently as a matter of course.

use std::collections::BTreeSet;
use std::fmt;

use super::kind::Kind;

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
    /// The documentation or a documented example differs, and nothing else.
    Documentation,
    /// The code compiles and does the same; warnings, hosts or limits differ.
    Note,
    /// There is more to call or to read.
    Addition,
    /// Code that compiled and worked may no longer compile, or behaves differently.
    Breaking,
}

/// One difference between two specs.
///
/// Its `Display` is one line with everything in it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Change {
    /// How much it matters.
    pub severity: Severity,
    /// Whether it breaks callers although their code still compiles: the most dangerous kind.
    pub is_silent: bool,
    /// What it is about.
    pub kind: Kind,
    /// The short name of the service: `gaap`.
    pub service: String,
    /// The version of the service, `2018-05-29`; absent if the change is about all versions.
    pub version: Option<String>,
    /// What has changed: `CreateProxyGroupRequest.ProjectId`. Empty if it is the service itself.
    pub place: String,
    /// How it has changed, in words.
    pub what: String,
}

impl Severity {
    /// Returns `breaking`, `addition`, `note` or `documentation`.
    ///
    /// ```
    /// use tc3_codegen::diff::Severity;
    ///
    /// assert_eq!(Severity::Breaking.as_str(), "breaking");
    /// ```
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Documentation => "documentation",
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
        if let Some(version) = &self.version {
            write!(f, " {version}")?;
        }
        if !self.place.is_empty() {
            write!(f, " {}", self.place)?;
        }
        write!(f, ": {}", self.what)
    }
}

/// Sorts changes: the worst first, and those of a kind together.
pub(crate) fn sort(changes: &mut [Change]) {
    changes.sort_by(|a, b| {
        let severity = (b.severity, b.is_silent).cmp(&(a.severity, a.is_silent));
        let rest = (a.kind, &a.service, &a.version, &a.place, &a.what);
        severity.then_with(|| rest.cmp(&(b.kind, &b.service, &b.version, &b.place, &b.what)))
    });
}

/// The changes so far, and the service of the next one.
#[derive(Default)]
pub(super) struct Changes {
    service: String,
    version: Option<String>,
    list: Vec<Change>,
    /// Documentation that differs, if nothing else of its place does.
    documentation: Vec<Change>,
}

impl Changes {
    /// Sets the service that the following changes belong to.
    pub(super) fn set_service(&mut self, service: &str, version: Option<&str>) {
        service.clone_into(&mut self.service);
        self.version = version.map(str::to_owned);
    }

    pub(super) fn breaking(&mut self, kind: Kind, place: impl Into<String>, what: impl Into<String>) {
        self.push(kind, Severity::Breaking, place, what);
    }

    /// Adds a change that breaks callers; the compiler does not notice if `is_silent`.
    pub(super) fn breaking_silently_if(
        &mut self,
        is_silent: bool,
        kind: Kind,
        place: impl Into<String>,
        what: impl Into<String>,
    ) {
        let change = self.change(kind, Severity::Breaking, place.into(), what.into());
        self.list.push(Change { is_silent, ..change });
    }

    pub(super) fn addition(&mut self, kind: Kind, place: impl Into<String>, what: impl Into<String>) {
        self.push(kind, Severity::Addition, place, what);
    }

    pub(super) fn note(&mut self, kind: Kind, place: impl Into<String>, what: impl Into<String>) {
        self.push(kind, Severity::Note, place, what);
    }

    fn push(&mut self, kind: Kind, severity: Severity, place: impl Into<String>, what: impl Into<String>) {
        let change = self.change(kind, severity, place.into(), what.into());
        self.list.push(change);
    }

    fn change(&self, kind: Kind, severity: Severity, place: String, what: String) -> Change {
        Change {
            severity,
            is_silent: false,
            kind,
            service: self.service.clone(),
            version: self.version.clone(),
            place,
            what,
        }
    }

    pub(super) fn docs(&mut self, place: impl Into<String>, before: &[String], after: &[String]) {
        if before != after {
            self.reworded(place.into());
        }
    }

    pub(super) fn examples(&mut self, place: impl Into<String>) {
        let what = "has different documented examples";
        self.push(Kind::Examples, Severity::Documentation, place, what);
    }

    /// Compares the reasons why `place` is deprecated, if it is.
    pub(super) fn deprecation(&mut self, place: &str, before: Option<&str>, after: Option<&str>) {
        match (before, after) {
            (None, Some(reason)) => {
                let what = format!("is deprecated, so its users get a warning: {reason}");
                self.note(Kind::Deprecated, place, what);
            }
            (Some(_), None) => self.note(Kind::NotDeprecated, place, "is no longer deprecated"),
            (before, after) if before != after => self.reworded(place.to_owned()),
            _ => {}
        }
    }

    fn reworded(&mut self, place: String) {
        let what = "is described differently".to_owned();
        let change = self.change(Kind::Documentation, Severity::Documentation, place, what);
        self.documentation.push(change);
    }

    pub(super) fn worst_first(mut self) -> Vec<Change> {
        let place = |change: &Change| (change.service.clone(), change.version.clone(), change.place.clone());
        let differs: BTreeSet<_> = self
            .list
            .iter()
            .filter(|change| change.kind != Kind::Examples)
            .map(place)
            .collect();
        let alone = self.documentation.into_iter();
        self.list
            .extend(alone.filter(|change| !differs.contains(&place(change))));
        sort(&mut self.list);
        self.list.dedup();
        self.list
    }
}
