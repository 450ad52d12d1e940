//! The files of tccli.

use tc3_runtime::credentials::{CredentialsSource, Found, ProvideCredentials, TccliFile};

use crate::sandbox::{Folder, now, variables};

#[test]
fn the_profile_is_the_one_set_else_the_variable_else_default() {
    let folder = Folder::new();
    for (profile, extra) in [
        ("default", r#","token":"""#),
        ("ci", r#","token":"t","type":"oauth""#),
        ("own", ""),
    ] {
        let text = format!(r#"{{"secretId":"AKID-{profile}","secretKey":"key"{extra}}}"#);
        folder.write(&format!("home/.tccli/{profile}.credential"), &text);
    }
    let home = folder.path("home");
    let plain = TccliFile::new().lookup(variables(&[("HOME", &home)]));
    let by_variable = TccliFile::new().lookup(variables(&[("HOME", &home), ("TCCLI_PROFILE", "ci")]));

    let default = now(plain.provide()).unwrap();
    assert_eq!(default.secret_id(), "AKID-default");
    assert!(!default.is_temporary());
    let ci = now(by_variable.provide()).unwrap();
    assert_eq!(ci.secret_id(), "AKID-ci");
    assert!(ci.is_temporary());
    assert_eq!(
        now(by_variable.profile("own").provide()).unwrap().secret_id(),
        "AKID-own"
    );
}

#[test]
fn no_file_is_not_configured_unless_its_profile_is_named() {
    let folder = Folder::new();
    let home = folder.path("home");
    let file = TccliFile::new().lookup(variables(&[("HOME", &home)]));
    assert!(matches!(now(file.find()), Ok(Found::Nothing { .. })));
    assert!(matches!(
        now(TccliFile::new().lookup(variables(&[])).find()),
        Ok(Found::Nothing { .. })
    ));
    assert!(now(file.profile("ci").find()).is_err());
    for pairs in [
        &[("HOME", &*home), ("TCCLI_PROFILE", "ci")][..],
        &[("TCCLI_PROFILE", "ci")],
    ] {
        assert!(now(TccliFile::new().lookup(variables(pairs)).find()).is_err());
    }
}

#[test]
fn a_profile_cannot_leave_the_folder() {
    let folder = Folder::new();
    folder.write("home/other.credential", r#"{"secretId":"AKID","secretKey":"key"}"#);
    let home = folder.path("home");
    for profile in ["../other", "..\\other", ""] {
        let file = TccliFile::new().lookup(variables(&[("HOME", &home)])).profile(profile);
        let message = now(file.find()).unwrap_err().to_string();
        assert!(message.contains("is not the name of a file"), "{message}");
    }
}

#[test]
fn what_is_wrong_with_a_file_is_said_without_its_secrets() {
    let wrong = [
        (r#"{"secretKey":"hush-hush"}"#, "/secretId"),
        (r#"{"secretId":"AKID","type":"cvm-role"}"#, "/secretKey"),
        (r#"{"secretId":"AKID","secretKey":"hush-hush","token":7}"#, "/token"),
        (
            r#"{"secretId":"AKID","secretKey":" hush-hush"}"#,
            "secretKey begins or ends with white space",
        ),
        (r#"{"secretId":"AKID","secretKey":"hush-hush""#, "it is not JSON"),
    ];
    for (text, expected) in wrong {
        let folder = Folder::new();
        folder.write("home/.tccli/default.credential", text);
        let file = TccliFile::new().lookup(variables(&[("HOME", &folder.path("home"))]));
        let message = now(file.find()).unwrap_err().to_string();
        assert!(
            message.contains(expected) && message.contains("default.credential"),
            "{message}"
        );
        assert!(!message.contains("hush"), "{message}");
    }
}
