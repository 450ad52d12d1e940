//! Text of a spec never becomes code: wherever hostile text is, either the spec is rejected, or what is
//! generated has the items that harmless text gives, with other words in documentation and literals.
//!
//! The case `hostile-text` of `code.rs` is compiled, and its examples are run.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod tokens;

use proc_macro2::Literal;
use serde_json::{Value, json};
use tc3_codegen::spec::{Source, SourceSet};
use tc3_codegen::{Builder, FileSet, generate, load};

const ATTACKS: [&str; 30] = [
    "\"",
    "\\",
    "\\\"",
    "\"#",
    "\"##; fn evil() {} r##\"",
    "*/ fn evil() {} /*",
    "/*",
    "\nfn evil() {}",
    "`",
    "``",
    "```\nfn evil() {}\n```",
    "\n```\nfn evil() {}\n",
    "\n~~~\nfn evil() {}\n",
    "\n    fn evil() {}\n",
    "\n\tfn evil() {}\n",
    "\n# Evil\n",
    "\nEvil\n===\n",
    "${x} {0} {}",
    "] [evil](javascript:evil) [`evil`]",
    "<script>evil()</script>",
    "\\u{0}\\x00\\n",
    "../../evil",
    "'a' #![evil] //! ///",
    "evil evil evil evil evil evil evil evil evil evil evil evil evil evil evil evil evil evil evil evil evil evil",
    "\0",
    "\r\nfn evil() {}\r",
    "\u{202e}live\u{2066}",
    "\u{200b}\u{feff}",
    "\u{2028}fn evil() {}\u{2029}",
    "\u{85}fn evil() {}\u{b}",
];

/// A spec with a text in every place that takes one; imported, if `imported`.
fn harmless(imported: bool) -> Vec<(&'static str, Value)> {
    let mut action = json!({
        "name": "Echo", "description": "Text.", "lastUpdated": "2020-01-02", "regionRequired": false,
        "deprecated": "Text.",
        "parameters": [
            { "name": "Word", "rustName": "word", "type": "String", "default": "Text", "description": "Text." },
            { "name": "Rate", "type": "Integer", "format": "uint64", "unit": "Mbps", "description": "Text." },
            { "name": "Mode", "type": "String", "values": "Mode", "description": "Text.", "deprecated": "Text." },
            { "name": "Pairs", "type": "Array of Pair", "description": "Text." },
            { "name": "Any", "type": "Object", "description": "Text." },
        ],
        "output": [
            { "name": "Word", "type": "String", "description": "Text.", "deprecated": "Text." },
            { "name": "RequestId", "type": "String", "description": "Text." },
        ],
        "errors": [{ "code": "LimitExceeded", "description": "Text." }],
        "examples": [{
            "title": "Text",
            "request": { "Word": "a", "Rate": "1", "Mode": "fast", "Pairs": [{ "Key": "k" }], "Any": { "a": "b" } },
            "response": { "Response": { "Word": "Text", "RequestId": "Text" } },
        }, {
            "title": "Text",
            "request": {},
            "response": { "Response": { "Error": { "Code": "Text", "Message": "Text" }, "RequestId": "Text" } },
        }],
    });
    let mut pair = json!({
        "name": "Pair", "description": "Text.",
        "members": [{ "name": "Key", "type": "String", "required": true, "description": "Text." }],
    });
    let mut mode = json!({
        "name": "Mode", "description": "Text.",
        "values": [{ "value": "fast", "rustName": "Fast", "description": "Text." }],
    });
    if imported {
        for file in [&mut action, &mut pair, &mut mode] {
            file["importedFrom"] = "Text".into();
        }
    }
    let service = json!({
        "name": "demo", "version": "2020-01-02", "title": "Text", "description": "Text.", "host": "demo.example.com",
    });
    vec![
        ("demo/v20200102/service.json", service),
        ("demo/v20200102/actions/Echo.json", action),
        ("demo/v20200102/types/Pair.json", pair),
        ("demo/v20200102/types/Mode.json", mode),
    ]
}

/// What is generated, with documentation tests and without; nothing if the spec is rejected.
fn generated(files: &[(&str, Value)]) -> Option<[FileSet; 2]> {
    let sources = files.iter().map(|(path, json)| Source {
        path: (*path).to_owned(),
        text: json.to_string(),
    });
    let checked = load(&SourceSet::new("spec", sources)).ok()?;
    let tested = Builder::new().doctests("crate_name");
    Some([Builder::new(), tested].map(|builder| generate(&checked, builder.options()).unwrap()))
}

/// Every text in `json` by its pointer, and every key of an example's objects by the pointer of the object.
fn places(json: &Value, pointer: &str, found: &mut Vec<Place>) {
    match json {
        Value::String(_) => found.push(Place::Text(pointer.to_owned())),
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                places(item, &format!("{pointer}/{index}"), found);
            }
        }
        Value::Object(entries) => {
            found.push(Place::Key(pointer.to_owned()));
            for (key, value) in entries {
                places(value, &format!("{pointer}/{key}"), found);
            }
        }
        _ => {}
    }
}

