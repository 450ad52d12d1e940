//! The words that this project does not use, since nobody would search for them, and what it writes instead. The table
//! is `tests/data/banned-words.tsv`; a line there is all that it takes to ban another one.

use regex_lite::{Regex, RegexBuilder};

use crate::files::{has_extension, texts};

const TABLE: &str = include_str!("../../data/banned-words.tsv");

struct Ban {
    word: Regex,
    instead: &'static str,
    /// The prefix of the paths that it applies to; empty for all.
    below: &'static str,
}

fn bans() -> Vec<Ban> {
    let rows = TABLE.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    rows.map(|row| {
        let mut cells = row.split('\t');
        let (Some(word), Some(instead)) = (cells.next(), cells.next()) else {
            panic!("a row needs a regular expression, a tab and what to write instead: {row}");
        };
        Ban {
            word: RegexBuilder::new(word).case_insensitive(true).build().unwrap(),
            instead,
            below: cells.next().unwrap_or_default(),
        }
    })
    .collect()
}

/// One expression for all bans: most lines match none, and are looked at once.
fn any(bans: &[Ban]) -> Regex {
    let words: Vec<&str> = bans.iter().map(|ban| ban.word.as_str()).collect();
    RegexBuilder::new(&words.join("|"))
        .case_insensitive(true)
        .build()
        .unwrap()
}

/// Each use of a banned word in `text`, as a line that names the place and the word to write instead.
fn uses(path: &str, text: &str, bans: &[Ban], any: &Regex) -> Vec<String> {
    let mut uses = Vec::new();
    for (number, line) in text.lines().enumerate().filter(|(_, line)| any.is_match(line)) {
        for ban in bans.iter().filter(|ban| path.starts_with(ban.below)) {
            if let Some(found) = ban.word.find(line) {
                let (found, instead) = (found.as_str(), ban.instead);
                uses.push(format!("{path}:{}: `{found}`: write {instead}", number + 1));
            }
        }
    }
    uses
}

/// Whether people write the file and read it as prose or code of this project.
fn is_ours(path: &str) -> bool {
    let is_data = ["spec/", "tests/data/", "tests/cases/", "generated/src/services/"]
        .iter()
        .any(|folder| path.starts_with(folder));
    let is_text = ["rs", "md", "toml", "sh", "py", "js"]
        .iter()
        .any(|extension| has_extension(path, extension));
    !is_data && (is_text || path.ends_with("/run"))
}

#[test]
fn no_banned_word_is_used() {
    let bans = bans();
    let any = any(&bans);
    let mut found = Vec::new();
    for (path, text) in texts("", is_ours) {
        found.extend(uses(&path, &path, &bans, &any));
        found.extend(uses(&path, &text, &bans, &any));
    }
    assert!(
        found.is_empty(),
        "{} uses of words that tests/data/banned-words.tsv bans:\n{}",
        found.len(),
        found.join("\n")
    );
}

#[test]
fn a_use_is_found_in_prose_and_in_identifiers() {
    let bans = [Ban {
        word: RegexBuilder::new("misfit").case_insensitive(true).build().unwrap(),
        instead: "violation",
        below: "codegen/",
    }];
    let any = any(&bans);
    let text = "fn is_fine() {}\nstruct MisfitKind;\n";
    assert_eq!(
        uses("codegen/src/a.rs", text, &bans, &any),
        ["codegen/src/a.rs:2: `Misfit`: write violation"]
    );
    assert!(uses("runtime/src/a.rs", text, &bans, &any).is_empty());
}
