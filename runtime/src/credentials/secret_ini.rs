//! Reads INI text that contains secrets, without a copy of any of it: sections and members are slices of the text.
//!
//! The official SDKs read the same file differently, since each has another INI library. What they agree on is accepted
//! here, and so is what only one reading makes sense of. What has two readings with two different keys is an error with
//! the line and what to write, because a wrong key shows only as a rejected signature:
//!
//! | text | Python SDK | Node SDK | here |
//! |---|---|---|---|
//! | a line of its own with `#` or `;` | comment | comment | comment, whatever its encoding |
//! | line ends LF, CRLF, CR; blanks around names and values | accepted | accepted | accepted |
//! | indented lines | a deeper one continues the value above | accepted | accepted |
//! | `name: value` | accepted | ignored | accepted |
//! | `"value"`, `'value'` | with its quotes | without | without: no credentials have quotes |
//! | `value ; note`, `value#note` | all of it | up to the note | error |
//! | `[Default]` for `default` | not found | not found | accepted, unless there are two spellings |
//! | a section or a member twice | error | the last | error |
//! | a line that is none of these | error | ignored | error in the profile that is read, else ignored |
//! | a section that is not closed, or with text after it | error, or accepted | ignored, with its members | error |
//! | members above the first section | error | ignored | ignored |
//!
//! The crate configparser, which was used before, merges sections that differ in case, keeps no line numbers, and copies
//! the text into memory that is not wiped.

use std::iter;

/// The members of a section.
#[derive(Debug, Default)]
pub(super) struct Section<'a> {
    members: Vec<Member<'a>>,
}

/// A line `name = value`, counted from 1. The value is as it is written.
#[derive(Debug)]
struct Member<'a> {
    line: usize,
    name: &'a [u8],
    value: &'a [u8],
}

/// A value that is not a secret's copy but a part of the text, and its line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Value<'a> {
    pub(super) line: usize,
    pub(super) text: &'a str,
}

impl<'a> Section<'a> {
    /// The section with the name, or the only one whose name differs in nothing but case.
    ///
    /// # Errors
    /// If there is none or more than one, or a line that decides which section a member belongs to is malformed. Messages
    /// quote no value.
    pub(super) fn find(text: &'a [u8], wanted: &str) -> Result<Self, String> {
        if text.starts_with(b"\xff\xfe") || text.starts_with(b"\xfe\xff") {
            return Err("it is encoded as UTF-16; save it as UTF-8".into());
        }
        let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
        let mut headers = Vec::new();
        let mut has_members_above = false;
        for (number, line) in lines(text) {
            if let Some(name) = header(line).map_err(|why| format!("line {number}: {why}"))? {
                headers.push((number, name));
            } else if headers.is_empty() && split(line).is_some() {
                has_members_above = true;
            }
        }
        let start = match (choose(&headers, wanted)?, has_members_above) {
            (Some(start), _) => start,
            (None, true) => {
                return Err(format!(
                    "its first members have no profile; write [{wanted}] above them"
                ));
            }
            (None, false) => return Err(format!("it has no profile [{wanted}]")),
        };
        let mut section = Self::default();
        for (number, line) in lines(text).skip(start) {
            if line.starts_with(b"[") {
                break;
            }
            if !line.is_empty() && !is_comment(line) {
                section.members.push(member(number, line)?);
            }
        }
        Ok(section)
    }

    /// The value of a member; `None` if it is absent. Names have no case.
    ///
    /// # Errors
    /// If it occurs twice or is not text.
    pub(super) fn value(&self, name: &str) -> Result<Option<Value<'a>>, String> {
        let mut found = self.members.iter().filter(|member| is_same(member.name, name));
        let Some(member) = found.next() else {
            return Ok(None);
        };
        if let Some(again) = found.next() {
            let (first, second) = (member.line, again.line);
            return Err(format!(
                "line {second}: {name} is set again, after line {first}; remove one"
            ));
        }
        let text = std::str::from_utf8(member.value);
        let text = text.map_err(|_| format!("line {}: {name} is not UTF-8", member.line))?;
        Ok(Some(Value {
            line: member.line,
            text: unquoted(text.trim()),
        }))
    }

    /// The value of a member that is a secret: `None` if it is absent, and checked otherwise. It may be empty.
    ///
    /// # Errors
    /// As [`value`](Self::value), and if it holds what no credentials have.
    pub(super) fn secret(&self, name: &str) -> Result<Option<Value<'a>>, String> {
        let Some(Value { line, text }) = self.value(name)? else {
            return Ok(None);
        };
        let why = if text.contains(|c: char| c.is_whitespace() || c == ';' || c == '#') {
            "is followed by a note or by other text, which not every SDK leaves out; \
             write a note on a line of its own that begins with #"
        } else if text.contains(['"', '\'']) {
            "has a quotation mark without its pair; write the value without quotes"
        } else if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            "holds characters that no credentials have"
        } else {
            return Ok(Some(Value { line, text }));
        };
        Err(format!("line {line}: {name} {why}"))
    }

    /// A member whose name is another spelling of `name`, such as `secretId` or `export secret_id` for `secret_id`.
    pub(super) fn similar(&self, name: &str) -> Option<(usize, String)> {
        let plain = |name: &str| {
            let name = name.to_ascii_lowercase();
            let name = name.trim_start_matches("export ").replace(['_', '-', ' '], "");
            name.trim_start_matches("tencentcloud").to_owned()
        };
        self.members.iter().find_map(|member| {
            let written = std::str::from_utf8(member.name).ok()?;
            (plain(written) == plain(name)).then(|| (member.line, written.to_owned()))
        })
    }
}

