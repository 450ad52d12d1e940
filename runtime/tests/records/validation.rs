//! Validation: what keeps a request from being sent.

use serde_json::json;
use tc3_runtime::generated_0_1 as rt;
use tc3_runtime::record::validate;

use crate::types::{Color, Order, order, tag};

generated_record!(Large, new {
    0 name: rt::Option<rt::String> = rt::Field::required("Name"),
    1 numbers: rt::Option<rt::Vec<f64>> = rt::Field::required("Numbers"),
    2 color: rt::Option<Color> = rt::Field::required("Color"),
    3 free: rt::Value = rt::Field::required("Free"),
    4 parts: rt::Option<rt::Vec<Large>> = rt::Field::optional("Parts"),
    5 part: rt::Option<rt::Box<Large>> = rt::Field::optional("Part"),
    6 plain: rt::Option<rt::String> = rt::Field::optional("Plain"),
});

fn described(record: &dyn rt::Record) -> Vec<String> {
    validate(record).iter().map(ToString::to_string).collect()
}

fn large() -> Large {
    Large {
        name: Some("n".to_owned()),
        numbers: Some(vec![]),
        color: Some(Color::Red),
        free: json!({}),
        ..Large::new()
    }
}

#[test]
fn a_request_with_what_it_requires_may_be_sent() {
    assert_eq!(described(&large()), crate::types::NONE);
    assert_eq!(described(&order()), crate::types::NONE);
}

#[test]
fn all_required_parameters_that_are_absent_are_named_in_order() {
    let missing = |name| format!("required parameter `{name}` is not set");
    assert_eq!(
        described(&Large::new()),
        ["Name", "Numbers", "Color", "Free"].map(missing)
    );
}

#[test]
fn what_is_missing_in_lists_and_boxes_is_named_with_its_path() {
    let without_name = Large { name: None, ..large() };
    let request = Large {
        parts: Some(vec![
            large(),
            Large {
                parts: Some(vec![without_name.clone()]),
                ..large()
            },
        ]),
        part: Some(Box::new(without_name)),
        ..large()
    };
    let expected = [
        "required parameter `Parts[1].Parts[0].Name` is not set",
        "required parameter `Part.Name` is not set",
    ];
    assert_eq!(described(&request), expected);
}

#[test]
fn floats_without_a_json_form_are_named() {
    let request = Order {
        ratio: Some(f64::NAN),
        ratios: Some(vec![1.0, f64::INFINITY, f64::NEG_INFINITY, f64::MAX]),
        next: Some(Box::new(Order {
            ratio: Some(f64::INFINITY),
            ..order()
        })),
        ..order()
    };
    let places = ["Ratio", "Next.Ratio", "Ratios[1]", "Ratios[2]"];
    assert_eq!(
        described(&request),
        places.map(|place| format!("parameter `{place}` is not a finite number"))
    );
}

#[test]
fn an_enum_that_was_never_filled_is_missing_and_an_empty_one_is_not() {
    generated_record!(Painted {
        0 color: Color = rt::Field::required("Color"),
    });
    let blank: Painted = rt::Record::empty();
    assert_eq!(described(&blank), ["required parameter `Color` is not set"]);
    let color = Color::from("");
    assert_eq!(described(&Painted { color }), crate::types::NONE);
}

#[test]
fn optional_members_are_looked_into() {
    let request = Order {
        home: Some(tag("k", None)),
        tags: Some(vec![tag("", Some(""))]),
        ..order()
    };
    assert_eq!(described(&request), crate::types::NONE);
}