#[derive(Debug)]
enum Place {
    Text(String),
    Key(String),
}

impl Place {
    fn attack(&self, json: &mut Value, attack: &str) {
        match self {
            Self::Text(pointer) => {
                let text = json.pointer_mut(pointer).unwrap();
                *text = format!("{}{attack}", text.as_str().unwrap()).into();
            }
            Self::Key(pointer) => {
                let object = json.pointer_mut(pointer).unwrap().as_object_mut().unwrap();
                object.insert(attack.to_owned(), attack.into());
            }
        }
    }
}

/// The attacks on the place of this number: a few alone, and all of them in groups.
fn attacks(number: usize) -> impl Iterator<Item = String> {
    const ALONE: usize = 3;
    const GROUP: usize = 6;
    let alone = ATTACKS.iter().cycle().skip(number * ALONE).take(ALONE);
    let groups = ATTACKS.chunks(GROUP).map(<[&str]>::concat);
    alone.map(|attack| (*attack).to_owned()).chain(groups)
}

/// Attacks every place of every file; returns how often the spec was rejected and how often it was not.
fn attack_everything(imported: bool) -> (usize, usize) {
    let harmless = harmless(imported);
    let expected = generated(&harmless).unwrap().map(|files| skeletons(&files));
    let (mut refused, mut accepted) = (0, 0);
    for index in 0..harmless.len() {
        let mut found = Vec::new();
        places(&harmless[index].1, "", &mut found);
        for (place, attack) in found
            .iter()
            .enumerate()
            .flat_map(|(at, place)| attacks(at).map(move |attack| (place, attack)))
        {
            let mut files = harmless.clone();
            place.attack(&mut files[index].1, &attack);
            let Some(code) = generated(&files) else {
                refused += 1;
                continue;
            };
            accepted += 1;
            let same = code.map(|files| skeletons(&files)) == expected;
            assert!(same, "{attack:?} at {place:?} of {}", harmless[index].0);
        }
    }
    (refused, accepted)
}

/// What is left of the files without the words in documentation and literals.
fn skeletons(files: &FileSet) -> Vec<(String, Vec<String>)> {
    let skeleton = |text: &str| {
        let file = syn::parse_file(text).unwrap();
        assert!(file.attrs.is_empty(), "inner attributes: {text}");
        assert_documentation_is_text(text);
        let mut flat = tokens::of(text, without_words);
        let doc = ["#", "[", "doc", "=", "text", "]"];
        while let Some(at) = flat.windows(doc.len()).position(|tokens| tokens == doc) {
            flat.drain(at..at + doc.len());
        }
        flat
    };
    files
        .iter()
        .map(|(path, text)| (path.to_owned(), skeleton(text)))
        .collect()
}

fn without_words(literal: &Literal) -> String {
    match syn::parse_str(&literal.to_string()).unwrap() {
        syn::Lit::Str(_) => "text".to_owned(),
        _ => literal.to_string(),
    }
}

/// rustdoc runs fenced and indented blocks: outside of the generator's own, no line may open one, nor a heading.
fn assert_documentation_is_text(text: &str) {
    let mut fenced = false;
    for line in text.lines().filter_map(|line| line.trim_start().strip_prefix("///")) {
        if matches!(line, " ```" | " ```json" | " ```no_run") {
            fenced = !fenced;
        } else if !fenced {
            let own_heading = line == " # Errors" || line.starts_with(" # Example: ");
            assert!(own_heading || !line.starts_with(" #"), "a heading: {line}");
            assert!(!line.starts_with("  "), "an indented block: {line}");
            assert!(
                !line.starts_with(" ```") && !line.starts_with(" ~~~"),
                "a fence: {line}"
            );
        }
    }
    assert!(!fenced, "a fence that is not closed: {text}");
}

#[test]
fn hand_written_text_never_becomes_code() {
    let (refused, accepted) = attack_everything(false);
    assert!(
        refused > accepted && accepted > 100,
        "{refused} refused, {accepted} accepted"
    );
}

#[test]
fn imported_text_never_becomes_code() {
    let (refused, accepted) = attack_everything(true);
    assert!(
        refused > 100 && accepted > refused,
        "{refused} refused, {accepted} accepted"
    );
}

/// A file that tries to leave its folder by its own name is no file of the spec.
#[test]
fn no_path_leads_out_of_the_folder() {
    for path in [
        "../v20200102/actions/Echo.json",
        "demo/../actions/Echo.json",
        "/demo/v20200102/actions/Echo.json",
        "demo/v20200102/actions/../Echo.json",
        "demo\\v20200102\\actions\\Echo.json",
        "demo/v20200102/actions/..",
    ] {
        let mut files = harmless(false);
        files[1].0 = path;
        assert!(generated(&files).is_none(), "{path}");
    }
}
