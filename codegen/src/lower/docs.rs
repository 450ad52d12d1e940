//! Documentation as lines of Markdown that show a spec's text as it was written and can be nothing else.

use crate::source::visible;
use crate::spec::{ActionFile, Content, ItemType, Member, Service, ServiceFile, TypeFile};

/// Prose of a spec as Markdown: `code` between backticks stays code, everything else is shown literally.
pub(crate) fn prose(text: &str) -> Vec<String> {
    visible(text).lines().map(|line| markdown(line.trim())).collect()
}

/// `text` on one line, with what controls its layout escaped; not Markdown.
fn literal(text: &str) -> String {
    visible(text).replace('\n', " ")
}

/// `text` in a code span.
pub(crate) fn code(text: &str) -> String {
    let text = literal(text);
    if text.is_empty() {
        return "the empty string".to_owned();
    }
    let fence = "`".repeat(longest_run_of_backticks(&text) + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') {
        " "
    } else {
        ""
    };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// Adds a paragraph to `lines`.
pub(crate) fn paragraph(lines: &mut Vec<String>, more: impl IntoIterator<Item = String>) {
    let mut more = more.into_iter().peekable();
    if !lines.is_empty() && more.peek().is_some() {
        lines.push(String::new());
    }
    lines.extend(more);
}

/// Docs of a member: what it means and its facts, in one line if they are one paragraph. `set` is the set of its values
/// and the path of its Rust type.
pub(crate) fn member(member: &Member, owner_is_input: bool, set: Option<(&TypeFile, &str)>) -> Vec<String> {
    let mut lines = prose(&member.description);
    let facts = facts(member, owner_is_input, set);
    if let Some(last) = lines.last_mut() {
        end_sentence(last);
    }
    match lines.as_mut_slice() {
        [only] if !only.is_empty() => only.push_str(&format!(" {facts}")),
        _ => paragraph(&mut lines, [facts]),
    }
    lines
}

/// Ends a line of Markdown with a full stop if it ends like the middle of a sentence, so that another one may follow:
/// many descriptions of the vendor have none. An item of a list is left alone.
fn end_sentence(line: &mut String) {
    const MARKS: [char; 12] = ['.', '!', '?', ':', '…', '。', '！', '？', '：', '．', '｡', '～'];
    const CLOSING: [char; 10] = ['"', '\'', ')', '”', '’', '」', '』', '）', '】', '》'];
    if line.starts_with("\\-") || line.trim().is_empty() {
        return;
    }
    let text = line.trim_end_matches([',', ';', '，', '；', '、', ' ']);
    if text.trim_end_matches(CLOSING).ends_with(MARKS) {
        return;
    }
    let is_chinese = text
        .trim_end_matches(CLOSING)
        .ends_with(|letter: char| matches!(letter, '\u{3000}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}'));
    line.truncate(text.len());
    line.push(if is_chinese { '。' } else { '.' });
}

fn facts(member: &Member, owner_is_input: bool, set: Option<(&TypeFile, &str)>) -> String {
    let mut facts = vec![type_words(member)];
    if owner_is_input {
        facts.push(if member.required { "required" } else { "optional" }.to_owned());
    }
    if member.nullable {
        facts.push("may be absent from a response".to_owned());
    }
    if let Some(unit) = &member.unit {
        facts.push(format!("in units of {}", inline(unit)));
    }
    if let Some(minimum) = &member.minimum {
        facts.push(format!("at least {}", minimum.value));
    }
    if let Some(maximum) = &member.maximum {
        facts.push(format!("at most {}", maximum.value));
    }
    if let Some(most) = &member.max_length {
        facts.push(format!("at most {}", counted(most.value, "character")));
    }
    if let Some(most) = &member.max_items {
        facts.push(format!("at most {}", counted(most.value, "item")));
    }
    if member.is_secret() {
        facts.push("hidden from `Debug`".to_owned());
    }
    let mut line = format!("{}: {}.", code(&member.name), facts.join(", "));
    if let Some((set, path)) = set {
        line.push_str(&format!(" Allowed values: {}.", allowed(set, path)));
    }
    if let Some(default) = default(member) {
        line.push_str(&format!(" Default: {default}."));
    }
    line
}

/// Docs of the setter of a member.
///
/// A setter is named like its field, so the link says which of the two it leads to.
pub(crate) fn setter(member: &Member, field: &str) -> String {
    let link = format!(
        "[{}](field@Self::{})",
        code(&member.name),
        field.trim_start_matches("r#")
    );
    match default(member) {
        Some(default) => format!("Sets {link}; the default is {default}."),
        None => format!("Sets {link}."),
    }
}

fn default(member: &Member) -> Option<String> {
    let default = member.default.as_ref()?;
    let text = default.as_str().map_or_else(|| default.to_string(), str::to_owned);
    Some(code(&text))
}

fn counted(amount: u64, noun: &str) -> String {
    let plural = if amount == 1 { "" } else { "s" };
    format!("{amount} {noun}{plural}")
}

fn type_words(member: &Member) -> String {
    let type_ref = member.type_ref();
    let words = inline(&member.type_name);
    match type_ref.item {
        ItemType::Int64 => format!("{words} (signed 64-bit)"),
        ItemType::Uint64 => format!("{words} (unsigned 64-bit)"),
        _ => words,
    }
}

/// The values of a set, in a line; an integer leads to its constant.
fn allowed(set: &TypeFile, path: &str) -> String {
    let strings = set.values.iter().flatten().map(|value| code(&value.value));
    let integers = set.integers.iter().flatten().map(|integer| {
        let name = &integer.rust_name.value;
        format!("{} ([`{name}`]({path}::{name}))", code(&integer.value.to_string()))
    });
    strings.chain(integers).collect::<Vec<_>>().join(", ")
}

/// Docs of a service's module.
pub(crate) fn service(file: &ServiceFile) -> Vec<String> {
    let mut lines = vec![format!("{} ({}).", inline(&file.title), code(&file.name))];
    paragraph(&mut lines, prose(&file.description));
    lines
}

/// Docs of a version's module.
pub(crate) fn version(service: &Service) -> Vec<String> {
    let file = &service.file;
    vec![
        format!("Version {} of {}.", inline(&file.version), inline(&file.title)),
        String::new(),
        format!(
            "Calls go to {} unless the client sets another endpoint.",
            code(&file.host)
        ),
    ]
}

/// Docs of the function of an action, up to its examples.
pub(crate) fn action(action: &ActionFile, service: &ServiceFile, error_codes: Option<&str>) -> Vec<String> {
    let mut lines = prose(&action.description);
    paragraph(&mut lines, [action_facts(action, service)]);
    paragraph(&mut lines, ["# Errors".to_owned()]);
    lines.push(
        "A request that the service refuses, that could not be sent, or whose response could not be read.".to_owned(),
    );
    lines
        .extend(error_codes.map(|name| format!("[`{name}`] has the documented codes; the service may return others.")));
    lines
}

fn action_facts(action: &ActionFile, service: &ServiceFile) -> String {
    let host = code(action.host.as_ref().unwrap_or(&service.host));
    let (name, version) = (code(&action.name), inline(&service.version));
    let mut facts = vec![format!("{name} of version {version}, sent to {host}.")];
    if let Some(limit) = &action.rate_limit {
        facts.push(format!("The service accepts {} requests a second.", limit.value));
    }
    match (action.region_required, &action.imported_from) {
        (true, _) => facts.push("A region is required.".to_owned()),
        (false, None) => facts.push("No region is needed.".to_owned()),
        // Not all sources say it.
        (false, Some(_)) => {}
    }
    if action.is_read_only() {
        facts.push("It only reads.".to_owned());
    }
    if let Some(paging) = action.pages() {
        let (items, position) = (code(&paging.items), code(&paging.position));
        facts.push(format!(
            "It lists {items} page by page: `client.pages(request)` and `client.items(request)` go through all of them, from the request's own {position} on."
        ));
    }
    if action.streaming.value {
        facts.push("It may answer with a stream of events, which `Client::stream` opens.".to_owned());
    }
    facts.extend(encoding(action));
    if let Some(day) = &action.last_updated {
        facts.push(format!("Documented as of {}.", inline(day)));
    }
    facts.join(" ")
}

/// What sets the action apart from JSON that is signed.
fn encoding(action: &ActionFile) -> Option<String> {
    let content = match action.content() {
        Content::Json => None,
        Content::Multipart => Some("as a multipart body"),
        Content::OctetStream => Some("as an octet stream"),
    };
    let ways: Vec<&str> = content
        .into_iter()
        .chain((!action.is_signed()).then_some("without a signature"))
        .collect();
    let ways = ways.join(" and ");
    (!ways.is_empty()).then(|| format!("Requests are sent {ways}, which needs the feature `encodings`."))
}

/// Text on one line, shown literally. Notes of deprecations are such lines, since rustdoc reads Markdown in them.
pub(crate) fn inline(text: &str) -> String {
    prose(text).join(" ")
}

/// Escapes what Markdown or rustdoc would act on, outside of code spans.
fn markdown(line: &str) -> String {
    let mut escaped = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('`') {
        push_literal(before, &mut escaped);
        rest = match after.split_once('`') {
            Some((code, after)) if !code.trim().is_empty() => {
                escaped.push_str(&format!("`{code}`"));
                after
            }
            _ => {
                escaped.push_str("\\`");
                after
            }
        };
    }
    push_literal(rest, &mut escaped);
    escape_start(&escaped)
}

fn push_literal(text: &str, escaped: &mut String) {
    let mut rest = text;
    while let Some(start) = ["http://", "https://"]
        .iter()
        .filter_map(|scheme| rest.find(scheme))
        .min()
    {
        let (before, from_url) = rest.split_at(start);
        let end = from_url.find(ends_url).unwrap_or(from_url.len());
        // A mark at its end is that of the sentence.
        let url = from_url[..end].trim_end_matches(['.', ',', ';', ':', '!', '?']);
        let after = &from_url[url.len()..];
        push_escaped(before, escaped);
        escaped.push_str(&format!("`{url}`"));
        rest = after;
    }
    push_escaped(rest, escaped);
}

/// What an address in prose stops before; rustdoc wants addresses set apart.
fn ends_url(letter: char) -> bool {
    letter.is_whitespace()
        || !letter.is_ascii()
        || matches!(letter, '<' | '>' | '(' | ')' | '[' | ']' | '"' | '\'' | '`')
}

fn push_escaped(text: &str, escaped: &mut String) {
    let mut before = ' ';
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let in_word = before.is_ascii_alphanumeric() && letters.peek().is_some_and(char::is_ascii_alphanumeric);
        let acts = match letter {
            '_' => !in_word,
            letter => matches!(letter, '\\' | '*' | '[' | ']' | '<' | '>' | '|' | '~' | '&'),
        };
        if acts {
            escaped.push('\\');
        }
        escaped.push(letter);
        before = letter;
    }
}

