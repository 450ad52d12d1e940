//! The lines of `cli/tests/data/tccli.json`, each under both names: what tccli's own exit code is, and what ours are.

use serde_json::Value;

use crate::as_tccli::Linked;
use crate::emulator::Emulator;

const ROWS: &str = include_str!("../data/tccli.json");
const DOCUMENT: &str = include_str!("../../../docs/tccli.md");

struct Row {
    id: String,
    line: Vec<String>,
    calls: bool,
    /// By the names of the programs; that of the vendor too.
    codes: [i64; 3],
    stdout: Option<String>,
    has_reason: bool,
}

fn rows() -> Vec<Row> {
    let rows: Vec<Value> = serde_json::from_str(ROWS).unwrap();
    let row = |row: Value| Row {
        id: row["id"].as_str().unwrap().to_owned(),
        line: row["line"]
            .as_array()
            .unwrap()
            .iter()
            .map(|word| word.as_str().unwrap().to_owned())
            .collect(),
        calls: row["calls"] == Value::Bool(true),
        codes: ["vendor", "tccli", "tc3"].map(|name| row[name].as_i64().unwrap()),
        stdout: row["stdout"].as_str().map(str::to_owned),
        has_reason: row["why"].is_string(),
    };
    rows.into_iter().map(row).collect()
}

#[test]
fn each_line_ends_as_the_table_says() {
    let emulator = Emulator::start(&[]);
    let mut wrong = Vec::new();
    for (name, place) in [("tccli", 1), ("tc3", 2)] {
        let program = Linked::new(&format!("table-{name}"), name);
        for row in rows() {
            let mut words: Vec<&str> = row.line.iter().map(String::as_str).collect();
            let option = format!("--emulator={}", emulator.url);
            if row.calls {
                words.push(&option);
            }
            let output = program.output(&words);
            let code = output.status.code().map(i64::from);
            let stdout = String::from_utf8_lossy(&output.stdout);
            if code != Some(row.codes[place]) || row.stdout.as_ref().is_some_and(|expected| *expected != stdout) {
                let stderr = String::from_utf8_lossy(&output.stderr);
                wrong.push(format!("{name} {words:?}: {code:?} {stdout} {stderr}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_row_is_documented_and_says_why_it_differs() {
    for row in rows() {
        assert!(
            DOCUMENT.contains(&format!("| {} ", row.id)) || DOCUMENT.contains(&format!("{}, ", row.id)),
            "{}",
            row.id
        );
        let [vendor, tccli, _] = row.codes;
        assert_eq!(vendor != tccli, row.has_reason, "{:?}", row.line);
    }
}
