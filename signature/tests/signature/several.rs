//! Several mistakes at once.

use std::collections::BTreeSet;

use tc3_signature::{DiagnoseOptions, Effort, Outcome, diagnose};

use crate::client::{NOW, SECRET_KEY, Tc3, V1, diagnosed, ids, keys, sha256};

fn found(client: &Tc3) -> BTreeSet<&'static str> {
    let diagnosis = diagnosed(&client.signed());
    assert_eq!(diagnosis.outcome, Outcome::Mistaken, "{}", diagnosis.summary);
    ids(&diagnosis).into_iter().collect()
}

#[test]
fn two_and_three_independent_mistakes_are_found() {
    let mut client = Tc3::recorded("02");
    client.send("Host", "gaap.tencentcloudapi.com:8443");
    client.send("Content-Type", "application/json; charset=utf-8");
    assert_eq!(
        found(&client),
        BTreeSet::from(["content-type-charset", "host-without-port"])
    );
    client.secret = format!("{SECRET_KEY}\n");
    assert_eq!(
        found(&client),
        BTreeSet::from(["content-type-charset", "host-without-port", "key-blank"])
    );
    client.sign_payload(&sha256(client.body().replace(", ", ",").replace(": ", ":").as_bytes()));
    assert_eq!(
        found(&client),
        BTreeSet::from(["body-spacing", "content-type-charset", "host-without-port", "key-blank"])
    );
}

#[test]
fn a_bounded_search_finds_two_common_mistakes() {
    let mut client = Tc3::recorded("02");
    client.send("Host", "gaap.tencentcloudapi.com:8443");
    client.send_body(client.body().replace(", ", ",").replace(": ", ":"));
    let options = DiagnoseOptions {
        now: Some(NOW),
        effort: Effort::BOUNDED,
        ..DiagnoseOptions::default()
    };
    let diagnosis = diagnose(&client.signed(), &keys(), &options);
    assert_eq!(ids(&diagnosis), ["host-without-port", "body-spacing"]);
    client.secret = "a key that nobody has".to_owned();
    let diagnosis = diagnose(&client.signed(), &keys(), &options);
    assert_eq!(diagnosis.outcome, Outcome::Unexplained);
    assert!(diagnosis.tried < 2000, "{}", diagnosis.tried);
}

/// What is sent decides how much is hashed, and the effort bounds it.
#[test]
fn a_large_request_is_bounded_too() {
    let mut client = Tc3::recorded("02");
    let value = "x".repeat(4_000_000);
    client.send_body(format!("{{\"A\": \"{value}\"}}"));
    client.sign_body(format!("{{\"A\":\"{value}\"}}"));
    let options = |effort| DiagnoseOptions {
        effort,
        ..DiagnoseOptions::default()
    };
    let request = client.signed();
    let bounded = diagnose(&request, &keys(), &options(Effort::BOUNDED));
    assert_eq!(bounded.outcome, Outcome::Unexplained);
    let thorough = diagnose(&request, &keys(), &options(Effort::THOROUGH));
    assert_eq!(ids(&thorough), ["body-spacing"]);
}

#[test]
fn two_mistakes_of_version_1_are_found() {
    let mut client = V1::recorded("32");
    client.sign_instead("POST", "GET");
    client.secret = format!("{SECRET_KEY} ");
    let diagnosis = diagnosed(&client.signed());
    assert_eq!(ids(&diagnosis), ["v1-method-other", "key-blank"]);
    assert!(diagnosis.summary.contains("2 mistakes"), "{}", diagnosis.summary);
}
