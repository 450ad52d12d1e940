//! What the checker lets through in an example is what the client reads, value for value.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use tc3_codegen::fit::{Direction, Fit, Leniency};
use tc3_codegen::spec::{Json, Source, SourceSet};
use tc3_codegen::{Checked, load};

use tc3::from_json;
use tc3::runtime::generated_0_1 as rt;

/// One optional member of each type, as the spec below declares them.
#[derive(Clone)]
struct Everything {
    text: rt::Option<rt::String>,
    int: rt::Option<i64>,
    uint: rt::Option<u64>,
    float: rt::Option<f64>,
    flag: rt::Option<bool>,
    any: rt::Option<rt::Value>,
    ints: rt::Option<rt::Vec<i64>>,
    inner: rt::Option<Inner>,
    inners: rt::Option<rt::Vec<Inner>>,
}

#[derive(Clone)]
struct Inner {
    name: rt::Option<rt::String>,
}

macro_rules! record {
    ($name:ident { $($index:literal $member:ident $wire:literal,)* }) => {
        impl rt::Record for $name {
            fn shape(&self) -> &'static rt::Shape {
                const { &rt::Shape { name: stringify!($name), fields: &[$(rt::Field::optional($wire)),*] } }
            }

            fn get(&self, index: usize) -> rt::Get<'_> {
                rt::Some(match index {
                    $($index => &self.$member,)*
                    _ => return rt::None,
                })
            }

            fn slot(&mut self, index: usize) -> rt::Fill<'_> {
                rt::Some(match index {
                    $($index => &mut self.$member,)*
                    _ => return rt::None,
                })
            }

            fn blank() -> Self {
                Self { $($member: rt::Slot::empty(),)* }
            }
        }

        rt::record!($name);
    };
}

record!(Everything {
    0 text "Text",
    1 int "Int",
    2 uint "Uint",
    3 float "Float",
    4 flag "Flag",
    5 any "Any",
    6 ints "Ints",
    7 inner "Inner",
    8 inners "Inners",
});
record!(Inner { 0 name "Name", });

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

fn spec() -> Checked {
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
    let fit = Fit {
        service,
        leniency: Leniency::Documentation,
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
