//! Compares one body with the members that are declared for it, and collects the violations.

use std::ops::Range;
use std::sync::Arc;

use super::{Coercion, Direction, Validator, Violation, ViolationKind};
use crate::spec::{ItemType, Json, JsonEntry, JsonValue, Member, Service};

/// Nobody reads more violations of one body than these.
const MAX_VIOLATIONS: usize = 100;

/// A walk through one body.
pub(super) struct BodyChecker<'a> {
    validator: &'a Validator<'a>,
    path: Vec<String>,
    /// Whether the walk is inside a member that the spec marks `secret`.
    in_secret: bool,
    pub(super) violations: Vec<Violation>,
}

impl<'a> BodyChecker<'a> {
    pub(super) fn new(validator: &'a Validator<'a>) -> Self {
        Self {
            validator,
            path: Vec::new(),
            in_secret: false,
            violations: Vec::new(),
        }
    }

    pub(super) fn at(&mut self, name: &str, look: impl FnOnce(&mut Self)) {
        self.path.push(name.to_owned());
        look(self);
        self.path.pop();
    }

    fn report(&mut self, range: &Range<usize>, kind: ViolationKind) {
        let secret = self.in_secret;
        self.report_as(secret, range, kind);
    }

    fn report_as(&mut self, secret: bool, range: &Range<usize>, kind: ViolationKind) {
        if self.violations.len() >= MAX_VIOLATIONS {
            return;
        }
        self.violations.push(Violation {
            path: self.path.join("."),
            range: range.clone(),
            secret,
            kind,
        });
    }

    /// A body that is no object.
    pub(super) fn wrong_body(&mut self, body: &Json, members: &[Member]) {
        self.wrong_type(body, "Object", members);
    }

    /// `members` are those that a value of the expected type would have.
    fn wrong_type(&mut self, value: &Json, expected: &str, members: &[Member]) {
        let secret = self.in_secret || holds_secret(self.validator.service, members);
        let kind = ViolationKind::WrongType {
            expected: expected.to_owned(),
            found: value.kind(),
        };
        self.report_as(secret, &value.range, kind);
    }

    pub(super) fn object(&mut self, entries: &[JsonEntry], range: &Range<usize>, members: &[Member]) {
        if self.validator.direction == Direction::Request {
            self.required(entries, range, members);
        }
        let mut names: Option<Arc<[String]>> = None;
        for entry in entries {
            let declared = members.iter().find(|member| member.name.value == entry.name);
            self.at(&entry.name, |checker| match declared {
                Some(member) => checker.member(&entry.value, member),
                None => {
                    let declared = names.get_or_insert_with(|| names_of(members));
                    let declared = Arc::clone(declared);
                    checker.report(&entry.name_range, ViolationKind::Unknown { declared });
                }
            });
        }
    }

