//! The help of an action.

use std::borrow::Cow;

use tc3_catalog::Found;
use tc3_codegen::spec::{ActionFile, Content, Example, Member, Service, TypeFile};

use super::facts::{self, flag, sentences, structure, type_label, value_of, values};
use super::labels::Labels;
use super::page::Page;
use crate::json::write_pretty;

/// Writes the help of an action; with `is_detailed`, everything that is known of it.
pub(crate) fn write(page: &mut Page, found: &Found, action: &ActionFile, labels: &Labels, is_detailed: bool) {
    let service = &found.service;
    let (name, action_name) = (&service.file.name.value, &action.name.value);
    page.line(0, &format!("tc3 {name} {action_name}"));
    if action.deprecated.is_some() {
        page.line(0, &format!("({})", labels.deprecated));
    }
    if !action.description.value.is_empty() {
        page.blank();
        let description = &action.description.value;
        let first = first_lines(description);
        page.paragraph(0, if is_detailed { description } else { &first });
    }
    if let Some(reason) = action.deprecated.as_ref().filter(|reason| !reason.value.is_empty()) {
        page.paragraph(0, &reason.value);
    }
    if found.is_other_version {
        page.blank();
        page.paragraph(0, &format!("{} {}.", labels.other_version, service.file.version.value));
    }
    page.heading(labels.usage);
    page.paragraph(2, &usage(service, action));
    write_parameters(page, service, action, labels, is_detailed);
    if is_detailed {
        write_details(page, found, action, labels);
    }
    page.heading(labels.more);
    let mut more = vec![(
        format!("tc3 {name} {action_name} help --detail"),
        labels.detail.to_owned(),
    )];
    more.push((
        format!("tc3 {name} {action_name} --generate-cli-skeleton"),
        labels.skeleton.to_owned(),
    ));
    more.push(("tc3 help options".to_owned(), labels.global_options.to_owned()));
    page.rows(2, more.get(usize::from(is_detailed)..).unwrap_or_default());
    if has_no_text(action) {
        page.blank();
        page.paragraph(0, labels.no_texts);
    }
}

/// Writes the help of a type.
pub(crate) fn write_type(page: &mut Page, service: &Service, shared: &TypeFile, used_by: &[&str], labels: &Labels) {
    page.line(0, &format!("{} {}", service.file.name.value, shared.name.value));
    if !shared.description.value.is_empty() {
        page.blank();
        page.paragraph(0, &shared.description.value);
    }
    write_type_body(page, service, shared, labels);
    if !used_by.is_empty() {
        page.heading(labels.used_by);
        page.paragraph(2, &used_by.join(", "));
    }
}

/// Where no description was installed, nothing has one.
fn has_no_text(action: &ActionFile) -> bool {
    let members = action.parameters.iter().chain(&action.output);
    action.description.value.is_empty() && members.into_iter().all(|member| member.description.value.is_empty())
}

fn usage(service: &Service, action: &ActionFile) -> String {
    let mut words = vec![
        "tc3".to_owned(),
        service.file.name.value.clone(),
        action.name.value.clone(),
    ];
    let (required, optional) = split(&action.parameters);
    for member in &required {
        words.push(format!("{} ..", flag(service, member)));
    }
    if !optional.is_empty() {
        words.push("[PARAMETERS]".to_owned());
    }
    words.push("[OPTIONS]".to_owned());
    words.join(" ")
}

fn split(members: &[Member]) -> (Vec<&Member>, Vec<&Member>) {
    members.iter().partition(|member| member.required)
}

fn write_parameters(page: &mut Page, service: &Service, action: &ActionFile, labels: &Labels, is_detailed: bool) {
    let (required, optional) = split(&action.parameters);
    if action.parameters.is_empty() {
        page.blank();
        page.paragraph(0, labels.no_parameters);
    }
    let sections = [
        (labels.required_parameters, required),
        (labels.optional_parameters, optional),
    ];
    for (heading, members) in sections.into_iter().filter(|(_, members)| !members.is_empty()) {
        page.heading(heading);
        for member in members {
            let flag = flag(service, member);
            write_member(page, 2, &flag, service, member, labels, is_detailed);
            // With all details, each type is said once below.
            if !is_detailed {
                let nested = structure(service, member).and_then(|shared| shared.members.as_ref());
                let (required, optional) = nested.map(|members| split(members)).unwrap_or_default();
                for nested in required.into_iter().chain(optional) {
                    let nested_flag = facts::flag(service, nested).replacen("--", ".", 1);
                    let name = format!("{flag}{nested_flag}");
                    write_member(page, 6, &name, service, nested, labels, false);
                }
            }
        }
    }
}

