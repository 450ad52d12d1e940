//! Cuts an expression into tokens.

use crate::json::{self, Value};

use super::error::SyntaxError;

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    Name(String),
    QuotedName(String),
    Literal(Value),
    Number(i64),
    Dot,
    Star,
    Comma,
    Colon,
    Current,
    OpenParenthesis,
    CloseParenthesis,
    OpenBrace,
    CloseBrace,
    OpenBracket,
    CloseBracket,
    /// `[]`
    Flatten,
    /// `[?`
    Filter,
    Or,
    Pipe,
    And,
    Reference,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Equal,
    NotEqual,
    Not,
    End,
}

/// A token, and the byte at which it begins.
pub(super) type Placed = (Token, usize);

/// Cuts an expression into tokens, `End` last.
pub(super) fn tokens(expression: &str) -> Result<Vec<Placed>, SyntaxError> {
    let mut lexer = Lexer { expression, at: 0 };
    let mut tokens = Vec::new();
    loop {
        let placed = lexer.next()?;
        let is_end = placed.0 == Token::End;
        tokens.push(placed);
        if is_end {
            return Ok(tokens);
        }
    }
}

struct Lexer<'a> {
    expression: &'a str,
    at: usize,
}

impl Lexer<'_> {
    fn next(&mut self) -> Result<Placed, SyntaxError> {
        let rest = self.expression.get(self.at..).unwrap_or_default();
        let trimmed = rest.trim_start_matches([' ', '\t', '\n', '\r']);
        let start = self.at + rest.len() - trimmed.len();
        let (token, length) = token(trimmed).map_err(|message| SyntaxError::new(start, message))?;
        self.at = start + length;
        Ok((token, start))
    }
}

/// The token at the beginning of a text, and how many bytes it has.
fn token(text: &str) -> Result<(Token, usize), String> {
    let Some(first) = text.chars().next() else {
        return Ok((Token::End, 0));
    };
    let two = |second: char, both: Token, single: Token| {
        let is_both = text.chars().nth(1) == Some(second);
        if is_both { (both, 2) } else { (single, 1) }
    };
    Ok(match first {
        '.' => (Token::Dot, 1),
        '*' => (Token::Star, 1),
        ',' => (Token::Comma, 1),
        ':' => (Token::Colon, 1),
        '@' => (Token::Current, 1),
        '(' => (Token::OpenParenthesis, 1),
        ')' => (Token::CloseParenthesis, 1),
        '{' => (Token::OpenBrace, 1),
        '}' => (Token::CloseBrace, 1),
        ']' => (Token::CloseBracket, 1),
        '[' if text.starts_with("[?") => (Token::Filter, 2),
        '[' => two(']', Token::Flatten, Token::OpenBracket),
        '|' => two('|', Token::Or, Token::Pipe),
        '&' => two('&', Token::And, Token::Reference),
        '<' => two('=', Token::LessOrEqual, Token::Less),
        '>' => two('=', Token::GreaterOrEqual, Token::Greater),
        '!' => two('=', Token::NotEqual, Token::Not),
        '=' if text.starts_with("==") => (Token::Equal, 2),
        '=' => return Err("a single =; values are compared with ==".to_owned()),
        'a'..='z' | 'A'..='Z' | '_' => {
            let length = length_while(text, |byte| byte.is_ascii_alphanumeric() || byte == b'_');
            (Token::Name(text.get(..length).unwrap_or_default().to_owned()), length)
        }
        '0'..='9' | '-' => number(text)?,
        '\'' => {
            let (inner, length) = quoted(text, '\'')?;
            (Token::Literal(Value::String(inner.replace("\\'", "'"))), length)
        }
        '`' => {
            let (inner, length) = quoted(text, '`')?;
            (Token::Literal(literal(&inner.replace("\\`", "`"))?), length)
        }
        '"' => {
            let (inner, length) = quoted(text, '"')?;
            match json::parse(&format!("\"{inner}\"")) {
                Ok(Value::String(name)) => (Token::QuotedName(name), length),
                _ => return Err("this is no name in quotes: it is written as a JSON string".to_owned()),
            }
        }
        '$' | '#' | '%' | '+' | '/' | '^' | '~' | ';' | '?' | '\\' => {
            return Err(format!("{first} has no meaning here"));
        }
        _ => {
            return Err(format!(
                "{first} cannot begin a name: other names are written in quotes, \"{first}..\""
            ));
        }
    })
}

fn length_while(text: &str, is_part: impl Fn(u8) -> bool) -> usize {
    text.bytes().take_while(|byte| is_part(*byte)).count()
}

fn number(text: &str) -> Result<(Token, usize), String> {
    let sign = usize::from(text.starts_with('-'));
    let digits = length_while(text.get(sign..).unwrap_or_default(), |byte| byte.is_ascii_digit());
    if digits == 0 {
        return Err("a - without a number; a name with it is written in quotes".to_owned());
    }
    let length = sign + digits;
    // An index that no list reaches, like one of more digits.
    let edge = if sign == 1 { i64::MIN } else { i64::MAX };
    let number = text
        .get(..length)
        .and_then(|number| number.parse().ok())
        .unwrap_or(edge);
    Ok((Token::Number(number), length))
}

/// What is between two delimiters, with its backslashes; and the length with the delimiters.
fn quoted(text: &str, delimiter: char) -> Result<(&str, usize), String> {
    let mut is_escaped = false;
    for (at, character) in text.char_indices().skip(1) {
        match character {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            _ if character == delimiter => return Ok((text.get(1..at).unwrap_or_default(), at + 1)),
            _ => {}
        }
    }
    Err(format!("the closing {delimiter} is missing"))
}

/// JSON in backticks; what is no JSON is a text, as in the first version of the language.
fn literal(text: &str) -> Result<Value, String> {
    json::parse(text)
        .or_else(|_| json::parse(&format!("\"{}\"", text.trim_start())))
        .map_err(|_| "between the backticks is no JSON".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_without_quotes_are_literals() {
        let text = |text: &str| Token::Literal(Value::String(text.to_owned()));
        for (expression, expected) in [
            ("`foo bar`", "foo bar"),
            ("`01`", "01"),
            ("``", ""),
            (r"'it\'s'", "it's"),
        ] {
            assert_eq!(tokens(expression).unwrap()[0].0, text(expected), "{expression}");
        }
        assert_eq!(
            tokens("`1`").unwrap()[0].0,
            Token::Literal(Value::Number("1".to_owned()))
        );
    }
}
