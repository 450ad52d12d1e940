//! Any value of the declared types can be given by options, in several ways, and comes out as that value.

use super::support::body;

/// A generator that repeats itself, so that a failure does.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }

    fn pick<'a>(&mut self, values: &[&'a str]) -> &'a str {
        values[self.below(values.len())]
    }
}

const TEXTS: [&str; 18] = [
    "",
    "a",
    "中文",
    "true",
    "5",
    "-5",
    "-x",
    "--Note",
    "@",
    "@file",
    "@@x",
    "[1]",
    r#"{"a":1}"#,
    "a b",
    "a,b='c'",
    "\"q\"",
    "line\nline",
    "\\",
];
const INTEGERS: [&str; 6] = [
    "0",
    "-1",
    "80",
    "9223372036854775807",
    "-9223372036854775808",
    "1000000",
];
const FLOATS: [&str; 5] = ["1.0", "-0.5", "1e3", "3", "0.1000000000000000055"];

/// The JSON of a value, and the options that give it.
struct Given {
    json: String,
    options: Vec<String>,
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

/// A text as the word of an option: `@` names a file.
fn word(text: &str) -> String {
    if text.starts_with('@') && text != "@" {
        format!("@{text}")
    } else {
        text.to_owned()
    }
}

/// A whole value as one option, with or without `=`.
fn option(random: &mut Random, path: &str, value: &str) -> Vec<String> {
    let is_plain = !value.starts_with('-') || value.parse::<f64>().is_ok();
    if is_plain && random.below(2) == 0 {
        return vec![format!("--{path}"), value.to_owned()];
    }
    vec![format!("--{path}={value}")]
}

fn scalar(random: &mut Random, kind: &str) -> (String, String) {
    match kind {
        "String" => {
            let text = random.pick(&TEXTS);
            (quoted(text), word(text))
        }
        "Integer" => {
            let text = random.pick(&INTEGERS);
            (text.to_owned(), text.to_owned())
        }
        "Float" => {
            let text = random.pick(&FLOATS);
            (text.to_owned(), text.to_owned())
        }
        _ => {
            let is_on = random.below(2) == 0;
            let text = random.pick(if is_on {
                &["true", "TRUE", "1", "t"]
            } else {
                &["false", "False", "0", "F"]
            });
            (is_on.to_string(), text.to_owned())
        }
    }
}

fn member(random: &mut Random, path: &str, kind: &str, depth: usize) -> Given {
    if let Some(item) = kind.strip_prefix("Array of ") {
        return list(random, path, item, depth);
    }
    let Some(members) = members_of(kind) else {
        let (json, word) = scalar(random, kind);
        let options = option(random, path, &word);
        return Given { json, options };
    };
    let mut parts = Vec::new();
    let mut options = Vec::new();
    for (name, kind, is_required) in members {
        let is_scalar = members_of(kind.trim_start_matches("Array of ")).is_none();
        if *is_required || (random.below(2) == 0 && (depth < 3 || is_scalar)) {
            let given = member(random, &format!("{path}.{name}"), kind, depth + 1);
            parts.push(format!("{}:{}", quoted(name), given.json));
            options.push(given.options);
        }
    }
    let json = format!("{{{}}}", parts.join(","));
    if parts.is_empty() || random.below(3) == 0 {
        let options = option(random, path, &json);
        return Given { json, options };
    }
    // The order of options does not matter.
    if random.below(2) == 0 {
        options.reverse();
    }
    Given {
        json,
        options: options.concat(),
    }
}

fn list(random: &mut Random, path: &str, item: &str, depth: usize) -> Given {
    let items: Vec<Given> = (0..random.below(13))
        .map(|index| member(random, &format!("{path}.{index}"), item, depth + 1))
        .collect();
    let jsons: Vec<&str> = items.iter().map(|item| item.json.as_str()).collect();
    let json = format!("[{}]", jsons.join(","));
    if items.is_empty() || random.below(3) == 0 {
        return Given {
            options: option(random, path, &json),
            json,
        };
    }
    let options = items.into_iter().flat_map(|item| item.options).collect();
    Given { json, options }
}

fn members_of(kind: &str) -> Option<&'static [(&'static str, &'static str, bool)]> {
    match kind {
        "Rule" => Some(&[
            ("Protocol", "String", false),
            ("Note", "String", false),
            ("On", "Boolean", false),
            ("Weight", "Float", false),
            ("Tags", "Array of Tag", false),
        ]),
        "Tag" => Some(&[("Key", "String", true), ("Value", "String", false)]),
        "Node" => Some(&[
            ("Name", "String", false),
            ("Children", "Array of Node", false),
            ("Next", "Node", false),
        ]),
        _ => None,
    }
}

#[test]
fn any_value_is_given_by_options() {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    for round in 0..150 {
        let mut parts = vec![r#""Name":"n""#.to_owned()];
        let mut options = vec!["--Name=n".to_owned()];
        for (name, kind) in [
            ("Note", "String"),
            ("Count", "Integer"),
            ("Ratio", "Float"),
            ("On", "Boolean"),
            ("Ids", "Array of String"),
            ("Ports", "Array of Integer"),
            ("Tree", "Node"),
        ] {
            if random.below(3) > 0 {
                let given = member(&mut random, name, kind, 0);
                parts.push(format!("{}:{}", quoted(name), given.json));
                options.extend(given.options);
            }
        }
        let expected = format!("{{{}}}", parts.join(","));
        assert_eq!(body(&options), expected, "round {round}: {options:?}");
    }
}
