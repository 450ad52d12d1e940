//! Mutations of recorded requests of version 1: each has one mistake, and the mistake is found.

use base64ct::{Base64, Encoding};
use tc3_signature::Outcome;

use crate::client::{SECRET_KEY, V1, diagnosed, escaped, hex, hmac_sha1, hmac_sha256, ids};

/// The mistake that must be found, the recorded request, and what the client does wrong.
pub(crate) type Case = (&'static str, &'static str, fn(&mut V1));

const POST: &str = "32";
const SHA1: &str = "31";
const GET: &str = "34";
const HOST: &str = "gaap.tencentcloudapi.com";

pub(crate) const CASES: &[Case] = &[
    ("v1-hash-other", POST, |client| client.hmac = hmac_sha1),
    ("v1-hash-other", SHA1, |client| client.hmac = hmac_sha256),
    ("v1-hash-other", POST, |client| {
        client.send_instead("SignatureMethod=HmacSHA256&", "");
        client.sign_instead("&SignatureMethod=HmacSHA256", "");
    }),
    ("v1-method-other", POST, |client| client.sign_instead("POST", "GET")),
    ("v1-method-other", GET, |client| client.sign_instead("GET", "get")),
    ("v1-host-without-port", POST, |client| {
        client.host("gaap.tencentcloudapi.com:8443")
    }),
    ("v1-host-other", POST, |client| {
        client.sign_instead(HOST, "https://gaap.tencentcloudapi.com")
    }),
    ("v1-host-other", POST, |client| {
        client.sign_instead(HOST, "gaap.intl.tencentcloudapi.com")
    }),
    ("v1-host-missing", POST, |client| client.sign_instead(HOST, "")),
    ("v1-path-other", POST, |client| client.sign_instead("/?", "?")),
    ("v1-path-other", POST, |client| {
        client.sign_instead("/?", "/v2/index.php?")
    }),
    ("v1-question-mark-missing", POST, |client| {
        client.sign_instead("/?", "/")
    }),
    ("v1-separator-missing", POST, |client| {
        client.to_sign = client.to_sign.replace('&', "")
    }),
    ("v1-line-feeds", POST, |client| {
        client.sign_instead("POSTgaap.tencentcloudapi.com/?", "POST\ngaap.tencentcloudapi.com\n/\n");
    }),
    ("v1-order", POST, |client| {
        let form = String::from_utf8(client.request.body.clone().unwrap().into()).unwrap();
        let (parameters, _) = form.split_once("&Signature=").unwrap();
        client.to_sign = format!("POST{HOST}/?{parameters}");
    }),
    ("v1-order", POST, |client| {
        // By their bytes, lower-case letters follow all others.
        client.sign_instead("GroupName", "groupName");
        client.send_instead("GroupName", "groupName");
    }),
    ("v1-order", POST, |client| {
        client.sign_instead(
            "Set.0.Concurrent=2&",
            "Set.0.Concurrent=2&AccessRegionSet.2=a&AccessRegionSet.10=b&",
        );
        client.sign_instead("AccessRegionSet.0.NetworkType=normal&", "");
        client.send_instead(
            "AccessRegionSet.0.NetworkType=normal&",
            "AccessRegionSet.2=a&AccessRegionSet.10=b&",
        );
    }),
    ("v1-values-escaped", GET, |client| {
        client.sign_instead("L.0=x y", "L.0=x+y");
        client.sign_instead("O.K=v w", "O.K=v+w");
        client.escape_names();
    }),
    ("v1-booleans", GET, |client| client.send_instead("B=True", "B=true")),
    ("v1-booleans", GET, |client| client.sign_instead("B=True", "B=true")),
    ("v1-plus", POST, |client| {
        client.sign_instead("GroupName=benny-test", "GroupName=a+b");
        client.send_instead("GroupName=benny-test", "GroupName=a+b");
    }),
    ("v1-values-blank", POST, |client| {
        client.send_instead("GroupName=benny-test", "GroupName=benny-test%20")
    }),
    ("v1-undefined", POST, |client| {
        client.sign_instead("GroupName=benny-test", "GroupName=");
        client.send_instead("GroupName=benny-test", "GroupName=undefined");
    }),
    ("v1-signature-plus", GET, |client| {
        client.signature = Base64::encode_string
    }),
    ("v1-signature-escaped-twice", GET, |client| {
        client.signature = |bytes| escaped(&escaped(&Base64::encode_string(bytes)));
    }),
    ("v1-signature-method-left-out", POST, |client| {
        client.sign_instead("&SignatureMethod=HmacSHA256", "")
    }),
    ("v1-parameter-left-out", POST, |client| {
        client.sign_instead("&Region=ap-guangzhou", "")
    }),
    ("v1-empty-left-out", GET, |client| client.sign_instead("&Empty=", "")),
    ("v1-signature-included", POST, |client| {
        client.sign_instead("&SignatureMethod", "&Signature=&SignatureMethod")
    }),
    ("v1-full-stops", POST, |client| {
        for name in ["AccessRegion", "Bandwidth", "Concurrent", "NetworkType"] {
            client.sign_instead(&format!("Set.0.{name}="), &format!("Set_0_{name}="));
        }
    }),
    ("v1-prefix", POST, |client| client.secret = format!("TC3{SECRET_KEY}")),
    ("v1-signature-hex", POST, |client| client.signature = hex),
    ("v1-signature-base64-of-hex", POST, |client| {
        client.signature = |bytes| escaped(&Base64::encode_string(hex(bytes).as_bytes()));
    }),
    ("key-blank", POST, |client| client.secret = format!("{SECRET_KEY}\n")),
    ("key-other", POST, |client| {
        client.secret = "another-key-EXAMPLE".to_owned()
    }),
];

