//! README.zh-CN.md is in step with README.md: the same sections, blocks, code, links, images and figures; and it uses the
//! terms of docs/translating.md.
//!
//! What no test can see is a changed sentence without a figure, a link or code: docs/translating.md has the rule for it.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::collections::BTreeMap;
use std::fs;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use tc3_tests::markdown::slug;
use tc3_tests::repository;

const ORIGINAL: &str = "README.md";
const TRANSLATION: &str = "README.zh-CN.md";
const GLOSSARY: &str = "docs/translating.md";
/// The last line that may hold the link to the other language.
const FIRST_LINES: usize = 5;

/// A heading and what follows it up to the next one.
#[derive(Default)]
struct Section {
    level: usize,
    line: usize,
    title: String,
    anchor: String,
    /// Paragraphs, list items, code blocks and tables, in order.
    blocks: Vec<String>,
    code_blocks: Vec<CodeBlock>,
    inline_code: Vec<String>,
    /// Targets in other documents and on other sites.
    links: Vec<String>,
    /// Fragments of this document.
    local_links: Vec<String>,
    images: Vec<String>,
    /// Raw HTML without comments.
    html: Vec<String>,
    /// The text outside of code blocks; "`" replaces code.
    prose: String,
}

struct CodeBlock {
    line: usize,
    language: String,
    text: String,
}

impl Section {
    /// Names the section in a report about `document`.
    fn name(&self, document: &str) -> String {
        let Self { line, title, .. } = self;
        format!("{document}:{line} ({title})")
    }
}

/// Splits a document at its headings; the first section is what precedes the first of them.
fn sections(text: &str) -> Vec<Section> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_GFM;
    let mut sections = vec![Section::default()];
    let mut slugs: BTreeMap<String, usize> = BTreeMap::new();
    let (mut in_heading, mut in_code) = (false, false);
    let (mut rows, mut columns) = (0, 0);
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        let line = text[..range.start].matches('\n').count() + 1;
        if let Event::Start(Tag::Heading { level, .. }) = &event {
            sections.push(Section {
                level: *level as usize,
                line,
                ..Section::default()
            });
            in_heading = true;
        }
        let section = sections.last_mut().unwrap();
        match event {
            Event::End(TagEnd::Heading(_)) => {
                in_heading = false;
                let slug = slug(&section.title);
                let count = slugs.entry(slug.clone()).or_default();
                section.anchor = if *count == 0 { slug } else { format!("{slug}-{count}") };
                *count += 1;
                section.prose.push('\n');
            }
            Event::Start(Tag::Paragraph) => section.blocks.push("paragraph".into()),
            Event::Start(Tag::Item) => section.blocks.push("list item".into()),
            Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::TableCell | TagEnd::Image) => {
                section.prose.push('\n')
            }
            Event::Start(Tag::Table(alignments)) => (rows, columns) = (0, alignments.len()),
            Event::Start(Tag::TableHead | Tag::TableRow) => rows += 1,
            Event::End(TagEnd::Table) => section
                .blocks
                .push(format!("table of {rows} rows and {columns} columns")),
            Event::Start(Tag::CodeBlock(kind)) => {
                in_code = true;
                section.blocks.push("code block".into());
                section.code_blocks.push(CodeBlock {
                    line,
                    language: match kind {
                        CodeBlockKind::Fenced(language) => language.to_string(),
                        CodeBlockKind::Indented => String::new(),
                    },
                    text: String::new(),
                });
            }
            Event::End(TagEnd::CodeBlock) => in_code = false,
            Event::Text(text) if in_code => section.code_blocks.last_mut().unwrap().text.push_str(&text),
            Event::Text(text) => {
                section.prose.push_str(&text);
                if in_heading {
                    section.title.push_str(&text);
                }
            }
            Event::Code(code) => {
                section.prose.push('`');
                if in_heading {
                    section.title.push_str(&code);
                }
                section.inline_code.push(code.to_string());
            }
            Event::SoftBreak => section.prose.push(' '),
            Event::HardBreak => section.prose.push('\n'),
            Event::Start(Tag::Link { dest_url, .. }) => match dest_url.strip_prefix('#') {
                Some(fragment) => section.local_links.push(fragment.to_owned()),
                None => section.links.push(dest_url.to_string()),
            },
            Event::Start(Tag::Image { dest_url, .. }) => section.images.push(dest_url.to_string()),
            Event::Html(html) | Event::InlineHtml(html) if !html.trim_start().starts_with("<!--") => {
                section.html.push(html.trim().to_owned());
            }
            _ => {}
        }
    }
    sections
}

