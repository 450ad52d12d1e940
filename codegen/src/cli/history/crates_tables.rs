//! The tables of `--per-service`, in Markdown and as JSON.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::Serialize;

use super::crates::{Counts, Crates};
use super::table::listed;

/// The columns of [`Counts`].
const COUNTS: &str = "released | breaking | silently | additions | notes | documentation | new | discontinued";

/// Returns the crates by release and by service, how many break callers how often, and what breaks them.
pub(super) fn markdown(crates: &Crates) -> String {
    let mut text = head(&format!("release | {COUNTS}"));
    for of in &crates.releases {
        line(&mut text, &[of.release.clone(), cells(of.counts)]);
    }
    line(&mut text, &["all".to_owned(), cells(crates.total())]);
    text.push('\n');
    text += &head(&format!("service | actions | {COUNTS} | breaking releases by kind"));
    for (name, of) in crates.worst_first() {
        let kinds = listed(&of.breaking_kinds);
        let row = [name.to_owned(), of.actions.to_string(), cells(of.counts), kinds];
        line(&mut text, &row);
    }
    text.push('\n');
    text += &head("breaking releases | services");
    for (releases, services) in crates.distribution() {
        line(&mut text, &[releases.to_string(), services.to_string()]);
    }
    text.push('\n');
    text += &head("kind | breaking changes | breaking releases | with no other kind");
    let mut kinds: Vec<_> = crates.kinds.iter().collect();
    kinds.sort_by_key(|(_, of)| Reverse(of.releases));
    for (kind, of) in kinds {
        let counts = [of.changes, of.releases, of.alone].map(|count| count.to_string());
        line(&mut text, &[kind.to_string(), counts.join(" | ")]);
    }
    text
}

/// The tables as one object.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Tables<'a> {
    releases: Vec<ReleaseEntry<'a>>,
    services: Vec<ServiceEntry<'a>>,
    kinds: Vec<KindEntry>,
}

#[derive(Serialize)]
struct ReleaseEntry<'a> {
    release: &'a str,
    #[serde(flatten)]
    counts: Counts,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ServiceEntry<'a> {
    service: &'a str,
    actions: usize,
    #[serde(flatten)]
    counts: Counts,
    breaking_releases_by_kind: BTreeMap<&'static str, usize>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct KindEntry {
    kind: &'static str,
    breaking_changes: usize,
    breaking_releases: usize,
    with_no_other_kind: usize,
}

impl<'a> Tables<'a> {
    pub(super) fn of(crates: &'a Crates) -> Self {
        let releases = crates.releases.iter().map(|of| ReleaseEntry {
            release: &of.release,
            counts: of.counts,
        });
        let services = crates.worst_first().into_iter().map(|(service, of)| ServiceEntry {
            service,
            actions: of.actions,
            counts: of.counts,
            breaking_releases_by_kind: of.breaking_kinds.iter().map(|(kind, n)| (kind.as_str(), *n)).collect(),
        });
        let kinds = crates.kinds.iter().map(|(kind, of)| KindEntry {
            kind: kind.as_str(),
            breaking_changes: of.changes,
            breaking_releases: of.releases,
            with_no_other_kind: of.alone,
        });
        Self {
            releases: releases.collect(),
            services: services.collect(),
            kinds: kinds.collect(),
        }
    }
}

fn head(columns: &str) -> String {
    let count = columns.split(" | ").count();
    format!("| {columns} |\n|{}\n", "---|".repeat(count))
}

fn line(text: &mut String, cells: &[String]) {
    let cells = cells.join(" | ");
    text.push_str(&format!("| {cells} |\n"));
}

/// Returns the cells of the columns [`COUNTS`].
fn cells(counts: Counts) -> String {
    let counts = [
        counts.released,
        counts.breaking,
        counts.silent,
        counts.additions,
        counts.notes,
        counts.documentation,
        counts.new,
        counts.discontinued,
    ];
    counts.map(|count| count.to_string()).join(" | ")
}
