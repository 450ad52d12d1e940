//! A command line of the vendor's `tccli`.
//!
//! Without `--cli-unfold-argument` lists and structures are one JSON each, exact at any depth, where the unfolded form has
//! ten items and takes a list of JSON for one text. Members that are null are never sent by it, nor are those that its
//! model does not know.

use tc3_codegen::spec::{Content, ItemType};

use super::tc3::word;
use super::{MAX_WORD, needs_input, option, script};
use crate::arguments::Site;
use crate::json::Value;
use crate::samples::json_text::json_line;
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
    if let Some(path) = input.null_at() {
        return Err(format!("tccli leaves out {path}, which is null: leave it out too"));
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
    // Without the option it sends a region of its own choice, ap-guangzhou.
    words.push(option("region", input.region.unwrap_or_default()));
    if input.is_plain_http || input.host != format!("{}.tencentcloudapi.com", input.service()) {
        let scheme = if input.is_plain_http { "http://" } else { "" };
        words.push(option("endpoint", &format!("{scheme}{}", input.host)));
    }
    if json.is_some() {
        words.push("--cli-input-json file:///dev/stdin".to_owned());
    }
    // The site that is not the mainland's has a `tccli` of its own, with its actions.
    let is_intl = input.site == Site::Intl || !input.found.sites.has(tc3_catalog::Site::Cn);
    let mut comments = vec![if is_intl {
        "Install: pip install tccli-intl-en"
    } else {
        "Install: pip install tccli"
    }];
    comments.extend(input.key_comment());
    Ok(script(&input, &comments, words, json))
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
        // A `tccli` that is tc3 would take it for the name of a file; the vendor's loses two dashes.
        Value::String(text) if is_scalar && word(text).as_ref() != Some(text) || text == "--" => return None,
        Value::String(text) if is_scalar => option(name, text),
        value => option(name, &json_line(value)),
    };
    (option.len() <= MAX_WORD).then_some(option)
}