/// The numbers of a text, as they are written: `100,000`, `97.4`, `2026-11-28`.
fn figures(prose: &str) -> Vec<String> {
    let chars: Vec<char> = prose.chars().collect();
    let mut figures = Vec::new();
    let mut figure = String::new();
    for (at, char) in chars.iter().enumerate() {
        let is_inside = !figure.is_empty()
            && matches!(char, '.' | ',' | '-' | ':')
            && chars.get(at + 1).is_some_and(char::is_ascii_digit);
        if char.is_ascii_digit() || is_inside {
            figure.push(*char);
        } else if !figure.is_empty() {
            figures.push(std::mem::take(&mut figure));
        }
    }
    if !figure.is_empty() {
        figures.push(figure);
    }
    figures
}

/// Where two lists first differ, `None` if they are equal.
fn first_difference(original: &[String], translation: &[String]) -> Option<String> {
    let longer = original.len().max(translation.len());
    let at = (0..longer).find(|&at| original.get(at) != translation.get(at))?;
    let shown = |list: &[String]| {
        list.get(at)
            .map_or_else(|| "no more".to_owned(), |item| format!("`{item}`"))
    };
    Some(format!(
        "number {} is {} in {ORIGINAL} and {} here",
        at + 1,
        shown(original),
        shown(translation)
    ))
}

/// What one of two lists has more often than the other, whatever the order; `None` if nothing.
fn surplus(original: &[String], translation: &[String]) -> Option<String> {
    let mut counts: BTreeMap<&str, isize> = BTreeMap::new();
    for item in original {
        *counts.entry(item).or_default() += 1;
    }
    for item in translation {
        *counts.entry(item).or_default() -= 1;
    }
    let list = |keep: fn(isize) -> bool| {
        let kept = counts.iter().filter(|(_, count)| keep(**count));
        kept.map(|(item, count)| match count.unsigned_abs() {
            1 => format!("`{item}`"),
            times => format!("`{item}` {times} times"),
        })
        .collect::<Vec<_>>()
        .join(", ")
    };
    let (missing, added) = (list(|count| count > 0), list(|count| count < 0));
    let parts = [("missing here: ", missing), (&*format!("not in {ORIGINAL}: "), added)]
        .into_iter()
        .filter(|(_, list)| !list.is_empty())
        .map(|(title, list)| format!("{title}{list}"))
        .collect::<Vec<_>>();
    (!parts.is_empty()).then(|| parts.join("; "))
}

/// Takes the link to `other`, the document in the other language, out of the first lines, or says that there is none.
fn take_language_link(document: &str, text: &str, sections: &mut [Section], other: &str) -> Result<(), String> {
    let is_there = text
        .lines()
        .take(FIRST_LINES)
        .any(|line| line.contains(&format!("]({other})")));
    let links = sections
        .iter_mut()
        .find(|section| !section.links.is_empty())
        .map(|section| &mut section.links);
    match links {
        Some(links) if is_there && links[0] == other => {
            links.remove(0);
            Ok(())
        }
        _ => Err(format!(
            "{document}: no link to {other} in the first {FIRST_LINES} lines: write it below the title, before other links"
        )),
    }
}

