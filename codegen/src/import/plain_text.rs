//! Converts the vendor's documentation texts, which have HTML in them, to plain text.

use crate::source::is_hidden;

/// Converts `document`: paragraphs and list items become lines, other markup and invisible characters are removed, and
/// entities are decoded.
pub(super) fn plain_text(document: &str) -> String {
    let mut text = String::with_capacity(document.len());
    let mut rest = document;
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        match tag(rest) {
            Some((name, length)) => {
                text.push_str(replacement(name));
                rest = &rest[length..];
            }
            // A comparison, not markup.
            None => {
                text.push('<');
                rest = &rest[1..];
            }
        }
    }
    text.push_str(rest);
    tidy(&entities(text))
}

/// Returns the name of the tag that `text` starts with, and the length of the tag.
fn tag(text: &str) -> Option<(&str, usize)> {
    let end = text.find('>')?;
    let inside = text[1..end].trim_start_matches('/');
    let length = inside
        .find(|letter: char| !letter.is_ascii_alphanumeric())
        .unwrap_or(inside.len());
    let name = &inside[..length];
    let is_tag = name.starts_with(|first: char| first.is_ascii_lowercase()) && !inside.contains('<');
    is_tag.then_some((name, end + 1))
}

fn replacement(tag: &str) -> &'static str {
    match tag {
        "li" => "\n- ",
        "br" | "p" | "div" | "ul" | "ol" | "table" | "tr" | "h1" | "h2" | "h3" | "h4" => "\n",
        "td" | "th" => " ",
        "code" => "`",
        _ => "",
    }
}

fn entities(text: String) -> String {
    if !text.contains('&') {
        return text;
    }
    let known = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&nbsp;", " "),
        ("&amp;", "&"),
    ];
    known
        .into_iter()
        .fold(text, |text, (entity, character)| text.replace(entity, character))
}

/// Removes empty lines, spaces at the ends of lines, and invisible characters.
fn tidy(text: &str) -> String {
    let seen: String = text
        .chars()
        .filter(|letter| *letter == '\n' || !is_hidden(*letter))
        .collect();
    let lines = seen
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && *line != "-");
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::plain_text;

    #[test]
    fn markup_becomes_lines_and_comparisons_stay() {
        let texts = [
            ("<p>One.</p><p>Two<br />three</p>", "One.\nTwo\nthree"),
            (
                "Values:<ul><li>a: <b>x</b></li><li>b</li></ul>end",
                "Values:\n- a: x\n- b\nend",
            ),
            ("1 <= n < 5 and n > 2", "1 <= n < 5 and n > 2"),
            ("use <code>ip</code> &lt;here&gt; &amp;lt;", "use `ip` <here> &lt;"),
            ("a\u{7}b\r\nc\u{202e}", "ab\nc"),
            ("a <", "a <"),
            ("", ""),
        ];
        for (document, expected) in texts {
            assert_eq!(plain_text(document), expected, "{document:?}");
        }
    }
}