fn write_member(
    page: &mut Page,
    indent: usize,
    name: &str,
    service: &Service,
    member: &Member,
    labels: &Labels,
    is_detailed: bool,
) {
    // The heading says it of parameters.
    let is_required = member.required && (!name.starts_with("--") || indent > 2);
    let required = if is_required {
        format!(" ({})", labels.required)
    } else {
        String::new()
    };
    page.term(
        indent,
        name,
        &format!("{}{required}", type_label(service, member, labels)),
    );
    write_meaning(page, indent + 4, service, member, labels, is_detailed);
}

fn write_meaning(
    page: &mut Page,
    indent: usize,
    service: &Service,
    member: &Member,
    labels: &Labels,
    is_detailed: bool,
) {
    let description = member.description.value.trim();
    let text = if is_detailed {
        Cow::Borrowed(description)
    } else {
        first_lines(description)
    };
    let mut text = text.into_owned();
    for sentence in sentences(service, member, labels) {
        if !text.is_empty() && !text.ends_with('。') {
            text.push(' ');
        }
        text.push_str(&sentence);
    }
    page.paragraph(indent, &text);
}

/// The most lines of a list that the short help keeps.
const LISTED: usize = 12;

/// What a description says first: its first line that is not empty, and if that announces a list, the list.
fn first_lines(description: &str) -> Cow<'_, str> {
    let mut lines = description.lines().map(str::trim).filter(|line| !line.is_empty());
    let first = lines.next().unwrap_or_default();
    if !first.ends_with([':', '：']) {
        return Cow::Borrowed(first);
    }
    let mut text = first.to_owned();
    for (index, line) in lines.by_ref().take(LISTED).enumerate() {
        text.push_str(if index == 0 { " " } else { "; " });
        text.push_str(line.trim_matches(['-', '*', '•', ' ', ';', '.']));
    }
    if lines.next().is_some() {
        text.push_str(" ..");
    }
    Cow::Owned(text)
}

fn write_details(page: &mut Page, found: &Found, action: &ActionFile, labels: &Labels) {
    let service = &found.service;
    if !action.output.is_empty() {
        page.heading(labels.output);
        for member in &action.output {
            write_output(page, service, member, labels);
        }
    }
    let types = reached(service, action);
    if !types.is_empty() {
        page.heading(labels.types);
    }
    for shared in types {
        page.blank();
        page.term(2, &shared.name.value, "");
        page.paragraph(4, &shared.description.value);
        write_members_of_type(page, 4, service, shared, labels);
    }
    page.heading(labels.facts);
    page.rows(2, &facts(found, action, labels));
    if !action.errors.is_empty() {
        page.heading(labels.errors);
        for error in &action.errors {
            page.term(2, &error.code.value, "");
            page.paragraph(
                6,
                error
                    .description
                    .as_ref()
                    .map(|text| text.value.as_str())
                    .unwrap_or_default(),
            );
        }
    }
    if action.examples.iter().any(|example| example.request.is_some()) {
        page.heading(labels.examples);
        for example in &action.examples {
            write_example(page, service, action, example);
        }
    }
}

fn write_output(page: &mut Page, service: &Service, member: &Member, labels: &Labels) {
    let nullable = if member.nullable {
        format!(" ({})", labels.may_be_null)
    } else {
        String::new()
    };
    page.term(
        2,
        &member.name.value,
        &format!("{}{nullable}", type_label(service, member, labels)),
    );
    write_meaning(page, 6, service, member, labels, true);
}

fn write_members_of_type(page: &mut Page, indent: usize, service: &Service, shared: &TypeFile, labels: &Labels) {
    if shared.members.as_ref().is_some_and(Vec::is_empty) {
        page.paragraph(indent, labels.free_form);
    }
    for member in shared.members.iter().flatten() {
        write_member(page, indent, &member.name.value, service, member, labels, true);
    }
}

