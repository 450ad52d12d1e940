//! Runs the examples of `docs/cli-output.md`.

use std::fs;
use std::path::Path;

use super::{OutputOptions, write_result};
use crate::arguments::OutputFormat;
use crate::filter::Filter;
use crate::json::parse;

/// The texts of the fenced blocks of a language.
fn blocks(document: &str, language: &str) -> Vec<String> {
    let fence = format!("```{language}");
    let mut blocks = Vec::new();
    let mut lines = document.lines();
    while lines.by_ref().any(|line| line == fence) {
        let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        blocks.push(block.iter().map(|line| format!("{line}\n")).collect());
    }
    blocks
}

/// The words of a command line with quotes and without backslashes.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quote = None;
    for character in line.chars() {
        match character {
            '\'' | '"' if quote.is_none() => quote = Some(character),
            _ if quote == Some(character) => quote = None,
            ' ' if quote.is_none() => words.push(String::new()),
            other => words.last_mut().unwrap().push(other),
        }
    }
    words
}

fn run(words: &[String], json: &str) -> String {
    let option = |name: &str| {
        let at = words.iter().position(|word| word == name)?;
        words.get(at + 1).map(String::as_str)
    };
    let filter = option("--filter").map(|filter| Filter::compile(filter).unwrap());
    let format = match option("--output").unwrap() {
        "json" => OutputFormat::Json,
        "json-lines" => OutputFormat::JsonLines,
        "table" => OutputFormat::Table,
        "text" => OutputFormat::Text,
        "yaml" => OutputFormat::Yaml,
        "csv" => OutputFormat::Csv,
        "raw" => OutputFormat::Raw,
        other => panic!("{other}"),
    };
    let columns = option("--columns").map(|columns| columns.split(',').map(str::to_owned).collect());
    let options = OutputOptions {
        format,
        columns: columns.unwrap_or_default(),
        width: None,
        is_filtered: filter.is_some(),
    };
    let answer = parse(json).unwrap();
    let result = filter.map_or_else(|| answer.clone(), |filter| filter.apply(&answer).unwrap());
    let mut out = Vec::new();
    write_result(&result, &options, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn the_documented_examples_print_what_is_documented() {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs");
    // The documents are not in the package of the crate, whose tests others run too.
    if !docs.is_dir() {
        return;
    }
    let document = fs::read_to_string(docs.join("cli-output.md")).unwrap();
    let json = &blocks(&document, "json")[0];
    let mut count = 0;
    for block in blocks(&document, "console") {
        let mut printed = String::new();
        for line in block.lines().filter(|line| line.starts_with("$ ")) {
            count += 1;
            printed.push_str(line);
            printed.push('\n');
            printed.push_str(&run(&words(line), json));
        }
        assert_eq!(printed, block);
    }
    assert!(count >= 20, "{count}");
}
