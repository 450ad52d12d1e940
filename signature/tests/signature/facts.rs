//! Mistakes that are read off a request, whether its signature is right or not.

use tc3_signature::{DiagnoseOptions, Key, Outcome, diagnose};

use crate::client::{NOW, SECRET_ID, SECRET_KEY, Tc3, V1, diagnosed, ids, keys};

/// The mistake that must be found, and what the client does wrong.
pub(crate) type Case = (&'static str, fn(&mut Tc3));
pub(crate) type V1Case = (&'static str, fn(&mut V1));

pub(crate) const CASES: &[Case] = &[
    ("authorization-malformed", |client| {
        client.authorization = |text| text.replace(", ", "; ")
    }),
    ("authorization-malformed", |client| {
        client.authorization = |text| text.replace("Signature=", "Sign=")
    }),
    ("authorization-malformed", |client| {
        client.authorization = |text| text.replace("TC3-", "TC4-")
    }),
    ("authorization-malformed", |client| {
        client.authorization = |text| format!("{text}, Signature=1")
    }),
    ("aws-names", |client| {
        client.authorization = |text| text.replace("TC3-", "AWS4-")
    }),
    ("aws-names", |client| {
        client.authorization = |text| text.replace("tc3_request", "aws4_request")
    }),
    ("terminator-missing", |client| {
        client.authorization = |text| text.replace("/tc3_request", "")
    }),
    ("signed-headers-order", |client| {
        client.signed_headers = "host;content-type".to_owned()
    }),
    ("signed-headers-case", |client| {
        client.signed_headers = "Content-Type;Host".to_owned()
    }),
    ("header-not-signed", |client| client.signed_headers = "host".to_owned()),
    ("signed-header-absent", |client| {
        client.signed_headers = "content-type;host;x-tc-zone".to_owned()
    }),
    ("content-type-absent", |client| client.remove("Content-Type")),
    ("payload-hash-header", |client| {
        client.send("X-TC-Content-SHA256", "00ff")
    }),
    ("body-not-utf8", |client| {
        client.send_body(b"{\"A\":\"\xd6\xd0\"}".to_vec())
    }),
    ("timestamp-missing", |client| client.remove("X-TC-Timestamp")),
    ("timestamp-malformed", |client| {
        client.send("X-TC-Timestamp", "2019-02-25T16:44:25Z")
    }),
    ("timestamp-milliseconds", |client| {
        client.send("X-TC-Timestamp", "1551113065000")
    }),
    ("timestamp-old", |client| client.send("X-TC-Timestamp", "1551112764")),
    ("timestamp-ahead", |client| client.send("X-TC-Timestamp", "1551141865")),
    ("date-of-another-zone", |client| client.date("2019-02-26")),
    ("date-other", |client| client.date("2018-02-25")),
    ("service-not-of-host", |client| client.service_everywhere("cvm")),
    ("service-of-address", |client| {
        client.send("Host", "127.0.0.1:8080");
        client.sign_instead("gaap.tencentcloudapi.com", "127.0.0.1:8080");
        client.service_everywhere("127");
    }),
    ("secret-id-unknown", |client| {
        client.credential = client.credential.replace(SECRET_ID, "AKIDnobodyEXAMPLE")
    }),
    ("secret-id-is-key", |client| {
        client.credential = client.credential.replace(SECRET_ID, SECRET_KEY);
        client.secret = SECRET_ID.to_owned();
    }),
    ("secret-id-blank", |client| {
        client.credential = client.credential.replace(SECRET_ID, &format!("\"{SECRET_ID}\""));
    }),
    ("action-missing", |client| client.remove("X-TC-Action")),
    ("version-missing", |client| client.remove("X-TC-Version")),
    ("token-unexpected", |client| client.send("X-TC-Token", "token-EXAMPLE")),
];

pub(crate) const V1_CASES: &[V1Case] = &[
    ("nonce-missing", |client| client.both("Nonce=11886&", "")),
    ("nonce-malformed", |client| client.both("Nonce=11886", "Nonce=-1")),
    ("secret-id-missing", |client| {
        client.both(&format!("SecretId={SECRET_ID}&"), "")
    }),
    ("secret-id-unknown", |client| {
        client.both(SECRET_ID, "AKIDnobodyEXAMPLE")
    }),
    ("secret-id-is-key", |client| client.both(SECRET_ID, SECRET_KEY)),
    ("signature-method-unknown", |client| {
        client.both("=HmacSHA256", "=HmacMD5")
    }),
    ("timestamp-old", |client| client.both("1551113065", "1551112764")),
    ("action-missing", |client| client.both("Action=CreateProxyGroup&", "")),
    ("form-content-type", |client| {
        for (name, value) in &mut client.request.headers {
            if name == "Content-Type" {
                "application/json".clone_into(value);
            }
        }
    }),
    ("parameter-repeated", |client| {
        client.both("ProjectId=0", "ProjectId=0&ProjectId=0")
    }),
];

impl Tc3 {
    fn date(&mut self, date: &str) {
        self.scope = self.scope.replace("2019-02-25", date);
        self.credential = self.credential.replace("2019-02-25", date);
        date.clone_into(&mut self.key_date);
    }

    fn service_everywhere(&mut self, service: &str) {
        let service_part = format!("/{service}/");
        self.scope = self.scope.replace("/gaap/", &service_part);
        self.credential = self.credential.replace("/gaap/", &service_part);
        service.clone_into(&mut self.key_service);
    }
}

impl V1 {
    /// Signs and sends another text.
    fn both(&mut self, old: &str, new: &str) {
        self.sign_instead(old, new);
        self.send_instead(old, new);
    }
}

#[test]
fn every_fact_is_read_off_the_request() {
    for (id, change) in CASES {
        let mut client = Tc3::recorded("02");
        change(&mut client);
        let diagnosis = diagnosed(&client.signed());
        assert!(ids(&diagnosis).contains(id), "{id}: {:?}", ids(&diagnosis));
        assert_ne!(diagnosis.outcome, Outcome::Right, "{id}");
        assert!(!diagnosis.to_json().to_string().contains(SECRET_KEY), "{id}");
    }
    for (id, change) in V1_CASES {
        let mut client = V1::recorded("32");
        change(&mut client);
        let diagnosis = diagnosed(&client.signed());
        assert!(ids(&diagnosis).contains(id), "{id}: {:?}", ids(&diagnosis));
        assert_ne!(diagnosis.outcome, Outcome::Right, "{id}");
        assert!(!diagnosis.to_json().to_string().contains(SECRET_KEY), "{id}");
    }
}

/// A signature that is right all the same is said to be.
#[test]
fn a_right_signature_with_a_wrong_time_is_both() {
    let client = Tc3::recorded("02");
    let options = DiagnoseOptions {
        now: Some(NOW + 8 * 3600),
        ..DiagnoseOptions::default()
    };
    let diagnosis = diagnose(&client.signed(), &keys(), &options);
    assert_eq!(
        (diagnosis.outcome, ids(&diagnosis)),
        (Outcome::Mistaken, vec!["timestamp-old"])
    );
    assert!(
        diagnosis.summary.contains("the one that this key makes"),
        "{}",
        diagnosis.summary
    );
    assert!(
        diagnosis.mistakes[0].explanation.contains("8 h"),
        "{}",
        diagnosis.mistakes[0].explanation
    );
}

#[test]
fn tokens_are_those_of_the_key() {
    let key = [Key::new(SECRET_ID, SECRET_KEY).with_token(Some("token-EXAMPLE"))];
    for (token, id) in [
        (None, Some("token-missing")),
        (Some("other"), Some("token-other")),
        (Some("token-EXAMPLE"), None),
    ] {
        let mut client = Tc3::recorded("02");
        if let Some(token) = token {
            client.send("X-TC-Token", token);
        }
        let diagnosis = diagnose(&client.signed(), &key, &DiagnoseOptions::default());
        assert_eq!(ids(&diagnosis), Vec::from_iter(id));
    }
}

#[test]
fn without_a_key_or_a_signature_nothing_is_claimed() {
    let client = Tc3::recorded("02");
    let diagnosis = diagnose(&client.signed(), &[], &DiagnoseOptions::default());
    assert_eq!((diagnosis.outcome, ids(&diagnosis)), (Outcome::Unverified, vec![]));
    let diagnosis = diagnosed(&client.request);
    assert_eq!(
        (diagnosis.outcome, ids(&diagnosis)),
        (Outcome::Unverified, vec!["not-signed"])
    );
}

/// A signer whose SecretId nobody has, with a key that somebody has.
#[test]
fn a_key_under_another_secret_id_is_recognized() {
    let mut client = Tc3::recorded("02");
    client.credential = client.credential.replace(SECRET_ID, "AKIDnobodyEXAMPLE");
    let diagnosis = diagnosed(&client.signed());
    assert_eq!(ids(&diagnosis), ["key-other", "secret-id-unknown"]);
    assert!(diagnosis.mistakes[0].explanation.contains("profile default"));
    client.secret = "another-key-EXAMPLE".to_owned();
    let diagnosis = diagnosed(&client.signed());
    assert_eq!(diagnosis.key.as_deref(), Some("profile ci"));
}
