//! Names in Rust and on the wire, of members, values and codes.

use serde_json::json;

use super::{COLOR, CREATE, Case, FORM, SERVICE};

pub(super) const NAMES: &[Case] = &[
    Case {
        name: "a field has another Rust name",
        change: |spec| spec.set(CREATE, "/parameters/3/rustName", json!("remark")),
        expected: &["breaking: shop 2020-01-02 CreateThingRequest.Note: its Rust name was `note`, is `remark`"],
    },
    Case {
        name: "a member has another name on the wire",
        change: |spec| spec.set(CREATE, "/parameters/3/name", json!("NOTE")),
        expected: &[
            "breaking, silently: shop 2020-01-02 CreateThingRequest.Note: was sent under this name, is sent as `NOTE`",
        ],
    },
    Case {
        name: "Rust names change places",
        change: |spec| {
            spec.set(CREATE, "/output/0/rustName", json!("price"));
            spec.set(CREATE, "/output/1/rustName", json!("thing_id"));
        },
        expected: &[
            "breaking, silently: shop 2020-01-02 CreateThingResponse.Price: its Rust name was `price`, is `thing_id`",
            "breaking, silently: shop 2020-01-02 CreateThingResponse.ThingId: its Rust name was `thing_id`, is `price`",
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
            "note: shop 2020-01-02 CreateThingRequest.Color: is described differently",
        ],
    },
    Case {
        name: "a value is removed",
        change: |spec| {
            spec.list(COLOR, "/values").remove(1);
        },
        expected: &[
            "breaking: shop 2020-01-02 Color: the value `blue` is gone",
            "note: shop 2020-01-02 CreateThingRequest.Color: is described differently",
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
            "breaking, silently: shop 2020-01-02 Color: `Blue` was `blue` on the wire, is `BLUE`",
            "note: shop 2020-01-02 Color.BLUE: is described differently",
            "note: shop 2020-01-02 CreateThingRequest.Color: is described differently",
        ],
    },
    Case {
        name: "values change places",
        change: |spec| spec.list(COLOR, "/values").swap(0, 1),
        expected: &["note: shop 2020-01-02 CreateThingRequest.Color: is described differently"],
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
            "note: shop 2020-01-02 FillForm: is described differently",
        ],
    },
];