fn write_type_body(page: &mut Page, service: &Service, shared: &TypeFile, labels: &Labels) {
    if shared.members.is_some() {
        page.heading(labels.members);
        write_members_of_type(page, 2, service, shared, labels);
    }
    if shared.is_value_set() {
        page.heading(labels.values);
    }
    for value in shared.values.iter().flatten() {
        page.term(2, &value.value.value, "");
        page.paragraph(6, &value.description.value);
    }
    for integer in shared.integers.iter().flatten() {
        page.term(2, &integer.value.value.to_string(), &integer.rust_name.value);
        page.paragraph(6, &integer.description.value);
    }
}

/// The structures that an action reaches, each once, in the order they are met: recursive types end.
pub(crate) fn reached<'a>(service: &'a Service, action: &'a ActionFile) -> Vec<&'a TypeFile> {
    let mut types: Vec<&TypeFile> = Vec::new();
    let mut waiting: Vec<&Member> = action.parameters.iter().chain(&action.output).rev().collect();
    while let Some(member) = waiting.pop() {
        let Some(shared) = structure(service, member) else {
            continue;
        };
        if !types.iter().any(|known| known.name.value == shared.name.value) {
            types.push(shared);
            waiting.extend(shared.members.iter().flatten().rev());
        }
    }
    types
}

/// The sets of values that an action reaches.
pub(crate) fn reached_sets<'a>(service: &'a Service, action: &'a ActionFile) -> Vec<&'a TypeFile> {
    let of_types = reached(service, action)
        .into_iter()
        .flat_map(|shared| shared.members.iter().flatten());
    let members = action.parameters.iter().chain(&action.output).chain(of_types);
    let mut sets: Vec<&TypeFile> = Vec::new();
    for member in members.filter(|member| values(service, member).is_some()) {
        let set = member.values.as_ref().and_then(|set| service.type_named(&set.value));
        if let Some(set) = set.filter(|set| !sets.iter().any(|known| known.name.value == set.name.value)) {
            sets.push(set);
        }
    }
    sets
}

fn facts(found: &Found, action: &ActionFile, labels: &Labels) -> Vec<(String, String)> {
    let file = &found.service.file;
    let mut facts = Vec::new();
    let mut fact = |label: &str, value: &str| facts.push((label.to_owned(), value.to_owned()));
    fact(labels.version, &file.version.value);
    fact(
        labels.host,
        action.host.as_ref().map_or(&file.host.value, |host| &host.value),
    );
    let sites = [(found.sites.cn, "cn"), (found.sites.intl, "intl")];
    let sites: Vec<&str> = sites
        .into_iter()
        .filter(|(has, _)| *has)
        .map(|(_, site)| site)
        .collect();
    fact(labels.sites, &sites.join(", "));
    let region = if action.region_required {
        labels.region_required
    } else {
        labels.region_optional
    };
    fact(labels.region, region);
    if let Some(rate) = &action.rate_limit {
        fact(labels.rate_limit, &format!("{} {}", rate.value, labels.rate));
    }
    if action.is_read_only() {
        fact(labels.read_only, labels.yes);
    }
    if let Some(paging) = action.pages() {
        let by = &paging.position.value;
        fact(labels.pages, &format!("{} {by}; {}", labels.pages_by, labels.with_all));
    }
    match action.content() {
        Content::Json => {}
        Content::Multipart => fact(labels.content, "multipart/form-data"),
        Content::OctetStream => fact(labels.content, "application/octet-stream"),
    }
    if !action.is_signed() {
        fact(labels.not_signed, "");
    }
    if action.streaming.value {
        fact(labels.streaming, "");
    }
    facts
}

fn write_example(page: &mut Page, service: &Service, action: &ActionFile, example: &Example) {
    let Some(request) = &example.request else {
        return;
    };
    page.blank();
    page.paragraph(2, &example.title.value);
    let mut text = Vec::new();
    // Writing to memory does not fail.
    let _ = write_pretty(&value_of(&request.value), &mut text);
    // A quote in a text ends the shell's quotes, is itself between other quotes, and begins them again.
    let text = String::from_utf8_lossy(&text).replace('\'', r"'\''");
    let start = format!(
        "tc3 {} {} --cli-input-json '",
        service.file.name.value, action.name.value
    );
    for line in format!("{start}{text}'").lines() {
        page.line(4, line);
    }
}
