//! What to write instead of a text that is not JSON: the habits of other languages, and slips.
//!
//! Decided by the characters at the place that the parser names. Its words count only where they say more than the
//! place does.

use std::ops::Range;

use super::json::{BYTE_ORDER_MARK, JsonError};
use crate::source::quoted;

/// What is wrong with a text, where, and what to write.
pub(super) struct Mistake {
    pub(super) message: String,
    pub(super) range: Range<usize>,
    pub(super) label: &'static str,
    pub(super) help: String,
}

/// Explains why `text` is not JSON, which is `error` to the parser.
pub(super) fn explain(text: &str, error: JsonError) -> Mistake {
    let JsonError { message, range } = error;
    let mut mistake = Mistake {
        message,
        range,
        label: "here",
        help: String::new(),
    };
    if text.trim().is_empty() {
        mistake.help = "write the description, or remove the file".to_owned();
    } else if text.starts_with(BYTE_ORDER_MARK) {
        mistake.help = "save the file as UTF-8 without a byte order mark".to_owned();
    } else if mistake.message.starts_with("unterminated") {
        unterminated(text, &mut mistake);
    } else if mistake.message == "expected comma" {
        missing_comma(text, &mut mistake);
    } else {
        mistake.help = help(text, &mistake);
    }
    mistake
}

/// The parser names all of what does not end.
fn unterminated(text: &str, mistake: &mut Mistake) {
    mistake.help = match text.as_bytes().get(mistake.range.start) {
        Some(b'"') => {
            mistake.label = "begins here";
            "end the string with `\"`; a line break in a string is written `\\n`".to_owned()
        }
        Some(open) => {
            let end = text.trim_end().len();
            mistake.range = end..end;
            mistake.label = "the file ends here";
            let close = if *open == b'[' { ']' } else { '}' };
            format!("add what is missing, and `{close}` at its end")
        }
        None => "add what is missing at the end".to_owned(),
    };
}

fn missing_comma(text: &str, mistake: &mut Mistake) {
    let at = mistake.range.start;
    let (before, behind) = text.split_at_checked(at).unwrap_or((text, ""));
    if before.ends_with('0') && behind.starts_with(|digit: char| digit.is_ascii_digit()) {
        mistake.message = "a number begins with a zero".to_owned();
        mistake.range = at - 1..at;
        mistake.help = "write the number without the zero".to_owned();
    } else {
        mistake.label = "a comma is missing here";
        mistake.help = format!("write `,` here, before {}", quoted(token(behind.trim_start())));
    }
}

fn help(text: &str, mistake: &Mistake) -> String {
    const GENERAL: &str = "spec files are plain JSON: no comments, no trailing commas, strings in double quotes";
    let (before, found) = text.split_at_checked(mistake.range.start).unwrap_or((text, ""));
    let before = before.trim_end();
    let mut letters = found.chars();
    let first = letters.next().unwrap_or_default();
    let rest = letters.as_str();
    let help = match first {
        _ if mistake.message.contains("more than one") => "a spec file is one object: remove what follows it",
        '\0'..' ' => return format!("write it as an escape: `{}`", escape_of(first)),
        '\'' => return in_double_quotes(rest.split('\'').next().unwrap_or_default()),
        '“' | '”' | '„' | '‘' | '’' => "write the straight quotation mark: `\"`",
        '/' | '#' => "take the comment out; what it says may go to a `description`",
        ',' if before.ends_with([',', '{', '[']) => "take this comma out: there is nothing before it",
        ',' => "take this comma out: nothing follows it",
        ';' => "write `,` instead of `;`",
        '=' => "write `:` instead of `=`",
        '+' => "write the number without `+`",
        '\\' => "the escapes are `\\\" \\\\ \\/ \\b \\f \\n \\r \\t` and `\\u0041`; a backslash is written `\\\\`",
        '}' | ']' if before.ends_with(':') => "write a value after the `:`, or take the key out",
        '}' | ']' => return brackets(first),
        '0'..='9' if rest.starts_with(['x', 'X']) => "write the number in decimal",
        '.' | '-' | '0'..='9' if !mistake.message.contains("colon") => {
            "write digits before and after the point: `0.5`, `1.0`"
        }
        letter if letter.is_alphabetic() || letter == '_' => return help_for_word(token(found), before),
        space if space.is_whitespace() => return format!("write a space instead of U+{:04X}", u32::from(space)),
        _ if mistake.message.contains("colon") => "write `:` between a name and its value",
        _ => GENERAL,
    };
    help.to_owned()
}

fn escape_of(control: char) -> String {
    match control {
        '\n' => "\\n".to_owned(),
        '\r' => "\\r".to_owned(),
        '\t' => "\\t".to_owned(),
        control => format!("\\u{:04x}", u32::from(control)),
    }
}

fn in_double_quotes(text: &str) -> String {
    format!("write it in double quotes: {}", quoted(&format!("\"{text}\"")))
}

fn brackets(found: char) -> String {
    let (other, open) = if found == '}' { (']', '{') } else { ('}', '[') };
    format!("write `{other}` here, or open with `{open}` what ends here")
}

