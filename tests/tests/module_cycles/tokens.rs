//! Rust source as identifiers and punctuation with line numbers, without comments, strings and test code.

/// An identifier, or one character of punctuation; `::` is one token.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Token {
    pub(crate) text: String,
    pub(crate) line: usize,
}

/// The tokens of `source` without what is under `#[cfg(test)]` or `#[cfg(all(test, …))]`.
pub(crate) fn tokens(source: &str) -> Vec<Token> {
    without_tests(&lex(source))
}

fn lex(source: &str) -> Vec<Token> {
    let chars: Vec<char> = source.chars().collect();
    let (mut tokens, mut line, mut at) = (Vec::new(), 1, 0);
    while let Some(&char) = chars.get(at) {
        let end = match char {
            '/' if chars.get(at + 1) == Some(&'/') => end_of_line(&chars, at),
            '/' if chars.get(at + 1) == Some(&'*') => end_of_block_comment(&chars, at),
            '"' => end_of_string(&chars, at),
            '\'' => end_of_quote(&chars, at),
            _ if char.is_alphabetic() || char == '_' => {
                let end = end_of_word(&chars, at);
                let word: String = chars[at..end].iter().collect();
                if let Some(end) = end_of_raw_string(&chars, &word, end) {
                    end
                } else {
                    tokens.push(Token { text: word, line });
                    end
                }
            }
            ':' if chars.get(at + 1) == Some(&':') => {
                let text = "::".to_owned();
                tokens.push(Token { text, line });
                at + 2
            }
            _ => {
                if !char.is_whitespace() {
                    let text = char.to_string();
                    tokens.push(Token { text, line });
                }
                at + 1
            }
        };
        line += chars[at..end].iter().filter(|char| **char == '\n').count();
        at = end;
    }
    tokens
}

fn end_of_line(chars: &[char], at: usize) -> usize {
    let rest = chars[at..].iter().position(|char| *char == '\n');
    rest.map_or(chars.len(), |length| at + length)
}

fn end_of_block_comment(chars: &[char], mut at: usize) -> usize {
    let mut depth = 0;
    while at < chars.len() {
        match (chars[at], chars.get(at + 1)) {
            ('/', Some('*')) => (depth, at) = (depth + 1, at + 2),
            ('*', Some('/')) => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            return at;
        }
    }
    chars.len()
}

fn end_of_string(chars: &[char], start: usize) -> usize {
    let mut at = start + 1;
    while at < chars.len() {
        match chars[at] {
            '\\' => at += 2,
            '"' => return at + 1,
            _ => at += 1,
        }
    }
    chars.len()
}

/// The end of a character literal, or of the quote alone before a lifetime.
fn end_of_quote(chars: &[char], at: usize) -> usize {
    match (chars.get(at + 1), chars.get(at + 2)) {
        (Some('\\'), _) => {
            let rest = chars.get(at + 3..).unwrap_or_default();
            let quote = rest.iter().position(|char| *char == '\'');
            quote.map_or(chars.len(), |length| at + 3 + length + 1)
        }
        (Some(_), Some('\'')) => at + 3,
        _ => at + 1,
    }
}

fn end_of_word(chars: &[char], at: usize) -> usize {
    let rest = chars[at..].iter();
    let length = rest.take_while(|char| char.is_alphanumeric() || **char == '_').count();
    at + length
}

/// The end of a string like `r#"…"#` whose prefix is `word` and ends at `at`.
fn end_of_raw_string(chars: &[char], word: &str, at: usize) -> Option<usize> {
    if !matches!(word, "r" | "br" | "cr") {
        return None;
    }
    let hashes = chars[at..].iter().take_while(|char| **char == '#').count();
    if chars.get(at + hashes) != Some(&'"') {
        return None;
    }
    let mut end = at + hashes + 1;
    while end < chars.len() {
        let closing = chars[end] == '"' && chars[end + 1..].iter().take_while(|char| **char == '#').count() >= hashes;
        end += 1;
        if closing {
            return Some(end + hashes);
        }
    }
    Some(chars.len())
}

fn without_tests(tokens: &[Token]) -> Vec<Token> {
    let mut kept = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if is_test_attribute(&tokens[at..]) {
            at = end_of_item(tokens, at);
        } else {
            kept.push(tokens[at].clone());
            at += 1;
        }
    }
    kept
}

fn is_test_attribute(tokens: &[Token]) -> bool {
    let starts = |words: &[&str]| words.len() <= tokens.len() && words.iter().zip(tokens).all(|(a, b)| *a == b.text);
    starts(&["#", "[", "cfg", "(", "test", ")"]) || starts(&["#", "[", "cfg", "(", "all", "(", "test", ","])
}

/// Where the item that has its attributes at `at` ends: after its `;`, or after its braces.
fn end_of_item(tokens: &[Token], mut at: usize) -> usize {
    let mut depth = 0_usize;
    while let Some(token) = tokens.get(at) {
        at += 1;
        match token.text.as_str() {
            "{" | "(" | "[" => depth += 1,
            "}" | ")" | "]" => {
                depth = depth.saturating_sub(1);
                if depth == 0 && token.text == "}" && tokens.get(at).is_none_or(|next| next.text != ";") {
                    return at;
                }
            }
            ";" if depth == 0 => return at,
            _ => {}
        }
    }
    at
}

#[test]
fn comments_strings_and_tests_are_left_out() {
    let source = "/* crate::a /* b */ */ fn f<'a>(x: &'a str) -> char { // crate::c\n r#\"crate::d\"#; \"\\\"crate\"; '\\'' }\n\
                  #[cfg(test)]\nmod tests { use super::f; }\nuse crate::e;";
    let tokens = tokens(source);
    let names: Vec<_> = tokens.iter().map(|token| token.text.as_str()).collect();
    assert_eq!(names.iter().filter(|name| **name == "crate").count(), 1, "{names:?}");
    assert!(!names.contains(&"tests"), "{names:?}");
    assert_eq!(tokens.last().map(|token| token.line), Some(5));
}
