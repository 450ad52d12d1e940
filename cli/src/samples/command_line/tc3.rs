//! A command line of `tc3`.

use tc3_codegen::spec::{ItemType, Member};

use super::{MAX_WORD, needs_input, option, script};
use crate::arguments::Site;
use crate::json::Value;
use crate::parameters;
use crate::samples::json_text::json_line;
use crate::samples::literals::shell_word;
use crate::samples::{Sample, SampleError, SampleInput, base64};

/// Words of a list that are not JSON: more are hard to read.
const MAX_ITEMS: usize = 8;

pub(in crate::samples) fn sample(input: SampleInput<'_>) -> Result<Sample, SampleError> {
    let is_right = parameters::is_right(&with_bytes(&input), input.found, input.action);
    let options: Option<Vec<String>> = if needs_input(&input) || !is_right {
        None
    } else {
        let members = input.members().iter();
        members.map(|(name, value)| parameter(&input, name, value)).collect()
    };
    let mut words = vec![format!("tc3 {} {}", input.service(), input.action_name())];
    let json = options.is_none().then(|| with_bytes(&input));
    words.extend(options.into_iter().flatten());
    if !input.found.service.file.default_version {
        words.push(option("version", input.version()));
    }
    if let Some(region) = input.region {
        words.push(option("region", region));
    }
    if input.site == Site::Intl {
        words.push("--site intl".to_owned());
    }
    if input.is_own_endpoint() {
        let scheme = if input.is_plain_http { "http://" } else { "" };
        words.push(option("endpoint", &format!("{scheme}{}", input.host)));
    }
    if !is_right {
        words.push("--no-check".to_owned());
    }
    if json.is_some() {
        words.push("--cli-input-json -".to_owned());
    }
    let mut comments = vec!["Needs: tc3"];
    comments.extend(input.key_comment());
    Ok(script(&input, &comments, words, json.as_ref()))
}

/// The parameters with those of bytes in base64.
fn with_bytes(input: &SampleInput<'_>) -> Value {
    let members = input.members().iter().map(|(name, value)| {
        let value = input
            .bytes_of(name)
            .map_or_else(|| value.clone(), |bytes| Value::String(base64(bytes)));
        (name.clone(), value)
    });
    Value::Object(members.collect())
}

/// A parameter as an option, if it can be one.
fn parameter(input: &SampleInput<'_>, name: &str, value: &Value) -> Option<String> {
    let member = input
        .action
        .parameters
        .iter()
        .find(|member| member.name.value == name)?;
    let option = match (value, input.bytes_of(name)) {
        (_, Some(bytes)) => option(name, &base64(bytes)),
        (Value::String(text), None) if member.type_ref().item != ItemType::Object => option(name, &word(text)?),
        (Value::Array(items), None) => match plain_items(items, member) {
            Some(words) => format!("--{name} {}", words.join(" ")),
            None => option(name, &json_line(value)),
        },
        (value, None) => option(name, &json_line(value)),
    };
    (option.len() <= MAX_WORD).then_some(option)
}

/// A text as a word, which tc3 would take for the name of a file where it begins so; none if it cannot be one.
pub(super) fn word(text: &str) -> Option<String> {
    if text.starts_with("file://") || text.starts_with("fileb://") {
        return None;
    }
    let escape = if text.starts_with('@') { "@" } else { "" };
    Some(format!("{escape}{text}"))
}

/// The items of a short list as words, if none could be taken for another thing.
fn plain_items(items: &[Value], member: &Member) -> Option<Vec<String>> {
    if items.is_empty() || items.len() > MAX_ITEMS || matches!(member.type_ref().item, ItemType::Named(_)) {
        return None;
    }
    let item = |item: &Value| match item {
        Value::Number(number) => Some(number.clone()),
        Value::String(text) => {
            let is_plain = |letter: char| letter.is_alphanumeric() || "_.:/-,".contains(letter);
            let is_word = text.starts_with(char::is_alphanumeric) && text.chars().all(is_plain);
            (is_word && !text.contains("://")).then(|| shell_word(text))
        }
        _ => None,
    };
    items.iter().map(item).collect()
}
