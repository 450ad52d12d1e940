//! docs/cookbook.md has every program, and quotes lines that are in it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

const DOCUMENT: &str = include_str!("../../../docs/cookbook.md");
const MANIFEST: &str = include_str!("../../Cargo.toml");
const FEATURES_OF_TC3: &str = include_str!("../../../generated/Cargo.toml");

fn examples() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The targets of links to files of this folder, in order.
fn linked(text: &str) -> Vec<&str> {
    let links = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    links.filter_map(|link| link.strip_prefix("../examples/")).collect()
}

/// The sections with a heading of the second level: title and text.
fn sections() -> Vec<(&'static str, &'static str)> {
    let sections = DOCUMENT.split("\n## ").skip(1);
    sections.map(|section| section.split_once('\n').unwrap()).collect()
}

/// The lines of the code in `section`, without blanks around them.
fn quoted(section: &str) -> Vec<&str> {
    let blocks = section.split("```").skip(1).step_by(2);
    let lines = blocks.flat_map(|block| block.lines().skip(1).map(str::trim));
    lines.filter(|line| !line.is_empty()).collect()
}

/// The files whose lines a section may quote: those that it links, and of a folder those next to it.
fn sources(section: &str) -> String {
    let files = linked(section).into_iter().map(|path| examples().join(path));
    let mut files: Vec<PathBuf> = files.filter(|path| path.is_file()).collect();
    if let Some(main) = files.iter().find(|path| path.ends_with("src/main.rs")).cloned() {
        files.extend(
            [main.with_file_name("lib.rs")]
                .into_iter()
                .filter(|path| path.is_file()),
        );
    }
    files.iter().map(|path| fs::read_to_string(path).unwrap()).collect()
}

/// Code in comments counts too: the commands in the head of a program.
fn has_line(source: &str, line: &str) -> bool {
    source.lines().any(|found| {
        let found = found.trim();
        found == line || found.strip_prefix("//! ").is_some_and(|found| found.starts_with(line))
    })
}

#[test]
fn every_quoted_line_is_in_the_program_of_its_section() {
    let mut counted = 0;
    for (title, section) in sections() {
        let source = sources(section);
        for line in quoted(section) {
            assert!(
                has_line(&source, line),
                "{title} quotes a line that no program has: {line}"
            );
            counted += 1;
        }
    }
    assert!(counted > 40, "{counted} lines were compared");
}

#[test]
fn the_table_has_every_program_and_every_program_a_section() {
    let rows = DOCUMENT.lines().filter(|line| line.starts_with("| ["));
    let in_table: BTreeSet<&str> = rows.flat_map(linked).collect();
    let in_sections: BTreeSet<&str> = sections().into_iter().flat_map(|(_, text)| linked(text)).collect();
    assert!(in_table.is_subset(&in_sections), "{in_table:?}\n{in_sections:?}");

    let named = MANIFEST.lines().filter_map(|line| line.strip_prefix("path = \""));
    let programs = named.map(|path| path.trim_end_matches('"'));
    let scripts = fs::read_dir(examples().join("scripts")).unwrap();
    let scripts = scripts.map(|entry| format!("scripts/{}", entry.unwrap().file_name().to_string_lossy()));
    let crates = ["own-spec/src/main.rs", "from-wheel/src/main.rs"].map(str::to_owned);
    let expected: BTreeSet<String> = programs.map(str::to_owned).chain(scripts).chain(crates).collect();
    let in_table: BTreeSet<String> = in_table.into_iter().map(str::to_owned).collect();
    assert_eq!(in_table, expected);
}

#[test]
fn every_program_says_how_it_is_run() {
    for entry in fs::read_dir(examples()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let name = path.file_stem().unwrap().to_str().unwrap();
        assert!(
            MANIFEST.contains(&format!("name = \"{name}\"\npath = \"{name}.rs\"")),
            "{name} is no example of Cargo.toml"
        );
        let text = fs::read_to_string(&path).unwrap();
        let head: Vec<&str> = text.lines().take_while(|line| line.starts_with("//!")).collect();
        let head = head.join("\n");
        assert!(head.contains(&format!("--example {name}")), "{name}");
        assert!(head.contains("-- --live"), "{name}");
        assert!(head.contains("rints "), "{name} does not say what it prints");
    }
}

/// The features in the table are features of the crate `tc3`, and are those that the programs are built with.
#[test]
fn the_features_of_the_table_exist() {
    let rows = DOCUMENT.lines().filter(|line| line.starts_with("| ["));
    let cells = rows.filter_map(|row| row.strip_suffix(" |")?.rsplit_once('|'));
    let features: BTreeSet<&str> = cells
        .flat_map(|(_, cell)| cell.split(',').map(|feature| feature.trim().trim_matches('`')))
        .filter(|feature| !feature.is_empty())
        .collect();
    let built = MANIFEST.lines().find(|line| line.starts_with("tc3 = ")).unwrap();
    for feature in &features {
        assert!(FEATURES_OF_TC3.contains(&format!("\n{feature} = ")), "{feature}");
        assert!(built.contains(&format!("\"{feature}\"")), "{feature}");
    }
    assert_eq!(features.len(), built.matches('"').count() / 2, "{features:?}, {built}");
}

#[test]
fn the_links_lead_to_files() {
    for path in linked(DOCUMENT) {
        assert!(Path::new(&examples().join(path)).exists(), "{path}");
    }
}
