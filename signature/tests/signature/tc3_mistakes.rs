//! Mutations of recorded requests of TC3: each has one mistake, and the mistake is found.

use base64ct::{Base64, Encoding};
use sha2::{Digest, Sha256};
use tc3_signature::Outcome;

use crate::client::{NOW, SECRET_ID, SECRET_KEY, Tc3, diagnosed, hex, hmac_sha256, ids, sha256};

/// The mistake that must be found, the recorded request, and what the client does wrong.
pub(crate) type Case = (&'static str, &'static str, fn(&mut Tc3));

const POST: &str = "02";
const CHINESE: &str = "06";
const EMPTY: &str = "07";
const GET: &str = "10";
const HOST: &str = "gaap.tencentcloudapi.com";

pub(crate) const CASES: &[Case] = &[
    ("service-other", POST, |client| client.service("cvm")),
    ("service-other", POST, |client| client.service(HOST)),
    ("service-other", POST, |client| client.service("monitor")),
    ("service-upper-case", POST, |client| client.service("GAAP")),
    ("service-only-in-key", POST, |client| {
        client.key_service = "cvm".to_owned()
    }),
    ("host-without-port", POST, |client| {
        client.send("Host", "gaap.tencentcloudapi.com:8443")
    }),
    ("host-with-port", POST, |client| {
        client.sign_instead(HOST, "gaap.tencentcloudapi.com:443")
    }),
    ("host-with-port", POST, |client| {
        client.sign_instead(HOST, "gaap.tencentcloudapi.com:80")
    }),
    ("host-with-scheme", POST, |client| {
        client.sign_instead(HOST, "https://gaap.tencentcloudapi.com")
    }),
    ("host-with-scheme", POST, |client| {
        client.sign_instead(HOST, "http://gaap.tencentcloudapi.com/")
    }),
    ("host-trailing-dot", POST, |client| {
        client.send("Host", "gaap.tencentcloudapi.com.")
    }),
    ("host-trailing-dot", POST, |client| {
        client.sign_instead(HOST, "gaap.tencentcloudapi.com.")
    }),
    ("host-other", POST, |client| {
        client.sign_instead(HOST, "gaap.intl.tencentcloudapi.com")
    }),
    ("host-other", POST, |client| {
        client.sign_instead(HOST, "gaap.ap-shanghai.tencentcloudapi.com")
    }),
    ("host-other", "22", |client| {
        client.sign_instead("gaap.ap-guangzhou.", "gaap.")
    }),
    ("host-empty", POST, |client| {
        client.sign_instead("host:gaap.tencentcloudapi.com", "host:")
    }),
    ("content-type-charset", POST, |client| {
        client.send("Content-Type", "application/json; charset=utf-8")
    }),
    ("content-type-charset", POST, |client| {
        client.sign_instead("application/json", "application/json; charset=utf-8")
    }),
    ("content-type-charset", POST, |client| {
        client.sign_instead("application/json", "application/json;charset=utf-8")
    }),
    ("content-type-other", POST, |client| {
        client.sign_instead("application/json", "application/x-www-form-urlencoded");
    }),
    ("content-type-other", POST, |client| {
        client.sign_instead("application/json", "text/plain;charset=utf-8")
    }),
    ("content-type-empty", POST, |client| {
        client.sign_instead("content-type:application/json", "content-type:")
    }),
    ("values-case", POST, |client| {
        client.send("Content-Type", "application/json; charset=UTF-8");
        client.sign_instead("application/json", "application/json; charset=UTF-8");
    }),
    ("values-case", POST, |client| {
        client.signed_headers = "content-type;host;x-tc-action".to_owned();
        client.sign_instead(
            "\n\ncontent-type;host\n",
            "\nx-tc-action:CreateProxyGroup\n\ncontent-type;host;x-tc-action\n",
        );
    }),
    ("values-case", POST, |client| {
        client.send("Host", "GAAP.tencentcloudapi.com");
        client.sign_instead(HOST, "GAAP.tencentcloudapi.com");
    }),
    ("values-blank", POST, |client| {
        client.sign_instead("content-type:", "content-type: ");
        client.sign_instead("host:", "host: ");
    }),
    ("header-names-left-out", POST, |client| {
        client.sign_instead("content-type:", "");
        client.sign_instead("host:", "");
    }),
    ("headers-in-other-order", POST, |client| {
        client.sign_instead(
            "content-type:application/json\nhost:gaap.tencentcloudapi.com\n\ncontent-type;host",
            "host:gaap.tencentcloudapi.com\ncontent-type:application/json\n\nhost;content-type",
        );
    }),
    ("headers-other-list", POST, |client| {
        client.signed_headers = "content-type;host;x-tc-action".to_owned()
    }),
    ("headers-other-list", POST, |client| {
        client.sign_instead(
            "\n\ncontent-type;host\n",
            "\nx-tc-action:createproxygroup\n\ncontent-type;host;x-tc-action\n",
        );
    }),
    ("method-other", POST, |client| client.sign_instead("POST", "GET")),
    ("method-other", GET, |client| client.sign_instead("GET", "POST")),
    ("method-other", POST, |client| client.sign_instead("POST", "post")),
    ("path-other", POST, |client| {
        client.request.target = "/index.php".to_owned()
    }),
    ("path-other", POST, |client| {
        client.sign_instead("POST\n/\n", "POST\n\n")
    }),
    ("query-left-out", GET, |client| client.query("")),
    ("query-decoded", GET, |client| {
        client.query(&plain(&client.request.target[2..]))
    }),
    ("query-sorted", "11", |client| {
        let query = client.request.target[2..].to_owned();
        let mut pairs: Vec<&str> = query.split('&').collect();
        pairs.sort_unstable();
        client.query(&pairs.join("&"));
    }),
    ("query-blanks", GET, |client| {
        client.query(&client.request.target[2..].replace('+', "%20"))
    }),
    ("query-blanks", GET, |client| {
        client.request.target = client.request.target.replace('+', "%20")
    }),
    ("query-escapes", GET, |client| {
        client.query(&client.request.target[2..].replace("%2A", "*"))
    }),
    ("query-question-mark", GET, |client| {
        client.query(&client.request.target.clone()[1..])
    }),
    ("query-is-body", POST, |client| {
        let body = client.body();
        client.sign_instead("POST\n/\n", &format!("POST\n/\n{body}"));
    }),
    ("body-spacing", POST, |client| {
        client.send_body(client.body().replace(", ", ",").replace(": ", ":"))
    }),
    ("body-spacing", POST, |client| {
        let compact = client.body().replace(": ", ":").replace(", ", ",");
        client.sign_body(compact);
    }),
    ("body-pretty-printed", EMPTY, |client| {
        client.send_body(r#"{"A":[1,{"B":"x"}]}"#);
        client.sign_body("{\n  \"A\": [\n    1,\n    {\n      \"B\": \"x\"\n    }\n  ]\n}");
    }),
    ("body-pretty-printed", EMPTY, |client| {
        client.send_body(r#"{"A":1}"#);
        client.sign_body("{\n\t\"A\": 1\n}");
    }),
    ("body-escapes", CHINESE, |client| {
        client.sign_body(ascii(&client.body()))
    }),
    ("body-escapes", EMPTY, |client| {
        client.send_body(r#"{"A":"<b>&"}"#);
        client.sign_body(r#"{"A":"\u003cb\u003e\u0026"}"#);
    }),
    ("body-escapes", EMPTY, |client| {
        client.send_body(r#"{"A":"qcs::cam/x"}"#);
        client.sign_body(r#"{"A":"qcs::cam\/x"}"#);
    }),
    ("body-member-order", EMPTY, |client| {
        client.send_body(r#"{"B":1,"A":[{"D":1,"C":2}]}"#);
        client.sign_body(r#"{"A":[{"C":2,"D":1}],"B":1}"#);
    }),
    ("body-rewritten", EMPTY, |client| {
        client.send_body(r#"{"B":1,"A":"中"}"#);
        client.sign_body(r#"{"A": "\u4e2d", "B": 1}"#);
    }),
    ("body-line-feed", POST, |client| {
        client.send_body(format!("{}\n", client.body()))
    }),
    ("body-line-feed", POST, |client| {
        client.sign_body(format!("{}\n", client.body()))
    }),
    ("body-line-feed", POST, |client| {
        client.send_body("{\r\n\"A\":\r\n1}");
        client.sign_body("{\n\"A\":\n1}");
    }),
    ("body-left-out", POST, |client| client.sign_body("")),
    ("body-empty-object", EMPTY, |client| client.send_body("")),
    ("body-empty-object", EMPTY, |client| client.sign_body("")),
    ("body-empty-object", EMPTY, |client| client.sign_body("null")),
    ("body-charset", CHINESE, |client| {
        client.sign_body(format!("\u{feff}{}", client.body()))
    }),
    ("body-charset", EMPTY, |client| {
        client.send_body("{\"A\":\"中文é\"}");
        client.sign_body("{\"A\":\"???\"}");
    }),
    ("body-charset", EMPTY, |client| {
        client.send_body("{\"A\":\"é\"}");
        client.sign_body("{\"A\":\"Ã©\"}");
    }),
    ("body-quoted", EMPTY, |client| {
        client.send_body("{\"A\":1}");
        client.sign_body(r#""{\"A\":1}""#);
    }),
    ("body-not-hashed", POST, |client| client.sign_payload(&client.body())),
    ("body-hash-upper-case", POST, |client| {
        client.sign_payload(&sha256(client.body().as_bytes()).to_uppercase());
    }),
    ("body-hash-base64", POST, |client| {
        client.sign_payload(&Base64::encode_string(&Sha256::digest(client.body())));
    }),
    ("body-hash-of-query", GET, |client| {
        client.sign_body(&client.request.target.clone()[2..])
    }),
    ("payload-unsigned", POST, |client| client.sign_body("UNSIGNED-PAYLOAD")),
    ("payload-signed", "16", |client| client.sign_body(client.body())),
    ("empty-line-missing", POST, |client| {
        client.sign_instead("\n\ncontent-type;host", "\ncontent-type;host")
    }),
    ("empty-line-twice", POST, |client| {
        client.sign_instead("\n\ncontent-type;host", "\n\n\ncontent-type;host")
    }),
    ("query-line-missing", POST, |client| {
        client.sign_instead("POST\n/\n\n", "POST\n/\n")
    }),
    ("signed-headers-line-missing", POST, |client| {
        client.sign_instead("\ncontent-type;host\n", "\n")
    }),
    ("carriage-returns", POST, |client| {
        client.canonical = client.canonical.replace('\n', "\r\n")
    }),
    ("final-line-feed", POST, |client| client.canonical.push('\n')),
    ("final-line-feed", POST, |client| {
        client.to_sign = |text| format!("{text}\n")
    }),
    ("canonical-request-not-hashed", POST, |client| {
        client.hash = str::to_owned
    }),
    ("canonical-hash-form", POST, |client| {
        client.hash = |text| sha256(text.as_bytes()).to_uppercase()
    }),
    ("canonical-hash-form", POST, |client| {
        client.hash = |text| Base64::encode_string(&Sha256::digest(text))
    }),
    ("algorithm-line", POST, |client| {
        client.algorithm = "AWS4-HMAC-SHA256".to_owned()
    }),
    ("algorithm-line", POST, |client| {
        client.to_sign = |text| text.split_once('\n').expect("a line").1.to_owned();
    }),
    ("timestamp-other", POST, |client| {
        client.timestamp = (NOW - 1).to_string()
    }),
    ("timestamp-other", POST, |client| {
        client.timestamp = (NOW + 217).to_string()
    }),
    ("timestamp-other", POST, |client| {
        client.timestamp = (NOW + 8 * 3600).to_string()
    }),
    ("timestamp-signed-in-milliseconds", POST, |client| {
        client.timestamp = format!("{NOW}000")
    }),
    ("timestamp-signed-in-milliseconds", POST, |client| {
        client.timestamp = format!("{NOW}734")
    }),
    ("timestamp-signed-in-seconds", POST, |client| {
        client.send("X-TC-Timestamp", &format!("{NOW}734"))
    }),
    ("date-signed-other", POST, |client| {
        client.scope = client.scope.replace("02-25", "02-26");
        client.key_date = "2019-02-26".to_owned();
    }),
    ("date-signed-other", POST, |client| {
        client.scope = client.scope.replace("02-25", "02-24")
    }),
    ("date-only-in-key", POST, |client| {
        client.key_date = "2019-02-24".to_owned()
    }),
    ("date-form", POST, |client| {
        client.scope = client.scope.replace("2019-02-25", "20190225");
        client.key_date = "20190225".to_owned();
    }),
    ("aws-signed", POST, |client| {
        client.algorithm = "AWS4-HMAC-SHA256".to_owned();
        client.scope = client.scope.replace("tc3_request", "aws4_request");
        client.terminator = "aws4_request".to_owned();
        client.prefix = "AWS4".to_owned();
    }),
    ("aws-signed", POST, |client| {
        client.terminator = "aws4_request".to_owned()
    }),
    ("terminator-left-out", POST, |client| {
        client.scope = client.scope.replace("/tc3_request", "")
    }),
    ("terminator-left-out", POST, |client| {
        client.chain = |client, to_sign| {
            let date = hmac_sha256(format!("TC3{}", client.secret).as_bytes(), client.key_date.as_bytes());
            hmac_sha256(&hmac_sha256(&date, client.key_service.as_bytes()), to_sign)
        };
    }),
    ("prefix-missing", POST, |client| client.prefix = String::new()),
    ("prefix-twice", POST, |client| client.prefix = "TC3TC3".to_owned()),
    ("prefix-other", POST, |client| client.prefix = "AWS4".to_owned()),
    ("hex-keys", POST, |client| {
        client.chain = |client, to_sign| {
            let step = |key: &str, message: &str| hex(&hmac_sha256(key.as_bytes(), message.as_bytes()));
            let date = step(&format!("TC3{}", client.secret), &client.key_date);
            let signing = step(&step(&date, &client.key_service), &client.terminator);
            hmac_sha256(signing.as_bytes(), to_sign)
        };
    }),
    ("hmac-arguments-swapped", POST, |client| {
        client.chain = |client, to_sign| {
            let secret = format!("TC3{}", client.secret);
            let date = hmac_sha256(client.key_date.as_bytes(), secret.as_bytes());
            let service = hmac_sha256(client.key_service.as_bytes(), &date);
            hmac_sha256(to_sign, &hmac_sha256(client.terminator.as_bytes(), &service))
        };
    }),
    ("key-not-derived", POST, |client| {
        client.chain = |client, to_sign| hmac_sha256(format!("TC3{}", client.secret).as_bytes(), to_sign);
    }),
    ("key-other", POST, |client| {
        client.secret = "another-key-EXAMPLE".to_owned()
    }),
    ("key-blank", POST, |client| client.secret = format!("{SECRET_KEY}\n")),
    ("key-blank", POST, |client| client.secret = format!(" {SECRET_KEY}")),
    ("key-blank", POST, |client| client.secret = format!("\"{SECRET_KEY}\"")),
    ("key-is-id", POST, |client| client.secret = SECRET_ID.to_owned()),
    ("key-case", POST, |client| client.secret = SECRET_KEY.to_lowercase()),
    ("key-empty", POST, |client| client.secret = String::new()),
    ("signature-upper-case", POST, |client| {
        client.signature = |bytes| hex(bytes).to_uppercase()
    }),
    ("signature-form", POST, Base64Signature::set),
    ("signature-form", POST, |client| {
        client.signature = |bytes| Base64::encode_string(hex(bytes).as_bytes())
    }),
];

struct Base64Signature;

impl Base64Signature {
    fn set(client: &mut Tc3) {
        client.signature = Base64::encode_string;
    }
}

impl Tc3 {
    /// Signs another service, in scope and key, than Authorization names.
    fn service(&mut self, service: &str) {
        self.scope = self.scope.replace("/gaap/", &format!("/{service}/"));
        service.clone_into(&mut self.key_service);
    }

    /// Signs another query.
    fn query(&mut self, query: &str) {
        let sent = self.request.target[2..].to_owned();
        self.sign_instead(&sent, query);
    }
}

fn plain(query: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = query.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let digits = [rest.next().unwrap(), rest.next().unwrap()];
                u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap()
            }
            byte => byte,
        });
    }
    String::from_utf8(bytes).unwrap()
}

fn ascii(text: &str) -> String {
    let mut escaped = String::new();
    for unit in text.encode_utf16() {
        match u8::try_from(unit).ok().filter(u8::is_ascii) {
            Some(byte) => escaped.push(char::from(byte)),
            None => escaped.push_str(&format!("\\u{unit:04x}")),
        }
    }
    escaped
}

#[test]
fn every_mistake_is_found_alone() {
    for (at, (id, vector, change)) in CASES.iter().enumerate() {
        let mut client = Tc3::recorded(vector);
        change(&mut client);
        let diagnosis = diagnosed(&client.signed());
        let found = ids(&diagnosis);
        assert_eq!(diagnosis.outcome, Outcome::Mistaken, "{at}: {id}: {found:?}");
        assert_eq!(
            found.first(),
            Some(id),
            "{at}: {found:?} {:?}",
            diagnosis.mistakes[0].explanation
        );
        let mistake = &diagnosis.mistakes[0];
        assert!(
            !mistake.explanation.contains('{') || mistake.explanation.contains("`{"),
            "{}",
            mistake.explanation
        );
        let shown = diagnosis.to_json().to_string();
        assert!(!shown.contains(SECRET_KEY), "{id}: {shown}");
    }
}

#[test]
fn the_line_that_differs_is_shown() {
    let mut client = Tc3::recorded(POST);
    client.send("Host", "gaap.tencentcloudapi.com:8443");
    let diagnosis = diagnosed(&client.signed());
    let difference = diagnosis.mistakes[0].difference.as_ref().unwrap();
    assert_eq!(difference.which, "canonical request, line 5");
    assert_eq!(difference.signed, "host:gaap.tencentcloudapi.com↵");
    assert_eq!(difference.sent, "host:gaap.tencentcloudapi.com:8443↵");
    assert_eq!(diagnosis.key.as_deref(), Some("profile default"));
}

#[test]
fn what_no_known_mistake_makes_is_not_claimed() {
    let mut client = Tc3::recorded(POST);
    client.secret = "a key that nobody has".to_owned();
    let diagnosis = diagnosed(&client.signed());
    assert_eq!(diagnosis.outcome, Outcome::Unexplained);
    assert_eq!(ids(&diagnosis), Vec::<&str>::new());
    assert!(
        diagnosis.summary.contains("another secret key"),
        "{}",
        diagnosis.summary
    );
    assert!((10_000..=400_000).contains(&diagnosis.tried), "{}", diagnosis.tried);
}
