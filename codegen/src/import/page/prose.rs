//! Facts in sentences, which are imported where there is only one way to read them.
//!
//! A default is a fact and not a sentence, so it is imported with and without the vendor's descriptions: `IPv4 (default)`
//! in a plain list, `Default value: 20.`. Allowed values are only suggested, because a set of values needs a name that no
//! page gives.

use super::super::common_parameters::simplified;
use crate::spec::{ItemType, Json, JsonValue, Member};

/// What a description states about a default.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum StatedDefault {
    /// Nothing.
    None,
    /// A value.
    Is(Json),
    /// Something from which no value can be read with certainty.
    Unclear,
}

const DEFAULT_MARKS: [&str; 2] = ["(default)", "（默认）"];
const DEFAULT_WORDS: [&str; 9] = [
    "default value is",
    "default value:",
    "default value",
    "defaults to",
    "default:",
    "默认值为",
    "默认值：",
    "默认值:",
    "默认为",
];
const VALUES_WORDS: [&str; 7] = [
    "valid values:",
    "allowed values:",
    "values:",
    "可选值：",
    "可选值:",
    "取值：",
    "取值:",
];

/// Whether the description states that a response may lack the member.
pub(super) fn may_be_null(description: &str) -> bool {
    let text = description.to_ascii_lowercase();
    ["may return null", "may be null", "返回 null", "返回null"]
        .iter()
        .any(|note| text.contains(note))
}

/// Whether the description starts by stating that the member is deprecated.
pub(super) fn is_deprecated(description: &str) -> bool {
    let text = description.trim_start().trim_start_matches(['(', '（', '[', '【', '*']);
    let text = text.to_ascii_lowercase();
    let ends_word =
        |rest: &str| rest.is_empty() || rest.starts_with([')', '）', ']', '】', '*', '.', '。', ',', '，', ':', '：']);
    let words = ["disused", "deprecated", "已废弃", "废弃"];
    let sentences = [
        "this field is moved to",
        "this parameter is disused",
        "this parameter is deprecated",
        "该字段已废弃",
    ];
    words.iter().any(|word| text.strip_prefix(word).is_some_and(ends_word))
        || sentences.iter().any(|sentence| text.starts_with(sentence))
}

/// Returns the allowed values if they are listed one by one as plain words.
pub(super) fn values(description: &str) -> Option<Vec<&str>> {
    let start = after_one_of(description, &VALUES_WORDS)?;
    let end = end_of_sentence(start);
    let list = start.get(..end)?;
    let items = list
        .split([',', '，', '、', ';', '；'])
        .flat_map(|item| item.split(" and "))
        .flat_map(|item| item.split(" or "));
    let items: Vec<&str> = items.map(without_mark).filter(|item| !item.is_empty()).collect();
    (items.len() > 1 && items.iter().all(|item| is_token(item))).then_some(items)
}

/// Returns the default of `member`, whose type is known.
pub(super) fn default(description: &str, member: &Member) -> StatedDefault {
    let lower = description.to_ascii_lowercase();
    if !lower.contains("default") && !description.contains("默认") {
        return StatedDefault::None;
    }
    let listed = values(description);
    let marked = marked_default(description);
    let named = after_one_of(description, &DEFAULT_WORDS).and_then(first_token);
    let found = match (marked, named) {
        (Some(one), Some(other)) if one != other => return StatedDefault::Unclear,
        (Some(found), _) => Some((found, true)),
        // A word of a sentence, unless it is one of the listed values.
        (None, Some(found)) => Some((found, listed.is_some_and(|listed| listed.contains(&found)))),
        (None, None) => None,
    };
    let is_clear = lower.matches("default").count() + description.matches("默认").count() == 1;
    let value = found
        .filter(|_| is_clear)
        .and_then(|(found, is_listed)| value(found, is_listed, member));
    value.map_or(StatedDefault::Unclear, StatedDefault::Is)
}

/// Returns the value before `(default)` if it is one word between separators.
fn marked_default(description: &str) -> Option<&str> {
    let before = DEFAULT_MARKS
        .iter()
        .find_map(|mark| Some(description.split_once(mark)?.0))?;
    let separators = [',', '，', '、', ';', '；', ':', '：', '.', '\n'];
    let start = before
        .rfind(separators)
        .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
    // `0: off (default)`: the value is before the colon.
    let is_after_colon = before[..start].ends_with([':', '：']);
    let introduction = before[..start].to_ascii_lowercase();
    if is_after_colon && !VALUES_WORDS.iter().any(|words| introduction.ends_with(words)) {
        return None;
    }
    let token = before[start..].rsplit(" and ").next()?.rsplit(" or ").next()?.trim();
    is_token(token).then_some(token)
}

