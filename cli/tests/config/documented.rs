//! The examples of docs/configuration.md.

use crate::support::Home;

const GUIDE: &str = include_str!("../../../docs/configuration.md");

fn blocks(language: &str) -> Vec<&'static str> {
    let start = format!("```{language}\n");
    let parts = GUIDE.split(&*start).skip(1);
    parts.map(|part| part.split("```").next().unwrap()).collect()
}

#[test]
fn examples_of_the_file_are_read_without_a_warning() {
    let home = Home::new("documented");
    let examples = blocks("toml");
    assert_eq!(examples.len(), 2);
    for example in examples {
        home.with_config(example);
        let list = home.run(&["configure", "list"]);
        assert_eq!(list.succeeds().stderr, "", "{example}");
    }
}

#[test]
fn every_key_is_in_the_guide() {
    let keys = Home::new("documented-keys").run(&["configure", "keys"]);
    for line in keys.stdout.lines().filter(|line| !line.starts_with('<')) {
        let key = line.split_whitespace().next().unwrap();
        assert!(GUIDE.contains(&format!("`{key}`")), "{key}");
    }
}

#[test]
fn the_commands_run() {
    let home = Home::new("documented-commands");
    home.write("key.txt", "keykeykeykey\n");
    home.write(".tccli/work.configure", r#"{"_sys_param": {"region": "ap-work"}}"#);
    let commands = blocks("sh")[0].lines();
    let commands = commands.map(|line| line.split('#').next().unwrap().trim());
    let mut number = 0;
    // The first two ask on a terminal.
    for line in commands.filter(|line| !matches!(*line, "tc3 configure" | "tc3 configure set secretKey")) {
        let (line, input) = match line.split_once(" < ") {
            Some((line, file)) => (line, std::fs::read_to_string(home.0.join(file)).unwrap()),
            None => (line, String::new()),
        };
        let words: Vec<&str> = line.split_whitespace().skip(1).collect();
        home.run_with_input(&words, &input).succeeds();
        number += 1;
    }
    assert_eq!(number, 9);
}
