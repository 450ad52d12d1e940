//! Lists: services, the actions of one, and what a search finds.

use tc3_catalog::search::{Hit, Matched};
use tc3_catalog::{Found, Sites};
use tc3_codegen::spec::Service;

use crate::arguments::Language;
use crate::call::named_call::{Target, name_only_reads};
use crate::call::paging;
use crate::error::CliError;
use crate::explorer::Explorer;
use crate::explorer::web::input::Input;
use crate::explorer::web::reply::{number, object, text, texts};
use crate::help::{self, sites_value};
use crate::json::Value;

/// How many hits a search returns unless it is asked for another number, and at most.
const HITS: u64 = 50;
const MOST_HITS: u64 = 500;
/// No name is as long, in characters.
const LONGEST_QUERY: usize = 200;

/// `{services: [{name, title, versions: [{version, actions}]}]}`
pub(super) fn services(explorer: &Explorer, input: &Input) -> Result<Value, CliError> {
    let opened = explorer.libraries.asked_for(input)?;
    let services = opened.library.services().map_err(help::lookup_error)?;
    let services = services.into_iter().map(|service| {
        let versions = service.versions.into_iter();
        let versions =
            versions.map(|version| object([("version", text(version.version)), ("actions", number(version.actions))]));
        object([
            ("name", text(service.name)),
            ("title", text(service.title)),
            ("versions", Value::Array(versions.collect())),
        ])
    });
    Ok(object([("services", Value::Array(services.collect()))]))
}

/// `{service, title, version, versions, actions: [{name, title, sites, reads, pages, deprecated}]}`
pub(super) fn actions(explorer: &Explorer, input: &Input) -> Result<Value, CliError> {
    let opened = explorer.libraries.asked_for(input)?;
    let name = input.required("service")?;
    let version = input.text("version");
    let summaries = opened.library.actions(name, version).map_err(help::lookup_error)?;
    let mut service = opened.library.service(name, version).map_err(help::lookup_error)?;
    let declared = std::mem::take(&mut service.actions);
    let mut found = Found {
        service,
        sites: Sites::BOTH,
        is_other_version: false,
        is_from_spec: false,
    };
    let mut of_action = declared.into_iter().map(|action| {
        let name = action.name.value.clone();
        found.service.actions = vec![action];
        let facts = Target::new(&found).map(|target| (target.only_reads(), paging::pages(&target).is_ok()));
        (name, facts.unwrap_or_default())
    });
    let facts: std::collections::BTreeMap<String, (bool, bool)> = of_action.by_ref().collect();
    let rows = summaries.into_iter().map(|summary| {
        // A spec may have a part of a version, and the catalog the rest.
        let unknown = || (name_only_reads(&summary.name), false);
        let (reads, pages) = facts.get(&summary.name).copied().unwrap_or_else(unknown);
        object([
            ("reads", Value::Bool(reads)),
            ("pages", Value::Bool(pages)),
            ("sites", sites_value(summary.sites)),
            ("deprecated", Value::Bool(summary.deprecated)),
            ("name", text(summary.name)),
            ("title", text(summary.title)),
        ])
    });
    let rows = Value::Array(rows.collect());
    let services = opened.library.services().map_err(help::lookup_error)?;
    let summary = services.into_iter().find(|service| service.name == name);
    let (title, versions) = summary
        .map(|summary| (summary.title, summary.versions))
        .unwrap_or_default();
    Ok(object([
        ("service", text(name)),
        ("title", text(title)),
        ("version", text(version_of(&found.service))),
        ("versions", texts(versions.into_iter().map(|version| version.version))),
        ("actions", rows),
    ]))
}

fn version_of(service: &Service) -> &str {
    &service.file.version.value
}

/// `{hits: [{service, version, action, title, sites, reads, deprecated, matched, member}]}`
pub(super) fn search(explorer: &Explorer, input: &Input) -> Result<Value, CliError> {
    let opened = explorer.libraries.asked_for(input)?;
    let offset = input.whole("offset")?.unwrap_or(0);
    if offset >= MOST_HITS {
        // Nobody reads so far; without an end, who pages would never come to one.
        return Ok(object([("hits", Value::Array(Vec::new()))]));
    }
    let limit = input.whole("limit")?.unwrap_or(HITS).min(MOST_HITS);
    // Without `site` both are searched.
    let site = input.text("site").map(|_| help::site(opened.site));
    let query = input.text("q").unwrap_or_default();
    if query.chars().count() > LONGEST_QUERY {
        return Err(CliError::input(format!(
            "the words to search for have more than {LONGEST_QUERY} characters"
        )));
    }
    let (only_reads, only_pages) = (input.text("reads").is_some(), input.text("pages").is_some());
    // What is left out by a filter is known after the search only.
    let is_filtered = only_reads || only_pages;
    let most = if is_filtered { MOST_HITS } else { offset + limit };
    let count = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    let result = opened.search.search(query, count(most), input.text("service"), site);
    let result = result.map_err(|error| CliError::configuration(error.to_string()))?;
    let has_pages = |hit: &Hit| {
        let found = opened.library.find(&hit.service, &hit.action, Some(&hit.version));
        found.is_ok_and(|found| Target::new(&found).is_ok_and(|target| paging::pages(&target).is_ok()))
    };
    let hits = result.hits.into_iter();
    let hits = hits.filter(|hit| !only_reads || name_only_reads(&hit.action));
    let hits = hits.filter(|hit| !only_pages || has_pages(hit));
    let hits = hits.skip(count(offset)).take(count(limit));
    let hits = hits.map(|hit| {
        let titles = match opened.language {
            Language::English => [&hit.english, &hit.chinese],
            Language::Chinese => [&hit.chinese, &hit.english],
        };
        let title = titles.into_iter().find(|title| !title.is_empty());
        let (matched, member) = match &hit.matched {
            Matched::Name => ("name", Value::Null),
            Matched::Title => ("title", Value::Null),
            Matched::Member(member) => ("member", text(member)),
            _ => ("text", Value::Null),
        };
        object([
            ("title", text(title.cloned().unwrap_or_default())),
            ("service", text(&hit.service)),
            ("version", text(&hit.version)),
            ("reads", Value::Bool(name_only_reads(&hit.action))),
            ("action", text(&hit.action)),
            ("sites", sites_value(hit.sites)),
            ("deprecated", Value::Bool(hit.is_deprecated)),
            ("matched", text(matched)),
            ("member", member),
        ])
    });
    Ok(object([("hits", Value::Array(hits.collect()))]))
}