fn value(token: &str, is_listed: bool, member: &Member) -> Option<Json> {
    let type_ref = member.type_ref();
    if type_ref.list {
        return None;
    }
    let number = |is_valid: bool| is_valid.then(|| JsonValue::Number(token.to_owned()));
    let value = match type_ref.item {
        ItemType::String if is_listed => JsonValue::String(token.to_owned()),
        ItemType::Int64 => number(token.parse::<i64>().is_ok_and(|number| number.to_string() == token))?,
        ItemType::Uint64 => number(token.parse::<u64>().is_ok_and(|number| number.to_string() == token))?,
        ItemType::Float => number(Json::parse(token).is_ok() && token.parse().is_ok_and(f64::is_finite))?,
        ItemType::Boolean => JsonValue::Bool(token.to_ascii_lowercase().parse().ok()?),
        _ => return None,
    };
    Some(Json { value, range: 0..0 })
}

/// Returns the word at the start of `text` if the sentence or the line ends after it.
fn first_token(text: &str) -> Option<&str> {
    let text = text.trim_start();
    let end = text.find(|letter: char| !is_token_letter(letter)).unwrap_or(text.len());
    let token = text[..end].trim_end_matches('.');
    let after = text[end..].chars().next();
    let ends = after.is_none_or(|after| matches!(after, ',' | '，' | '。' | ';' | '；' | ')' | '）' | '\n'));
    let ends = ends || token.len() < end;
    (ends && is_token(token)).then_some(token)
}

/// Returns what follows the first of `words`, in any case.
fn after_one_of<'a>(text: &'a str, words: &[&str]) -> Option<&'a str> {
    // Only ASCII is folded, so that indices into one are indices into the other.
    let lower = text.to_ascii_lowercase();
    let found = words.iter().find_map(|word| lower.find(word).map(|at| at + word.len()));
    found.and_then(|at| text.get(at..))
}

fn end_of_sentence(text: &str) -> usize {
    let stops = text.char_indices().find(|(at, letter)| match letter {
        '\n' | '。' => true,
        '.' => text[at + 1..].chars().next().is_none_or(char::is_whitespace),
        _ => false,
    });
    stops.map_or(text.len(), |(at, _)| at)
}

fn without_mark(item: &str) -> &str {
    let item = item.trim();
    let unmarked = DEFAULT_MARKS.iter().find_map(|mark| item.strip_suffix(mark));
    unmarked.unwrap_or(item).trim().trim_matches(['`', '"', '\''])
}

fn is_token(text: &str) -> bool {
    !text.is_empty() && text.chars().all(is_token_letter)
}

fn is_token_letter(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-' | '.')
}

/// Words of a line about the rate limit, in small letters and simplified characters.
const RATE_WORDS: [&str; 3] = ["rate limit", "频率限制", "频率上限"];
const PER_SECOND: [&str; 6] = ["per second", "/second", "/sec", "/秒", "每秒", "a second"];
const RATE_UNITS: [&str; 13] = [
    "requests",
    "request",
    "times",
    "time",
    "calls",
    "call",
    "queries",
    "query",
    "reqs",
    "req",
    "次",
    "个请求",
    "个",
];

/// What a line states about the rate limit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum StatedRate {
    /// Nothing.
    None,
    /// Requests per second.
    Is(u64),
    /// Something that is no number of requests per second.
    Unclear,
}

/// Returns what a line outside of tables states about the rate limit.
pub(super) fn rate(line: &str) -> StatedRate {
    let line = simplified(line).to_lowercase();
    let is_named = RATE_WORDS.iter().any(|words| line.contains(words));
    let has_second = PER_SECOND.iter().any(|words| line.contains(words)) || line.contains("/s");
    let is_maximum = line.contains("maximum of") && line.contains("request") && has_second;
    if !is_named && !is_maximum {
        return StatedRate::None;
    }
    let rate = if has_second { number_of_requests(&line) } else { None };
    rate.map_or(StatedRate::Unclear, StatedRate::Is)
}

