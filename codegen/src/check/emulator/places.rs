//! Where the members of resources are shown and compared, so that their types can be checked.

use std::collections::HashSet;

use crate::spec::emulator::{ActionRule, EmulatorFile, Key, Resource, ValueRule};
use crate::spec::{ActionFile, ItemType, Member, Service, Spanned};

/// Every place where a resource is shown or compared.
pub(super) struct Places<'a> {
    service: &'a Service,
    file: &'a EmulatorFile,
    members: Vec<Place<'a>>,
    rules: Vec<(&'a ValueRule, &'a Member)>,
    /// The types that are shown as part of another resource; links may form a cycle.
    nested: HashSet<(&'a str, &'a str)>,
}

/// A declared member that shows a member of a resource, or is compared with it.
struct Place<'a> {
    resource: &'a str,
    stored: &'a str,
    declared: &'a Member,
    is_shown: bool,
}

/// A structure that shows a resource, or part of one at a path.
struct Shown<'a> {
    resource: &'a str,
    members: &'a [Member],
    /// Rules that differ from those of the resource.
    shows: &'a [ValueRule],
    prefix: String,
}

/// The most members of a path; the service's own responses have up to 13 levels.
const MAX_PATH: usize = 16;

/// Whether a path is one that the emulator follows.
pub(super) fn is_short_path(path: &str) -> bool {
    path.split('.').take(MAX_PATH + 1).count() <= MAX_PATH
}

impl<'a> Places<'a> {
    pub(super) fn of(service: &'a Service, file: &'a EmulatorFile) -> Self {
        let mut places = Self {
            service,
            file,
            members: Vec::new(),
            rules: Vec::new(),
            nested: HashSet::new(),
        };
        for rule in &file.actions {
            if let Some(action) = service.action(&rule.name) {
                places.action(rule, action);
            }
        }
        places
    }

