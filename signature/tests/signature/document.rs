//! The table of mistakes in docs/signature.md is that of the code. `UPDATE_DOCS=1` writes it.

use std::fmt::Write;
use std::fs;

use tc3_signature::known_mistakes;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/signature.md");
const MARK: &str = "<!-- mistakes -->\n";

#[test]
fn the_documented_table_is_that_of_the_code() {
    let text = fs::read_to_string(FILE).unwrap();
    let (before, table) = text.split_once(MARK).expect("a mark");
    let mut expected = String::from("\n| id | mistake | what to do |\n|---|---|---|\n");
    for mistake in known_mistakes() {
        writeln!(expected, "| `{}` | {} | {} |", mistake.id, mistake.title, mistake.fix).unwrap();
    }
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(FILE, format!("{before}{MARK}{expected}")).unwrap();
        return;
    }
    assert!(table == expected, "the table is old: run the test with UPDATE_DOCS=1");
}