/// What is different in a section of the translation, each with what to do.
fn compare(original: &Section, translation: &Section, report: &mut Vec<String>) {
    let place = translation.name(TRANSLATION);
    let source = original.name(ORIGINAL);
    if let Some(difference) = first_difference(&original.blocks, &translation.blocks) {
        report.push(format!(
            "{place}: paragraphs, list items, code blocks and tables: {difference}: give it the blocks of {source}, in order"
        ));
    }
    for (block, translated) in original.code_blocks.iter().zip(&translation.code_blocks) {
        if (&block.language, &block.text) != (&translated.language, &translated.text) {
            let lines = |block: &CodeBlock| {
                let text = block.text.lines().map(ToOwned::to_owned);
                std::iter::once(format!("```{}", block.language))
                    .chain(text)
                    .collect::<Vec<_>>()
            };
            let difference = first_difference(&lines(block), &lines(translated));
            report.push(format!(
                "{TRANSLATION}:{}: a code block is not that of {ORIGINAL}:{}: copy it, comments included (line {})",
                translated.line,
                block.line,
                difference.unwrap_or_else(|| "endings differ".into())
            ));
        }
    }
    let ordered = [
        ("links", &original.links, &translation.links),
        ("images", &original.images, &translation.images),
        ("HTML", &original.html, &translation.html),
    ];
    for (what, original, translation) in ordered {
        if let Some(difference) = first_difference(original, translation) {
            report.push(format!(
                "{place}: {what}: {difference}: take the targets of {source}, in its order"
            ));
        }
    }
    let unordered = [
        (
            "inline code",
            original.inline_code.clone(),
            translation.inline_code.clone(),
        ),
        ("figures", figures(&original.prose), figures(&translation.prose)),
    ];
    for (what, original, translation) in unordered {
        if let Some(surplus) = surplus(&original, &translation) {
            report.push(format!("{place}: {what}: {surplus}: write it as {source} has it"));
        }
    }
}

/// What is out of step in the translation.
fn differences(original: &str, translation: &str) -> Vec<String> {
    let (mut originals, mut translations) = (sections(original), sections(translation));
    let mut report = Vec::new();
    report.extend(take_language_link(ORIGINAL, original, &mut originals, TRANSLATION).err());
    report.extend(take_language_link(TRANSLATION, translation, &mut translations, ORIGINAL).err());
    let levels = |sections: &[Section]| sections.iter().map(|section| section.level).collect::<Vec<_>>();
    if levels(&originals) != levels(&translations) {
        let pairs = originals.iter().zip(&translations);
        let at = pairs
            .take_while(|(original, translation)| original.level == translation.level)
            .count();
        let shown = |sections: &[Section], document: &str| {
            let section = sections.get(at);
            section.map_or_else(
                || format!("{document} has no more headings"),
                |section| format!("{} has level {}", section.name(document), section.level),
            )
        };
        report.push(format!(
            "{}, {}: give both the same headings in the same order",
            shown(&originals, ORIGINAL),
            shown(&translations, TRANSLATION)
        ));
        return report; // the sections cannot be compared in pairs
    }
    let indexes = |sections: &[Section], links: &[String]| -> Vec<String> {
        let index = |link: &String| sections.iter().position(|section| section.anchor == *link);
        let section = |index: Option<usize>| index.map_or("none".into(), |index| originals[index].title.clone());
        links.iter().map(|link| section(index(link))).collect()
    };
    for (original, translation) in originals.iter().zip(&translations) {
        compare(original, translation, &mut report);
        let to = indexes(&originals, &original.local_links);
        let here = indexes(&translations, &translation.local_links);
        if let Some(difference) = first_difference(&to, &here) {
            report.push(format!(
                "{}: sections that are linked: {difference}: link to the anchor of the translated heading",
                translation.name(TRANSLATION)
            ));
        }
    }
    report
}

fn is_han(char: char) -> bool {
    matches!(char, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}')
}

/// Chinese next to Latin text or code without a space, half-width punctuation next to Chinese, lines that end between two
/// Chinese characters, and emphasis that is none because of the Chinese around it.
fn typography(translation: &str) -> Vec<String> {
    let mut report = Vec::new();
    for section in sections(translation) {
        for line in section.prose.lines() {
            let chars: Vec<char> = line.chars().collect();
            let mut add = |at: usize, advice: &str| {
                let shown: String = chars[at.saturating_sub(8)..chars.len().min(at + 10)].iter().collect();
                report.push(format!("{}: ..{shown}..: {advice}", section.name(TRANSLATION)));
            };
            if line.contains("**") {
                add(
                    0,
                    "emphasis that does not render: put a space after the closing `**`, or punctuation outside of it",
                );
            }
            for (at, three) in chars.windows(3).enumerate() {
                if is_han(three[0]) && three[1] == ' ' && is_han(three[2]) {
                    add(at, "put no space and no line break between Chinese characters");
                }
            }
            for (at, pair) in chars.windows(2).enumerate() {
                let other = match (is_han(pair[0]), is_han(pair[1])) {
                    (true, false) => pair[1],
                    (false, true) => pair[0],
                    _ => continue,
                };
                let advice = match other {
                    '`' => "put a space between Chinese and code",
                    _ if other.is_ascii_alphanumeric() => "put a space between Chinese and Latin text or figures",
                    ',' | '.' | ';' | ':' | '!' | '?' | '(' | ')' => "use full-width punctuation in Chinese",
                    _ => continue,
                };
                add(at, advice);
            }
        }
    }
    report
}

