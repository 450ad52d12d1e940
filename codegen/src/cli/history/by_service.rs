//! The table of a history by service: how often its crate would be released, and for what.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::diff::{Change, Kind, Severity};

const COLUMNS: [&str; 7] = [
    "service",
    "releases",
    "breaking",
    "only about null",
    "silently",
    "additions",
    "documentation",
];

/// What the releases of one service were for.
#[derive(Default)]
struct Releases {
    breaking: usize,
    /// Of these, those that break by nothing but whether responses may lack members.
    about_null: usize,
    /// Of the breaking ones, those with a change after which code compiles as it is and does something else.
    silent: usize,
    additions: usize,
    documentation: usize,
}

/// The releases of each service.
#[derive(Default)]
pub(super) struct ByService {
    services: BTreeMap<String, Releases>,
    steps: usize,
}

impl ByService {
    /// Adds the services of the first release, which have no changes yet.
    pub(super) fn begin<'a>(&mut self, services: impl IntoIterator<Item = &'a String>) {
        for service in services {
            self.services.entry(service.clone()).or_default();
        }
    }

    /// Adds the changes from one release of the metadata to the next. A service with any is released once, for the worst
    /// of them.
    pub(super) fn add(&mut self, changes: &[Change]) {
        self.steps += 1;
        let mut of_service: BTreeMap<&str, Vec<&Change>> = BTreeMap::new();
        for change in changes.iter().filter(|change| change.kind != Kind::OrderKept) {
            of_service.entry(&change.service).or_default().push(change);
        }
        for (service, changes) in of_service {
            self.services.entry(service.to_owned()).or_default().add(&changes);
        }
    }

    /// Returns the lines of the table, the services that break most often first, under a line with the sums.
    pub(super) fn lines(&self) -> Vec<String> {
        let mut lines = vec![
            format!("| {} |", COLUMNS.join(" | ")),
            format!("|{}", "---|".repeat(COLUMNS.len())),
            line(&format!("all {} services", self.services.len()), &self.sum()),
        ];
        let mut services: Vec<(&String, &Releases)> = self.services.iter().collect();
        services.sort_by_key(|(_, releases)| Reverse((releases.breaking, releases.all())));
        lines.extend(services.iter().map(|(name, releases)| line(name, releases)));
        lines.push(String::new());
        lines.push(self.distribution());
        lines
    }

    fn sum(&self) -> Releases {
        self.services
            .values()
            .fold(Releases::default(), |sum, releases| Releases {
                breaking: sum.breaking + releases.breaking,
                about_null: sum.about_null + releases.about_null,
                silent: sum.silent + releases.silent,
                additions: sum.additions + releases.additions,
                documentation: sum.documentation + releases.documentation,
            })
    }

    /// How many services have how many breaking releases.
    fn distribution(&self) -> String {
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        for releases in self.services.values() {
            *counts.entry(releases.breaking).or_default() += 1;
        }
        let counts: Vec<String> = counts
            .iter()
            .map(|(breaking, services)| format!("{services} with {breaking}"))
            .collect();
        format!(
            "Breaking releases in {} steps: services {}.",
            self.steps,
            counts.join(", ")
        )
    }
}

impl Releases {
    fn add(&mut self, changes: &[&Change]) {
        let breaking = changes.iter().filter(|change| change.severity == Severity::Breaking);
        let mut breaking = breaking.peekable();
        if breaking.peek().is_some() {
            self.breaking += 1;
            self.about_null += usize::from(breaking.all(|change| change.kind.is_about_null()));
            self.silent += usize::from(changes.iter().any(|change| change.is_silent));
        } else if changes.iter().any(|change| change.severity == Severity::Addition) {
            self.additions += 1;
        } else {
            self.documentation += 1;
        }
    }

    fn all(&self) -> usize {
        self.breaking + self.additions + self.documentation
    }
}

fn line(name: &str, releases: &Releases) -> String {
    let counts = [
        releases.all(),
        releases.breaking,
        releases.about_null,
        releases.silent,
        releases.additions,
        releases.documentation,
    ];
    format!("| {name} | {} |", counts.map(|count| count.to_string()).join(" | "))
}