impl V1 {
    fn host(&mut self, sent: &str) {
        let host = self.request.headers.iter_mut().find(|(name, _)| name == "Host");
        sent.clone_into(&mut host.unwrap().1);
    }

    /// Signs the two long values as they were sent.
    fn escape_names(&mut self) {
        let (_, query) = self.request.target.split_once('?').unwrap();
        let sent = |name: &str| query.split('&').find(|pair| pair.starts_with(name)).unwrap().to_owned();
        let (name, uni) = (sent("Name="), sent("Uni="));
        let plain = self.to_sign.clone();
        let at = plain.find("&Name=").unwrap() + 1;
        let end = plain.find("&Nonce=").unwrap();
        self.to_sign = self.to_sign.replace(&plain[at..end], &name);
        let at = plain.find("&Uni=").unwrap() + 1;
        let end = plain.find("&Version=").unwrap();
        self.to_sign = self.to_sign.replace(&plain[at..end], &uni);
    }
}

#[test]
fn every_mistake_is_found_alone() {
    for (at, (id, vector, change)) in CASES.iter().enumerate() {
        let mut client = V1::recorded(vector);
        change(&mut client);
        let diagnosis = diagnosed(&client.signed());
        let found = ids(&diagnosis);
        assert_eq!(diagnosis.outcome, Outcome::Mistaken, "{at}: {id}: {found:?}");
        assert_eq!(found.first(), Some(id), "{at}: {found:?}");
        let shown = diagnosis.to_json().to_string();
        assert!(!shown.contains(SECRET_KEY), "{id}: {shown}");
    }
}

#[test]
fn full_stops_for_underscores_are_right_and_so_are_underscores() {
    let mut client = V1::recorded("35");
    assert!(client.to_sign.contains("?A.A=d&"), "{}", client.to_sign);
    assert_eq!(diagnosed(&client.signed()).outcome, Outcome::Right);
    client.sign_instead("?A.A=d&A.B=c&", "?A.A=d&A_B=c&");
    let diagnosis = diagnosed(&client.signed());
    assert_eq!(ids(&diagnosis), Vec::<&str>::new());
    client.secret = "a key that nobody has".to_owned();
    assert_eq!(diagnosed(&client.signed()).outcome, Outcome::Unexplained);
}
