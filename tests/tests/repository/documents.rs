//! The Markdown documents render: tables are tables, fences are closed, and every link leads somewhere.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use pulldown_cmark::{BrokenLink, CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd};

use crate::files::{has_extension, root, texts};

/// What is wrong with the document at `path`, from the root of the repository.
fn problems(path: &str, text: &str) -> Vec<String> {
    let mut problems = Vec::new();
    let mut undefined = Vec::new();
    let mut on_broken = |link: BrokenLink<'_>| {
        if matches!(link.link_type, LinkType::Reference | LinkType::Collapsed) {
            undefined.push(link.reference.to_string());
        }
        None
    };
    let parser = Parser::new_with_broken_link_callback(text, Options::ENABLE_TABLES, Some(&mut on_broken));
    let mut paragraph = None;
    for (event, range) in parser.into_offset_iter() {
        match event {
            Event::Start(Tag::Paragraph) => paragraph = Some(range.start),
            Event::End(TagEnd::Paragraph) => {
                let source = paragraph.take().and_then(|start| text.get(start..range.end));
                if let Some(line) = source.and_then(folded_table) {
                    problems.push(format!("a table that is part of a paragraph: {line}"));
                }
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))) => {
                let block = text.get(range).unwrap_or_default().trim_end();
                if !(block.len() > 3 && (block.ends_with("```") || block.ends_with("~~~"))) {
                    problems.push(format!("a code block that nothing closes: {language}"));
                }
            }
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                problems.extend(broken_target(path, text, &dest_url));
            }
            _ => {}
        }
    }
    problems.extend(
        undefined
            .iter()
            .map(|name| format!("nothing defines the link `[{name}]`")),
    );
    problems.iter().map(|problem| format!("{path}: {problem}")).collect()
}

/// The line of a paragraph that was meant as a row of a table.
fn folded_table(paragraph: &str) -> Option<&str> {
    let is_row = |line: &str| line.contains("|---") || line.contains("| |") || line.trim_start().starts_with('|');
    paragraph.lines().find(|line| is_row(line))
}

fn broken_target(path: &str, text: &str, url: &str) -> Option<String> {
    if url.contains("://") || url.starts_with("mailto:") {
        return None;
    }
    let (file, anchor) = url.split_once('#').unwrap_or((url, ""));
    let target = if file.is_empty() {
        None
    } else {
        let target = root().join(Path::new(path).parent()?).join(file);
        if !target.exists() {
            return Some(format!("no file `{file}`"));
        }
        Some(target)
    };
    if anchor.is_empty() {
        return None;
    }
    let linked = target.map(|target| std::fs::read_to_string(target).unwrap_or_default());
    let anchors = anchors(linked.as_deref().unwrap_or(text));
    (!anchors.contains(anchor)).then(|| format!("no heading gives the anchor `{url}`"))
}

/// The anchors of a document's headings, by the rule of GitHub.
fn anchors(text: &str) -> BTreeSet<String> {
    let mut anchors = BTreeSet::new();
    let mut times: HashMap<String, usize> = HashMap::new();
    let mut heading: Option<String> = None;
    for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::Text(part) | Event::Code(part) => {
                if let Some(heading) = &mut heading {
                    heading.push_str(&part);
                }
            }
            Event::End(TagEnd::Heading(_)) => {
                let slug = slug(&heading.take().unwrap_or_default());
                let before = times.entry(slug.clone()).or_default();
                anchors.insert(if *before == 0 { slug } else { format!("{slug}-{before}") });
                *before += 1;
            }
            _ => {}
        }
    }
    anchors
}

fn slug(heading: &str) -> String {
    let kept = heading.chars().filter_map(|character| match character {
        ' ' => Some('-'),
        '-' | '_' => Some(character),
        _ => character.is_alphanumeric().then_some(character),
    });
    kept.flat_map(char::to_lowercase).collect()
}

#[test]
fn every_document_renders_and_its_links_lead_somewhere() {
    // The README of a generated workspace links to files that are not committed with it.
    let is_document = |path: &str| has_extension(path, "md") && !path.starts_with("codegen/src/");
    let documents = texts("", is_document);
    let problems: Vec<String> = documents.iter().flat_map(|(path, text)| problems(path, text)).collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn each_kind_of_problem_is_found() {
    let text = "# A heading\n\n[here](#a-heading) [gone](#b) [file](missing.md) [name][nowhere]\n\n\
                A paragraph\n| a | b |\n|---|---| c\n\n- ```sh\n  ls\n";
    let found = problems("README.md", text);
    assert_eq!(
        found,
        [
            "README.md: no heading gives the anchor `#b`",
            "README.md: no file `missing.md`",
            "README.md: a table that is part of a paragraph: | a | b |",
            "README.md: a code block that nothing closes: sh",
            "README.md: nothing defines the link `[nowhere]`",
        ]
    );
}
