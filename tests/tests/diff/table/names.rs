//! Names in Rust and on the wire, of members, values and codes.

use serde_json::json;

use super::{COLOR, CREATE, Case, FORM, LIST, SERVICE, SIZE};

pub(super) const NAMES: &[Case] = &[
    Case {
        name: "a field has another Rust name",
        change: |spec| spec.set(CREATE, "/parameters/3/rustName", json!("remark")),
        expected: &["breaking: shop 2020-01-02 CreateThingRequest.Note: its Rust name was `note`, is `remark`"],
    },
    Case {
        name: "a member has other capitals on the wire",
        change: |spec| spec.set(CREATE, "/parameters/3/name", json!("NOTE")),
        expected: &[
            "note: shop 2020-01-02 CreateThingRequest.NOTE: is spelled so on the wire, and was `Note`: the Rust field is the same",
            "documentation: shop 2020-01-02 CreateThingRequest.Note: is described differently",
        ],
    },
    Case {
        name: "Rust names change places",
        change: |spec| {
            spec.set(CREATE, "/output/0/rustName", json!("price"));
            spec.set(CREATE, "/output/1/rustName", json!("thing_id"));
        },
        expected: &[
            "breaking: shop 2020-01-02 CreateThingResponse.Price: the field `price` was `Price` (now `thing_id`), is `ThingId`: it is another member, of another type",
            "breaking: shop 2020-01-02 CreateThingResponse.ThingId: the field `thing_id` was `ThingId` (now `price`), is `Price`: it is another member, of another type",
        ],
    },
    Case {
        name: "a new member takes the Rust name of another",
        change: |spec| {
            spec.set(CREATE, "/parameters/3/rustName", json!("note_2"));
            spec.list(CREATE, "/parameters")
                .push(json!({ "name": "NOTE", "type": "String", "description": "Louder." }));
        },
        expected: &[
            "breaking, silently: shop 2020-01-02 CreateThingRequest.Note: the field `note` was `Note` (now `note_2`), is `NOTE`: code compiles as it is, and reads or sends the other member",
            "addition: shop 2020-01-02 CreateThingRequest.NOTE: is new, and optional",
        ],
    },
    Case {
        name: "a member takes the Rust name of one that is removed",
        change: |spec| {
            spec.list(CREATE, "/parameters").remove(3);
            spec.set(CREATE, "/parameters/4/rustName", json!("note"));
        },
        expected: &[
            "breaking, silently: shop 2020-01-02 CreateThingRequest.Note: the field `note` was `Note`, is `Password`: code compiles as it is, and reads or sends the other member",
            "breaking: shop 2020-01-02 CreateThingRequest.Note: is gone",
            "breaking: shop 2020-01-02 CreateThingRequest.Password: its Rust name was `password`, is `note`",
        ],
    },
    Case {
        name: "an error code is another on the wire",
        change: |spec| spec.set(CREATE, "/errors/0/code", json!("LimitExceeded.things")),
        expected: &[
            "breaking, silently: shop 2020-01-02 CreateThingErrorCode: the variant `LimitExceededThings` was `LimitExceeded.Things`, is `LimitExceeded.things`: code compiles as it is, and takes the one code for the other",
        ],
    },
    Case {
        name: "an error code takes the Rust name of another",
        change: |spec| {
            spec.set(CREATE, "/errors/0/rustName", json!("LimitExceededThings2"));
            spec.list(CREATE, "/errors")
                .push(json!({ "code": "LimitExceeded.things" }));
        },
        expected: &[
            "breaking, silently: shop 2020-01-02 CreateThingErrorCode: the variant `LimitExceededThings` was `LimitExceeded.Things` (now `LimitExceededThings2`), is `LimitExceeded.things`: code compiles as it is, and takes the one code for the other",
            "addition: shop 2020-01-02 CreateThingErrorCode: a new code, `LimitExceeded.things`",
        ],
    },
    Case {
        name: "a value is added",
        change: |spec| {
            spec.list(COLOR, "/values")
                .push(json!({ "value": "green", "description": "Like grass." }))
        },
        expected: &[
            "addition: shop 2020-01-02 Color: a new value, `green`",
            "documentation: shop 2020-01-02 CreateThingRequest.Color: is described differently",
        ],
    },
    Case {
        name: "a value is removed",
        change: |spec| {
            spec.list(COLOR, "/values").remove(1);
        },
        expected: &[
            "breaking: shop 2020-01-02 Color: the value `blue` is gone",
            "documentation: shop 2020-01-02 CreateThingRequest.Color: is described differently",
        ],
    },
    Case {
        name: "a value has another Rust name",
        change: |spec| spec.set(COLOR, "/values/1/rustName", json!("Azure")),
        expected: &["breaking: shop 2020-01-02 Color: the Rust name of `blue` was `Blue`, is `Azure`"],
    },
    Case {
        name: "a value is another on the wire",
        change: |spec| spec.set(COLOR, "/values/1/value", json!("BLUE")),
        expected: &[
            "breaking, silently: shop 2020-01-02 Color: the variant `Blue` was `blue`, is `BLUE`: code compiles as it is, and takes the one value for the other",
            "documentation: shop 2020-01-02 CreateThingRequest.Color: is described differently",
        ],
    },
    Case {
        name: "values change places",
        change: |spec| spec.list(COLOR, "/values").swap(0, 1),
        expected: &["documentation: shop 2020-01-02 CreateThingRequest.Color: is described differently"],
    },
    Case {
        name: "a named integer is added",
        change: |spec| {
            spec.list(SIZE, "/integers")
                .push(json!({ "value": 2, "rustName": "HUGE", "description": "Huge." }))
        },
        expected: &[
            "addition: shop 2020-01-02 Size: a new value, `2`",
            "documentation: shop 2020-01-02 DescribeThingsResponse.Size: is described differently",
        ],
    },
    Case {
        name: "a named integer is removed",
        change: |spec| {
            spec.list(SIZE, "/integers").remove(1);
        },
        expected: &[
            "breaking: shop 2020-01-02 Size: the value `1` is gone",
            "documentation: shop 2020-01-02 DescribeThingsResponse.Size: is described differently",
        ],
    },
    Case {
        name: "a named integer has another name",
        change: |spec| spec.set(SIZE, "/integers/1/rustName", json!("BIG")),
        expected: &[
            "breaking: shop 2020-01-02 Size: the Rust name of `1` was `LARGE`, is `BIG`",
            "documentation: shop 2020-01-02 DescribeThingsResponse.Size: is described differently",
        ],
    },
    Case {
        name: "a named integer is another on the wire",
        change: |spec| spec.set(SIZE, "/integers/1/value", json!(2)),
        expected: &[
            "breaking, silently: shop 2020-01-02 Size: the constant `LARGE` was `1`, is `2`: code compiles as it is, and takes the one value for the other",
            "documentation: shop 2020-01-02 DescribeThingsResponse.Size: is described differently",
        ],
    },
    Case {
        name: "named integers are of another width",
        change: |spec| {
            spec.set(SIZE, "/format", json!("uint64"));
            let size = spec
                .list(LIST, "/output")
                .last_mut()
                .map(|member| member["format"] = json!("uint64"));
            assert!(size.is_some());
        },
        expected: &[
            "breaking: shop 2020-01-02 DescribeThingsResponse.Size: was Integer (int64), is Integer (uint64)",
            "breaking: shop 2020-01-02 Size: its constants were `i64`, are `u64`",
        ],
    },
    Case {
        name: "an error code is added",
        change: |spec| spec.list(CREATE, "/errors").push(json!({ "code": "InternalError" })),
        expected: &["addition: shop 2020-01-02 CreateThingErrorCode: a new code, `InternalError`"],
    },
    Case {
        name: "an error code is removed",
        change: |spec| {
            spec.list(CREATE, "/errors").remove(0);
        },
        expected: &["breaking: shop 2020-01-02 CreateThingErrorCode: the code `LimitExceeded.Things` is gone"],
    },
    Case {
        name: "the last error code is removed",
        change: |spec| spec.unset(SERVICE, "/errors"),
        expected: &["breaking: shop 2020-01-02 ShopErrorCode: error codes are no longer listed"],
    },
    Case {
        name: "the first error code is listed",
        change: |spec| spec.set(FORM, "/errors", json!([{ "code": "InternalError" }])),
        expected: &[
            "addition: shop 2020-01-02 FillFormErrorCode: error codes are listed now",
            "documentation: shop 2020-01-02 FillForm: is described differently",
        ],
    },
];
