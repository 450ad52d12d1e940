//! The headings of a page that a plain text has no marks for.

/// Titles of the parts of a page.
const TITLES: [&str; 15] = [
    "API Description",
    "Input Parameters",
    "Output Parameters",
    "Example",
    "Examples",
    "Developer Resources",
    "Error Code",
    "Error Codes",
    "接口描述",
    "输入参数",
    "输出参数",
    "示例",
    "开发者资源",
    "错误码",
    "错误代码",
];

/// What stands before a request and before a response of an example.
const REQUEST_MARKS: [&str; 2] = ["Input Example", "输入示例"];
const RESPONSE_MARKS: [&str; 2] = ["Output Example", "输出示例"];

/// Whether `text` is the title of a part, and whether it has its number.
pub(super) fn title(text: &str) -> Option<Numbered> {
    // A list that the layout does not close runs into the title behind it.
    let text = text.trim().trim_start_matches(['•', ' ']);
    let after_digits = text.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let unnumbered = after_digits
        .strip_prefix(['.', '、'])
        .filter(|_| after_digits.len() < text.len());
    let title = unnumbered.unwrap_or(text).trim();
    let is_title = TITLES.iter().any(|known| known.eq_ignore_ascii_case(title));
    is_title.then_some(Numbered(unnumbered.is_some()))
}

/// Whether a title has its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Numbered(pub(super) bool);

/// Whether a table of a plain text cannot go on over this line.
pub(super) fn ends_table(text: &str) -> bool {
    title(text) == Some(Numbered(true)) || is_request_mark(text)
}

pub(super) fn is_request_mark(text: &str) -> bool {
    is_one_of(text, &REQUEST_MARKS)
}

pub(super) fn is_response_mark(text: &str) -> bool {
    is_one_of(text, &RESPONSE_MARKS)
}

/// The title of an example: what stands behind `Example1`.
pub(super) fn example_title(text: &str) -> Option<&str> {
    let text = text.trim();
    let rest = text
        .strip_prefix("Example")
        .or_else(|| text.strip_prefix("示例"))?
        .trim_start();
    let title = rest.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let is_numbered = title.len() < rest.len() && (title.is_empty() || !title.starts_with(char::is_alphanumeric));
    is_numbered.then(|| title.trim_start_matches(['.', ':', '：', '、']).trim())
}

fn is_one_of(text: &str, marks: &[&str]) -> bool {
    let text = text.trim().trim_end_matches([':', '：']);
    marks.iter().any(|mark| mark.eq_ignore_ascii_case(text))
}
