//! Members that are bytes.

use bytes::Bytes;
use serde::de::IntoDeserializer;
use serde::de::value::{BytesDeserializer, Error, MapDeserializer};
use tc3_runtime::generated_0_1 as rt;
use tc3_runtime::{from_json, to_json};

generated_record!(Upload {
    0 file: rt::Bytes = rt::Field::required("File"),
    1 preview: rt::Option<rt::Bytes> = rt::Field::optional("Preview"),
});

fn upload() -> Upload {
    Upload {
        file: Bytes::from_static(b"\0a\xff"),
        preview: None,
    }
}

#[test]
fn json_has_a_list_of_numbers() {
    let json = to_json(&upload());
    assert_eq!(json, r#"{"File":[0,97,255]}"#);
    assert_eq!(from_json::<Upload>(&json).unwrap(), upload());
    let empty: Upload = from_json(r#"{"File":[],"Preview":[]}"#).unwrap();
    assert_eq!((empty.file, empty.preview), (Bytes::new(), Some(Bytes::new())));
}

#[test]
fn a_format_that_has_bytes_has_bytes() {
    let file: BytesDeserializer<'_, Error> = b"\0a\xff".as_slice().into_deserializer();
    let members = MapDeserializer::new(std::iter::once(("File", file)));
    let read: Upload = serde::Deserialize::deserialize(members).unwrap();
    assert_eq!(read, upload());
}

#[test]
fn values_that_are_not_bytes_are_rejected_with_their_path() {
    for (json, reason) in [
        (r#"{"File":"AGH/"}"#, "Upload: File: expected bytes, found a string"),
        (r#"{"File":7}"#, "Upload: File: expected bytes, found a number"),
        (r#"{"File":{}}"#, "Upload: File: expected bytes, found an object"),
        (r#"{"File":[256]}"#, "invalid value: integer `256`, expected u8"),
        (r#"{}"#, "Upload: required member `File` is missing"),
    ] {
        let error = from_json::<Upload>(json).unwrap_err().to_string();
        assert!(error.starts_with(reason), "{error}");
    }
}

#[test]
fn debug_shows_the_length_alone() {
    assert_eq!(format!("{:?}", upload()), "Upload { File: [3 bytes] }");
    let other = Upload {
        file: Bytes::from_static(b"\0b\xff"),
        preview: None,
    };
    assert_ne!(upload(), other);
}