/// Escapes what makes a heading, a list or a rule of a line.
fn escape_start(line: &str) -> String {
    let digits = line.chars().take_while(char::is_ascii_digit).count();
    if digits > 0 && line[digits..].starts_with(['.', ')']) {
        return format!("{}\\{}", &line[..digits], &line[digits..]);
    }
    if line.starts_with(['#', '-', '+', '=']) {
        return format!("\\{line}");
    }
    line.to_owned()
}

fn longest_run_of_backticks(text: &str) -> usize {
    text.split(|letter| letter != '`').map(str::len).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::end_sentence;

    #[test]
    fn a_description_ends_before_its_facts() {
        for (line, expected) in [
            ("Name of the group", "Name of the group."),
            ("Name.", "Name."),
            ("Name (see `A`)", "Name (see `A`)."),
            ("A name (or \"none.\")", "A name (or \"none.\")"),
            ("What is it?", "What is it?"),
            ("Valid values:", "Valid values:"),
            ("One, two,", "One, two."),
            ("`a;`", "`a;`."),
            ("实例名称", "实例名称。"),
            ("实例名称，", "实例名称。"),
            ("实例名称（可选）", "实例名称（可选）。"),
            ("实例 ID", "实例 ID."),
            ("实例名称。", "实例名称。"),
            ("\\- an item", "\\- an item"),
            ("", ""),
        ] {
            let mut line = line.to_owned();
            end_sentence(&mut line);
            assert_eq!(line, expected);
        }
    }
}
