//! Service files, and the default among the versions of a service.

use std::collections::BTreeMap;

use super::dates::is_date;
use super::names::device_name;
use crate::source::{Diagnostic, quoted};
use crate::spec::{Service, ServiceFile, Spanned, Spec, version_module};

pub(super) fn check(spec: &Spec, found: &mut Vec<Diagnostic>) {
    for service in &spec.services {
        let (name_folder, version_folder) = service.folder.split_once('/').unwrap_or((&service.folder, ""));
        check_name(&service.file, name_folder, found);
        check_version(&service.file, version_folder, found);
        check_host(&service.file.host, found);
        for host in service.actions.iter().filter_map(|action| action.host.as_ref()) {
            check_host(host, found);
        }
    }
    check_default_versions(spec, found);
}

fn check_name(file: &ServiceFile, folder: &str, found: &mut Vec<Diagnostic>) {
    let name = &file.name;
    if !name.is_written() {
        return;
    }
    if !is_service_name(name) {
        found.push(
            Diagnostic::error("bad-name", format!("{} is not the name of a service", quoted(name)))
                .at(name.span.clone(), "not lower-case letters and digits")
                .help("write the first part of the service's host name, such as `gaap`"),
        );
    } else if name.value == "schema" || device_name(name) {
        found.push(
            Diagnostic::error("reserved-name", format!("a service cannot be named {}", quoted(name)))
                .at(name.span.clone(), "a folder cannot have this name")
                .help("`schema` holds the JSON Schemas; names such as `con` and `nul` are devices on Windows"),
        );
    } else if name.value != folder {
        found.push(
            Diagnostic::error(
                "folder-name",
                format!("the service {} is in a folder named {}", quoted(name), quoted(folder)),
            )
            .at(name.span.clone(), format!("not {}", quoted(folder)))
            .help("give the folder the name of the service"),
        );
    }
}

fn is_service_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
}

fn check_version(file: &ServiceFile, folder: &str, found: &mut Vec<Diagnostic>) {
    let version = &file.version;
    if !version.is_written() {
        return;
    }
    if !is_date(version) {
        found.push(
            Diagnostic::error("bad-version", format!("{} is not a version", quoted(version)))
                .at(version.span.clone(), "not a day written yyyy-mm-dd")
                .help("write the version as the service documents it: `2018-05-29`"),
        );
        return;
    }
    let expected = version_module(version);
    if folder != expected {
        found.push(
            Diagnostic::error(
                "folder-name",
                format!("version {} is in a folder named {}", quoted(version), quoted(folder)),
            )
            .at(version.span.clone(), format!("belongs in `{expected}`"))
            .help(format!("rename the folder to `{expected}`, or fix the version")),
        );
    }
}

fn check_host(host: &Spanned<String>, found: &mut Vec<Diagnostic>) {
    if !host.is_written() || is_host(host) {
        return;
    }
    let label = if host.contains("://") {
        "a host has no scheme"
    } else {
        "not a host name"
    };
    found.push(
        Diagnostic::error("bad-host", format!("{} is not a host name", quoted(host)))
            .at(host.span.clone(), label)
            .help("write the name alone, in lower case, without scheme, port or path: `gaap.tencentcloudapi.com`"),
    );
}

/// Whether it has two labels or more, as RFC 1123 has them, in lower case.
fn is_host(host: &str) -> bool {
    const LONGEST_NAME: usize = 253;
    const LONGEST_LABEL: usize = 63;
    let is_label = |label: &str| {
        (1..=LONGEST_LABEL).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    };
    host.len() <= LONGEST_NAME && host.contains('.') && host.split('.').all(is_label)
}

fn check_default_versions(spec: &Spec, found: &mut Vec<Diagnostic>) {
    let mut versions_of: BTreeMap<&str, Vec<&Service>> = BTreeMap::new();
    for service in &spec.services {
        let name = service.folder.split('/').next().unwrap_or_default();
        versions_of.entry(name).or_default().push(service);
    }
    for (name, versions) in versions_of {
        let all_read = versions.iter().all(|service| service.file.version.is_written());
        let marked: Vec<&Service> = versions
            .iter()
            .filter(|service| service.file.default_version)
            .copied()
            .collect();
        match marked.as_slice() {
            [_] => {}
            [] if versions.len() > 1 && all_read => found.push(no_default(name, &versions)),
            [_, _, ..] => found.push(several_defaults(name, &marked)),
            [] => {}
        }
    }
}

fn no_default(name: &str, versions: &[&Service]) -> Diagnostic {
    let message = format!(
        "{} has {} versions, and none is the default",
        quoted(name),
        versions.len()
    );
    pointing_at(Diagnostic::error("default-version", message), versions, "a version")
        .help("write `\"defaultVersion\": true` in the service.json of the one that the service's module re-exports")
}

fn several_defaults(name: &str, marked: &[&Service]) -> Diagnostic {
    let message = format!("{} has {} default versions", quoted(name), marked.len());
    pointing_at(
        Diagnostic::error("default-version", message),
        marked,
        "marked as the default",
    )
    .help("keep `\"defaultVersion\": true` in one service.json")
}

fn pointing_at(diagnostic: Diagnostic, services: &[&Service], label: &str) -> Diagnostic {
    services
        .iter()
        .filter(|service| service.file.version.is_written())
        .fold(diagnostic, |diagnostic, service| {
            diagnostic.and(service.file.version.span.clone(), label)
        })
}
