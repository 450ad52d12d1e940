//! The environment as a source: what counts as configured.

use tc3_runtime::credentials::{CredentialsSource, Environment, Found, ProvideCredentials};

use crate::sandbox::{now, variables};

const KEY: [(&str, &str); 2] = [
    ("TENCENTCLOUD_SECRET_ID", "AKIDEXAMPLE"),
    ("TENCENTCLOUD_SECRET_KEY", "key"),
];

#[test]
fn complete_credentials_are_found() {
    let Ok(Found::Credentials(credentials)) = now(Environment::lookup(variables(&KEY)).find()) else {
        panic!("no key");
    };
    assert_eq!(credentials.secret_id(), "AKIDEXAMPLE");
}

#[test]
fn nothing_set_is_not_configured() {
    let environment = Environment::lookup(variables(&[("TENCENTCLOUD_REGION", "ap-guangzhou")]));
    assert!(matches!(now(environment.find()), Ok(Found::Nothing { .. })));
    assert_eq!(
        now(environment.provide()).unwrap_err().to_string(),
        "no credentials are configured in the environment (TENCENTCLOUD_SECRET_ID is not set)"
    );
}

#[test]
fn variables_that_are_all_empty_are_not_set() {
    let names = [KEY[0].0, KEY[1].0, "TENCENTCLOUD_TOKEN", "TENCENTCLOUD_SESSION_TOKEN"];
    let environment = Environment::lookup(variables(&names.map(|name| (name, ""))));
    assert!(matches!(now(environment.find()), Ok(Found::Nothing { .. })));
}

#[test]
fn incomplete_credentials_are_an_error() {
    let parts = [
        KEY[0],
        KEY[1],
        ("TENCENTCLOUD_TOKEN", "t"),
        ("TENCENTCLOUD_SESSION_TOKEN", "t"),
    ];
    for part in parts {
        let result = now(Environment::lookup(variables(&[part])).find());
        assert!(result.is_err(), "{part:?}");
    }
}
