//! The files of tccli.

use std::time::{Duration, SystemTime};

use tc3_runtime::Clock;
use tc3_runtime::credentials::{CredentialsSource, Found, ProvideCredentials, TccliFile};

use crate::sandbox::{Folder, now, variables};

#[test]
fn the_profile_is_the_one_set_else_the_variable_else_default() {
    let folder = Folder::new();
    for (profile, extra) in [
        (
            "default",
            r#","token":"","role-arn":"","role-session-name":null,"expiresAt":1"#,
        ),
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
    let empty = TccliFile::new().lookup(variables(&[("HOME", &home), ("TCCLI_PROFILE", "")]));
    assert!(matches!(now(empty.find()), Ok(Found::Nothing { .. })));
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
        (r#"{"secretKey":"hush-hush"}"#, "it has no text `secretId`"),
        (r#"{"secretId":"AKID","type":"default"}"#, "it has no text `secretKey`"),
        (r#"{"secretId":"AKID","secretKey":"hush-hush","token":7}"#, "/token"),
        (
            r#"{"secretId":"AKID","secretKey":" hush-hush"}"#,
            "secretKey begins or ends with white space",
        ),
        (
            r#"{"secretId":"AKID","secretKey":"hush # hush"}"#,
            "secretKey holds white space",
        ),
        (
            r#"{"secretId":"AKID","secretKey":"hush-hush\u0000"}"#,
            "secretKey holds characters that no credentials have",
        ),
        (r#"{"secretId":"AKID","secretKey":"hush-hush""#, "it is not JSON"),
        (r#"["hush-hush"]"#, "it is not a JSON object"),
        (
            r#"{"secretId":"AKID","secretKey":"hush-hush","type":"sso","expiresAt":"soon"}"#,
            "it has no time at /expiresAt",
        ),
        (
            r#"{"secretId":"AKID","secretKey":"hush-hush","role-arn":"arn"}"#,
            "role-arn is set and role-session-name is not; set both to assume a role, or neither",
        ),
        (
            r#"{"secretId":"AKID","secretKey":"hush-hush","role-session-name":"ci","role-arn":""}"#,
            "role-session-name is set and role-arn is not",
        ),
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

#[test]
fn a_login_expires_and_then_names_the_command_to_log_in_with() {
    let folder = Folder::new();
    let home = folder.path("home");
    let at = |seconds: u64| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
    let cases = [
        ("oauth", "default", "`tccli auth login`"),
        ("oauth", "ci", "`tccli auth login --profile ci`"),
        ("sso", "default", "`tccli sso login`"),
        ("sso", "ci", "`tccli sso login --profile ci`"),
    ];
    for (kind, profile, command) in cases {
        let text = format!(
            r#"{{"type":"{kind}","secretId":"AKID","secretKey":"hush","token":"hush","expiresAt":1000,
                "{kind}":{{"site":"cn","expiresAt":500}}}}"#
        );
        folder.write(&format!("home/.tccli/{profile}.credential"), &text);
        let find = |seconds: u64| {
            let set = variables(&[("HOME", &home), ("TCCLI_PROFILE", profile)]);
            let file = TccliFile::new().lookup(set);
            now(file.clock(Clock::new(move || at(seconds))).provide())
        };
        let credentials = find(999).unwrap();
        assert_eq!(credentials.expires_at(), Some(at(1000)));
        let message = find(1030).unwrap_err().to_string();
        assert!(
            message.contains("expired 30 s ago; log in again with") && message.contains(command),
            "{message}"
        );
        assert!(find(1000).is_err());
    }
}

#[test]
fn an_expiry_counts_for_logins_only_as_in_tccli() {
    for kind in [r#""default""#, r#""other""#, "7", "null"] {
        let folder = Folder::new();
        let text = format!(r#"{{"type":{kind},"secretId":"AKID","secretKey":"hush","expiresAt":1}}"#);
        folder.write("home/.tccli/default.credential", &text);
        let file = TccliFile::new().lookup(variables(&[("HOME", &folder.path("home"))]));
        assert_eq!(now(file.provide()).unwrap().expires_at(), None, "{kind}");
    }
}

/// tccli ignores them, and calls under another identity than the file was meant to name.
#[test]
fn names_and_types_in_another_spelling_are_errors_that_say_what_to_write() {
    let folder = Folder::new();
    let home = folder.path("home");
    for (members, said) in [
        (
            r#""secretId":"a","secretKey":"b","roleArn":"r""#,
            "`roleArn` is none of tccli's; write `role-arn`",
        ),
        (
            r#""secretId":"a","secretKey":"b","role_session_name":"r""#,
            "write `role-session-name`",
        ),
        (
            r#""secret_id":"a","secretKey":"b""#,
            "`secret_id` is none of tccli's; write `secretId`",
        ),
        (
            r#""secretId":"a","secretKey":"b","type":"CVM_Role""#,
            "its type is none of tccli's; write `cvm-role`",
        ),
        ("", "it has no text `secretId`; `tccli configure` asks for it"),
        (r#""secretId":"a","secretKey":5"#, "it has no text `secretKey`"),
    ] {
        folder.write("home/.tccli/default.credential", &format!("{{{members}}}"));
        let file = TccliFile::new().lookup(variables(&[("HOME", &home)]));
        let error = now(file.find()).map(drop).unwrap_err().to_string();
        assert!(error.contains(said) && error.contains("default.credential"), "{error}");
    }
    let key = r#"{"secretId":"a","secretKey":"b","role-arn":"qcs::cam::uin/1:roleName/r","role-session-name":"name"}"#;
    folder.write("home/.tccli/default.credential", key);
    for configure in [r#"{"sts.endpoint":"127.0.0.1:1"}"#, r#"{"sts":"127.0.0.1:1"}"#] {
        folder.write("home/.tccli/default.configure", configure);
        let file = TccliFile::new().lookup(variables(&[("HOME", &home)]));
        let error = now(file.find()).map(drop).unwrap_err().to_string();
        assert!(error.contains(r#"written as {"sts": {"endpoint":"#), "{error}");
    }
}
