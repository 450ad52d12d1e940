//! The values that rules give to members: a text in an Integer would be shown as 0, and an ID of letters is never equal
//! to a number.

use super::names::Names;
use super::places::Places;
use super::rules::misshapen;
use crate::check::scope::listed;
use crate::source::{Diagnostic, Span, nearest, quoted};
use crate::spec::emulator::{EmulatorFile, IdKind, IdRule, Resource, ValueRule};
use crate::spec::{ItemType, Json, JsonValue, Member, Spanned, TypeRef};

/// Lengths that the random part of an ID may have.
const ID_LENGTHS: std::ops::RangeInclusive<u64> = 1..=64;

pub(super) fn check(file: &EmulatorFile, names: &mut Names<'_>) {
    for rule in file.resources.iter().filter_map(|resource| resource.id.as_ref()) {
        check_id(rule, names);
    }
    // Places may be missing.
    if names.scope.has_damage() {
        return;
    }
    let places = Places::of(names.service, names.file);
    for resource in &names.file.resources {
        check_type_of_id(resource, &places, names);
        check_states(resource, &places, names);
        for rule in &resource.created {
            check_stored_value(rule, resource, &places, names);
        }
        for rule in &resource.shown {
            check_shown_value(rule, &places, names);
        }
    }
    for action in &names.file.actions {
        let created = action.creates.iter().map(|made| (&made.resource, &made.sets));
        let changes = action.modifies.iter().chain(&action.deletes);
        let changed = changes.map(|change| (&change.resource, &change.values));
        for (name, rules) in created.chain(changed) {
            if let Some(resource) = names.file.resource(name) {
                for rule in rules {
                    check_stored_value(rule, resource, &places, names);
                }
            }
        }
        let created = action
            .creates
            .iter()
            .map(|made| (&made.resource, &made.stores, &made.sets));
        let changed = action
            .modifies
            .iter()
            .map(|change| (&change.resource, &change.sets, &change.values));
        for (resource, parameters, rules) in created.chain(changed) {
            // What a rule sets is not the parameter any more.
            let kept = parameters
                .iter()
                .filter(|name| rules.iter().all(|rule| rule.member != **name));
            for name in kept {
                check_stored_parameter(name, &action.name, resource, &places, names);
            }
        }
        let listed = action.lists.iter().flat_map(|listing| &listing.shows);
        let detailed = action.details.iter().flat_map(|detail| &detail.shows);
        for rule in listed.chain(detailed) {
            check_shown_value(rule, &places, names);
        }
    }
}

/// The keys of an ID go together.
fn check_id(rule: &IdRule, names: &mut Names<'_>) {
    if let Some(kind) = rule
        .kind
        .as_ref()
        .filter(|kind| !IdKind::WORDS.contains(&kind.as_str()))
    {
        let help = match nearest(kind, IdKind::WORDS) {
            Some(near) => format!("write `{near}`"),
            None => format!("name one of {}", listed(IdKind::WORDS)),
        };
        misshapen(
            &kind.span,
            format!("there is no kind of ID {}", quoted(kind)),
            &help,
            names,
        );
        return;
    }
    let kind = rule.kind();
    if kind == IdKind::Prefixed && rule.prefix.is_none() {
        let help = "add `prefix`, or a `kind`: `counter` or `random` for a number, or `uuid`";
        misshapen(&rule.member.span, "it is not said what the ID starts with", help, names);
    }
    let of_text = [
        ("prefix", rule.prefix.as_ref().map(|prefix| &prefix.span)),
        ("length", span(&rule.length)),
    ];
    let of_number = [("minimum", span(&rule.minimum)), ("maximum", span(&rule.maximum))];
    let of_text = of_text.into_iter().filter(|_| kind != IdKind::Prefixed);
    let of_number = of_number.into_iter().filter(|_| !kind.is_number());
    for (key, place) in of_text.chain(of_number) {
        if let Some(place) = place {
            let message = format!("`{key}` is for another kind of ID");
            misshapen(place, message, &format!("take `{key}` out, or fix `kind`"), names);
        }
    }
    if let Some(length) = rule
        .length
        .as_ref()
        .filter(|length| !ID_LENGTHS.contains(&length.value))
    {
        names.found.push(
            Diagnostic::error("emulator-rule", "an ID of a length that no service has")
                .at(length.span.clone(), "length of the random part")
                .help("write a number from 1 to 64; 8 is usual, and needs no mention"),
        );
    }
    check_numbers(rule, names);
}

