//! Reads the query of a documented GET.
//!
//! Common parameters are not those of the action, unless the action has a parameter of that name: `Language` of trtc,
//! `SecretId` of cfs.

use super::super::common_parameters::{is_placeholder, without_placeholder};
use super::super::query_value::decoded;
use super::{Documented, entry, object_of};
use crate::spec::{Json, JsonValue};

/// Query parameters that belong to every request and not to the action.
const COMMON: [&str; 11] = [
    "Action",
    "Version",
    "Region",
    "Timestamp",
    "Nonce",
    "SecretId",
    "Signature",
    "SignatureMethod",
    "Token",
    "Language",
    "RequestClient",
];

/// A query, and what is printed after it.
pub(super) struct Query<'t> {
    /// The parameters as an object; values are strings.
    pub(super) parameters: Json,
    /// JSON after the placeholder for the common parameters.
    pub(super) rest: Option<&'t str>,
}

/// Reads a query, from the character after the `?`.
pub(super) fn read<'t>(text: &'t str, documented: &Documented<'_>) -> Result<Query<'t>, String> {
    let text = text.split_once(" HTTP/").map_or(text, |(query, _)| query);
    let (text, rest) = without_json(text);
    let mut parameters = object_of(Vec::new());
    let mut has_action = false;
    for pair in text.split('&') {
        let pair = without_placeholder(pair).trim();
        // `<public parameters>`
        if pair.is_empty() || (pair.starts_with('<') && pair.ends_with('>') && !pair.contains('=')) {
            continue;
        }
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let (name, value) = (decoded(name), decoded(value));
        // without a value it may be the second half of one with an `&`
        if !is_name(&name) || !(pair.contains('=') || is_declared(&name, documented)) {
            return Err(format!("its query has a part that is no parameter: `{pair}`"));
        }
        let is_first_action = name == "Action" && !has_action;
        has_action |= is_first_action;
        if is_first_action || is_common(&name, &value, documented) {
            continue;
        }
        let path: Vec<&str> = name.split('.').collect();
        insert(&mut parameters, &path, value)
            .ok_or_else(|| format!("the parameters of the request contradict each other at `{name}`"))?;
    }
    Ok(Query { parameters, rest })
}

/// Whether a parameter is one of every request. The version may be one of its own, even if its name is declared.
fn is_common(name: &str, value: &str, documented: &Documented<'_>) -> bool {
    let is_version = name == "Version" && value == documented.version;
    name.starts_with("X-TC-") || is_version || (COMMON.contains(&name) && !is_declared(name, documented))
}

fn is_declared(name: &str, documented: &Documented<'_>) -> bool {
    let name = name.split('.').next().unwrap_or_default();
    documented.parameters.iter().any(|member| member.name.value == name)
}

/// Whether `name` may be the name of a parameter, or the path of a value in one.
fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.contains(|letter: char| letter.is_whitespace() || "<>{}\"".contains(letter))
}

/// Separates the query from JSON that follows the placeholder for the common parameters.
fn without_json(text: &str) -> (&str, Option<&str>) {
    for (at, _) in text.match_indices('>') {
        let (before, after) = text.split_at(at + 1);
        let json = after.trim_start();
        let opening = before.rfind('<').and_then(|opening| before.get(opening..));
        if json.starts_with('{') && opening.is_some_and(is_placeholder) {
            return (before, Some(json));
        }
    }
    (text, None)
}

