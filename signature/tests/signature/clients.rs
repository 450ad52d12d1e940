//! Requests of real clients: what is wrong with them is found.

use tc3_signature::{DiagnoseOptions, Form, Key, diagnose, parse};

const KEY: Key<'_> = Key::new("AKIDmadeupEXAMPLE", "made-up-key-EXAMPLE");

fn found(request: &[u8]) -> (&'static str, Vec<&'static str>) {
    let parsed = parse(request).unwrap();
    assert_eq!(
        (parsed.form, parsed.lacks.len(), parsed.notes.len()),
        (Form::Http, 0, 0)
    );
    let options = DiagnoseOptions {
        services: &["cvm", "gaap"],
        ..DiagnoseOptions::default()
    };
    let diagnosis = diagnose(&parsed.request, &[KEY], &options);
    let ids = diagnosis.mistakes.iter().map(|mistake| mistake.id);
    (diagnosis.outcome.name(), ids.collect())
}

#[test]
fn the_sdk_for_node_takes_service_and_host_from_its_endpoint() {
    let request = include_bytes!("../data/clients/node-common-client.http");
    assert_eq!(
        found(request),
        ("mistaken", vec!["host-without-port", "service-of-address"])
    );
    assert_eq!(found(include_bytes!("../data/clients/node-v1.http")), ("right", vec![]));
}

#[test]
fn capi_labels_its_form_json_and_sends_undefined_for_what_it_signs_empty() {
    assert_eq!(
        found(include_bytes!("../data/clients/capi-tc3.http")),
        ("right", vec![])
    );
    assert_eq!(
        found(include_bytes!("../data/clients/capi-v1.http")),
        ("mistaken", vec!["form-content-type"])
    );
    let request = include_bytes!("../data/clients/capi-v1-without-version.http");
    assert_eq!(found(request), ("mistaken", vec!["v1-undefined", "form-content-type"]));
}

#[test]
fn the_asynchronous_sdk_for_python_signs_true_and_sends_it_otherwise() {
    let request = include_bytes!("../data/clients/python-async-get.http");
    assert_eq!(found(request), ("mistaken", vec!["v1-booleans"]));
}