/// Returns the first number that is followed by a unit of requests, or directly by `/s`, or that follows `每秒`.
fn number_of_requests(line: &str) -> Option<u64> {
    let mut rest = line;
    while let Some(at) = rest.find(|letter: char| letter.is_ascii_digit()) {
        let (before, from) = rest.split_at(at);
        let end = from
            .find(|letter: char| !letter.is_ascii_digit() && letter != ',')
            .unwrap_or(from.len());
        let (digits, after) = from.split_at(end);
        let unit = after.trim_start();
        let has_unit = RATE_UNITS.iter().any(|word| unit.starts_with(word))
            || unit.starts_with("/s")
            || unit.starts_with("per second")
            || before.trim_end().ends_with("每秒");
        if has_unit {
            return digits.replace(',', "").parse().ok();
        }
        rest = after;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{StatedDefault, StatedRate, default, is_deprecated, may_be_null, rate, values};
    use crate::spec::Member;

    fn default_of(type_name: &str, description: &str) -> Option<String> {
        let member = Member {
            type_name: type_name.to_owned().into(),
            ..Member::default()
        };
        match default(description, &member) {
            StatedDefault::Is(value) => Some(value.to_string()),
            StatedDefault::Unclear => Some("unclear".to_owned()),
            StatedDefault::None => None,
        }
    }

    #[test]
    fn a_default_is_read_where_it_is_unambiguous() {
        let cases = [
            (
                "String",
                "Valid values: Thunder (default) and Accelerator.",
                Some("\"Thunder\""),
            ),
            (
                "String",
                "IP version. Valid values: IPv4 (default), IPv6.",
                Some("\"IPv4\""),
            ),
            ("String", "取值：normal、cn2。默认值：normal。", Some("\"normal\"")),
            ("Integer", "Range: 1-100. Default value: 20.", Some("20")),
            ("Integer", "Default value: 600 seconds.", Some("unclear")),
            ("Integer", "0: off (default); 1: on", Some("unclear")),
            ("Integer", "默认为20，最大100", Some("20")),
            ("Integer", "Default: 007", Some("unclear")),
            ("Boolean", "defaults to False", Some("false")),
            ("Float", "Default value is 0.5", Some("0.5")),
            ("String", "Default value: the name", Some("unclear")),
            ("String", "Default value: normal.", Some("unclear")),
            ("Array of Integer", "Default value: 1", Some("unclear")),
            ("Integer", "Default: 1. For others the default: 2.", Some("unclear")),
            ("String", "Name of it.", None),
        ];
        for (type_name, description, expected) in cases {
            assert_eq!(default_of(type_name, description).as_deref(), expected, "{description}");
        }
    }

    #[test]
    fn values_are_those_that_are_listed_one_by_one() {
        let cases = [
            ("Valid values: A (default) and B.", Some(vec!["A", "B"])),
            ("Values: a_1, b-2 or c", Some(vec!["a_1", "b-2", "c"])),
            ("取值：开，关", None),
            ("Values: hostname: by name; instance: by ID", None),
            ("Valid values: any text", None),
            ("no list", None),
        ];
        for (description, expected) in cases {
            assert_eq!(values(description), expected, "{description}");
        }
    }

    #[test]
    fn notes_are_recognized_in_both_languages() {
        assert!(may_be_null("X\nNote: This field may return null, so take care."));
        assert!(may_be_null("注意：此字段可能返回 null，表示没有值。"));
        assert!(!may_be_null("A null character"));
        assert!(is_deprecated("(Disused) It was a switch."));
        assert!(is_deprecated("【已废弃】开关"));
        assert!(!is_deprecated("Deprecated entries to list"));
    }

    #[test]
    fn every_wording_of_a_rate_limit_is_read() {
        for (line, expected) in [
            (
                "A maximum of 20 requests can be initiated per second for this API.",
                StatedRate::Is(20),
            ),
            (
                "A maximum of 1 request can be initiated per second for this API.",
                StatedRate::Is(1),
            ),
            (
                "A maximum of 1,000 requests can be initiated per second",
                StatedRate::Is(1000),
            ),
            ("Default API request rate limit: 20 requests/sec.", StatedRate::Is(20)),
            ("Default API request rate limit: 20/sec", StatedRate::Is(20)),
            ("API rate limit: 5 requests per second", StatedRate::Is(5)),
            ("Rate limit: 100 times/second", StatedRate::Is(100)),
            ("Rate limit: 10/s", StatedRate::Is(10)),
            ("默认接口请求频率限制：20次/秒。", StatedRate::Is(20)),
            ("默認接口請求頻率限制：20次/秒。", StatedRate::Is(20)),
            ("接口请求频率限制：每秒 50 次", StatedRate::Is(50)),
            ("API 3.0 rate limit: 7 requests/sec", StatedRate::Is(7)),
            ("Rate limit: 20 requests per minute", StatedRate::Unclear),
            ("默认接口请求频率限制：无", StatedRate::Unclear),
            ("A maximum of 20 groups can be created", StatedRate::None),
            ("Opens 20 connections per second", StatedRate::None),
        ] {
            assert_eq!(rate(line), expected, "{line}");
        }
    }
}
