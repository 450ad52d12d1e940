//! Redaction of secrets in the explanation of a signature mismatch, and in logged parameters.

use serde_json::{Value, json};
use tc3_emulator::{SAMPLE_SECRET_ID, SAMPLE_SECRET_KEY};

use crate::support::http::{Reply, Request, Running};
use crate::support::signer::{Signer, unsigned};
use crate::support::spec::builder;
use crate::support::v1_signer::{V1, get};

const PAIRS: [(&str, &str); 7] = [
    ("Password", "hunter2"),
    ("Account.Name", "shown-account"),
    ("Account.Password", "hunter2"),
    ("Passwort", "hunter2"),
    ("Names.0", "shown-name"),
    ("Names.0.Password", "hunter2"),
    ("Labels.Any", "shown-label"),
];

#[track_caller]
fn assert_redacted(reply: &Reply, shown: &[&str]) {
    reply.assert_refused("AuthFailure.SignatureFailure", shown);
    assert!(!reply.message().contains("hunter2"), "{}", reply.message());
}

fn with_another_key(mut request: Request, signed_headers: Vec<&'static str>) -> Request {
    let signer = Signer {
        secret_key: "another-key".to_owned(),
        signed_headers,
        ..Signer::for_service("sample")
    };
    signer.sign(&mut request);
    request
}

#[test]
fn secret_and_undeclared_values_of_a_query_are_redacted() {
    let running = Running::start(builder());
    let request = with_another_key(get("FindThings", &PAIRS), vec!["content-type", "host"]);
    assert_redacted(
        &running.send(&request),
        &[
            "Password=<hidden>&Account.Name=shown-account&Account.Password=<hidden>&Passwort=<hidden>",
            "Names.0=shown-name&Names.0.Password=<hidden>&Labels.Any=shown-label",
        ],
    );
    let unknown = with_another_key(get("NoSuchAction", &PAIRS), vec!["content-type", "host"]);
    assert_redacted(&running.send(&unknown), &["Account.Name=<hidden>"]);
}

#[test]
fn secret_and_undeclared_values_of_version_1_are_redacted() {
    let running = Running::start(builder());
    let mut request = V1::new("FindThings", &PAIRS);
    request.set("Token", "hunter2");
    request.secret_key = "another-key".to_owned();
    assert_redacted(
        &running.send(&request.signed()),
        &[
            "Account.Name=shown-account&Account.Password=<hidden>&Action=FindThings",
            "&Names.0=shown-name&",
            "&Token=<hidden>&",
        ],
    );
}

/// The stack of a thread has no room for a frame per level.
#[test]
fn a_deeply_nested_name_does_not_overflow_the_stack() {
    let running = Running::start(builder());
    let name = format!("Thing.{}Name", "Parts.0.".repeat(100_000));
    let mut request = V1::new("FindThings", &[(&name, "v")]);
    request.secret_key = "another-key".to_owned();
    let reply = running.send(&request.signed());
    assert_eq!(reply.code(), "AuthFailure.SignatureFailure");
}

#[test]
fn signed_tokens_and_parameter_headers_are_redacted() {
    let running = Running::start(builder());
    let mut request = unsigned("sample", "2024-01-31", "SendThing", "raw");
    request.set("Content-Type", "application/octet-stream");
    request.set("X-TC-Token", "hunter2");
    request.set("X-SAMPLE-Name", "hunter2");
    let signed = vec!["content-type", "host", "x-sample-name", "x-tc-action", "x-tc-token"];
    let request = with_another_key(request, signed);
    assert_redacted(
        &running.send(&request),
        &["x-sample-name:<hidden>\nx-tc-action:sendthing\nx-tc-token:<hidden>\n"],
    );
}

/// The parameters in the record of the last request.
fn recorded_parameters(running: &Running) -> Value {
    let recorded = running.emulator.requests().pop().expect("a record");
    let line: Value = serde_json::from_str(&recorded.to_json()).expect("JSON");
    let text = recorded.redacted_parameters.expect("parameters");
    assert_eq!(serde_json::from_str::<Value>(&text).expect("JSON"), line["parameters"]);
    line["parameters"].clone()
}

fn log_in(running: &Running, body: &Value) -> Reply {
    let mut request = unsigned("sample", "2024-01-31", "LogIn", body.to_string());
    Signer::for_service("sample").sign(&mut request);
    running.send(&request)
}