    /// The declared members that show a member of the resource, or are compared with it.
    pub(super) fn of_member(&self, resource: &str, stored: &str) -> impl Iterator<Item = &'a Member> {
        let places = self.members.iter();
        let places = places.filter(move |place| place.resource == resource && place.stored == stored);
        places.map(|place| place.declared)
    }

    /// The declared members that show a member of the resource.
    pub(super) fn showing(&self, resource: &str, stored: &str) -> impl Iterator<Item = &'a Member> {
        let places = self.members.iter().filter(|place| place.is_shown);
        let places = places.filter(move |place| place.resource == resource && place.stored == stored);
        places.map(|place| place.declared)
    }

    /// The declared members that show the value of a rule.
    pub(super) fn of_rule(&self, rule: &'a ValueRule) -> impl Iterator<Item = &'a Member> {
        let places = self.rules.iter();
        let places = places.filter(move |(known, _)| std::ptr::eq(*known, rule));
        places.map(|(_, declared)| *declared)
    }

    fn action(&mut self, rule: &'a ActionRule, action: &'a ActionFile) {
        for creation in &rule.creates {
            let Some((answer, shown)) = creation
                .answers
                .as_ref()
                .and_then(|answer| Some((answer, self.output(action, &answer.member)?)))
            else {
                continue;
            };
            match &answer.from {
                Some(from) => self.add(&creation.resource, from, shown),
                None => self.structure(&creation.resource, shown, &[]),
            }
        }
        for change in rule.modifies.iter().chain(&rule.deletes) {
            self.keys(&change.resource, &change.by, action);
        }
        for listing in &rule.lists {
            for path in &listing.items {
                match (self.output(action, path), &listing.from) {
                    (Some(list), Some(from)) => self.add(&listing.resource, from, list),
                    (Some(list), None) => self.structure(&listing.resource, list, &listing.shows),
                    (None, _) => {}
                }
            }
        }
        if let Some(detail) = &rule.details {
            self.keys(&detail.resource, &detail.by, action);
            match &detail.output {
                None => self.walk(&detail.resource, &action.output, &detail.shows),
                Some(path) => {
                    let shown = self.output(action, path);
                    shown
                        .into_iter()
                        .for_each(|shown| self.structure(&detail.resource, shown, &detail.shows));
                }
            }
        }
        let withins = rule.creates.iter().filter_map(|made| made.within.as_ref());
        let withins = withins.chain(rule.lists.iter().filter_map(|listing| listing.within.as_ref()));
        let withins = withins.chain(rule.details.iter().filter_map(|detail| detail.within.as_ref()));
        let changes = rule.modifies.iter().chain(&rule.deletes);
        for within in withins.chain(changes.filter_map(|change| change.within.as_ref())) {
            self.keys(&within.resource, &within.by, action);
        }
    }

    fn keys(&mut self, resource: &'a str, keys: &'a [Key], action: &'a ActionFile) {
        for key in keys {
            let parameter = action.parameters.iter().find(|member| member.name == key.parameter);
            if let Some(parameter) = parameter {
                let stored = key.member.as_ref().unwrap_or(&key.parameter);
                self.members.push(Place {
                    resource,
                    stored: stored.as_str(),
                    declared: parameter,
                    is_shown: false,
                });
            }
        }
    }

    fn add(&mut self, resource: &'a str, stored: &'a Spanned<String>, declared: &'a Member) {
        self.members.push(Place {
            resource,
            stored: stored.as_str(),
            declared,
            is_shown: true,
        });
    }

    /// The member of the output at a path.
    fn output(&self, action: &'a ActionFile, path: &str) -> Option<&'a Member> {
        let mut members: &'a [Member] = &action.output;
        let mut found = None;
        for part in path.split('.') {
            if let Some(outer) = found {
                members = self.members_of(outer)?;
            }
            found = Some(members.iter().find(|member| member.name.value == part)?);
        }
        found
    }

    fn members_of(&self, member: &'a Member) -> Option<&'a [Member]> {
        match member.type_ref().item {
            ItemType::Named(name) => self.service.type_named(name)?.members.as_deref(),
            _ => None,
        }
    }

    /// A member whose type shows the whole resource.
    fn structure(&mut self, resource: &'a str, shown: &'a Member, shows: &'a [ValueRule]) {
        if let Some(members) = self.members_of(shown) {
            self.walk(resource, members, shows);
        }
    }

    /// The members of a structure that shows a resource, as the emulator fills them.
    fn walk(&mut self, resource: &'a str, members: &'a [Member], shows: &'a [ValueRule]) {
        // Not a recursion: types and links may be nested as deep as the spec has it.
        let mut next = vec![Shown {
            resource,
            members,
            shows,
            prefix: String::new(),
        }];
        while let Some(shown) = next.pop() {
            self.members(&shown, &mut next);
        }
    }

    fn members(&mut self, of: &Shown<'a>, next: &mut Vec<Shown<'a>>) {
        let known: Option<&'a Resource> = self.file.resource(of.resource);
        let shown: &'a [ValueRule] = known.map_or(&[], |known| &known.shown);
        for member in of.members {
            let path = format!("{}{}", of.prefix, member.name.value);
            let inside = format!("{path}.");
            let mut rules = of.shows.iter().chain(shown);
            if let Some(rule) = rules.clone().find(|rule| rule.member.value == path) {
                self.by_rule(of.resource, rule, member, next);
            } else if rules.any(|rule| rule.member.starts_with(&inside)) {
                let members = self.members_of(member).filter(|_| is_short_path(&path));
                next.extend(members.map(|members| Shown {
                    members,
                    prefix: inside,
                    ..*of
                }));
            } else if of.prefix.is_empty() {
                self.add(of.resource, &member.name, member);
            }
        }
    }

    fn by_rule(&mut self, resource: &'a str, rule: &'a ValueRule, member: &'a Member, next: &mut Vec<Shown<'a>>) {
        self.rules.push((rule, member));
        if let Some(child) = &rule.children {
            if let (ItemType::Named(name), true) = (member.type_ref().item, self.file.resource(child).is_some())
                && self.nested.insert((child.as_str(), name))
            {
                next.extend(self.members_of(member).map(|members| Shown {
                    resource: child,
                    members,
                    shows: &[],
                    prefix: String::new(),
                }));
            }
            return;
        }
        // A mapped value is not what is stored, and is checked as part of the rule.
        let Some(from) = rule.from.as_ref().filter(|_| rule.map.is_empty()) else {
            return;
        };
        let owner = match (&rule.parent, &rule.child) {
            (None, None) => resource,
            (Some(other), _) | (_, Some(other)) => other.as_str(),
        };
        self.add(owner, from, member);
    }
}