/// The rows of the glossary: the English term, the Chinese one, and what not to write.
fn glossary(text: &str) -> Vec<(String, String, Vec<String>)> {
    let rows = text.lines().filter(|line| line.starts_with('|')).skip(2);
    rows.map(|row| {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let not = cells[2].split('、').map(str::trim).filter(|word| !word.is_empty());
        (
            cells[0].to_owned(),
            cells[1].to_owned(),
            not.map(ToOwned::to_owned).collect(),
        )
    })
    .collect()
}

/// Terms in the translation that the glossary replaces.
fn terms(glossary: &[(String, String, Vec<String>)], translation: &str) -> Vec<String> {
    let mut report = Vec::new();
    for section in sections(translation) {
        for (english, chinese, not) in glossary {
            for word in not.iter().filter(|word| section.prose.contains(*word)) {
                let place = section.name(TRANSLATION);
                report.push(format!(
                    "{place}: {word}: write {chinese} for \"{english}\" ({GLOSSARY})"
                ));
            }
        }
    }
    report
}

fn document(path: &str) -> String {
    fs::read_to_string(repository::root().join(path)).unwrap()
}

#[test]
fn the_chinese_readme_is_in_step() {
    let translation = document(TRANSLATION);
    let mut report = differences(&document(ORIGINAL), &translation);
    report.extend(typography(&translation));
    assert!(
        report.is_empty(),
        "{TRANSLATION} is out of step with {ORIGINAL} ({GLOSSARY} says how to translate):\n{}",
        report.join("\n")
    );
}

#[test]
fn the_chinese_readme_uses_the_terms_of_the_glossary() {
    let glossary = glossary(&document(GLOSSARY));
    let translation = document(TRANSLATION);
    let mut report = terms(&glossary, &translation);
    let unused = glossary.iter().filter(|(_, chinese, _)| !translation.contains(chinese));
    report.extend(unused.map(|(english, chinese, _)| {
        format!("{GLOSSARY}: {chinese} (\"{english}\") is not in {TRANSLATION}: remove the row or use the term")
    }));
    assert!(
        glossary.len() > 20,
        "the table of {GLOSSARY} has {} rows",
        glossary.len()
    );
    assert!(report.is_empty(), "{}", report.join("\n"));
}

const SMALL: &str = "# A\n\nEnglish | [简体中文](README.zh-CN.md)\n\n![a chart](x.svg)\n\n## Use it\n\nSee [b](b.md) and \
[c](c.md), `x` or `y`, 1,000 times in 2 s.\n\n- one\n- two\n\n```sh\nrun # now\n```\n\n### Parts\n\n| p | q |\n|---|---|\n\
| [up](#use-it) | 3.5 % |\n";
const SMALL_IN_CHINESE: &str = "# A\n\n[English](README.md) | 简体中文\n\n![图](x.svg)\n\n## 使用\n\n见[乙](b.md)和\
[丙](c.md)，2 秒内执行 1,000 次 `y` 或 `x`。\n\n- 一\n- 二\n\n```sh\nrun # now\n```\n\n### 部分\n\n| 甲 | 乙 |\n|---|---|\n\
| [上](#使用) | 3.5 % |\n";

