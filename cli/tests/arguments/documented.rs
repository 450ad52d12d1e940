//! Every documented request goes through the command line as JSON and as options, and comes out the same.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use tc3_codegen::load;
use tc3_codegen::spec::{ItemType, Json, JsonValue, Member, Service, SourceSet};

use super::support::{SPEC, body_of};

#[test]
fn documented_requests_come_out_as_they_are_printed() {
    let spec = load(&SourceSet::read_dir(Path::new(SPEC)).unwrap()).unwrap().spec;
    let mut requests: Vec<(&Service, &str, &[Member], &Json)> = Vec::new();
    for service in &spec.services {
        for action in &service.actions {
            for example in &action.examples {
                if let Some(request) = &example.request {
                    requests.push((service, &action.name, &action.parameters, &request.value));
                }
            }
        }
    }
    assert!(requests.len() > 100, "{}", requests.len());
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some((service, action, members, request)) = requests.get(next.fetch_add(1, Ordering::Relaxed))
                {
                    comes_out_the_same(service, action, members, request);
                }
            });
        }
    });
}

fn comes_out_the_same(service: &Service, action: &str, members: &[Member], request: &Json) {
    let name = &service.file.name.value;
    let text = request.to_string();
    // Examples are written with every habit of the documentation, which the check does not let pass.
    let input = [
        "--cli-input-json",
        "-",
        "--no-check",
        "--version",
        &service.file.version,
    ];
    let given = without_new_token(body_of(SPEC, name, action, &input, &text), &text);
    assert_eq!(given, text, "{name} {action}");

    let mut options = vec![
        "--no-check".to_owned(),
        "--version".to_owned(),
        service.file.version.value.clone(),
    ];
    for entry in request.as_object().unwrap() {
        let member = members.iter().find(|member| member.name.value == entry.name);
        as_options(
            &entry.name,
            &entry.value,
            member.map(|member| service.type_of(member).item),
            service,
            &mut options,
        );
    }
    let given = without_new_token(body_of(SPEC, name, action, &options, ""), &text);
    let given = Json::parse(&given).unwrap();
    assert!(is_same(&given, request), "{name} {action} {options:?}\n{given}\n{text}");
}

/// The body without the token that the client adds at its end to actions that take one, so that they can be repeated.
fn without_new_token(body: String, documented: &str) -> String {
    const NAME: &str = "\"ClientToken\":\"";
    match body.rfind(NAME) {
        Some(at) if !documented.contains(NAME) => {
            let end = at + NAME.len() + 32;
            assert_eq!(&body[end..], "\"}", "{body}");
            format!("{}}}", body[..at].trim_end_matches(','))
        }
        _ => body,
    }
}

/// The options that give a value part by part.
fn as_options(path: &str, value: &Json, item: Option<ItemType<'_>>, service: &Service, options: &mut Vec<String>) {
    let mut give = |text: String| options.push(format!("--{path}={text}"));
    match (&value.value, item) {
        (JsonValue::Object(entries), Some(ItemType::Named(name))) if !entries.is_empty() => {
            let members = service
                .type_named(name)
                .and_then(|declared| declared.members.as_deref())
                .unwrap_or_default();
            for entry in entries {
                let member = members.iter().find(|member| member.name.value == entry.name);
                let item = member.map(|member| service.type_of(member).item);
                as_options(&format!("{path}.{}", entry.name), &entry.value, item, service, options);
            }
        }
        (JsonValue::Array(items), Some(_)) if !items.is_empty() => {
            for (index, value) in items.iter().enumerate() {
                as_options(&format!("{path}.{index}"), value, item, service, options);
            }
        }
        (JsonValue::String(text), _) if text.starts_with('@') && text != "@" => give(format!("@{text}")),
        (JsonValue::String(text), _) => give(text.clone()),
        _ => give(value.to_string()),
    }
}

/// Whether two values are the same request: options give numbers where the documentation has them in quotes.
fn is_same(given: &Json, documented: &Json) -> bool {
    match (&given.value, &documented.value) {
        (JsonValue::Object(ours), JsonValue::Object(theirs)) => {
            ours.len() == theirs.len()
                && theirs
                    .iter()
                    .all(|entry| given.get(&entry.name).is_some_and(|value| is_same(value, &entry.value)))
        }
        (JsonValue::Array(ours), JsonValue::Array(theirs)) => {
            ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(ours, theirs)| is_same(ours, theirs))
        }
        (JsonValue::Number(ours), JsonValue::String(theirs)) => ours == theirs,
        (JsonValue::String(ours), JsonValue::Number(theirs)) => ours == theirs,
        (JsonValue::Bool(ours), JsonValue::String(theirs)) => ours.to_string().eq_ignore_ascii_case(theirs),
        (JsonValue::Bool(ours), JsonValue::Number(theirs)) => theirs == if *ours { "1" } else { "0" },
        (ours, theirs) => ours == theirs,
    }
}
