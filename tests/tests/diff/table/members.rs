//! Members: added, removed, required, and their types.

use serde_json::{Value, json};

use super::{COLOR, CREATE, Case, FORM, LINE, LONG_FORM, PART};

fn member(name: &str, type_name: &str, required: bool) -> Value {
    json!({ "name": name, "type": type_name, "required": required, "description": "Said of it." })
}

pub(super) const PARAMETERS: &[Case] = &[
    Case {
        name: "a required parameter is added",
        change: |spec| spec.list(CREATE, "/parameters").push(member("Size", "String", true)),
        expected: &["breaking: shop 2020-01-02 CreateThingRequest.Size: is new and required: `new` takes it"],
    },
    Case {
        name: "an optional parameter is added",
        change: |spec| spec.list(CREATE, "/parameters").push(member("Size", "String", false)),
        expected: &["addition: shop 2020-01-02 CreateThingRequest.Size: is new, and optional"],
    },
    Case {
        name: "a parameter becomes required",
        change: |spec| spec.set(CREATE, "/parameters/3/required", json!(true)),
        expected: &["breaking: shop 2020-01-02 CreateThingRequest.Note: is required: `new` takes it"],
    },
    Case {
        name: "a parameter becomes optional",
        change: |spec| spec.unset(CREATE, "/parameters/2/required"),
        expected: &["breaking: shop 2020-01-02 CreateThingRequest.Count: is optional: `new` no longer takes it"],
    },
    Case {
        name: "a parameter of many becomes required",
        change: |spec| spec.set(LONG_FORM, "/parameters/8/required", json!(true)),
        expected: &[
            "breaking, silently: shop 2020-01-02 FillLongFormRequest.Part9: is required: a request without it is rejected before it is sent",
        ],
    },
    Case {
        name: "a required parameter is added to many",
        change: |spec| {
            spec.list(LONG_FORM, "/parameters")
                .push(member("Part10", "String", true))
        },
        expected: &[
            "breaking, silently: shop 2020-01-02 FillLongFormRequest.Part10: is new and required: a request without it is rejected before it is sent",
        ],
    },
    Case {
        name: "parameters of one type change places",
        change: |spec| spec.list(CREATE, "/parameters").swap(0, 1),
        expected: &[
            "breaking, silently: shop 2020-01-02 CreateThingRequest: `new` took (Name, Zone, Count), takes (Zone, Name, Count): a call compiles as it is, and the String for `Name` is sent as `Zone`, the String for `Zone` is sent as `Name`",
        ],
    },
    Case {
        name: "parameters of two types change places",
        change: |spec| spec.list(CREATE, "/parameters").swap(1, 2),
        expected: &[
            "breaking: shop 2020-01-02 CreateThingRequest: `new` took (Name, Zone, Count), takes (Name, Count, Zone)",
        ],
    },
    Case {
        name: "a parameter takes the place of another",
        change: |spec| spec.set(CREATE, "/parameters/0/name", json!("Label")),
        expected: &[
            "breaking, silently: shop 2020-01-02 CreateThingRequest: `new` took (Name, Zone, Count), takes (Label, Zone, Count): a call compiles as it is, and the String for `Name` is sent as `Label`",
            "breaking: shop 2020-01-02 CreateThingRequest.Label: is new and required: `new` takes it",
            "breaking: shop 2020-01-02 CreateThingRequest.Name: is gone",
        ],
    },
    Case {
        name: "optional parameters change places",
        change: |spec| spec.list(CREATE, "/parameters").swap(3, 4),
        expected: &[],
    },
    Case {
        name: "more parameters are required than `new` takes",
        change: |spec| spec.set(FORM, "/parameters/7/required", json!(true)),
        expected: &[
            "breaking, silently: shop 2020-01-02 FillFormRequest.Part8: is required: a request without it is rejected before it is sent",
            "breaking: shop 2020-01-02 FillFormRequest: has 8 required members: too many for `new`, so that each is an `Option`",
        ],
    },
    Case {
        name: "`new` takes the required parameters again",
        change: |spec| spec.unset(LONG_FORM, "/parameters/7/required"),
        expected: &[
            "breaking: shop 2020-01-02 FillLongFormRequest: has fewer required members: they are no longer `Option`s, `new` takes those that remain",
            "addition: shop 2020-01-02 FillLongFormRequest.Part8: is optional: a request may leave it out",
        ],
    },
    Case {
        name: "a parameter is removed",
        change: |spec| {
            spec.list(CREATE, "/parameters").remove(3);
        },
        expected: &["breaking: shop 2020-01-02 CreateThingRequest.Note: is gone"],
    },
];

