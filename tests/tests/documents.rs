//! The documents of the repository render as they are meant: tables are tables, and links lead somewhere.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Component, Path, PathBuf};

use pulldown_cmark::{BrokenLink, Event, Options, Parser, Tag, TagEnd};
use tc3_tests::markdown::slug;
use tc3_tests::repository;

/// What one document holds.
#[derive(Default)]
struct Document {
    /// The fragments that its headings give, and its `id` and `name` attributes.
    anchors: BTreeSet<String>,
    /// Targets of links and images, with their lines.
    links: Vec<(String, usize)>,
    problems: Vec<String>,
}

/// Parses a document as GitHub does.
fn read(text: &str) -> Document {
    let mut document = Document::default();
    let line_at = |offset: usize| text[..offset].matches('\n').count() + 1;
    let mut undefined = Vec::new();
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_GFM;
    let report_undefined = |link: BrokenLink<'_>| {
        undefined.push((link.reference.to_string(), link.span.start, link.span.end));
        None
    };
    let parser = Parser::new_with_broken_link_callback(text, options, Some(report_undefined));
    let mut slugs: BTreeMap<String, usize> = BTreeMap::new();
    let mut heading: Option<String> = None;
    let mut paragraph: Option<(String, usize)> = None;
    for (event, range) in parser.into_offset_iter() {
        let line = line_at(range.start);
        match event {
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::End(TagEnd::Heading(_)) => {
                let slug = slug(&heading.take().unwrap_or_default());
                let count = slugs.entry(slug.clone()).or_default();
                let anchor = if *count == 0 { slug } else { format!("{slug}-{count}") };
                *count += 1;
                document.anchors.insert(anchor);
            }
            Event::Start(Tag::Paragraph) => paragraph = Some((String::new(), line)),
            Event::End(TagEnd::Paragraph) => {
                if let Some((text, line)) = paragraph.take()
                    && is_folded_table(&text)
                {
                    document
                        .problems
                        .push(format!("{line}: a table that renders as a paragraph"));
                }
            }
            Event::Start(Tag::CodeBlock(pulldown_cmark::CodeBlockKind::Fenced(_)))
                if !closes_fence(&text[range.clone()]) =>
            {
                document
                    .problems
                    .push(format!("{line}: a code fence that is not closed"));
            }
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                document.links.push((dest_url.to_string(), line));
            }
            Event::Html(html) | Event::InlineHtml(html) => {
                document.anchors.extend(attributes(&html, &["id", "name"]));
                let links = attributes(&html, &["href", "src"]);
                document.links.extend(links.into_iter().map(|link| (link, line)));
            }
            Event::Text(text) | Event::Code(text) => {
                if let Some(heading) = &mut heading {
                    heading.push_str(&text);
                }
                if let Some((paragraph, _)) = &mut paragraph {
                    paragraph.push_str(&text);
                }
            }
            Event::SoftBreak | Event::HardBreak => {
                if let Some((paragraph, _)) = &mut paragraph {
                    paragraph.push('\n');
                }
            }
            _ => {}
        }
    }
    for (reference, start, end) in undefined {
        if is_reference(text, start, end) {
            let line = line_at(start);
            document
                .problems
                .push(format!("{line}: the reference [{reference}] has no definition"));
        }
    }
    document
}

/// Whether the text of a paragraph has rows of a table.
fn is_folded_table(paragraph: &str) -> bool {
    paragraph.contains(" | |")
        || paragraph.contains("|---")
        || paragraph.contains("| ---")
        || paragraph
            .lines()
            .any(|line| line.len() > 1 && line.starts_with('|') && line.ends_with('|'))
}

/// Whether a fenced block ends with the fence that it begins with.
fn closes_fence(block: &str) -> bool {
    let fence: String = block.chars().take_while(|char| block.starts_with(*char)).collect();
    let last = block.trim_end().lines().last().unwrap_or_default();
    // In a quotation the last line begins with its mark.
    let last = last.trim_start_matches(['>', ' ', '\t']);
    block.trim_end().lines().count() > 1 && last.starts_with(&fence)
}

/// `[text][label]` and `[label][]` are meant as links; `[text]` alone may be plain brackets.
fn is_reference(text: &str, start: usize, end: usize) -> bool {
    let link = &text[start..end];
    link.contains("][") || text[end..].starts_with("[]")
}

/// The values of these attributes in a piece of HTML.
fn attributes(html: &str, names: &[&str]) -> Vec<String> {
    let mut values = Vec::new();
    for name in names {
        let start = format!("{name}=\"");
        let mut rest = html;
        while let Some((before, value)) = rest.split_once(&start) {
            let Some((value, after)) = value.split_once('"') else {
                break;
            };
            if before.ends_with(char::is_whitespace) {
                values.push(value.to_owned());
            }
            rest = after;
        }
    }
    values
}

