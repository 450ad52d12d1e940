//! Repairs documented JSON where only one repair is possible.
//!
//! The translators of the international edition lost the comma at the end of hundreds of lines, and some pages leave one
//! before a closing bracket. Both are put right. Quotes, names and values are never made up: what lacks them stays as it
//! is and is left out.

use crate::spec::Json;

/// A text after its repair.
#[derive(Debug)]
pub(super) struct Repaired {
    pub(super) text: String,
    /// What was repaired.
    pub(super) repairs: Vec<String>,
}

#[derive(Clone, Copy, PartialEq)]
enum Token {
    /// A string.
    Text,
    /// A number, `true`, `false` or `null`.
    Word,
    Open(u8),
    Close(u8),
    Colon,
    Comma,
}

struct Placed {
    token: Token,
    start: usize,
    end: usize,
    /// Whether a line break is between the token and the one before it.
    starts_line: bool,
}

/// What is in the way of a repair.
#[derive(Debug)]
pub(super) struct Obstacle {
    pub(super) message: &'static str,
    /// The place in the text.
    pub(super) at: usize,
}

/// Repairs a text that starts with a JSON object, or returns the first thing that more than one repair is possible for.
pub(super) fn repaired(text: &str) -> Result<Repaired, Obstacle> {
    let (tokens, end) = tokens(text)?;
    let mut missing = Vec::new();
    let mut surplus = Vec::new();
    // The brackets that enclose the token.
    let mut open = Vec::new();
    for (index, placed) in tokens.iter().enumerate() {
        if let Some(before) = index.checked_sub(1).and_then(|before| tokens.get(before)) {
            if ends_value(before.token) && starts_value(placed.token) {
                let obstacle = |message| Obstacle {
                    message,
                    at: placed.start,
                };
                if !placed.starts_line {
                    return Err(obstacle("no comma between two values on a line"));
                }
                if open.last() == Some(&b'{') && !begins_member(&tokens, index) {
                    return Err(obstacle("no name and value"));
                }
                missing.push(before.end);
            }
            if before.token == Token::Comma && matches!(placed.token, Token::Close(_)) {
                surplus.push(before.start);
            }
        }
        match placed.token {
            Token::Open(bracket) => open.push(bracket),
            Token::Close(_) => _ = open.pop(),
            _ => {}
        }
    }
    let (object, rest) = text.split_at(end);
    let mut repairs = Vec::new();
    let mut count = |places: &[usize], one: &str, many: &str| match places.len() {
        0 => {}
        1 => repairs.push(format!("1 {one}")),
        count => repairs.push(format!("{count} {many}")),
    };
    count(
        &missing,
        "missing comma at the end of a line",
        "missing commas at the ends of lines",
    );
    count(
        &surplus,
        "comma before a closing bracket",
        "commas before closing brackets",
    );
    let text = edited(object, &missing, &surplus);
    repairs.extend(without(&text, rest.trim()).map_err(|message| Obstacle { message, at: end })?);
    Ok(Repaired { text, repairs })
}

/// Whether the token at `index`, in an object, is the name of a member, and the one before it ends the whole value of
/// another, and is not a name without a value.
fn begins_member(tokens: &[Placed], index: usize) -> bool {
    let token = |index: Option<usize>| index.and_then(|index| tokens.get(index)).map(|placed| placed.token);
    let is_name = token(Some(index)) == Some(Token::Text) && token(Some(index + 1)) == Some(Token::Colon);
    let is_after_value = match token(index.checked_sub(1)) {
        Some(Token::Close(_)) => true,
        Some(Token::Text | Token::Word) => token(index.checked_sub(2)) == Some(Token::Colon),
        _ => false,
    };
    is_name && is_after_value
}

fn ends_value(token: Token) -> bool {
    matches!(token, Token::Text | Token::Word | Token::Close(_))
}

fn starts_value(token: Token) -> bool {
    matches!(token, Token::Text | Token::Word | Token::Open(_))
}

/// Returns `text` with a comma at each place of `missing` and without the one at each of `surplus`.
fn edited(text: &str, missing: &[usize], surplus: &[usize]) -> String {
    let mut edited = String::with_capacity(text.len() + missing.len());
    let mut missing = missing.iter().peekable();
    let mut surplus = surplus.iter().peekable();
    for (at, letter) in text.char_indices() {
        if missing.next_if(|place| **place == at).is_some() {
            edited.push(',');
        }
        if surplus.next_if(|place| **place == at).is_none() {
            edited.push(letter);
        }
    }
    edited
}

/// Returns the repair that drops what follows the object: prose, or the same object once more. Anything else may be the
/// body that was meant.
fn without(object: &str, rest: &str) -> Result<Option<String>, &'static str> {
    if rest.is_empty() {
        return Ok(None);
    }
    if !rest.contains(['{', '}', '[', ']', '<', '>', '"']) {
        return Ok(Some("the text after it was dropped".to_owned()));
    }
    let is_same = match (Json::parse(object), Json::parse(rest)) {
        (Ok(object), Ok(rest)) => object.to_string() == rest.to_string(),
        _ => false,
    };
    if is_same {
        Ok(Some("it was printed twice".to_owned()))
    } else {
        Err("more follows the object")
    }
}

