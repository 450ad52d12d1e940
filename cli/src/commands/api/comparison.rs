//! What changed between two descriptions of a service, as facts: names, types, what is required.
//!
//! `tc3-codegen diff` asks what changes for callers of the generated Rust code, and needs the generator for it. This one
//! asks what changes for requests and responses, and compares the descriptions alone.

use std::collections::BTreeSet;

use tc3_codegen::spec::{ActionFile, Member, Service, TypeFile};

/// How a change concerns who makes calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// A call that was right may be refused, or a response lacks what it had.
    Breaking,
    /// There is more than before.
    Addition,
    /// Anything else.
    Other,
}

/// A change.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Change {
    pub(super) kind: Kind,
    pub(super) service: String,
    pub(super) version: String,
    /// The action, type or service that changed: `CreateProxyGroup`, `TagPair`.
    pub(super) of: String,
    /// The member that changed: `input ProjectId`; empty for the whole.
    pub(super) member: String,
    /// What happened: `removed`, `now required`, `type Integer -> String`.
    pub(super) what: String,
}

/// Compares versions of a service.
pub(super) struct Comparison<'a> {
    old: &'a Service,
    new: &'a Service,
    changes: Vec<Change>,
}

/// Where members are, which decides what a change of them means.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Place {
    label: &'static str,
    is_sent: bool,
    is_returned: bool,
}

const INPUT: Place = Place {
    label: "input ",
    is_sent: true,
    is_returned: false,
};
const OUTPUT: Place = Place {
    label: "output ",
    is_sent: false,
    is_returned: true,
};

/// Returns the changes of a version of a service, the breaking ones first.
pub(super) fn changes(old: &Service, new: &Service) -> Vec<Change> {
    let mut comparison = Comparison {
        old,
        new,
        changes: Vec::new(),
    };
    comparison.service();
    comparison.actions();
    comparison.types();
    comparison.changes.sort();
    comparison.changes
}

impl Comparison<'_> {
    fn push(&mut self, kind: Kind, of: &str, member: &str, what: impl Into<String>) {
        self.changes.push(Change {
            kind,
            service: self.new.file.name.value.clone(),
            version: self.new.file.version.value.clone(),
            of: of.to_owned(),
            member: member.to_owned(),
            what: what.into(),
        });
    }

    fn service(&mut self) {
        let (old, new) = (&self.old.file, &self.new.file);
        if old.host.value != new.host.value {
            let what = format!("host {} -> {}", old.host.value, new.host.value);
            self.push(Kind::Other, "", "", what);
        }
        if old.default_version != new.default_version {
            let what = if new.default_version {
                "now the default version"
            } else {
                "no longer the default version"
            };
            self.push(Kind::Other, "", "", what);
        }
    }

    fn actions(&mut self) {
        let (old, new) = (self.old, self.new);
        for action in &old.actions {
            let name = &action.name.value;
            match new.action(name) {
                None => self.push(Kind::Breaking, name, "", "action removed"),
                Some(now) => self.action(action, now),
            }
        }
        for action in &new.actions {
            if old.action(&action.name.value).is_none() {
                self.push(Kind::Addition, &action.name.value, "", "action added");
            }
        }
    }

    fn action(&mut self, old: &ActionFile, new: &ActionFile) {
        let name = &new.name.value;
        self.members(name, INPUT, &old.parameters, &new.parameters);
        self.members(name, OUTPUT, &old.output, &new.output);
        if !old.region_required && new.region_required {
            self.push(Kind::Breaking, name, "", "region now required");
        }
        let flags = [
            (old.region_required && !new.region_required, "region no longer required"),
            (
                old.is_read_only() && !new.is_read_only(),
                "no longer known to change nothing",
            ),
            (!old.is_read_only() && new.is_read_only(), "now known to change nothing"),
            (old.pages().is_none() && new.pages().is_some(), "now has pages"),
            (old.pages().is_some() && new.pages().is_none(), "no longer has pages"),
            (old.is_signed() != new.is_signed(), "signing changed"),
            (old.content() != new.content(), "encoding of the request changed"),
            (old.deprecated.is_none() && new.deprecated.is_some(), "now deprecated"),
            (
                old.deprecated.is_some() && new.deprecated.is_none(),
                "no longer deprecated",
            ),
        ];
        for (_, what) in flags.into_iter().filter(|(is_changed, _)| *is_changed) {
            self.push(Kind::Other, name, "", what);
        }
        let codes = |action: &ActionFile| -> BTreeSet<String> {
            action.errors.iter().map(|error| error.code.value.clone()).collect()
        };
        let (before, now) = (codes(old), codes(new));
        for code in now.difference(&before) {
            self.push(Kind::Other, name, "", format!("error code {code} added"));
        }
        for code in before.difference(&now) {
            self.push(Kind::Other, name, "", format!("error code {code} removed"));
        }
    }

    fn types(&mut self) {
        let (old, new) = (self.old, self.new);
        let sent = (of_members(old, true), of_members(new, true));
        let returned = (of_members(old, false), of_members(new, false));
        for shared in &old.types {
            let name = &shared.name.value;
            // A type that is gone shows where it was used.
            let Some(now) = new.type_named(name) else { continue };
            let place = Place {
                label: "",
                is_sent: sent.0.contains(name) && sent.1.contains(name),
                is_returned: returned.0.contains(name) && returned.1.contains(name),
            };
            let members = |shared: &TypeFile| shared.members.clone().unwrap_or_default();
            self.members(name, place, &members(shared), &members(now));
            self.values(name, place, shared, now);
        }
    }

    fn values(&mut self, name: &str, place: Place, old: &TypeFile, new: &TypeFile) {
        let values = |shared: &TypeFile| -> BTreeSet<String> {
            let strings = shared.values.iter().flatten().map(|value| value.value.value.clone());
            let integers = shared
                .integers
                .iter()
                .flatten()
                .map(|value| value.value.value.to_string());
            strings.chain(integers).collect()
        };
        let (before, now) = (values(old), values(new));
        for value in before.difference(&now) {
            let kind = if place.is_sent { Kind::Breaking } else { Kind::Other };
            self.push(kind, name, value, "value removed");
        }
        for value in now.difference(&before) {
            self.push(Kind::Addition, name, value, "value added");
        }
    }

    fn members(&mut self, of: &str, place: Place, old: &[Member], new: &[Member]) {
        let named = |members: &[Member], name: &str| members.iter().position(|member| member.name.value == name);
        for member in old {
            let name = &member.name.value;
            let label = format!("{}{name}", place.label);
            match named(new, name).and_then(|at| new.get(at)) {
                // What is no longer declared is refused in a request, and missing in a response.
                None => self.push(Kind::Breaking, of, &label, "removed"),
                Some(now) => self.member(of, place, &label, member, now),
            }
        }
        for member in new.iter().filter(|member| named(old, &member.name.value).is_none()) {
            let label = format!("{}{}", place.label, member.name.value);
            if place.is_sent && member.required {
                self.push(Kind::Breaking, of, &label, "added, required");
            } else {
                self.push(Kind::Addition, of, &label, "added");
            }
        }
    }

    fn member(&mut self, of: &str, place: Place, label: &str, old: &Member, new: &Member) {
        let type_name = |member: &Member| {
            let format = member.format.as_ref().filter(|format| format.value == "uint64");
            let format = format.map(|_| " (unsigned)").unwrap_or_default();
            format!("{}{format}", member.type_name.value)
        };
        if old.type_name.value != new.type_name.value {
            let what = format!("type {} -> {}", old.type_name.value, new.type_name.value);
            self.push(Kind::Breaking, of, label, what);
        } else if type_name(old) != type_name(new) {
            self.push(
                Kind::Other,
                of,
                label,
                format!("type {} -> {}", type_name(old), type_name(new)),
            );
        }
        if place.is_sent && !old.required && new.required {
            self.push(Kind::Breaking, of, label, "now required");
        } else if place.is_sent && old.required && !new.required {
            self.push(Kind::Other, of, label, "no longer required");
        }
        if place.is_returned && old.nullable != new.nullable {
            // The vendor's flags of older services say so of nearly everything.
            let what = if new.nullable {
                "may now be null"
            } else {
                "is no longer null"
            };
            self.push(Kind::Other, of, label, what);
        }
        for what in limits(old, new) {
            self.push(Kind::Other, of, label, what);
        }
    }
}

