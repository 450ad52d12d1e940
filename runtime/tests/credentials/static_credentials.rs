//! Credentials from variables, and what is shown of them.

use std::collections::HashMap;
use std::ffi::OsString;
use std::time::{Duration, SystemTime};

use tc3_runtime::{Credentials, Error};

const ID: &str = "TENCENTCLOUD_SECRET_ID";
const KEY: &str = "TENCENTCLOUD_SECRET_KEY";
const TOKEN: &str = "TENCENTCLOUD_TOKEN";
const SESSION_TOKEN: &str = "TENCENTCLOUD_SESSION_TOKEN";

fn from(variables: &[(&str, &str)]) -> Result<Credentials, Error> {
    let variables: HashMap<&str, &str> = variables.iter().copied().collect();
    Credentials::from_env_with(|name| variables.get(name).map(OsString::from))
}

fn message(variables: &[(&str, &str)]) -> String {
    let error = from(variables).unwrap_err();
    assert!(error.is_validation());
    error.to_string()
}

#[test]
fn permanent_credentials_have_no_token() {
    let credentials = from(&[(ID, "AKIDEXAMPLE"), (KEY, "key")]).unwrap();
    assert_eq!(credentials.secret_id(), "AKIDEXAMPLE");
    assert!(!credentials.is_temporary());
}

#[test]
fn the_token_is_read_under_either_name() {
    for name in [TOKEN, SESSION_TOKEN] {
        assert!(
            from(&[(ID, "id"), (KEY, "key"), (name, "token")])
                .unwrap()
                .is_temporary(),
            "{name}"
        );
    }
    let both = [(ID, "id"), (KEY, "key"), (TOKEN, "token"), (SESSION_TOKEN, "token")];
    assert!(from(&both).unwrap().is_temporary());
}

#[test]
fn a_bad_variable_is_named() {
    let wrong: [(&[(&str, &str)], &str); 11] = [
        (&[(KEY, "key")], "TENCENTCLOUD_SECRET_ID is not set"),
        (&[(ID, "id")], "TENCENTCLOUD_SECRET_KEY is not set"),
        (&[(ID, ""), (KEY, "key")], "TENCENTCLOUD_SECRET_ID is empty"),
        (&[(ID, "id"), (KEY, "")], "TENCENTCLOUD_SECRET_KEY is empty"),
        (
            &[(ID, "id"), (KEY, "key\n")],
            "TENCENTCLOUD_SECRET_KEY begins or ends with white space",
        ),
        (
            &[(ID, "id"), (KEY, "key # of the staging account")],
            "TENCENTCLOUD_SECRET_KEY holds white space; nothing may follow the value, not even a note",
        ),
        // Docker's --env-file keeps them.
        (
            &[(ID, "id"), (KEY, "\"key\"")],
            "TENCENTCLOUD_SECRET_KEY holds a quotation mark; write the value without quotes",
        ),
        (
            &[(ID, "id"), (KEY, "ke\0y")],
            "TENCENTCLOUD_SECRET_KEY holds characters that no credentials have",
        ),
        (
            &[(ID, "id"), (KEY, "kéy")],
            "TENCENTCLOUD_SECRET_KEY holds characters that no credentials have",
        ),
        (
            &[(ID, "id\r\nX-Evil:1"), (KEY, "key")],
            "TENCENTCLOUD_SECRET_ID holds white space; nothing may follow the value, not even a note",
        ),
        (
            &[(ID, "id"), (KEY, "key"), (TOKEN, "one"), (SESSION_TOKEN, "other")],
            "TENCENTCLOUD_TOKEN and TENCENTCLOUD_SESSION_TOKEN are set to different tokens",
        ),
    ];
    for (variables, expected) in wrong {
        assert_eq!(message(variables), expected);
    }
}

#[test]
fn an_empty_token_is_none() {
    for tokens in [&[(TOKEN, "")][..], &[(TOKEN, ""), (SESSION_TOKEN, "")]] {
        let set = [&[(ID, "id"), (KEY, "key")], tokens].concat();
        assert!(!from(&set).unwrap().is_temporary());
    }
    let one = [(ID, "id"), (KEY, "key"), (TOKEN, ""), (SESSION_TOKEN, "token")];
    assert!(from(&one).unwrap().is_temporary());
}

#[test]
fn fixed_credentials_are_not_those_of_a_role() {
    let role = [
        ("TENCENTCLOUD_ROLE_ARN", "arn"),
        ("TENCENTCLOUD_ROLE_SESSION_NAME", "ci"),
    ];
    let key = [(ID, "id"), (KEY, "key")];
    let message = message(&[&key[..], &role].concat());
    assert!(
        message.starts_with("TENCENTCLOUD_ROLE_ARN names a role") && message.contains("Client::from_env"),
        "{message}"
    );
    let empty = [("TENCENTCLOUD_ROLE_ARN", ""), ("TENCENTCLOUD_ROLE_SESSION_NAME", "")];
    assert!(from(&[&key[..], &empty].concat()).is_ok());
}

#[cfg(unix)]
#[test]
fn a_variable_that_is_not_text_is_named() {
    use std::os::unix::ffi::OsStringExt;

    let error = Credentials::from_env_with(|_| Some(OsString::from_vec(vec![0xff]))).unwrap_err();
    assert_eq!(error.to_string(), "TENCENTCLOUD_SECRET_ID is not valid Unicode");
}

#[test]
fn debug_shows_neither_secret_nor_token() {
    let credentials = Credentials::new("AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE", "the-key").with_token("the-token");
    let shown = format!("{credentials:?}");
    assert!(shown.contains("AKIDz8kr…"), "{shown}");
    for secret in ["AKIDz8krb", "the-key", "the-token"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}

#[test]
fn a_token_does_not_reach_clones_made_before() {
    let permanent = Credentials::new("id", "key");
    let temporary = permanent.clone().with_token("token");
    assert!(temporary.is_temporary());
    assert!(!permanent.is_temporary());
}

#[test]
fn the_expiry_of_credentials_is_visible() {
    let end = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
    let permanent = Credentials::new("id", "key");
    assert_eq!(permanent.clone().with_expiry(end).expires_at(), Some(end));
    assert_eq!(permanent.expires_at(), None);
}
