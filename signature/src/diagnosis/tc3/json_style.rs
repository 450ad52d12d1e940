//! Writes a JSON text in the styles of other writers, so that a body that was changed after it was signed is found.
//!
//! Only spacing, escapes and the order of members change. Numbers keep their text, which a model of values would lose.

use std::fmt::Write;

/// Deeper texts are not restyled.
const MAX_DEPTH: usize = 200;

/// A JSON text as a tree of its own pieces.
pub(super) enum Node<'t> {
    Object(Vec<(&'t str, Node<'t>)>),
    List(Vec<Node<'t>>),
    /// A string with its quotes, a number or a word.
    Scalar(&'t str),
}

/// How a writer of JSON writes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Style {
    pub(super) spacing: Spacing,
    pub(super) escapes: Escapes,
    pub(super) is_sorted: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Spacing {
    /// None, as JavaScript and Go.
    Compact,
    /// A blank after commas and colons, as Python.
    Blanks,
    /// Lines that are indented by so many blanks.
    Indented(usize),
    /// Lines that are indented by tabs.
    Tabs,
    /// Lines that are indented by four blanks, with an empty list or object over no line of its own: PHP.
    IndentedBeforeColon,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Escapes {
    AsTheyAre,
    /// `\u4e2d`, as Python.
    Ascii,
    /// None that are not needed.
    Utf8,
    /// `\u003c`, `\u003e` and `\u0026`, as Go.
    Html,
    /// `\/` and `\u4e2d`, as PHP.
    Slashes,
}

/// The tree of a JSON text with nothing but blanks around it.
pub(super) fn read(text: &str) -> Option<Node<'_>> {
    let mut reader = Reader { text, at: 0 };
    let node = reader.node(0)?;
    reader.skip_blanks();
    (reader.at == text.len()).then_some(node)
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Reader<'t> {
    fn skip_blanks(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len();
    }

    fn take(&mut self, byte: u8) -> bool {
        self.skip_blanks();
        let is_next = self.text.as_bytes().get(self.at) == Some(&byte);
        self.at += usize::from(is_next);
        is_next
    }

    fn node(&mut self, depth: usize) -> Option<Node<'t>> {
        if depth > MAX_DEPTH {
            return None;
        }
        if self.take(b'{') {
            let mut members = Vec::new();
            if self.take(b'}') {
                return Some(Node::Object(members));
            }
            loop {
                self.skip_blanks();
                let name = self.string()?;
                if !self.take(b':') {
                    return None;
                }
                members.push((name, self.node(depth + 1)?));
                if self.take(b'}') {
                    return Some(Node::Object(members));
                }
                if !self.take(b',') {
                    return None;
                }
            }
        }
        if self.take(b'[') {
            let mut items = Vec::new();
            if self.take(b']') {
                return Some(Node::List(items));
            }
            loop {
                items.push(self.node(depth + 1)?);
                if self.take(b']') {
                    return Some(Node::List(items));
                }
                if !self.take(b',') {
                    return None;
                }
            }
        }
        let scalar = match self.text.as_bytes().get(self.at)? {
            b'"' => self.string()?,
            _ => self.word()?,
        };
        Some(Node::Scalar(scalar))
    }

    fn string(&mut self) -> Option<&'t str> {
        let rest = &self.text[self.at..];
        let mut bytes = rest.bytes().enumerate().skip(1);
        if !rest.starts_with('"') {
            return None;
        }
        while let Some((at, byte)) = bytes.next() {
            match byte {
                b'\\' => {
                    bytes.next();
                }
                b'"' => {
                    self.at += at + 1;
                    return rest.get(..=at);
                }
                _ => {}
            }
        }
        None
    }

    fn word(&mut self) -> Option<&'t str> {
        let rest = &self.text[self.at..];
        let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
        let length = rest.bytes().take_while(|byte| is_part(*byte)).count();
        self.at += length;
        (length > 0).then(|| &rest[..length])
    }
}

impl Node<'_> {
    /// The text in a style.
    pub(super) fn write(&self, style: Style) -> String {
        let mut out = String::new();
        self.write_to(style, 0, &mut out);
        out
    }

    fn write_to(&self, style: Style, depth: usize, out: &mut String) {
        match self {
            Self::Scalar(text) => write_scalar(text, style.escapes, out),
            Self::List(items) => {
                out.push('[');
                for (at, item) in items.iter().enumerate() {
                    separate(style.spacing, at, depth + 1, out);
                    item.write_to(style, depth + 1, out);
                }
                close(style.spacing, items.is_empty(), depth, out);
                out.push(']');
            }
            Self::Object(members) => {
                let mut order: Vec<&(&str, Node<'_>)> = members.iter().collect();
                if style.is_sorted {
                    order.sort_by_key(|(name, _)| *name);
                }
                out.push('{');
                for (at, (name, value)) in order.into_iter().enumerate() {
                    separate(style.spacing, at, depth + 1, out);
                    write_scalar(name, style.escapes, out);
                    out.push_str(match style.spacing {
                        Spacing::Compact => ":",
                        Spacing::IndentedBeforeColon => " : ",
                        _ => ": ",
                    });
                    value.write_to(style, depth + 1, out);
                }
                close(style.spacing, members.is_empty(), depth, out);
                out.push('}');
            }
        }
    }
}

