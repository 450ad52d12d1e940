//! Open enums: listed values have variants, others are kept.

use std::collections::HashSet;

use tc3_runtime::generated_0_1 as rt;
use tc3_runtime::{from_json, to_json};

use crate::types::{Color, Order, order};

#[test]
fn a_listed_value_has_its_variant_whichever_way_it_comes() {
    for (text, variant) in [("red", Color::Red), ("blue", Color::Blue)] {
        assert!(Color::from(text) == variant);
        assert!(Color::from(text.to_owned()) == variant);
        assert!(serde_json::from_str::<Color>(&format!("\"{text}\"")).unwrap() == variant);
        let json = format!(r#"{{"Id":1,"Name":"n","Color":"{text}","Colors":["{text}"]}}"#);
        let read: Order = from_json(&json).unwrap();
        assert_eq!((read.color, read.colors), (Some(variant.clone()), Some(vec![variant])));
    }
}

#[test]
fn a_value_that_is_not_listed_is_kept_and_sent_byte_for_byte() {
    for text in ["mauve", "Red", "red ", "", "深红", "a\"b\\c\n"] {
        let color = Color::from(text);
        assert!(
            matches!(&color, Color::UnknownValue(value) if value.as_str() == text),
            "{text}"
        );
        let sent = Order {
            color: Some(color.clone()),
            colors: Some(vec![color, Color::Blue]),
            ..order()
        };
        let quoted = serde_json::to_string(text).unwrap();
        let expected = format!(r#"{{"Id":7,"Name":"first","Color":{quoted},"Colors":[{quoted},"blue"]}}"#);
        assert_eq!(to_json(&sent), expected);
        assert_eq!(from_json::<Order>(&expected).unwrap(), sent);
    }
}

#[test]
fn an_enum_shows_itself_as_its_text() {
    for (color, text) in [(Color::Red, "red"), (Color::from("mau\"ve"), "mau\"ve")] {
        assert_eq!(color.as_str(), text);
        assert_eq!(AsRef::<str>::as_ref(&color), text);
        assert_eq!(color.to_string(), text);
        assert_eq!(format!("{color:>8}"), format!("{text:>8}"));
        assert_eq!(format!("{color:?}"), format!("{text:?}"));
    }
    let Color::UnknownValue(value) = Color::from("mauve") else {
        panic!("mauve is not listed");
    };
    assert_eq!(value.to_string(), "mauve");
}

#[test]
fn equal_values_are_equal_and_hash_alike() {
    let colors = HashSet::from(["red", "mauve", "red", "mauve", "blue"].map(Color::from));
    assert_eq!(colors.len(), 3);
    assert!(Color::from("mauve") != Color::from("Mauve"));
}

#[test]
fn an_empty_text_that_is_listed_is_sent() {
    #[derive(Clone)]
    enum Mode {
        Off,
        UnknownValue(rt::UnknownValue),
    }

    impl rt::OpenEnum for Mode {
        const VALUES: &'static [(Self, &'static str)] = &[(Self::Off, "")];

        fn unknown(value: rt::UnknownValue) -> Self {
            Self::UnknownValue(value)
        }

        fn as_unknown(&self) -> rt::Option<&rt::UnknownValue> {
            match self {
                Self::Off => rt::None,
                Self::UnknownValue(value) => rt::Some(value),
            }
        }
    }

    rt::open_enum!(Mode);

    generated_record!(Switch, new {
        0 mode: rt::Option<Mode> = rt::Field::optional("Mode"),
    });

    assert_eq!(to_json(&Switch::new()), "{}");
    assert_eq!(to_json(&Switch { mode: Some(Mode::Off) }), r#"{"Mode":""}"#);
    assert!(from_json::<Switch>(r#"{"Mode":""}"#).unwrap().mode == Some(Mode::Off));
}

rt::integers! {
    /// How far it has got.
    pub enum Level: i64 {
        /// Nobody knows.
        UNKNOWN = -1,
        /// It runs.
        RUNNING = 0,
    }
}

rt::integers! {
    pub enum Speed: u64 {
        TOP = 18_446_744_073_709_551_615,
    }
}

#[test]
fn named_integers_are_constants_and_patterns() {
    let level: i64 = Level::UNKNOWN;
    assert_eq!((level, Level::RUNNING, Speed::TOP), (-1, 0, u64::MAX));
    let text = |level| match level {
        Level::RUNNING => "it runs",
        Level::UNKNOWN => "nobody knows",
        _ => "another",
    };
    assert_eq!([0, -1, 7].map(text), ["it runs", "nobody knows", "another"]);
    assert_eq!([0, -1, 7].map(Level::name_of), [Some("RUNNING"), Some("UNKNOWN"), None]);
}