/// The line number of the header to read.
fn choose(headers: &[(usize, &[u8])], wanted: &str) -> Result<Option<usize>, String> {
    let lines_of = |is_wanted: &dyn Fn(&[u8]) -> bool| -> Vec<usize> {
        let wanted = headers.iter().filter(|(_, name)| is_wanted(name));
        wanted.map(|(line, _)| *line).collect()
    };
    let mut found = lines_of(&|name| name == wanted.as_bytes());
    if found.is_empty() {
        found = lines_of(&|name| is_same(name, wanted));
    }
    match found[..] {
        [] => Ok(None),
        [line] => Ok(Some(line)),
        [first, second, ..] => Err(format!(
            "line {second}: the profile [{wanted}] begins again, after line {first}; merge the two or rename one"
        )),
    }
}

/// The name in a line `[name]`; `None` if it is another line.
fn header(line: &[u8]) -> Result<Option<&[u8]>, &'static str> {
    let Some(rest) = line.strip_prefix(b"[") else {
        return Ok(None);
    };
    let Some(end) = rest.iter().position(|byte| *byte == b']') else {
        return Err("the name of a profile has no closing bracket");
    };
    let after = rest[end + 1..].trim_ascii();
    if after.is_empty() || is_comment(after) {
        return Ok(Some(rest[..end].trim_ascii()));
    }
    Err("nothing may follow the name of a profile; write a note on a line of its own that begins with #")
}

fn member(number: usize, line: &[u8]) -> Result<Member<'_>, String> {
    match split(line) {
        Some((name, value)) if !name.is_empty() => Ok(Member {
            line: number,
            name,
            value,
        }),
        _ => Err(format!(
            "line {number} is not `name = value`; begin it with # if it is a note"
        )),
    }
}

/// The name and the value of a line.
fn split(line: &[u8]) -> Option<(&[u8], &[u8])> {
    if is_comment(line) {
        return None;
    }
    let end = line.iter().position(|byte| matches!(byte, b'=' | b':'))?;
    Some((line[..end].trim_ascii(), &line[end + 1..]))
}

fn is_comment(line: &[u8]) -> bool {
    line.starts_with(b"#") || line.starts_with(b";")
}

fn is_same(name: &[u8], other: &str) -> bool {
    name.eq_ignore_ascii_case(other.as_bytes())
}

/// Without a matching pair of quotes around it.
fn unquoted(text: &str) -> &str {
    let inner = |quote: char| text.strip_prefix(quote)?.strip_suffix(quote);
    inner('"').or_else(|| inner('\'')).unwrap_or(text)
}

/// The lines without indentation and their ends (LF, CRLF or CR), numbered from 1.
fn lines(text: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    let mut rest = Some(text);
    let lines = iter::from_fn(move || {
        let text = rest?;
        let Some(end) = text.iter().position(|byte| matches!(byte, b'\n' | b'\r')) else {
            rest = None;
            return Some(text);
        };
        let ending = if text[end..].starts_with(b"\r\n") { 2 } else { 1 };
        rest = text.get(end + ending..);
        text.get(..end)
    });
    (1..).zip(lines.map(<[u8]>::trim_ascii))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str, section: &str, name: &str) -> Option<String> {
        let section = Section::find(text.as_bytes(), section).unwrap();
        section.value(name).unwrap().map(|value| value.text.to_owned())
    }

    #[test]
    fn lines_end_in_all_three_ways_and_keep_their_numbers() {
        let numbered: Vec<_> = lines(b"a\r\n\rb\n\n c").collect();
        let expected: [(usize, &[u8]); 5] = [(1, b"a"), (2, b""), (3, b"b"), (4, b""), (5, b"c")];
        assert_eq!(numbered, expected);
    }

    #[test]
    fn a_section_ends_where_the_next_begins() {
        let text = "x = above\n[a]\nx = 1\n[b]\nx = 2\n[]\nx = 3";
        assert_eq!(value(text, "a", "x").unwrap(), "1");
        assert_eq!(value(text, "B", "X").unwrap(), "2");
        assert_eq!(value(text, "a", "y"), None);
    }

    #[test]
    fn the_first_delimiter_ends_the_name() {
        let text = "[a]\nx = b:c=d\ny:e=f\nz =\nv ='g'\nw=\"";
        let expected = [("x", "b:c=d"), ("y", "e=f"), ("z", ""), ("v", "g"), ("w", "\"")];
        for (name, expected) in expected {
            assert_eq!(value(text, "a", name).unwrap(), expected);
        }
    }

    #[test]
    fn no_text_is_a_panic() {
        let pieces: [&[u8]; 9] = [b"[", b"]", b"a", b"=", b"\r", b"\n", b"#", b"\"", b"\xff"];
        for code in 0..9_usize.pow(5) {
            let text: Vec<u8> = (0..5)
                .flat_map(|place| pieces[code / 9_usize.pow(place) % 9])
                .copied()
                .collect();
            if let Ok(section) = Section::find(&text, "a") {
                let _ = section.secret("a");
                let _ = section.similar("a");
            }
        }
    }
}