fn check_numbers(rule: &IdRule, names: &mut Names<'_>) {
    let numbers = rule.numbers();
    let Some(place) = span(&rule.maximum)
        .or(span(&rule.minimum))
        .filter(|_| rule.kind().is_number())
    else {
        return;
    };
    let greatest = IdRule::GREATEST;
    if numbers.is_empty() {
        let help = format!("write a `maximum` of at least {}", numbers.start());
        misshapen(place, "there is no number from `minimum` to `maximum`", &help, names);
    } else if *numbers.end() > greatest {
        let help = format!("write a number up to {greatest}");
        misshapen(place, "a number that some clients cannot read exactly", &help, names);
    }
}

fn span(number: &Option<Spanned<u64>>) -> Option<&Span> {
    number.as_ref().map(|number| &number.span)
}

/// The ID can be written as each type that shows it or is compared with it.
fn check_type_of_id(resource: &Resource, places: &Places<'_>, names: &mut Names<'_>) {
    let Some(rule) = &resource.id else {
        return;
    };
    let is_number = rule.kind().is_number();
    let fits = |held: ItemType<'_>| held == ItemType::String || (is_number && held.is_number());
    let mut shown = places.of_member(&resource.name, &rule.member);
    let Some(declared) = shown.find(|member| names.scope.knows_type(member) && !fits(member.type_ref().item)) else {
        return;
    };
    let message = format!(
        "the ID of {} is {}, which {} cannot be",
        quoted(&resource.name),
        if is_number { "a number" } else { "a text" },
        quoted(&declared.name)
    );
    let help = if declared.type_ref().item.is_number() {
        "add `\"kind\": \"counter\"`, or `random` with `minimum` and `maximum`, and take `prefix` out"
    } else {
        "name a member of the type `String` or `Integer`"
    };
    let place = rule.kind.as_ref().map_or(&rule.member.span, |kind| &kind.span);
    names.found.push(
        Diagnostic::error("emulator-type", message)
            .at(place.clone(), "this ID")
            .and(
                declared.type_name.span.clone(),
                "the type that it is shown as or compared with",
            )
            .help(help),
    );
}

fn check_states(resource: &Resource, places: &Places<'_>, names: &mut Names<'_>) {
    let Some(rule) = &resource.status else {
        return;
    };
    let changed = rule.changes.iter().flat_map(|change| [&change.from, &change.to]);
    for state in [&rule.initial].into_iter().chain(changed) {
        let declared = places.showing(&resource.name, &rule.member);
        check_constant(state, &rule.member, declared, names);
    }
}

fn check_stored_value(rule: &ValueRule, resource: &Resource, places: &Places<'_>, names: &mut Names<'_>) {
    for value in constants(rule) {
        let declared = places.showing(&resource.name, &rule.member);
        check_constant(value, &rule.member, declared, names);
    }
}

/// A parameter is stored as it is, and has to fit the types that show it.
fn check_stored_parameter(
    name: &Spanned<String>,
    action: &str,
    resource: &str,
    places: &Places<'_>,
    names: &mut Names<'_>,
) {
    let action = names.service.action(action);
    let parameter = action.and_then(|action| action.parameters.iter().find(|member| member.name == *name));
    let Some(parameter) = parameter.filter(|parameter| names.scope.knows_type(parameter)) else {
        return;
    };
    let never_fits =
        |shown: &&Member| names.scope.knows_type(shown) && !may_hold(shown.type_ref(), parameter.type_ref());
    let Some(shown) = places.showing(resource, name).find(never_fits) else {
        return;
    };
    let message = format!(
        "the parameter {} is stored as {}, which cannot be shown as {}",
        quoted(name),
        quoted(&parameter.type_name),
        quoted(&shown.type_name)
    );
    names.found.push(
        Diagnostic::error("emulator-type", message)
            .at(name.span.clone(), "stored as it is")
            .and(shown.type_name.span.clone(), "the type that it is shown as")
            .help("set the member by a rule, with `map` for its values, or show another one in its place with `shown`"),
    );
}

/// Whether a value of the type `stored` may be one that the emulator can write as the type `shown`.
fn may_hold(shown: TypeRef<'_>, stored: TypeRef<'_>) -> bool {
    let is_structure = |item| matches!(item, ItemType::Named(_) | ItemType::Object);
    let fits = match (shown.item, stored.item) {
        (shown, stored) if is_structure(shown) || is_structure(stored) => is_structure(shown) && is_structure(stored),
        (shown, ItemType::Boolean) => shown == ItemType::Boolean,
        // A text may be a number or a time.
        _ => true,
    };
    fits && (shown.list || !stored.list)
}

fn check_shown_value<'a>(rule: &'a ValueRule, places: &Places<'a>, names: &mut Names<'_>) {
    for value in constants(rule) {
        check_constant(value, &rule.member, places.of_rule(rule), names);
    }
}

