//! The help of a service: its versions and actions.

use tc3_catalog::{ActionSummary, ServiceSummary, Site};

use super::labels::Labels;
use super::page::Page;

/// What is listed of a service.
pub(crate) struct Listed<'a> {
    pub(crate) summary: &'a ServiceSummary,
    /// The version whose actions are listed.
    pub(crate) version: &'a str,
    /// The site that is asked for.
    pub(crate) site: Site,
    pub(crate) actions: &'a [ActionSummary],
}

/// Writes the help of a service.
pub(crate) fn write(page: &mut Page, listed: &Listed<'_>, labels: &Labels) {
    let name = &listed.summary.name;
    page.paragraph(0, &heading(name, &listed.summary.title));
    page.heading(labels.usage);
    page.line(2, &format!("tc3 {name} ACTION [PARAMETERS] [OPTIONS]"));
    let facts = vec![(labels.versions.to_owned(), versions(listed.summary, labels))];
    page.heading(labels.facts);
    page.rows(2, &facts);
    page.heading(&format!(
        "{} ({}, {})",
        labels.actions,
        listed.version,
        listed.actions.len()
    ));
    let rows: Vec<(String, String)> = listed
        .actions
        .iter()
        .map(|action| (action.name.clone(), remark(action, listed.site, labels)))
        .collect();
    page.rows(2, &rows);
    page.heading(labels.more);
    let more = [
        (format!("tc3 {name} ACTION help"), labels.help_of_action.to_owned()),
        (
            format!("tc3 api search --service {name} WORDS"),
            labels.search.to_owned(),
        ),
        ("tc3 help options".to_owned(), labels.global_options.to_owned()),
    ];
    page.rows(2, &more);
    if !listed.actions.is_empty() && listed.actions.iter().all(|action| action.title.is_empty()) {
        page.blank();
        page.paragraph(0, labels.no_texts);
    }
}

fn heading(name: &str, title: &str) -> String {
    if title.is_empty() || title == name {
        return format!("tc3 {name}");
    }
    format!("tc3 {name}: {title}")
}

fn versions(summary: &ServiceSummary, labels: &Labels) -> String {
    let versions = summary.versions.iter().enumerate().map(|(at, version)| {
        let is_marked = at == 0 && summary.versions.len() > 1;
        let mark = if is_marked {
            format!(" ({})", labels.default_version)
        } else {
            String::new()
        };
        format!("{}{mark}", version.version)
    });
    versions.collect::<Vec<_>>().join(", ")
}

/// The title of an action, after what has to be known first.
fn remark(action: &ActionSummary, site: Site, labels: &Labels) -> String {
    let mut words = Vec::new();
    if action.deprecated {
        words.push(format!("({})", labels.deprecated));
    }
    if !action.sites.has(site) {
        words.push(format!("(--site {})", if site == Site::Cn { "intl" } else { "cn" }));
    }
    if !action.title.is_empty() {
        words.push(action.title.clone());
    }
    words.join(" ")
}
