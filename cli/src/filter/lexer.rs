//! The tokens of an expression.

use super::FilterError;
use crate::json::{Value, parse};

/// A token and the byte that it begins at.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Token {
    pub(super) at: usize,
    pub(super) kind: TokenKind,
}

/// What a token is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum TokenKind {
    Name(String),
    QuotedName(String),
    Number(i64),
    Literal(Value),
    Dot,
    Star,
    Flatten,
    Filter,
    LeftBracket,
    RightBracket,
    LeftBrace,
    RightBrace,
    LeftParen,
    RightParen,
    Comma,
    Colon,
    Current,
    Ampersand,
    Pipe,
    Or,
    And,
    Not,
    Compare(Comparison),
    End,
}

/// A comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// Splits an expression into tokens, the last of which is the end.
pub(super) fn tokens(expression: &str) -> Result<Vec<Token>, FilterError> {
    let mut lexer = Lexer {
        text: expression,
        at: 0,
    };
    let mut tokens = Vec::new();
    loop {
        lexer.skip(|letter| matches!(letter, ' ' | '\t' | '\n' | '\r'));
        let at = lexer.at;
        let kind = lexer.next()?;
        let is_end = kind == TokenKind::End;
        tokens.push(Token { at, kind });
        if is_end {
            return Ok(tokens);
        }
    }
}

struct Lexer<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Lexer<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Skips the letters that `is_part` accepts, and returns them.
    fn skip(&mut self, is_part: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let skipped = rest
            .find(|letter| !is_part(letter))
            .and_then(|end| rest.get(..end))
            .unwrap_or(rest);
        self.at += skipped.len();
        skipped
    }

    /// Skips one of these texts, the longest first, and returns its kind.
    fn operator(&mut self) -> Option<TokenKind> {
        use Comparison::{Equal, Greater, GreaterOrEqual, Less, LessOrEqual, NotEqual};
        let operators = [
            ("[?", TokenKind::Filter),
            ("[]", TokenKind::Flatten),
            ("&&", TokenKind::And),
            ("||", TokenKind::Or),
            ("==", TokenKind::Compare(Equal)),
            ("!=", TokenKind::Compare(NotEqual)),
            ("<=", TokenKind::Compare(LessOrEqual)),
            (">=", TokenKind::Compare(GreaterOrEqual)),
            ("<", TokenKind::Compare(Less)),
            (">", TokenKind::Compare(Greater)),
            (".", TokenKind::Dot),
            ("*", TokenKind::Star),
            ("[", TokenKind::LeftBracket),
            ("]", TokenKind::RightBracket),
            ("{", TokenKind::LeftBrace),
            ("}", TokenKind::RightBrace),
            ("(", TokenKind::LeftParen),
            (")", TokenKind::RightParen),
            (",", TokenKind::Comma),
            (":", TokenKind::Colon),
            ("@", TokenKind::Current),
            ("&", TokenKind::Ampersand),
            ("|", TokenKind::Pipe),
            ("!", TokenKind::Not),
        ];
        let rest = self.rest();
        let (text, kind) = operators.into_iter().find(|(text, _)| rest.starts_with(text))?;
        self.at += text.len();
        Some(kind)
    }

    fn next(&mut self) -> Result<TokenKind, FilterError> {
        let at = self.at;
        let Some(first) = self.rest().chars().next() else {
            return Ok(TokenKind::End);
        };
        match first {
            'a'..='z' | 'A'..='Z' | '_' => {
                let name = self.skip(|letter| letter.is_ascii_alphanumeric() || letter == '_');
                Ok(TokenKind::Name(name.to_owned()))
            }
            '0'..='9' | '-' => self.number(at),
            '"' => {
                let quoted = self.until('"')?;
                let text = parse(&format!("\"{quoted}\""));
                match text {
                    Ok(Value::String(name)) => Ok(TokenKind::QuotedName(name)),
                    _ => Err(FilterError::at(at, "a name in quotes has a wrong escape")),
                }
            }
            '\'' => Ok(TokenKind::Literal(Value::String(self.until('\'')?.replace("\\'", "'")))),
            '`' => {
                let text = self.until('`')?.replace("\\`", "`");
                literal(&text)
                    .map(TokenKind::Literal)
                    .ok_or_else(|| FilterError::at(at, "the literal between backticks is neither JSON nor a text"))
            }
            _ => self.operator().ok_or_else(|| unexpected(at, first)),
        }
    }

    fn number(&mut self, at: usize) -> Result<TokenKind, FilterError> {
        let negative = self.rest().starts_with('-');
        self.at += usize::from(negative);
        let digits = self.skip(|letter| letter.is_ascii_digit());
        let number = digits.parse::<i64>().map_err(|_| {
            let why = if digits.is_empty() {
                "`-` is not followed by a number"
            } else {
                "the number is too long"
            };
            FilterError::at(at, why)
        })?;
        Ok(TokenKind::Number(if negative { -number } else { number }))
    }

    /// The text until a delimiter that no backslash precedes; both delimiters are skipped.
    fn until(&mut self, delimiter: char) -> Result<&'a str, FilterError> {
        let at = self.at;
        self.at += delimiter.len_utf8();
        let rest = self.rest();
        let mut is_escaped = false;
        for (index, letter) in rest.char_indices() {
            if is_escaped {
                is_escaped = false;
            } else if letter == '\\' {
                is_escaped = true;
            } else if letter == delimiter {
                self.at += index + delimiter.len_utf8();
                return Ok(rest.get(..index).unwrap_or_default());
            }
        }
        Err(FilterError::at(at, format!("`{delimiter}` is not closed")))
    }
}

/// A literal is JSON, or else a text without quotes, as Python's `jmespath` takes it.
fn literal(text: &str) -> Option<Value> {
    if let Ok(value) = parse(text) {
        return Some(value);
    }
    let text = text.trim_start();
    match parse(&format!("\"{text}\"")) {
        Ok(value @ Value::String(_)) => Some(value),
        _ => None,
    }
}

fn unexpected(at: usize, letter: char) -> FilterError {
    let what = match letter {
        '=' => "`=` compares nothing; write `==`".to_owned(),
        '$' | '#' | '%' | '/' | '+' => format!("`{letter}` is not part of JMESPath"),
        _ if letter.is_alphabetic() => {
            format!("`{letter}`: a name with other letters than a to z is written in quotes: \"{letter}..\"")
        }
        _ => format!("`{}` is unexpected", letter.escape_debug()),
    };
    FilterError::at(at, what)
}