#[test]
fn logged_parameters_have_no_secrets() {
    let running = Running::start(builder().log_parameters());
    let account = json!({"Name": "kim", "Password": "hunter2"});
    let body = json!({
        "Name": "kim", "Password": "hunter2", "Passwords": ["hunter2"], "Pin": 4711, "Kind": "red",
        "Account": account, "Accounts": [account], "Hidden": account, "Level": 7, "Size": null,
    });
    assert_eq!(log_in(&running, &body).code(), "");
    let shown = json!({"Name": "kim", "Password": "<hidden>"});
    assert_eq!(
        recorded_parameters(&running),
        json!({
            "Name": "kim", "Password": "<hidden>", "Passwords": "<hidden>", "Pin": "<hidden>", "Kind": "<hidden>",
            "Account": shown, "Accounts": [shown], "Hidden": "<hidden>", "Level": 7, "Size": null,
        })
    );

    // What is refused is shown too; a name that is not declared, or another form, may hide a secret.
    let mistyped = json!({
        "Pasword": "hunter2", "Account": "hunter2", "Accounts": "hunter2", "Name": {"A": "hunter2"}, "Level": ["hunter2"],
    });
    assert_eq!(log_in(&running, &mistyped).code(), "UnknownParameter");
    let names = ["Account", "Accounts", "Level", "Name", "Pasword"];
    let hidden: serde_json::Map<String, Value> = names
        .map(|name| (name.to_owned(), "<hidden>".into()))
        .into_iter()
        .collect();
    assert_eq!(recorded_parameters(&running), Value::Object(hidden));
}

#[test]
fn logged_parameters_of_a_free_form_hide_what_is_named_like_a_secret() {
    let builder = builder().credential(SAMPLE_SECRET_ID, SAMPLE_SECRET_KEY);
    let running = Running::start(builder.log_parameters().lenient());
    let body =
        json!({"Labels": {"Password": "hunter2", "a": [{"Pin": 1, "b": SAMPLE_SECRET_KEY}]}, "Other": "hunter2"});
    let mut request = unsigned("sample", "2024-01-31", "FindThings", body.to_string());
    Signer::for_service("sample").sign(&mut request);
    assert_eq!(running.send(&request).code(), "");
    assert_eq!(
        recorded_parameters(&running),
        json!({"Labels": {"Password": "<hidden>", "a": [{"Pin": "<hidden>", "b": "<hidden>"}]}, "Other": "<hidden>"})
    );
    let mut undeclared = unsigned("sample", "2024-01-31", "NoSuchAction", r#"{"A": "hunter2"}"#);
    Signer::for_service("sample").sign(&mut undeclared);
    assert_eq!(running.send(&undeclared).code(), "");
    assert_eq!(recorded_parameters(&running), json!({"A": "<hidden>"}));
}

#[test]
fn logged_parameters_are_shortened() {
    let running = Running::start(builder().log_parameters());
    let thing = json!({"Name": "n", "Parts": vec![json!({"Name": "p".repeat(201)}); 21]});
    let body = json!({"Thing": thing, "Names": vec!["é".repeat(200); 30]});
    let mut request = unsigned("sample", "2024-01-31", "FindThings", body.to_string());
    Signer::for_service("sample").sign(&mut request);
    running.send(&request);
    let shown = recorded_parameters(&running);
    let parts = &shown["Thing"]["Parts"];
    assert_eq!(parts[0]["Name"], format!("{}…", "p".repeat(200)));
    assert_eq!((parts[19]["Name"].is_string(), &parts[20]), (true, &json!("… 1 more")));
    assert_eq!(
        (&shown["Names"][0], &shown["Names"][20]),
        (&json!("é".repeat(200)), &json!("… 10 more"))
    );

    // A thousand names fill no log.
    let many: serde_json::Map<String, Value> = (0..1000).map(|n| (format!("N{n:04}"), json!(n))).collect();
    let mut request = unsigned(
        "sample",
        "2024-01-31",
        "FindThings",
        json!({"Labels": many}).to_string(),
    );
    Signer::for_service("sample").sign(&mut request);
    assert_eq!(running.send(&request).code(), "");
    let shown = recorded_parameters(&running);
    assert_eq!(shown["Labels"].as_object().map(serde_json::Map::len), Some(200));
    assert_eq!(shown["Labels"]["…"], "801 more");
}

#[test]
fn binary_parameters_are_logged_by_their_size() {
    let running = Running::start(builder().log_parameters());
    let mut request = unsigned("sample", "2024-01-31", "SendThing", "hunter2");
    request.set("Content-Type", "application/octet-stream");
    request.set("X-Sample-Name", "n");
    Signer::for_service("sample").sign(&mut request);
    running.send(&request);
    let shown = recorded_parameters(&running).to_string();
    assert!(shown.contains("<7 bytes>") && !shown.contains("hunter2"), "{shown}");
}

#[test]
fn without_the_option_no_parameters_are_logged() {
    let running = Running::start(builder());
    log_in(&running, &json!({"Name": "kim"}));
    let recorded = running.emulator.requests().pop().expect("a record");
    assert_eq!(recorded.redacted_parameters, None);
    assert!(!recorded.to_json().contains("parameters"), "{}", recorded.to_json());
}

#[test]
fn logs_and_debug_output_contain_no_parameters() {
    let running = Running::start(builder());
    running.send(&get("FindThings", &PAIRS[..1]));
    running.send(&V1::new("FindThings", &PAIRS[..1]).signed());
    let requests = running.emulator.requests();
    assert!(
        requests.iter().all(|request| request.error_code().is_none()),
        "{requests:?}"
    );
    let shown = format!("{requests:?} {:?}", running.emulator.received());
    assert!(!shown.contains("hunter2"), "{shown}");
}