/// What precedes the item at a position.
fn separate(spacing: Spacing, at: usize, depth: usize, out: &mut String) {
    if at > 0 {
        out.push(',');
    }
    match spacing {
        Spacing::Compact => {}
        Spacing::Blanks if at == 0 => {}
        Spacing::Blanks => out.push(' '),
        _ => new_line(spacing, depth, out),
    }
}

fn close(spacing: Spacing, is_empty: bool, depth: usize, out: &mut String) {
    if !is_empty && !matches!(spacing, Spacing::Compact | Spacing::Blanks) {
        new_line(spacing, depth, out);
    }
}

fn new_line(spacing: Spacing, depth: usize, out: &mut String) {
    out.push('\n');
    match spacing {
        Spacing::Tabs => out.extend(std::iter::repeat_n('\t', depth)),
        Spacing::Indented(blanks) => out.extend(std::iter::repeat_n(' ', blanks * depth)),
        _ => out.extend(std::iter::repeat_n(' ', 2 * depth)),
    }
}

fn write_scalar(text: &str, escapes: Escapes, out: &mut String) {
    let inside = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    let Some(inside) = inside.filter(|_| escapes != Escapes::AsTheyAre) else {
        out.push_str(text);
        return;
    };
    let Some(plain) = unescape(inside) else {
        out.push_str(text);
        return;
    };
    out.push('"');
    for character in plain.chars() {
        write_character(character, escapes, out);
    }
    out.push('"');
}

fn write_character(character: char, escapes: Escapes, out: &mut String) {
    let is_ascii_only = matches!(escapes, Escapes::Ascii | Escapes::Slashes);
    match character {
        '"' => out.push_str("\\\""),
        '\\' => out.push_str("\\\\"),
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        '\u{8}' => out.push_str("\\b"),
        '\u{c}' => out.push_str("\\f"),
        '/' if escapes == Escapes::Slashes => out.push_str("\\/"),
        '<' | '>' | '&' | '\u{2028}' | '\u{2029}' if escapes == Escapes::Html => push_units(character, out),
        control if control < ' ' => push_units(control, out),
        other if is_ascii_only && !other.is_ascii() => push_units(other, out),
        plain => out.push(plain),
    }
}

/// `\u4e2d` for each UTF-16 unit.
fn push_units(character: char, out: &mut String) {
    for unit in character.encode_utf16(&mut [0; 2]) {
        let _ = write!(out, "\\u{unit:04x}");
    }
}

/// The text of what is between the quotes of a string.
fn unescape(inside: &str) -> Option<String> {
    if !inside.contains('\\') {
        return Some(inside.to_owned());
    }
    serde_json::from_str(&format!("\"{inside}\"")).ok()
}

#[cfg(test)]
mod tests {
    use super::{Escapes, Spacing, Style, read};

    fn styled(text: &str, spacing: Spacing, escapes: Escapes, is_sorted: bool) -> String {
        let style = Style {
            spacing,
            escapes,
            is_sorted,
        };
        read(text).expect("JSON").write(style)
    }

    #[test]
    fn each_writer_writes_its_own_way() {
        let text = r#"{"B":[1.50,{}],"A":"é</\u4e2d"}"#;
        let compact = |escapes| styled(text, Spacing::Compact, escapes, false);
        assert_eq!(compact(Escapes::AsTheyAre), text);
        assert_eq!(compact(Escapes::Ascii), r#"{"B":[1.50,{}],"A":"\u00e9</\u4e2d"}"#);
        assert_eq!(compact(Escapes::Utf8), r#"{"B":[1.50,{}],"A":"é</中"}"#);
        assert_eq!(compact(Escapes::Html), r#"{"B":[1.50,{}],"A":"é\u003c/中"}"#);
        assert_eq!(compact(Escapes::Slashes), r#"{"B":[1.50,{}],"A":"\u00e9<\/\u4e2d"}"#);
        let python = styled(text, Spacing::Blanks, Escapes::AsTheyAre, true);
        assert_eq!(python, r#"{"A": "é</\u4e2d", "B": [1.50, {}]}"#);
        let indented = styled(r#"{"A":[],"B":[1]}"#, Spacing::Indented(2), Escapes::Utf8, false);
        assert_eq!(indented, "{\n  \"A\": [],\n  \"B\": [\n    1\n  ]\n}");
        let tabs = styled(r#"[{"A":1}]"#, Spacing::Tabs, Escapes::Utf8, false);
        assert_eq!(tabs, "[\n\t{\n\t\t\"A\": 1\n\t}\n]");
    }

    #[test]
    fn what_is_no_json_is_left_alone() {
        let deep = "[".repeat(100_000);
        for text in ["", "{", "{\"a\"}", "[1,]", "\"\\", "{} x", "a=b&c", &deep] {
            assert!(read(text).is_none(), "{text:.20}");
        }
    }
}
