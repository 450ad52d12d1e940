//! A command line of the vendor's `tccli`.
//!
//! Without `--cli-unfold-argument` lists and structures are one JSON each, exact at any depth, where the unfolded form has
//! ten items and takes a list of JSON for one text. Members that are null are never sent by it, nor are those that its
//! model does not know.

use tc3_codegen::spec::{Content, ItemType};

use super::tc3::word;
use super::{MAX_WORD, needs_input, option, script};
use crate::json::Value;
use crate::samples::literals::readable_json;
use crate::samples::{Sample, SampleError, SampleInput};

pub(in crate::samples) fn sample(input: SampleInput<'_>) -> Result<Sample, SampleError> {
    if input.action.content() != Content::Json {
        return Err("tccli sends parameters as JSON alone".to_owned());
    }
    let known = &input.action.parameters;
    let unknown = input
        .members()
        .iter()
        .find(|(name, _)| !known.iter().any(|member| member.name.value == *name));
    if let Some((name, _)) = unknown {
        return Err(format!("tccli drops parameters that it does not know, such as {name}"));
    }
    let options: Option<Vec<String>> = if needs_input(&input) {
        None
    } else {
        let members = input.members().iter();
        members.map(|(name, value)| parameter(&input, name, value)).collect()
    };
    let json = options.is_none().then_some(input.body);
    let mut words = vec![format!("tccli {} {}", input.service(), input.action_name())];
    words.extend(options.into_iter().flatten());
    if !input.found.service.file.default_version {
        words.push(option("version", input.version()));
    }
    if let Some(region) = input.region {
        words.push(option("region", region));
    }
    if input.is_own_endpoint() || input.site == crate::arguments::Site::Intl {
        let scheme = if input.is_plain_http { "http://" } else { "" };
        words.push(option("endpoint", &format!("{scheme}{}", input.host)));
    }
    if json.is_some() {
        words.push("--cli-input-json file:///dev/stdin".to_owned());
    }
    let mut comments = vec!["Install: pip install tccli"];
    comments.extend(input.key_comment());
    let mut sample = script(&input, &comments, words, json);
    if input.members().iter().any(|(_, value)| *value == Value::Null) {
        sample.notes.push("tccli leaves out members that are null".to_owned());
    }
    Ok(sample)
}

/// A parameter as an option, if it can be one.
fn parameter(input: &SampleInput<'_>, name: &str, value: &Value) -> Option<String> {
    let member = input
        .action
        .parameters
        .iter()
        .find(|member| member.name.value == name)?;
    let declared = member.type_ref();
    let is_scalar = !declared.list && !matches!(declared.item, ItemType::Object | ItemType::Named(_));
    let option = match value {
        // A `tccli` that is tc3 would take it for the name of a file.
        Value::String(text) if is_scalar && word(text).as_ref() != Some(text) => return None,
        Value::String(text) if is_scalar => option(name, text),
        value => option(name, &readable_json(value, None)),
    };
    (option.len() <= MAX_WORD).then_some(option)
}