/// Limits and defaults that changed.
fn limits(old: &Member, new: &Member) -> Vec<String> {
    let default = |member: &Member| member.default.as_ref().map(|json| crate::help::json_text(&json.value));
    let number = |number: Option<f64>| number.map(|number| number.to_string());
    let count = |count: Option<u64>| count.map(|count| count.to_string());
    let pairs = [
        ("default", default(old), default(new)),
        (
            "minimum",
            number(old.minimum.as_ref().map(|limit| limit.value)),
            number(new.minimum.as_ref().map(|limit| limit.value)),
        ),
        (
            "maximum",
            number(old.maximum.as_ref().map(|limit| limit.value)),
            number(new.maximum.as_ref().map(|limit| limit.value)),
        ),
        (
            "most characters",
            count(old.max_length.as_ref().map(|most| most.value)),
            count(new.max_length.as_ref().map(|most| most.value)),
        ),
        (
            "most items",
            count(old.max_items.as_ref().map(|most| most.value)),
            count(new.max_items.as_ref().map(|most| most.value)),
        ),
    ];
    let none = || "none".to_owned();
    let changed = pairs.into_iter().filter(|(_, old, new)| old != new);
    let changed =
        changed.map(|(what, old, new)| format!("{what} {} -> {}", old.unwrap_or_else(none), new.unwrap_or_else(none)));
    let mut changed: Vec<String> = changed.collect();
    match (&old.deprecated, &new.deprecated) {
        (None, Some(_)) => changed.push("now deprecated".to_owned()),
        (Some(_), None) => changed.push("no longer deprecated".to_owned()),
        _ => {}
    }
    changed
}

/// The types that requests, or else responses, may have in them.
fn of_members(service: &Service, is_sent: bool) -> BTreeSet<String> {
    let roots = service
        .actions
        .iter()
        .flat_map(|action| if is_sent { &action.parameters } else { &action.output });
    let mut reached = BTreeSet::new();
    let mut waiting: Vec<&Member> = roots.collect();
    while let Some(member) = waiting.pop() {
        let names = [
            member.type_name.value.trim_start_matches("Array of "),
            member.values.as_ref().map_or("", |set| &set.value),
        ];
        for shared in names.into_iter().filter_map(|name| service.type_named(name)) {
            if reached.insert(shared.name.value.clone()) {
                waiting.extend(shared.members.iter().flatten());
            }
        }
    }
    reached
}
