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

/// The JSON of a value, and what gives it.
struct Given {
    json: String,
    options: Vec<String>,
    /// A word that is the whole value.
    word: String,
    /// The value in the short form of a structure, if it can be a part of one.
    short: Option<String>,
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
        "Port" => {
            let text = (random.below(65535) + 1).to_string();
            (text.clone(), text)
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
        let text = if word.starts_with("@@") { &word[1..] } else { &word };
        return Given {
            options: option(random, path, &word),
            short: Some(format!("'{}'", text.replace('\'', "''"))),
            json,
            word,
        };
    };
    let mut given = Vec::new();
    for (name, kind, is_required) in members {
        let is_scalar = members_of(kind.trim_start_matches("Array of ")).is_none();
        if *is_required || (random.below(2) == 0 && (depth < 3 || is_scalar)) {
            given.push((*name, member(random, &format!("{path}.{name}"), kind, depth + 1)));
        }
    }
    let parts: Vec<String> = given
        .iter()
        .map(|(name, part)| format!("{}:{}", quoted(name), part.json))
        .collect();
    let json = format!("{{{}}}", parts.join(","));
    let pairs: Option<Vec<String>> = given
        .iter()
        .map(|(name, part)| Some(format!("{name}={}", part.short.as_ref()?)))
        .collect();
    let word = match pairs {
        Some(pairs) if !pairs.is_empty() && random.below(2) == 0 => pairs.join(","),
        _ => json.clone(),
    };
    let mut options: Vec<Vec<String>> = given.into_iter().map(|(_, part)| part.options).collect();
    if options.is_empty() || random.below(3) == 0 {
        options = vec![option(random, path, &word)];
    } else if random.below(2) == 0 {
        // The order of options does not matter.
        options.reverse();
    }
    let options = options.concat();
    Given {
        json,
        options,
        word,
        short: None,
    }
}

fn list(random: &mut Random, path: &str, item: &str, depth: usize) -> Given {
    let items: Vec<Given> = (0..random.below(13))
        .map(|index| member(random, &format!("{path}.{index}"), item, depth + 1))
        .collect();
    let jsons: Vec<&str> = items.iter().map(|item| item.json.as_str()).collect();
    let json = format!("[{}]", jsons.join(","));
    let can_be_words = items.iter().all(|item| !item.word.starts_with(['-', '[']));
    let options = match random.below(4) {
        _ if items.is_empty() => option(random, path, &json),
        0 => option(random, path, &json),
        1 if can_be_words => {
            let words = items.into_iter().map(|item| item.word);
            std::iter::once(format!("--{path}")).chain(words).collect()
        }
        2 if can_be_words => items.iter().flat_map(|item| option(random, path, &item.word)).collect(),
        _ => items.into_iter().flat_map(|item| item.options).collect(),
    };
    Given {
        options,
        word: json.clone(),
        json,
        short: None,
    }
}

fn members_of(kind: &str) -> Option<&'static [(&'static str, &'static str, bool)]> {
    match kind {
        "Rule" => Some(&[
            ("Port", "Port", true),
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
    for round in 0..200 {
        let mut parts = vec![r#""Name":"n""#.to_owned()];
        let mut options = vec!["--Name=n".to_owned()];
        for (name, kind) in [
            ("Note", "String"),
            ("Count", "Integer"),
            ("Ratio", "Float"),
            ("On", "Boolean"),
            ("Ids", "Array of String"),
            ("Ports", "Array of Integer"),
            ("Rules", "Array of Rule"),
            ("One", "Rule"),
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
