//! What the checker lets through in an example is what the client reads, value for value.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use tc3_codegen::spec::{Json, Source, SourceSet};
use tc3_codegen::validate::{Coercion, Direction, Validator};
use tc3_codegen::{ValidatedSpec, load};

use tc3::from_json;
use tc3::runtime::generated_0_1 as rt;

// One optional member of each type, as the spec below declares them.
tc3_tests::generated_record!(Everything {
    0 text: rt::Option<rt::String> = rt::Field::optional("Text"),
    1 int: rt::Option<i64> = rt::Field::optional("Int"),
    2 uint: rt::Option<u64> = rt::Field::optional("Uint"),
    3 float: rt::Option<f64> = rt::Field::optional("Float"),
    4 flag: rt::Option<bool> = rt::Field::optional("Flag"),
    5 any: rt::Option<rt::Value> = rt::Field::optional("Any"),
    6 ints: rt::Option<rt::Vec<i64>> = rt::Field::optional("Ints"),
    7 inner: rt::Option<Inner> = rt::Field::optional("Inner"),
    8 inners: rt::Option<rt::Vec<Inner>> = rt::Field::optional("Inners"),
});
tc3_tests::generated_record!(Inner {
    0 name: rt::Option<rt::String> = rt::Field::optional("Name"),
});

const SERVICE: &str = r#"{"name": "demo", "version": "2020-01-02", "title": "Demo", "description": "A demo.",
    "host": "demo.example.com"}"#;
const INNER: &str = r#"{"name": "Inner", "description": "Nested.",
    "members": [{"name": "Name", "type": "String", "description": "A name."}]}"#;
const ACTION: &str = r#"{"name": "Try", "description": "Tries.", "regionRequired": false, "output": [], "parameters": [
    {"name": "Text", "type": "String", "description": "One."},
    {"name": "Int", "type": "Integer", "description": "One."},
    {"name": "Uint", "type": "Integer", "format": "uint64", "description": "One."},
    {"name": "Float", "type": "Float", "description": "One."},
    {"name": "Flag", "type": "Boolean", "description": "One."},
    {"name": "Any", "type": "Object", "description": "One."},
    {"name": "Ints", "type": "Array of Integer", "description": "Some."},
    {"name": "Inner", "type": "Inner", "description": "One."},
    {"name": "Inners", "type": "Array of Inner", "description": "Some."}]}"#;

const MEMBERS: [&str; 9] = ["Text", "Int", "Uint", "Float", "Flag", "Any", "Ints", "Inner", "Inners"];

const VALUES: [&str; 36] = [
    "null",
    "true",
    "0",
    "7",
    "-7",
    "1.5",
    "-0.5",
    "1e3",
    "18446744073709551615",
    "18446744073709551616",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    r#""""#,
    r#"" ""#,
    r#""7""#,
    r#""-7""#,
    r#""1.5""#,
    r#""7 apples""#,
    r#""18446744073709551615""#,
    r#""true""#,
    r#""false""#,
    r#""yes""#,
    r#""text""#,
    "[]",
    "[1]",
    r#"["1"]"#,
    "[null]",
    "[1, null, 2]",
    r#"["a"]"#,
    "[[1]]",
    "{}",
    r#"{"Name": "n"}"#,
    r#"{"Name": 1}"#,
    r#"{"Name": []}"#,
    r#"[{"Name": "n"}]"#,
];

fn spec() -> ValidatedSpec {
    let file = |path: &str, text: &str| Source {
        path: format!("demo/v20200102/{path}"),
        text: text.to_owned(),
    };
    let files = [
        file("service.json", SERVICE),
        file("types/Inner.json", INNER),
        file("actions/Try.json", ACTION),
    ];
    load(&SourceSet::new("spec", files)).unwrap()
}

#[test]
fn what_fits_an_example_is_what_the_client_reads() {
    let checked = spec();
    let service = &checked.spec.services[0];
    let fit = Validator {
        service,
        coercion: Coercion::Documentation,
        direction: Direction::Request,
    };
    let mut differ = Vec::new();
    for member in MEMBERS {
        for value in VALUES {
            let body = format!(r#"{{"{member}": {value}}}"#);
            let fits = fit
                .body(&Json::parse(&body).unwrap(), &service.actions[0].parameters)
                .is_empty();
            let is_read = from_json::<Everything>(&body).is_ok();
            // The client keeps any JSON for a free-form member, and reads a whole number however it is written.
            let reads_more = member == "Any" || value == "1e3";
            if fits != is_read && !(is_read && reads_more) {
                differ.push(format!("{body}: fits {fits}, is read {is_read}"));
            }
        }
    }
    assert!(differ.is_empty(), "{}", differ.join("\n"));
}