#[test]
fn each_difference_is_found_and_says_what_to_do() {
    assert_eq!(differences(SMALL, SMALL_IN_CHINESE), Vec::<String>::new());
    let cases = [
        (
            "[English](README.md)",
            "English",
            &["README.zh-CN.md: no link to README.md in the first 5 lines"][..],
        ),
        (
            "### 部分",
            "## 部分",
            &["README.md:18 (Parts) has level 3, README.zh-CN.md:18 (部分) has level 2: give both"],
        ),
        (
            "### 部分\n",
            "",
            &["README.md:18 (Parts) has level 3, README.zh-CN.md has no more headings"],
        ),
        (
            "\n- 二\n",
            "\n",
            &[
                "README.zh-CN.md:7 (使用): paragraphs, list items",
                "number 3 is `list item` in README.md",
            ],
        ),
        (
            "次 `y`",
            "次\n\n`y`",
            &["number 2 is `list item` in README.md and `paragraph` here"],
        ),
        (
            "# now\n",
            "# 现在\n",
            &["README.zh-CN.md:14: a code block is not that of README.md:14: copy it"],
        ),
        (
            "```sh\n",
            "```bash\n",
            &["number 1 is ````sh` in README.md and ````bash` here"],
        ),
        (
            "```sh\nrun # now\n```\n\n",
            "",
            &["number 4 is `code block` in README.md and no more here"],
        ),
        (
            "`y` 或 `x`",
            "`y` 或 x",
            &["README.zh-CN.md:7 (使用): inline code: missing here: `x`: write it as"],
        ),
        (
            "(c.md)",
            "(d.md)",
            &["links: number 2 is `c.md` in README.md and `d.md` here: take the targets of README.md:7"],
        ),
        (
            "(x.svg)",
            "(y.svg)",
            &["README.zh-CN.md:1 (A): images: number 1 is `x.svg` in README.md and `y.svg` here"],
        ),
        (
            "1,000",
            "1000",
            &["figures: missing here: `1,000`; not in README.md: `1000`: write it as README.md:7 (Use it)"],
        ),
        (
            "3.5 %",
            "3 %",
            &["README.zh-CN.md:18 (部分): figures: missing here: `3.5`; not in README.md: `3`"],
        ),
        (
            "3.5 % |\n",
            "3.5 % |\n| 丁 | 戊 |\n",
            &["number 1 is `table of 2 rows and 2 columns` in README.md and `table of 3"],
        ),
        (
            "1,000",
            "1,000 1,000 1,000",
            &["figures: not in README.md: `1,000` 2 times: write it as"],
        ),
        (
            "(#使用)",
            "(#部分)",
            &["sections that are linked: number 1 is `Use it` in README.md and `Parts` here: link to"],
        ),
        (
            "(#使用)",
            "(#use-it)",
            &["number 1 is `Use it` in README.md and `none` here"],
        ),
        (
            "3.5 % |\n",
            "3.5 % |\n\n<p align=\"center\">\n",
            &["HTML: number 1 is no more in README.md and `<p align"],
        ),
    ];
    for (from, to, messages) in cases {
        let changed = SMALL_IN_CHINESE.replacen(from, to, 1);
        assert_ne!(changed, SMALL_IN_CHINESE, "{from:?}");
        let report = differences(SMALL, &changed).join("\n");
        for message in messages {
            assert!(
                report.contains(message),
                "{from:?} as {to:?}: {message:?} is not in\n{report}"
            );
        }
    }
    let commented = format!("{SMALL_IN_CHINESE}\n<!-- 备注 -->\n");
    assert_eq!(differences(SMALL, &commented), Vec::<String>::new());
}

#[test]
fn spaces_punctuation_and_terms_are_checked() {
    assert_eq!(typography(SMALL_IN_CHINESE), Vec::<String>::new());
    let advice = |text: &str| typography(text).join("\n");
    assert!(advice("调用API\n").contains("..调用API..: put a space between Chinese and Latin"));
    assert!(advice("调用 `x`接口\n").contains("put a space between Chinese and code"));
    assert!(advice("调用, 接口\n").contains("use full-width punctuation"));
    assert!(advice("调用\n接口\n").contains("..调用 接口..: put no space and no line break"));
    assert!(advice("**调用。**接口\n").contains("emphasis that does not render"));
    assert_eq!(advice("**调用。** 接口，**调用**接口\n"), "");
    assert_eq!(advice("调用（`x`），接口 v3。\n\n```sh\n调用API\n```\n"), "");

    let table =
        "| English | 中文 | not |\n|---|---|---|\n| action | 接口 | 动作、操作接口 |\n| proxy group | 通道组 | |\n";
    let glossary = glossary(table);
    assert_eq!(glossary.len(), 2);
    assert_eq!(terms(&glossary, "# 接口\n\n通道组\n"), Vec::<String>::new());
    let found = terms(&glossary, "# 甲\n\n每个动作\n");
    assert_eq!(found.len(), 1);
    assert!(
        found[0].contains("README.zh-CN.md:1 (甲): 动作: write 接口 for \"action\""),
        "{}",
        found[0]
    );
}
