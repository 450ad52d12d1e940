//! Rust as a flat list of tokens, so that two layouts of one code are equal.

use proc_macro2::{Delimiter, Literal, TokenStream, TokenTree};

/// The tokens of `text`, without commas before a closing bracket; `literal` gives the replacement of a literal.
pub(crate) fn of(text: &str, literal: fn(&Literal) -> String) -> Vec<String> {
    let mut flat = Vec::new();
    flatten(text.parse().unwrap(), literal, &mut flat);
    flat
}

fn flatten(tokens: TokenStream, literal: fn(&Literal) -> String, flat: &mut Vec<String>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::None => ("", ""),
                };
                flat.push(open.to_owned());
                flatten(group.stream(), literal, flat);
                close_with(close, flat);
            }
            TokenTree::Literal(value) => flat.push(literal(&value)),
            TokenTree::Punct(sign) if sign.as_char() == '>' => close_with(">", flat),
            token => flat.push(token.to_string()),
        }
    }
}

fn close_with(bracket: &str, flat: &mut Vec<String>) {
    if flat.last().is_some_and(|last| last == ",") {
        flat.pop();
    }
    flat.push(bracket.to_owned());
}