/// A word outside of quotes.
fn help_for_word(word: &str, before: &str) -> String {
    let is_name = before.ends_with(['{', ',']) && !in_list(before);
    let instead = match word.to_ascii_lowercase().as_str() {
        _ if is_name => return in_double_quotes(word),
        "true" | "yes" | "on" => "true",
        "false" | "no" | "off" => "false",
        "null" | "none" | "nil" | "undefined" => return "write `null`, or take the key out".to_owned(),
        "nan" | "inf" | "infinity" => return "JSON has no such number: write another, or take the key out".to_owned(),
        _ => return in_double_quotes(word),
    };
    format!("write `{instead}`")
}

/// Whether the text ends inside a list, as far as its last bracket tells.
fn in_list(before: &str) -> bool {
    let mut closed = 0_usize;
    for byte in before.bytes().rev() {
        match byte {
            b'}' | b']' => closed += 1,
            b'{' | b'[' if closed > 0 => closed -= 1,
            b'{' => return false,
            b'[' => return true,
            _ => {}
        }
    }
    false
}

/// The first word, string or character of `text`.
fn token(text: &str) -> &str {
    let is_part = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '.' | '-');
    let end = match text.strip_prefix('"') {
        Some(string) => string.find('"').map_or(text.len(), |at| at + 2),
        None => text.find(|letter| !is_part(letter)).unwrap_or(text.len()),
    };
    let first = text.chars().next().map_or(0, char::len_utf8);
    text.get(..end.max(first)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::Json;

    /// The place that is underlined, as text, and the help.
    fn explained(text: &str) -> (usize, String, String) {
        let mistake = explain(text, Json::parse(text).unwrap_err());
        let marked = text.get(mistake.range.clone()).unwrap().to_owned();
        (mistake.range.start, marked, mistake.help)
    }

    #[test]
    fn each_habit_has_its_place_and_its_fix() {
        for (text, at, marked, help) in [
            (r#"{"a": 1 "b": 2}"#, 7, "", "write `,` here, before `\"b\"`"),
            ("{\"a\": 1\n  \"b\": 2}", 7, "", "write `,` here, before `\"b\"`"),
            ("[1 2]", 2, "", "write `,` here, before `2`"),
            (r#"{"a": True}"#, 6, "True", "write `true`"),
            (r#"{"a": FALSE}"#, 6, "FALSE", "write `false`"),
            (r#"{"a": None}"#, 6, "None", "write `null`, or take the key out"),
            (
                r#"{"a": NaN}"#,
                6,
                "NaN",
                "JSON has no such number: write another, or take the key out",
            ),
            (
                r#"{"a": String}"#,
                6,
                "String",
                "write it in double quotes: `\"String\"`",
            ),
            ("[[], yes]", 5, "yes", "write `true`"),
            (r#"{"a": 'x'}"#, 6, "'", "write it in double quotes: `\"x\"`"),
            ("{'a': 1}", 1, "'", "write it in double quotes: `\"a\"`"),
            ("{yes: 1}", 1, "y", "write it in double quotes: `\"yes\"`"),
            ("[1,]", 2, ",", "take this comma out: nothing follows it"),
            ("[1,,2]", 3, ",", "take this comma out: there is nothing before it"),
            (
                "{\"a\": 1 // b\n}",
                8,
                "// b",
                "take the comment out; what it says may go to a `description`",
            ),
            (
                "{\"a\": 1 # b\n}",
                8,
                "#",
                "take the comment out; what it says may go to a `description`",
            ),
            ("{\"a\" 1}", 5, "1", "write `:` between a name and its value"),
            ("{\"a\" = 1}", 5, "=", "write `:` instead of `=`"),
            ("{\"a\": 1; \"b\": 2}", 7, ";", "write `,` instead of `;`"),
            ("{\"a\": “x”}", 6, "“", "write the straight quotation mark: `\"`"),
            ("{\"a\": 01}", 6, "0", "write the number without the zero"),
            ("{\"a\": +1}", 6, "+", "write the number without `+`"),
            (
                "{\"a\": .5}",
                6,
                ".",
                "write digits before and after the point: `0.5`, `1.0`",
            ),
            ("{\"a\": 0x1f}", 6, "0", "write the number in decimal"),
            ("{\"a\": 1]", 7, "]", "write `}` here, or open with `[` what ends here"),
            ("{\"a\":}", 5, "}", "write a value after the `:`, or take the key out"),
            ("{\"a\": [1\n", 8, "", "add what is missing, and `]` at its end"),
            ("{\"a\": \"x\ty\"}", 8, "\t", "write it as an escape: `\\t`"),
            ("{\u{a0}}", 1, "\u{a0}", "write a space instead of U+00A0"),
            ("{} {}", 3, "{", "a spec file is one object: remove what follows it"),
        ] {
            let expected = (at, marked.to_owned(), help.to_owned());
            let (found_at, found, found_help) = explained(text);
            // The parser marks a part of some tokens.
            assert!(
                found.starts_with(&marked.chars().take(1).collect::<String>()),
                "{text}: {found}"
            );
            assert_eq!((found_at, found_help), (expected.0, expected.2), "{text}");
        }
    }
}