/// Splits the JSON object at the start of `text` into tokens, and returns them with the place where it ends.
fn tokens(text: &str) -> Result<(Vec<Placed>, usize), Obstacle> {
    let bytes = text.as_bytes();
    let mut tokens = Vec::new();
    let (mut at, mut depth, mut starts_line) = (0, 0_usize, false);
    while let Some(byte) = bytes.get(at) {
        let obstacle = |message| Obstacle { message, at };
        let (token, length) = match byte {
            b'\n' => {
                starts_line = true;
                at += 1;
                continue;
            }
            b' ' | b'\t' | b'\r' => {
                at += 1;
                continue;
            }
            b'{' | b'[' => (Token::Open(*byte), 1),
            b'}' | b']' => (Token::Close(*byte), 1),
            b':' => (Token::Colon, 1),
            b',' => (Token::Comma, 1),
            b'"' => {
                let length = string_length(&bytes[at..]).ok_or_else(|| obstacle("a text without an end"))?;
                (Token::Text, length)
            }
            _ => {
                let is_part = |byte: &&u8| byte.is_ascii_alphanumeric() || b"+-.".contains(byte);
                let length = bytes[at..].iter().take_while(is_part).count();
                if !text.get(at..at + length).is_some_and(is_word) {
                    return Err(obstacle("text without quotes"));
                }
                (Token::Word, length)
            }
        };
        tokens.push(Placed {
            token,
            start: at,
            end: at + length,
            starts_line,
        });
        (at, starts_line) = (at + length, false);
        match token {
            Token::Open(_) => depth += 1,
            Token::Close(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return match token {
                Token::Close(_) => Ok((tokens, at)),
                _ => Err(Obstacle {
                    message: "no object",
                    at: 0,
                }),
            };
        }
    }
    let message = "an object without an end";
    Err(Obstacle { message, at: 0 })
}

/// Whether `text` may be a value that is not in quotes.
fn is_word(text: &str) -> bool {
    ["true", "false", "null"].contains(&text) || text.parse::<f64>().is_ok_and(f64::is_finite)
}

/// Returns the length of the string at the start of `bytes`, with its quotes; `None` if it does not end on its line.
fn string_length(bytes: &[u8]) -> Option<usize> {
    let mut is_escaped = false;
    for (at, byte) in bytes.iter().enumerate().skip(1) {
        match byte {
            b'\n' => return None,
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'"' => return Some(at + 1),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::repaired;

    #[test]
    fn a_missing_comma_at_the_end_of_a_line_is_added() {
        for (text, expected) in [
            (
                "{\"A\": \"x\"\n\"B\": 1\n  \"C\": []\n}",
                "{\"A\": \"x\",\n\"B\": 1,\n  \"C\": []\n}",
            ),
            (
                "{\"A\": [\"é\"\r\n\"y\"\n{}\n[1\n2]]}",
                "{\"A\": [\"é\",\r\n\"y\",\n{},\n[1,\n2]]}",
            ),
            (
                "{\"A\": {\"B\": \"\\\"\"}\n\"C\": null}",
                "{\"A\": {\"B\": \"\\\"\"},\n\"C\": null}",
            ),
        ] {
            let repaired = repaired(text).unwrap_or_else(|why| panic!("{text}: {why:?}"));
            assert_eq!(repaired.text, expected);
            assert_eq!(repaired.repairs.len(), 1, "{:?}", repaired.repairs);
        }
    }

    #[test]
    fn a_comma_before_a_bracket_and_text_after_the_object_are_dropped() {
        let repaired = repaired("{\"A\": [1,],\n}\n\nThat is all.").unwrap_or_else(|why| panic!("{why:?}"));
        assert_eq!(repaired.text, "{\"A\": [1]\n}");
        let expected = ["2 commas before closing brackets", "the text after it was dropped"];
        assert_eq!(repaired.repairs, expected);
        let twice = super::repaired("{\"A\": 1}\n{\n \"A\": 1 }").unwrap_or_else(|why| panic!("{why:?}"));
        assert_eq!(twice.repairs, ["it was printed twice"]);
    }

    #[test]
    fn what_could_mean_something_else_is_not_repaired() {
        for text in [
            "{\"A\": 1 \"B\": 2}",    // on one line
            "{\"A\"\n\"B\": 2}",      // a name without a value
            "{\"A\": \"x\"\n\"B\"}",  // a second half of a string
            "{\"A\": \"x\"\ny\"}",    // no quote at the start
            "{\"A\": 1\nB\": 2}",     // no quote at the start of a name
            "{\"A\": \"x\n\"B\": 2}", // no quote at the end
            "{\"A\": 1",              // no end
            "{\"A\": 1}\n{\"A\": 2}", // which of the two?
            "{\"A\": 1}\n<body>",
            "{\"A\": \u{201c}x\u{201d}}",
            "data: {}",
            "",
        ] {
            assert!(repaired(text).is_err(), "{text}");
        }
        let obstacle = |text: &str| repaired(text).err().map(|obstacle| (obstacle.message, obstacle.at));
        let text = "{\"A\": 1\n\"B\": [\nUser\n]}";
        assert_eq!(obstacle(text), Some(("text without quotes", 15)));
    }
}