pub(super) const TYPES: &[Case] = &[
    Case {
        name: "a parameter is of another type",
        change: |spec| spec.set(CREATE, "/parameters/3/type", json!("Integer")),
        expected: &["breaking: shop 2020-01-02 CreateThingRequest.Note: was String, is Integer (int64)"],
    },
    Case {
        name: "an integer is of another width",
        change: |spec| spec.set(CREATE, "/parameters/2/format", json!("uint64")),
        expected: &["breaking: shop 2020-01-02 CreateThingRequest.Count: was Integer (int64), is Integer (uint64)"],
    },
    Case {
        name: "a list is one item",
        change: |spec| spec.set(CREATE, "/parameters/6/type", json!("Part")),
        expected: &["breaking: shop 2020-01-02 CreateThingRequest.Parts: was Array of Part, is Part"],
    },
    Case {
        name: "an output is a list",
        change: |spec| spec.set(CREATE, "/output/1/type", json!("Array of Integer")),
        expected: &[
            "breaking: shop 2020-01-02 CreateThingResponse.Price: was Integer (int64), is Array of Integer (int64)",
        ],
    },
    Case {
        name: "a string takes values",
        change: |spec| spec.set(CREATE, "/parameters/3/values", json!("Color")),
        expected: &["breaking: shop 2020-01-02 CreateThingRequest.Note: was String, is String (values `Color`)"],
    },
    Case {
        name: "values are taken away",
        change: |spec| {
            spec.unset(CREATE, "/parameters/4/values");
            spec.files.remove(COLOR);
        },
        expected: &[
            "breaking: shop 2020-01-02 Color: the type is gone, no longer has members, or is unused",
            "breaking: shop 2020-01-02 CreateThingRequest.Color: was String (values `Color`), is String",
        ],
    },
    Case {
        name: "values are exchanged",
        change: |spec| {
            spec.set(CREATE, "/parameters/4/values", json!("Paint"));
            let mut paint = spec.files.remove(COLOR).unwrap_or_default();
            paint["name"] = json!("Paint");
            spec.files.insert(COLOR.replace("Color", "Paint"), paint);
        },
        expected: &[
            "breaking: shop 2020-01-02 Color: the type is gone, no longer has members, or is unused",
            "breaking: shop 2020-01-02 CreateThingRequest.Color: was String (values `Color`), is String (values `Paint`)",
            "addition: shop 2020-01-02 Paint: a new type",
        ],
    },
    Case {
        name: "a type holds itself",
        change: |spec| spec.set(PART, "/members/2/type", json!("Part")),
        expected: &["breaking: shop 2020-01-02 Part.Inner: was Array of Part, is Part"],
    },
    Case {
        name: "a type that is held closes a circle",
        change: |spec| spec.list(LINE, "/members").push(member("Whole", "Receipt", false)),
        expected: &[
            "breaking: shop 2020-01-02 Receipt.First: is boxed, since a type would hold itself",
            "addition: shop 2020-01-02 Line.Whole: is new, and optional",
        ],
    },
];

pub(super) const OUTPUTS: &[Case] = &[
    Case {
        name: "an output is added",
        change: |spec| spec.list(CREATE, "/output").push(member("Extra", "String", false)),
        expected: &["addition: shop 2020-01-02 CreateThingResponse.Extra: is new"],
    },
    Case {
        name: "an output may be absent",
        change: |spec| spec.set(CREATE, "/output/0/nullable", json!(true)),
        expected: &["breaking: shop 2020-01-02 CreateThingResponse.ThingId: may be absent: it is an `Option`"],
    },
    Case {
        name: "an output is always there",
        change: |spec| spec.unset(CREATE, "/output/1/nullable"),
        expected: &[
            "breaking: shop 2020-01-02 CreateThingResponse.Price: is always there: it is no longer an `Option`",
        ],
    },
    Case {
        name: "a list of the output may be absent",
        change: |spec| spec.set(CREATE, "/output/3/nullable", json!(true)),
        expected: &[
            "note: shop 2020-01-02 CreateThingResponse.Warnings: may be absent: its absence is no longer an anomaly",
        ],
    },
    Case {
        name: "a request starts to use a type",
        change: |spec| spec.list(CREATE, "/parameters").push(member("Old", "Receipt", false)),
        expected: &[
            "breaking: shop 2020-01-02 Receipt: a request uses it: its members are `Option`s",
            "addition: shop 2020-01-02 Line: a request may use it: it has `new` and setters",
            "addition: shop 2020-01-02 CreateThingRequest.Old: is new, and optional",
        ],
    },
    Case {
        name: "a type that a request starts to use has a required member",
        change: |spec| {
            spec.set(LINE, "/members/0/required", json!(true));
            spec.list(CREATE, "/parameters").push(member("Old", "Line", false));
        },
        expected: &[
            "breaking: shop 2020-01-02 Line: a request uses it: members are `Option`s, and it no longer has a `Default`",
            "addition: shop 2020-01-02 CreateThingRequest.Old: is new, and optional",
        ],
    },
    Case {
        name: "requests no longer use a type",
        change: |spec| {
            spec.list(CREATE, "/parameters").remove(6);
            spec.list(CREATE, "/output")
                .push(member("Parts", "Array of Part", false));
        },
        expected: &[
            "breaking: shop 2020-01-02 CreateThingRequest.Parts: is gone",
            "breaking: shop 2020-01-02 Part: is no longer used by requests: its members are plain, `new` and the setters are gone",
            "addition: shop 2020-01-02 CreateThingResponse.Parts: is new",
        ],
    },
];