/// The values that are written in a rule.
fn constants(rule: &ValueRule) -> impl Iterator<Item = &Spanned<Json>> {
    // What is found is mapped.
    let value = rule.value.iter().chain(&rule.default).filter(|_| rule.map.is_empty());
    value.chain(rule.map.iter().map(|mapped| &mapped.to))
}

fn check_constant<'a>(
    value: &Spanned<Json>,
    member: &Spanned<String>,
    mut declared: impl Iterator<Item = &'a Member>,
    names: &mut Names<'_>,
) {
    let Some(wrong) = declared.find(|declared| names.scope.knows_type(declared) && !holds(declared.type_ref(), value))
    else {
        return;
    };
    let message = format!("{} cannot be this value, which is of another type", quoted(member));
    names.found.push(
        Diagnostic::error("emulator-type", message)
            .at(value.span.clone(), "this value")
            .and(wrong.type_name.span.clone(), "the type that it is shown as")
            .help(format!("write a value of the type {}", quoted(&wrong.type_name))),
    );
}

/// Whether the emulator can write `value` as the type; numbers may be in quotes, and a time may be Unix seconds.
fn holds(type_ref: TypeRef<'_>, value: &Json) -> bool {
    match &value.value {
        JsonValue::Null => true,
        JsonValue::Array(items) => type_ref.list && items.iter().all(|item| holds_item(type_ref.item, item)),
        _ => holds_item(type_ref.item, value),
    }
}

fn holds_item(item: ItemType<'_>, value: &Json) -> bool {
    match &value.value {
        JsonValue::Null => true,
        JsonValue::Bool(_) => item == ItemType::Boolean,
        JsonValue::Number(text) => item.is_text() || item == ItemType::Boolean || is_number(item, text),
        JsonValue::String(text) => {
            item.is_text()
                || item == ItemType::Binary
                || is_number(item, text)
                || (item == ItemType::Boolean && matches!(text.as_str(), "true" | "false"))
        }
        JsonValue::Array(_) => false,
        JsonValue::Object(_) => matches!(item, ItemType::Named(_) | ItemType::Object),
    }
}

fn is_number(item: ItemType<'_>, text: &str) -> bool {
    match item {
        ItemType::Int64 => text.parse::<i64>().is_ok(),
        ItemType::Uint64 => text.parse::<u64>().is_ok(),
        ItemType::Float => text.parse::<f64>().is_ok_and(f64::is_finite),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{holds, may_hold};
    use crate::spec::{Json, TypeRef};

    fn fits(type_name: &str, value: &str) -> bool {
        holds(TypeRef::parse(type_name, None), &Json::parse(value).expect("JSON"))
    }

    #[test]
    fn a_value_fits_a_type_that_can_write_it() {
        for (type_name, values) in [
            ("Integer", &["1", "\"1\"", "-3", "null"][..]),
            ("Float", &["1.5", "\"1.5\""]),
            ("String", &["\"a\"", "1"]),
            ("Timestamp", &["1700000000", "\"2023-11-14 22:13:20\""]),
            ("Boolean", &["true", "1", "\"false\""]),
            ("Array of Integer", &["[]", "[1, \"2\"]", "3"]),
            ("Thing", &["{}"]),
            ("Array of Thing", &["[{}]", "{}"]),
        ] {
            for value in values {
                assert!(fits(type_name, value), "{type_name} {value}");
            }
        }
        for (type_name, values) in [
            ("Integer", &["\"a\"", "1.5", "true", "[1]", "{}"][..]),
            ("String", &["true", "{}", "[\"a\"]"]),
            ("Boolean", &["\"yes\"", "{}"]),
            ("Array of Integer", &["[\"a\"]", "\"a\"", "[[1]]"]),
            ("Thing", &["1", "\"a\"", "[{}]"]),
        ] {
            for value in values {
                assert!(!fits(type_name, value), "{type_name} {value}");
            }
        }
    }

    #[test]
    fn a_parameter_fits_a_type_that_can_show_some_of_its_values() {
        let may = |shown: &str, stored: &str| may_hold(TypeRef::parse(shown, None), TypeRef::parse(stored, None));
        for (shown, stored) in [
            ("Integer", "String"),
            ("String", "Integer"),
            ("Timestamp", "Integer"),
            ("Boolean", "Integer"),
            ("Array of String", "String"),
            ("Array of Tag", "Array of TagPair"),
            ("Object", "Tag"),
        ] {
            assert!(may(shown, stored), "{shown} {stored}");
        }
        for (shown, stored) in [
            ("String", "Array of String"),
            ("String", "Boolean"),
            ("Integer", "Boolean"),
            ("Tag", "String"),
            ("Array of String", "Array of Tag"),
        ] {
            assert!(!may(shown, stored), "{shown} {stored}");
        }
    }
}