    fn required(&mut self, entries: &[JsonEntry], range: &Range<usize>, members: &[Member]) {
        for member in members.iter().filter(|member| member.required) {
            let given = entries
                .iter()
                .any(|entry| entry.name == member.name.value && !self.is_absent(&entry.value, member));
            if !given {
                self.at(&member.name, |checker| checker.report(range, ViolationKind::Missing));
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
        self.validator.coercion == Coercion::Documentation
    }

    pub(super) fn member(&mut self, value: &Json, member: &Member) {
        if self.is_absent(value, member) {
            return;
        }
        let outside = self.in_secret;
        self.in_secret |= member.is_secret();
        self.present(value, member);
        self.in_secret = outside;
    }

    fn present(&mut self, value: &Json, member: &Member) {
        let type_ref = self.validator.service.type_of(member);
        match (&value.value, type_ref.list) {
            (JsonValue::Array(items), true) => {
                for (index, item) in items.iter().enumerate() {
                    if !(item.value == JsonValue::Null && self.documentation()) {
                        self.at(&index.to_string(), |checker| checker.item(item, type_ref.item, member));
                    }
                }
                let most = member.max_items.as_ref().map(|most| most.value as f64);
                self.limit(items.len() as f64, None, most, " item", value);
            }
            (_, true) if !self.documentation() => {
                self.wrong_type(value, &member.type_name, std::slice::from_ref(member));
            }
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
            return self.wrong_type(value, expected, &[]);
        }
        if self.validator.direction == Direction::Response {
            return;
        }
        let text = scalar_text(value);
        if item.is_number() {
            let least = member.minimum.as_ref().map(|least| least.value);
            let most = member.maximum.as_ref().map(|most| most.value);
            self.limit(text.parse().unwrap_or(f64::NAN), least, most, "", value);
            self.allowed(value, member);
        } else if item.is_text() {
            let most = member.max_length.as_ref().map(|most| most.value as f64);
            self.limit(text.chars().count() as f64, None, most, " character", value);
            self.allowed(value, member);
        }
    }

    fn structure(&mut self, value: &Json, type_name: &str) {
        let declared = self.validator.service.type_named(type_name);
        let Some(members) = declared.and_then(|declared| declared.members.as_deref()) else {
            return; // a type that is not there is the checker's to report
        };
        match value.as_object() {
            Some(entries) => self.object(entries, &value.range, members),
            None => self.wrong_type(value, type_name, members),
        }
    }

    fn is_of_type(&self, value: &Json, item: ItemType<'_>) -> bool {
        match (&value.value, item) {
            // The documentation, and a reader that turns a request into JSON, has some text in the place of bytes.
            (JsonValue::String(_), item) if item.is_text() || item == ItemType::Binary => true,
            (JsonValue::Number(_), item) if item.is_text() => self.documentation(),
            (JsonValue::String(text), item) if item.is_number() && !self.documentation() && !is_json_number(text) => {
                false
            }
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
            .and_then(|name| self.validator.service.type_named(name));
        let Some(set) = set.filter(|set| set.is_value_set()) else {
            return;
        };
        let text = scalar_text(value);
        let strings = set.values.iter().flatten();
        let integers = set.integers.iter().flatten();
        if strings.clone().any(|allowed| allowed.value.value == text)
            || integers.clone().any(|allowed| text.parse() == Ok(allowed.value.value))
        {
            return;
        }
        let strings = strings.map(|allowed| allowed.value.value.clone());
        let allowed = strings.chain(integers.map(|allowed| allowed.value.to_string()));
        self.report(
            &value.range,
            ViolationKind::NotAllowed {
                allowed: allowed.collect(),
            },
        );
    }

    fn limit(&mut self, amount: f64, least: Option<f64>, most: Option<f64>, unit: &str, value: &Json) {
        let plural = |bound: f64| if unit.is_empty() || bound == 1.0 { "" } else { "s" };
        let limit = match (least, most) {
            (Some(least), _) if amount < least => format!("at least {least}{unit}{}", plural(least)),
            (_, Some(most)) if amount > most => format!("at most {most}{unit}{}", plural(most)),
            _ => return,
        };
        self.report(&value.range, ViolationKind::OutOfRange { limit });
    }
}

fn names_of(members: &[Member]) -> Arc<[String]> {
    members.iter().map(|member| member.name.value.clone()).collect()
}

fn scalar_text(value: &Json) -> &str {
    match &value.value {
        JsonValue::Number(text) | JsonValue::String(text) => text,
        _ => "",
    }
}

/// Whether a value for `members` may hold a secret, however deep.
fn holds_secret(service: &Service, members: &[Member]) -> bool {
    let mut seen = Vec::new();
    let mut to_look_at: Vec<&Member> = members.iter().collect();
    while let Some(member) = to_look_at.pop() {
        if member.is_secret() {
            return true;
        }
        let ItemType::Named(name) = member.type_ref().item else {
            continue;
        };
        if !seen.contains(&name) {
            seen.push(name);
            let declared = service.type_named(name);
            to_look_at.extend(
                declared
                    .and_then(|declared| declared.members.as_deref())
                    .unwrap_or_default(),
            );
        }
    }
    false
}

/// Whether `text` is a number by the grammar of RFC 8259: no plus sign, no leading zeros, no bare point.
fn is_json_number(text: &str) -> bool {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let no_leading_zero = whole == "0" || !whole.starts_with('0');
    are_digits(whole)
        && no_leading_zero
        && fraction.is_none_or(are_digits)
        && exponent.is_none_or(|exponent| are_digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent)))
}

fn are_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::is_json_number;

    #[test]
    fn the_grammar_is_that_of_json() {
        for text in ["0", "-0", "10", "-7", "0.5", "12.25", "1e9", "1E+9", "-1.5e-3", "0e0"] {
            assert!(is_json_number(text), "{text}");
        }
        for text in [
            "", "-", "+5", "--5", "05", "-00", ".5", "5.", "1.e3", "1e", "1e+", "1e1.5", "0x1", "1_0", " 1", "1 ",
            "inf", "NaN", "٣",
        ] {
            assert!(!is_json_number(text), "{text}");
        }
    }
}
