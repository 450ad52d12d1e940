//! Reading without serde finds what serde_json finds, in documents of every kind.
#![cfg(feature = "fuzzing")]

use std::fmt::Write;

use tc3_runtime::Record;
use tc3_runtime::json::{
    Envelope, ReadError, read_envelope, read_envelope_with_serde, read_event_data, read_event_data_with_serde, to_json,
};

use crate::types::{Group, Order, Report};

/// Documents with every kind of member, value and note.
const DOCUMENTS: &[&str] = &[
    r#"{"Response":{"Id":12,"Delta":-3,"Ratio":1.5e-3,"Ready":true,"Title":"é\n","Color":"red","RequestId":"r"}}"#,
    r#"{"Response":{"Home":{"Name":"h\u00e9 \"x\"","Members":[{"Key":"k","Value":null},{}],"Size":0},"Groups":[{},{}]}}"#,
    r#" { "Response" : { "Numbers" : [ 1 , -2 , 3e2 , "4" , null ] , "Words" : [ ] , "Id" : "7" , "New" : [ {} ] } } "#,
    r#"{"Note":[0,{"a":"]"}],"Response":{"Id":1,"Id":2,"Words":["a"],"Words":"b","Extra":{"b":[null,"\\"]},"Extra":""}}"#,
    r#"{"Response":{"Title":7,"Id":[1],"Home":"x","Color":"green","Spare":"","Parent":{"Id":18446744073709551616}}}"#,
    r#"{"Response":{"Id":1},"Response":{"Ratio":-0,"Delta":-0.0,"Ready":"TRUE","Groups":{"Name":"g"},"\u0049d":3}}"#,
    r#"{"Response":{"Error":{"Code":"LimitExceeded","Message":"too many"},"RequestId":"r","DeprecatedWarning":null}}"#,
    r#"{"code":4000,"codeDesc":"InternalError","message":"o\u006cd"}"#,
    r#"{"Id":1,"Response":5,"Title":"event","Error":{"Code":""},"Members":[[]],"Size":1e400}"#,
    r#"{"Response":{"Tags":[{"Key":"a"},{"Key":"b","Value":""}],"Next":{"Id":1,"Name":"n","Token":"t"},"Name":"\ud800"}}"#,
];

/// Bytes that begin or end a part of JSON, or are none of it.
const BYTES: &[u8] = b"\"\\{}[],: \n01-.et\x00\x1f\xff";

fn outcome<T: Record>(read: Result<Envelope<T>, ReadError>) -> String {
    match read {
        Ok(Envelope::Success(decoded)) => format!("{decoded:?} {}", to_json(&decoded.value)),
        other => format!("{other:?}"),
    }
}

fn assert_same<T: Record>(body: &[u8]) {
    let (found, expected) = (read_envelope::<T>(body), read_envelope_with_serde::<T>(body));
    assert_eq!(outcome(found), outcome(expected), "{}", body.escape_ascii());
    let (found, expected) = (read_event_data::<T>(body), read_event_data_with_serde::<T>(body));
    assert_eq!(outcome(found), outcome(expected), "event {}", body.escape_ascii());
}

fn assert_same_for_each(body: &[u8]) {
    assert_same::<Report>(body);
    assert_same::<Group>(body);
    assert_same::<Order>(body);
}

#[test]
fn whole_documents_and_their_beginnings() {
    for document in DOCUMENTS {
        for length in 0..=document.len() {
            assert_same_for_each(&document.as_bytes()[..length]);
        }
    }
}

#[test]
fn documents_with_one_byte_replaced_inserted_or_removed() {
    for document in DOCUMENTS {
        for at in 0..document.len() {
            let (before, rest) = document.as_bytes().split_at(at);
            assert_same::<Report>(&[before, &rest[1..]].concat());
            for byte in BYTES {
                assert_same::<Report>(&[before, &[*byte], &rest[1..]].concat());
                assert_same::<Report>(&[before, &[*byte], rest].concat());
            }
        }
    }
}

#[test]
fn documents_with_one_value_in_place_of_another() {
    let values = [
        "0",
        "-0",
        "00",
        "01",
        "-1",
        "--1",
        "1.",
        "1.5",
        "1e5",
        "1E+2",
        "+1",
        "123456789012345678",
        "1234567890123456789",
        "9223372036854775807",
        "9223372036854775808",
        "-9223372036854775808",
        "-9223372036854775809",
        "18446744073709551615",
        "18446744073709551616",
        "1e400",
        "NaN",
        "null",
        "nul",
        "nullx",
        "true",
        "false",
        "falsee",
        "\"\"",
        "\"a\"",
        "\"12345678\"",
        "\"1234567\\\"\"",
        "\"\\u0000\"",
        "\"\\ud800\"",
        "\"\t\"",
        // Of a text that was repaired, U+FFFD is reported.
        "\"\u{fffd}4\t678\"",
        "\"é\"",
        "\"1234567é\"",
        "{}",
        "{\"Name\":\"x\"}",
        "{\"Name\":\"x\",}",
        "[]",
        "[[]]",
        "[1,]",
        "[,1]",
        "[1 2]",
        "[\"a\",null,3]",
        "{\"$serde_json::private::Number\":\"1\"}",
        "",
    ];
    let names = [
        "Id",
        "Delta",
        "Ratio",
        "Ready",
        "Title",
        "Color",
        "Home",
        "Groups",
        "Numbers",
        "Words",
        "Extra",
        "Note",
        "Count",
        "Parent",
        "Spare",
        "Tail",
        "New",
        "RequestId",
        "Error",
        "Response",
        "T\\u0069tle",
    ];
    for name in names {
        for value in values {
            for space in ["", " "] {
                let member = format!("\"{name}\"{space}:{space}{value}{space}");
                for members in [
                    member.clone(),
                    format!("\"Id\":1,{member}"),
                    format!("{member},\"Id\":1"),
                    format!("{member},{member}"),
                ] {
                    assert_same::<Report>(format!("{{\"Response\":{{{members}}}}}").as_bytes());
                }
            }
        }
    }
}

#[test]
fn documents_of_every_depth() {
    for depth in (0..4).chain(96..132).chain([1_000, 20_000]) {
        for (open, inner, close) in [
            ("[", "", "]"),
            ("{\"a\":", "1", "}"),
            ("{\"Parent\":", "{\"Id\":1}", "}"),
            ("{\"Next\":", "null", "}"),
        ] {
            let nested = format!("{}{inner}{}", open.repeat(depth), close.repeat(depth));
            for name in ["Parent", "Extra", "Numbers", "New", "Title", "Next"] {
                assert_same::<Report>(format!("{{\"Response\":{{\"{name}\":{nested},\"Id\":1}}}}").as_bytes());
            }
        }
    }
}

/// Values that need more memory than the document may take are refused alike: what the first reading took is given back.
#[test]
fn documents_that_need_too_much_memory() {
    let mut items = String::new();
    for _ in 0..350_000 {
        let _ = write!(items, "{{}},");
    }
    assert_same::<Report>(format!("{{\"Response\":{{\"Groups\":[{items}{{}}]}}}}").as_bytes());
}