/// Inserts `value` at `path`; `Filters.0.Name` is the name of the first filter. Returns `None` if something else is
/// there, or if the items of a list are out of order.
fn insert(json: &mut Json, path: &[&str], value: String) -> Option<()> {
    let Some((step, rest)) = path.split_first() else {
        json.value = JsonValue::String(value);
        return Some(());
    };
    // The first step into it tells whether it is a list or an object.
    if let JsonValue::Null = json.value {
        json.value = match step.parse::<usize>() {
            Ok(_) => JsonValue::Array(Vec::new()),
            Err(_) => JsonValue::Object(Vec::new()),
        };
    }
    let inner = match &mut json.value {
        JsonValue::Object(entries) => match entries.iter().position(|entry| entry.name == *step) {
            Some(_) if rest.is_empty() => return None,
            Some(index) => &mut entries.get_mut(index)?.value,
            None => {
                entries.push(entry(step, null()));
                &mut entries.last_mut()?.value
            }
        },
        JsonValue::Array(items) => {
            let index: usize = step.parse().ok()?;
            match items.len() {
                length if index == length => items.push(null()),
                length if index + 1 != length || rest.is_empty() => return None,
                _ => {}
            }
            items.last_mut()?
        }
        _ => return None,
    };
    insert(inner, rest, value)
}

fn null() -> Json {
    Json {
        value: JsonValue::Null,
        range: 0..0,
    }
}

#[cfg(test)]
mod tests {
    use super::super::Documented;
    use super::read;
    use crate::spec::Member;

    fn read_as_text(text: &str, declared: &[&str]) -> Result<(String, Option<String>), String> {
        let member = |name: &&str| Member {
            name: (*name).to_owned().into(),
            ..Member::default()
        };
        let documented = Documented {
            version: "2018-05-29",
            parameters: &declared.iter().map(member).collect::<Vec<Member>>(),
        };
        let query = read(text, &documented)?;
        Ok((query.parameters.to_string(), query.rest.map(str::to_owned)))
    }

    #[test]
    fn names_are_paths_and_values_are_strings() {
        for (text, expected) in [
            (
                "Action=X&Version=2018-05-29&Ids.0=a%20b&Ids.1=c&F.0.Name=n+m%2C&F.0.Values.0=v&Limit=1",
                r#"{"Ids":["a b","c"],"F":[{"Name":"n m,","Values":["v"]}],"Limit":"1"}"#,
            ),
            ("Action=X HTTP/1.1\nHost: a.b", "{}"),
            (
                "Action=X\n&Id=Qcloud@Test++\n&At=2019-01-01T00:00:00+08:00\n&<Common Request Parameter>",
                r#"{"Id":"Qcloud@Test++","At":"2019-01-01T00:00:00+08:00"}"#,
            ),
            (
                "Action=X\n&Data={\"a\":\n1}&&<公共请求参数>\n",
                r#"{"Data":"{\"a\":\n1}"}"#,
            ),
        ] {
            assert_eq!(read_as_text(text, &[]), Ok((expected.to_owned(), None)), "{text}");
        }
    }

    #[test]
    fn common_parameters_are_kept_where_the_action_has_them() {
        let text = "Action=X&Version=2018-05-29&Language=en&SecretId=s&Region=r&Version=v2&Action=stop&X-TC-Token=t";
        let (none, _) = read_as_text(text, &[]).unwrap_or_default();
        assert_eq!(none, "{}");
        let (all, _) = read_as_text(text, &["Language", "SecretId", "Version", "Action"]).unwrap_or_default();
        assert_eq!(
            all,
            r#"{"Language":"en","SecretId":"s","Version":"v2","Action":"stop"}"#
        );
    }

    #[test]
    fn json_after_the_placeholder_is_no_parameter() {
        let (parameters, rest) = read_as_text("A=1\n&<公共请求参数> \n\n{\"B\": \"x&y\"}", &[]).unwrap_or_default();
        assert_eq!(
            (parameters.as_str(), rest.as_deref()),
            (r#"{"A":"1"}"#, Some("{\"B\": \"x&y\"}"))
        );
    }

    #[test]
    fn what_is_no_parameter_is_refused() {
        for text in ["A.0=1&A=2", "A.1=1", "=1", "Name=R & D", "A=1&A=2"] {
            assert!(read_as_text(text, &[]).is_err(), "{text}");
        }
    }
}
