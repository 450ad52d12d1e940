//! The names that `emulator.json` may use.

use std::collections::HashSet;

use super::places::is_short_path;
use crate::check::scope::{Scope, listed};
use crate::source::{Comparisons, Diagnostic, nearest, quoted};
use crate::spec::emulator::{EmulatorFile, Resource, Within};
use crate::spec::{ItemType, Member, Service, Spanned};

/// The names that `emulator.json` may use, and the diagnostics about those that it uses.
pub(super) struct Names<'a> {
    pub(super) scope: Scope<'a>,
    pub(super) service: &'a Service,
    pub(super) file: &'a EmulatorFile,
    pub(super) found: &'a mut Vec<Diagnostic>,
    comparisons: Comparisons,
}

impl<'a> Names<'a> {
    pub(super) fn new(scope: Scope<'a>, file: &'a EmulatorFile, found: &'a mut Vec<Diagnostic>) -> Self {
        Self {
            scope,
            service: scope.service,
            file,
            found,
            comparisons: Comparisons::default(),
        }
    }

    /// Reports `name` unless it is one of `candidates`, which may come from any file of the service version.
    pub(super) fn one_of_service<'n>(
        &mut self,
        name: &Spanned<String>,
        noun: &str,
        candidates: impl Iterator<Item = &'n str> + Clone,
    ) {
        if !self.scope.has_damage() {
            self.one_of(name, noun, candidates);
        }
    }

    /// Reports `name` unless it is one of `candidates`, none of which is missing.
    pub(super) fn one_of<'n>(
        &mut self,
        name: &Spanned<String>,
        noun: &str,
        candidates: impl Iterator<Item = &'n str> + Clone,
    ) {
        if !name.is_written() || candidates.clone().any(|candidate| candidate == name.as_str()) {
            return;
        }
        let help = if self.comparisons.allow(candidates.clone().count()) {
            let mut candidates: Vec<&str> = candidates.collect();
            candidates.sort_unstable();
            candidates.dedup();
            match nearest(name, candidates.iter().copied()) {
                Some(near) => format!("write `{near}`"),
                None if candidates.is_empty() => format!("there is no {noun} to name: take the rule out"),
                None => format!("name one of {}", listed(candidates)),
            }
        } else {
            format!("write the name of another {noun}, or take the rule out")
        };
        self.found.push(
            Diagnostic::error("emulator-name", format!("there is no {noun} {}", quoted(name)))
                .at(name.span.clone(), format!("no {noun} of this name"))
                .help(help),
        );
    }

    pub(super) fn resource(&mut self, name: &Spanned<String>) -> Option<&'a Resource> {
        let file = self.file;
        self.one_of(
            name,
            "resource",
            file.resources.iter().map(|resource| resource.name.as_str()),
        );
        file.resource(name)
    }

    /// Reports `code` unless an action of the service documents it.
    pub(super) fn code(&mut self, code: &Spanned<String>) {
        let service = self.service;
        let of_actions = service.actions.iter().flat_map(|action| &action.errors);
        let documented = service.file.errors.iter().chain(of_actions);
        let mut codes = documented.map(|error| error.code.as_str());
        let is_known =
            self.scope.has_damage() || !code.is_written() || codes.clone().any(|known| known == code.as_str());
        if is_known {
            return;
        }
        let near = if self.comparisons.allow(codes.clone().count()) {
            nearest(code, codes.clone())
        } else {
            None
        };
        let help = match near {
            Some(near) => format!("write `{near}`"),
            None => missing_code(service, codes.next().is_none()),
        };
        self.found.push(
            Diagnostic::error("emulator-name", format!("there is no error code {}", quoted(code)))
                .at(code.span.clone(), "no action and not the service documents it")
                .help(help),
        );
    }

    /// A member that resources of this kind may have.
    pub(super) fn member(&mut self, name: &Spanned<String>, resource: &Resource) {
        let members = self.members_of(resource);
        let noun = format!("member of {}", resource.name.value);
        self.one_of_service(name, &noun, members.iter().copied());
    }

    pub(super) fn has_member(&self, name: &str, resource: &Resource) -> bool {
        self.members_of(resource).contains(name)
    }

    fn members_of<'r>(&self, resource: &'r Resource) -> HashSet<&'r str>
    where
        'a: 'r,
    {
        let mut members: HashSet<&'r str> = HashSet::new();
        members.extend(resource.id.iter().map(|id| id.member.as_str()));
        members.extend(resource.status.iter().map(|status| status.member.as_str()));
        members.extend(resource.created.iter().map(|rule| rule.member.as_str()));
        for action in &self.file.actions {
            for creation in action.creates.iter().filter(|made| made.resource == resource.name) {
                let parameters = creation.stores.iter().chain(&creation.replaces);
                members.extend(parameters.map(|name| name.as_str()));
                members.extend(creation.sets.iter().map(|rule| rule.member.as_str()));
                members.extend(link_members(resource, creation.within.as_ref()));
                let each = creation.each.iter();
                members.extend(each.clone().filter_map(|each| Some(each.member.as_ref()?.as_str())));
                for each in each.filter(|each| each.member.is_none()) {
                    let parameter = self.service.action(&action.name);
                    let parameter = parameter.and_then(|action| named(&action.parameters, &each.parameter));
                    members.extend(parameter.into_iter().flat_map(|member| self.inner(member)));
                }
            }
        }
        members
    }

    /// The members of the structures that `member` holds.
    fn inner(&self, member: &'a Member) -> impl Iterator<Item = &'a str> + use<'a> {
        let declared = match member.type_ref().item {
            ItemType::Named(name) => self.service.type_named(name),
            _ => None,
        };
        let members = declared.and_then(|declared| declared.members.as_ref());
        members.into_iter().flatten().map(|member| member.name.as_str())
    }

    /// Reports a path that is too long for the emulator to follow.
    pub(super) fn short_path(&mut self, path: &Spanned<String>) -> bool {
        let is_short = is_short_path(path);
        if !is_short {
            self.found.push(
                Diagnostic::error("emulator-rule", "a path through more structures than a response has")
                    .at(path.span.clone(), "more than 16 names")
                    .help("name a member that is not as deep"),
            );
        }
        is_short
    }

    /// Reports a name that is used twice.
    pub(super) fn once(&mut self, name: &Spanned<String>, noun: &str, before: &[&Spanned<String>]) {
        let Some(first) = before.iter().find(|first| first.value == name.value) else {
            return;
        };
        if name.is_written() {
            self.found.push(
                Diagnostic::error(
                    "emulator-twice",
                    format!("the {noun} {} is described twice", quoted(name)),
                )
                .at(name.span.clone(), "described again here")
                .and(first.span.clone(), "first described here")
                .help("make one of the two"),
            );
        }
    }
}

/// The members that a new resource gets from the parent that it is created within.
fn link_members<'r>(resource: &'r Resource, within: Option<&Within>) -> impl Iterator<Item = &'r str> {
    let parent = within.map(|within| within.resource.value.clone());
    let links = resource.parents.iter();
    let links = links.filter(move |link| Some(&link.resource.value) == parent.as_ref());
    links.flat_map(|link| &link.members).map(|member| member.as_str())
}

/// What to do about an error code that nothing documents; the metadata of an import has none.
fn missing_code(service: &Service, has_none: bool) -> String {
    let add = "add it to `errors` of the action or of service.json";
    if !has_none {
        return format!("{add}, if the service has it");
    }
    let name = &service.file.name.value;
    // Any action will do: without one, every action would be imported.
    let action = service
        .actions
        .first()
        .map(|action| format!(" --action {}", action.name.value));
    format!(
        "{add}, or take all codes of the service from the Python SDK: `tc3-codegen import metadata WHEEL --service {name}{} --errors SDK_WHEEL`",
        action.unwrap_or_default()
    )
}

fn named<'a>(members: &'a [Member], name: &str) -> Option<&'a Member> {
    members.iter().find(|member| member.name.value == name)
}
