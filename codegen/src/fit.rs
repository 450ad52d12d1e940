//! Whether a JSON body fits the members that the spec declares.
//!
//! The checker judges documented examples by it, the emulator judges requests.

use std::ops::Range;

use crate::spec::{ItemType, Json, JsonEntry, JsonValue, Member, Service};

/// Which departures from the declared types are let through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leniency {
    /// What the service accepts: numbers and booleans in quotes, null for an absent member.
    Service,
    /// Every habit of the documentation's payloads: also a number for a string, an empty string for an
    /// absent value, a single value for a list, null inside a list.
    Documentation,
}

/// Which way the body travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// To the service: required members are due, allowed values and limits hold.
    Request,
    /// From the service: any member may be absent or null, and value sets are open.
    Response,
}

/// One way in which a body does not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misfit {
    /// Where: `AccessRegionSet.0.Bandwidth`, the way the service names a parameter. Empty for the body itself.
    pub path: String,
    /// The bytes of the text that do not fit; of the enclosing object for a missing member.
    pub range: Range<usize>,
    /// What does not fit.
    pub kind: MisfitKind,
}

/// What does not fit in a [`Misfit`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MisfitKind {
    /// A required member is absent.
    Missing,
    /// No member of this name is declared.
    Unknown {
        /// The names that are.
        declared: Vec<String>,
    },
    /// The value is of another type.
    WrongType {
        /// What was declared, as in the spec: `Integer`.
        expected: String,
        /// What stands there: `a list`.
        found: &'static str,
    },
    /// The value is not one of those allowed.
    NotAllowed {
        /// The values that are.
        allowed: Vec<String>,
    },
    /// The value is beyond a limit of the spec.
    OutOfRange {
        /// The limit, in words: `at most 100`.
        limit: String,
    },
}

/// Most misfits of one body: whoever sends more of them does not read them.
const MOST_MISFITS: usize = 100;

/// Compares bodies with the members of one service.
#[derive(Clone, Copy, Debug)]
pub struct Fit<'a> {
    /// The service whose types the members refer to.
    pub service: &'a Service,
    /// Which departures pass.
    pub leniency: Leniency,
    /// Which way the body travels.
    pub direction: Direction,
}

impl Fit<'_> {
    /// The ways in which `body` does not fit `members`, up to a hundred: what is missing from an object first.
    pub fn body(&self, body: &Json, members: &[Member]) -> Vec<Misfit> {
        let mut judge = Judge::new(self);
        match body.as_object() {
            Some(entries) => judge.object(entries, &body.range, members),
            None => judge.wrong_type(body, "Object"),
        }
        judge.misfits
    }

    /// The ways in which `value` does not fit `member`, up to a hundred: what is missing from an object first.
    pub fn value(&self, value: &Json, member: &Member) -> Vec<Misfit> {
        let mut judge = Judge::new(self);
        judge.at(&member.name, |judge| judge.member(value, member));
        judge.misfits
    }
}

/// A walk through one body.
struct Judge<'a> {
    fit: &'a Fit<'a>,
    path: Vec<String>,
    misfits: Vec<Misfit>,
}

impl<'a> Judge<'a> {
    fn new(fit: &'a Fit<'a>) -> Self {
        Self {
            fit,
            path: Vec::new(),
            misfits: Vec::new(),
        }
    }

    fn at(&mut self, name: &str, look: impl FnOnce(&mut Self)) {
        self.path.push(name.to_owned());
        look(self);
        self.path.pop();
    }

    fn report(&mut self, range: &Range<usize>, kind: MisfitKind) {
        if self.misfits.len() >= MOST_MISFITS {
            return;
        }
        self.misfits.push(Misfit {
            path: self.path.join("."),
            range: range.clone(),
            kind,
        });
    }

    fn wrong_type(&mut self, value: &Json, expected: &str) {
        let kind = MisfitKind::WrongType {
            expected: expected.to_owned(),
            found: value.kind(),
        };
        self.report(&value.range, kind);
    }

    fn object(&mut self, entries: &[JsonEntry], range: &Range<usize>, members: &[Member]) {
        if self.fit.direction == Direction::Request {
            self.required(entries, range, members);
        }
        for entry in entries {
            let declared = members.iter().find(|member| member.name.value == entry.name);
            self.at(&entry.name, |judge| match declared {
                Some(member) => judge.member(&entry.value, member),
                None => judge.unknown(entry, members),
            });
        }
    }

    fn unknown(&mut self, entry: &JsonEntry, members: &[Member]) {
        let declared = members.iter().map(|member| member.name.value.clone()).collect();
        self.report(&entry.name_range, MisfitKind::Unknown { declared });
    }

    fn required(&mut self, entries: &[JsonEntry], range: &Range<usize>, members: &[Member]) {
        for member in members.iter().filter(|member| member.required) {
            let given = entries
                .iter()
                .any(|entry| entry.name == member.name.value && !self.is_absent(&entry.value, member));
            if !given {
                self.at(&member.name, |judge| judge.report(range, MisfitKind::Missing));
            }
        }
    }