/// The path of `link` from the document at `path`, without `..`; `None` if it leads out of the repository.
fn target(path: &str, link: &str) -> Option<String> {
    let mut target = Path::new(path).parent().unwrap_or(Path::new("")).to_path_buf();
    if let Some(rooted) = link.strip_prefix('/') {
        target = PathBuf::from(rooted);
    } else {
        target.push(link);
    }
    let mut parts: Vec<String> = Vec::new();
    for component in target.components() {
        match component {
            Component::ParentDir => drop(parts.pop()?),
            Component::Normal(part) => parts.push(part.to_string_lossy().into_owned()),
            _ => {}
        }
    }
    Some(parts.join("/"))
}

/// The links of `document` that lead nowhere. `anchors` gives those of another document, `None` if it is not one.
fn broken_links(
    path: &str,
    document: &Document,
    exists: impl Fn(&str) -> bool,
    anchors: impl Fn(&str) -> Option<BTreeSet<String>>,
) -> Vec<String> {
    let mut problems = Vec::new();
    for (link, line) in &document.links {
        // A scheme, or an address without one.
        if link.contains("://") || link.starts_with("mailto:") || link.starts_with("//") {
            continue;
        }
        let (file, fragment) = match link.split_once('#') {
            Some((file, fragment)) => (file, Some(fragment)),
            None => (link.as_str(), None),
        };
        let file = file.replace("%20", " ");
        let found = if file.is_empty() {
            Some(path.to_owned())
        } else {
            target(path, &file).filter(|target| exists(target))
        };
        let Some(found) = found else {
            problems.push(format!("{line}: {link}: no such file"));
            continue;
        };
        let Some(fragment) = fragment else { continue };
        let known = if found == path {
            Some(document.anchors.clone())
        } else {
            anchors(&found)
        };
        if known.is_some_and(|known| !known.contains(fragment)) {
            problems.push(format!("{line}: {link}: no heading gives this anchor"));
        }
    }
    problems
}

#[test]
fn documents_render_and_their_links_lead_somewhere() {
    let root = repository::root();
    let documents: BTreeMap<String, Document> = repository::files()
        .into_iter()
        .filter(|path| Path::new(path).extension().is_some_and(|extension| extension == "md"))
        .map(|path| {
            let document = read(&fs::read_to_string(root.join(&path)).unwrap());
            (path, document)
        })
        .collect();
    assert!(documents.contains_key("README.md"));
    let mut report = Vec::new();
    for (path, document) in &documents {
        let exists = |target: &str| root.join(target).exists();
        let anchors = |target: &str| documents.get(target).map(|other| other.anchors.clone());
        let links = broken_links(path, document, exists, anchors);
        let problems = document.problems.iter().chain(&links);
        report.extend(problems.map(|problem| format!("{path}:{problem}")));
    }
    assert!(report.is_empty(), "{}", report.join("\n"));
}

#[test]
fn a_folded_table_an_open_fence_and_an_undefined_reference_are_found() {
    let problems = |text| read(text).problems;
    assert_eq!(problems("| a | b |\n|---|---|\n| c | d |\n"), Vec::<String>::new());
    assert_eq!(problems("Text | a | | b | c |\n").len(), 1);
    assert_eq!(problems("| a | b |\n|---|\n| c | d |\n").len(), 1);
    assert_eq!(problems("A pipe `a | b`.\n"), Vec::<String>::new());
    assert_eq!(problems("```rust\nlet x;\n"), ["1: a code fence that is not closed"]);
    assert_eq!(problems("- x\n\n  ```rust\n  let x;\n  ```\n"), Vec::<String>::new());
    assert_eq!(problems("a [b][c] d [e]\n"), ["1: the reference [c] has no definition"]);
    assert_eq!(problems("a [b][c]\n\n[c]: https://example.com\n"), Vec::<String>::new());
}

#[test]
fn a_link_needs_its_file_and_its_heading() {
    let text = "# One `two`: three's\n\n## Same\n\n## Same\n\n[a](#one-two-threes) [b](#same-1) [c](#same-2)\n\
                [d](x/../y.md) [e](z.md) [f](y.md#there) [g](y.md#gone) [h](https://example.com/#x) ![i](i.svg)\n\
                <a href=\"../out.md\">j</a> <a id=\"own\"></a> [k](#own)\n";
    let there = |_: &str| Some(BTreeSet::from(["there".to_owned()]));
    let problems = broken_links("docs/a.md", &read(text), |path| path == "docs/y.md", there);
    assert_eq!(
        problems,
        [
            "7: #same-2: no heading gives this anchor",
            "8: z.md: no such file",
            "8: y.md#gone: no heading gives this anchor",
            "8: i.svg: no such file",
            "9: ../out.md: no such file",
        ]
    );
}
