//! What the vectors do not show of the signer.

use tc3_runtime::Credentials;
use tc3_runtime::sign::{Payload, SigningInput, SigningKey, sign, utc_date};

#[test]
fn dates_are_right_at_the_edges_of_the_calendar() {
    for (timestamp, date) in [
        (0, "1970-01-01"),
        (86_399, "1970-01-01"),
        (86_400, "1970-01-02"),
        (951_868_799, "2000-02-29"),
        (951_868_800, "2000-03-01"),
        (4_107_542_399, "2100-02-28"),
        (4_107_542_400, "2100-03-01"),
        (253_402_300_799, "9999-12-31"),
        (253_402_300_800, "10000-01-01"),
    ] {
        assert_eq!(utc_date(timestamp), date);
    }
    // The far end of the type.
    assert_eq!(utc_date(u64::MAX), "584554051223-11-09");
}

#[test]
fn debug_shows_neither_key_nor_signature() {
    let credentials = Credentials::new("AKIDEXAMPLE", "do-not-show");
    let input = SigningInput {
        service: "gaap",
        timestamp: 0,
        method: "POST",
        query: "",
        content_type: "application/json",
        host: "gaap.tencentcloudapi.com",
        payload: Payload::Bytes(b"private"),
    };
    let signed = sign(&input, &credentials);
    let key = SigningKey::derive(&credentials, "1970-01-01", "gaap");
    assert_eq!(key.sign(&signed.string_to_sign), signed.signature);

    let shown = format!("{input:?} {signed:?} {key:?}");
    assert!(!shown.contains("private"), "{shown}");
    assert!(!shown.contains("do-not-show"), "{shown}");
    assert!(!shown.contains(&signed.signature), "{shown}");
    assert!(shown.contains("SigningKey(redacted)"), "{shown}");
}