    fn is_absent(&self, value: &Json, member: &Member) -> bool {
        match &value.value {
            JsonValue::Null => true,
            JsonValue::String(text) => {
                let type_ref = member.type_ref();
                let empty_is_absent = type_ref.list || !type_ref.item.is_text();
                text.is_empty() && empty_is_absent && self.documentation()
            }
            _ => false,
        }
    }

    fn documentation(&self) -> bool {
        self.fit.leniency == Leniency::Documentation
    }

    fn member(&mut self, value: &Json, member: &Member) {
        if self.is_absent(value, member) {
            return;
        }
        let type_ref = self.fit.service.type_of(member);
        match (&value.value, type_ref.list) {
            (JsonValue::Array(items), true) => {
                for (index, item) in items.iter().enumerate() {
                    if !(item.value == JsonValue::Null && self.documentation()) {
                        self.at(&index.to_string(), |judge| judge.item(item, type_ref.item, member));
                    }
                }
                let most = member.max_items.as_ref().map(|most| most.value as f64);
                self.limit(items.len() as f64, None, most, " item", value);
            }
            (_, true) if !self.documentation() => self.wrong_type(value, &member.type_name),
            _ => self.item(value, type_ref.item, member),
        }
    }

    fn item(&mut self, value: &Json, item: ItemType<'_>, member: &Member) {
        if let ItemType::Named(name) = item {
            return self.structure(value, name);
        }
        if !self.is_of_type(value, item) {
            let expected = match item {
                ItemType::Uint64 => "Integer of format uint64",
                _ => member.type_name.trim_start_matches("Array of "),
            };
            return self.wrong_type(value, expected);
        }
        if self.fit.direction == Direction::Response {
            return;
        }
        let text = scalar_text(value);
        if item.is_number() {
            let least = member.minimum.as_ref().map(|least| least.value);
            let most = member.maximum.as_ref().map(|most| most.value);
            self.limit(text.parse().unwrap_or(f64::NAN), least, most, "", value);
        } else if item.is_text() {
            let most = member.max_length.as_ref().map(|most| most.value as f64);
            self.limit(text.chars().count() as f64, None, most, " character", value);
            self.allowed(value, member);
        }
    }

    fn structure(&mut self, value: &Json, type_name: &str) {
        let declared = self.fit.service.type_named(type_name);
        let Some(members) = declared.and_then(|declared| declared.members.as_deref()) else {
            return; // a type that is not there is the checker's to report
        };
        match value.as_object() {
            Some(entries) => self.object(entries, &value.range, members),
            None => self.wrong_type(value, type_name),
        }
    }

    fn is_of_type(&self, value: &Json, item: ItemType<'_>) -> bool {
        match (&value.value, item) {
            (JsonValue::String(_), item) if item.is_text() => true,
            (JsonValue::Number(_), item) if item.is_text() => self.documentation(),
            (JsonValue::Number(text) | JsonValue::String(text), ItemType::Int64) => text.parse::<i64>().is_ok(),
            (JsonValue::Number(text) | JsonValue::String(text), ItemType::Uint64) => text.parse::<u64>().is_ok(),
            (JsonValue::Number(text) | JsonValue::String(text), ItemType::Float) => {
                text.parse::<f64>().is_ok_and(f64::is_finite)
            }
            (JsonValue::Bool(_), ItemType::Boolean) | (JsonValue::Object(_), ItemType::Object) => true,
            (JsonValue::String(text), ItemType::Boolean) => matches!(text.as_str(), "true" | "false"),
            _ => false,
        }
    }

    fn allowed(&mut self, value: &Json, member: &Member) {
        let set = member
            .values
            .as_ref()
            .and_then(|name| self.fit.service.type_named(name));
        let Some(values) = set.and_then(|set| set.values.as_ref()) else {
            return;
        };
        let allowed: Vec<String> = values.iter().map(|allowed| allowed.value.value.clone()).collect();
        if !allowed.iter().any(|allowed| allowed == scalar_text(value)) {
            self.report(&value.range, MisfitKind::NotAllowed { allowed });
        }
    }

    fn limit(&mut self, amount: f64, least: Option<f64>, most: Option<f64>, unit: &str, value: &Json) {
        let plural = |bound: f64| if unit.is_empty() || bound == 1.0 { "" } else { "s" };
        let limit = match (least, most) {
            (Some(least), _) if amount < least => format!("at least {least}{unit}{}", plural(least)),
            (_, Some(most)) if amount > most => format!("at most {most}{unit}{}", plural(most)),
            _ => return,
        };
        self.report(&value.range, MisfitKind::OutOfRange { limit });
    }
}

fn scalar_text(value: &Json) -> &str {
    match &value.value {
        JsonValue::Number(text) | JsonValue::String(text) => text,
        _ => "",
    }
}
