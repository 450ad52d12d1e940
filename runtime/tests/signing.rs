//! What the vectors do not show of the signer.

use std::sync::Arc;

use tc3_runtime::Credentials;
use tc3_runtime::sign::{Payload, SigningInput, SigningKey, SigningKeys, sign, utc_date};

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
fn every_day_follows_the_one_before() {
    let (mut year, mut month, mut day) = (1970, 1, 1);
    for days in 0..300_000 {
        assert_eq!(
            utc_date(days * 86_400 + 86_399),
            format!("{year:04}-{month:02}-{day:02}")
        );
        let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let last = match month {
            2 if is_leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        day += 1;
        if day > last {
            (month, day) = (month + 1, 1);
        }
        if month > 12 {
            (year, month) = (year + 1, 1);
        }
    }
    assert!(year > 2700, "two cycles of the calendar");
}

fn signature(key: &SigningKey) -> String {
    key.sign("text")
}

#[test]
fn a_signing_key_is_cached_for_its_day() {
    let keys = SigningKeys::new();
    let credentials = Credentials::new("AKIDEXAMPLE", "one");
    let first = keys.get(&credentials, "2019-02-25", "gaap");
    let other_service = keys.get(&credentials, "2019-02-25", "cvm");
    let same_key = Credentials::new("AKIDEXAMPLE", "one").with_token("token");
    assert!(Arc::ptr_eq(&first, &keys.get(&same_key, "2019-02-25", "gaap")));
    assert!(Arc::ptr_eq(
        &other_service,
        &keys.get(&credentials, "2019-02-25", "cvm")
    ));
}

#[test]
fn other_credentials_dates_or_services_have_another_signing_key_and_the_old_ones_are_dropped() {
    let keys = SigningKeys::new();
    let of = |id: &str, key: &str| Credentials::new(id, key);
    let mut kept = Vec::new();
    for (credentials, date, service) in [
        (of("A", "one"), "2019-02-25", "gaap"),
        (of("A", "one"), "2019-02-25", "cvm"),
        (of("A", "one"), "2019-02-26", "gaap"),
        (of("A", "two"), "2019-02-26", "gaap"),
        (of("B", "two"), "2019-02-26", "gaap"),
        (of("A", "one"), "2019-02-25", "gaap"),
    ] {
        let key = keys.get(&credentials, date, service);
        let derived = SigningKey::derive(&credentials, date, service);
        assert_eq!(signature(&key), signature(&derived));
        kept.push(Arc::downgrade(&key));
    }
    let alive: Vec<bool> = kept.iter().map(|key| key.upgrade().is_some()).collect();
    assert_eq!(alive, [false, false, false, false, false, true]);
}

#[test]
fn so_many_services_are_kept_and_no_more() {
    let keys = SigningKeys::new();
    let credentials = Credentials::new("AKIDEXAMPLE", "one");
    let kept: Vec<_> = (0..1000)
        .map(|service| Arc::downgrade(&keys.get(&credentials, "2019-02-25", &service.to_string())))
        .collect();
    let alive = kept.iter().filter(|key| key.strong_count() > 0).count();
    assert!((1..=64).contains(&alive), "{alive}");
    assert!(format!("{keys:?}").contains("redacted"));
}

#[test]
fn debug_shows_neither_signing_key_nor_signature() {
    let credentials = Credentials::new("AKIDEXAMPLE", "do-not-show");
    let input = SigningInput::new("gaap", "gaap.tencentcloudapi.com", 0, Payload::Bytes(b"private"));
    let signed = sign(&input, &credentials);
    let key = SigningKey::derive(&credentials, "1970-01-01", "gaap");
    assert_eq!(key.sign(&signed.string_to_sign), signed.signature);

    let shown = format!("{input:?} {signed:?} {key:?}");
    assert!(!shown.contains("private"), "{shown}");
    assert!(!shown.contains("do-not-show"), "{shown}");
    assert!(!shown.contains(&signed.signature), "{shown}");
    assert!(shown.contains("SigningKey(redacted)"), "{shown}");
}

/// The example of the public documentation, which prints the hash; the key of its signature is not public.
#[test]
fn added_headers_are_canonicalized_as_in_the_documentation() {
    let payload = br#"{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}"#;
    let input = SigningInput::new("cvm", "cvm.tencentcloudapi.com", 1_551_113_065, Payload::Bytes(payload))
        .content_type("application/json; charset=utf-8")
        .added_headers(&[("X-TC-Action", " DescribeInstances ")]);
    let signed = sign(&input, &Credentials::new("id", "key"));
    assert_eq!(
        signed.hashed_canonical_request, "7019a55be8395899b900fb5564e4200d984910f34794a27cb3fb7d10ff6a1e84",
        "{}",
        signed.canonical_request
    );
}

#[test]
fn signed_headers_are_sorted_by_name() {
    let input = SigningInput::new("cvm", "h", 0, Payload::Bytes(b"")).added_headers(&[
        ("X-B", "B"),
        ("Accept", "*/*"),
        ("Date-", "x"),
    ]);
    let signed = sign(&input, &Credentials::new("id", "key"));
    let headers = "accept:*/*\ncontent-type:application/json\ndate-:x\nhost:h\nx-b:b\n\n\
                   accept;content-type;date-;host;x-b\n";
    assert!(
        signed.canonical_request.contains(headers),
        "{}",
        signed.canonical_request
    );
}
