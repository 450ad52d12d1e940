//! The INI file with named profiles.

use tc3_runtime::credentials::{CredentialsSource, Found, ProfileFile, ProvideCredentials};
use tc3_runtime::{Credentials, Error};

use crate::sandbox::{Folder, now, variables};

const FILE: &str = "\u{feff}# keys\n[default]\nsecret_id = AKIDDEFAULT\nsecret_key: default-key\n\n; another\n\
                    [Prod]\r\nSecret_Id=AKIDPROD\r\nsecret_key=prod-key\r\ntoken=prod-token\r\n";

/// The file as the one that the variable names.
fn named(text: impl AsRef<[u8]>, profile: &str) -> Result<Credentials, Error> {
    let folder = Folder::new();
    let path = folder.path("credentials");
    std::fs::write(&path, text).unwrap();
    let file = ProfileFile::new().lookup(variables(&[("TENCENTCLOUD_CREDENTIALS_FILE", &path)]));
    now(file.profile(profile).provide())
}

fn message(text: impl AsRef<[u8]>, profile: &str) -> String {
    named(text, profile).unwrap_err().to_string()
}

/// The same credentials, to see what a key was read as: its debug output redacts it, its signature does not.
fn signature(credentials: &Credentials) -> String {
    let payload = tc3_runtime::sign::Payload::Bytes(b"{}");
    let input = tc3_runtime::sign::SigningInput::new("sts", "sts.tencentcloudapi.com", 1_551_113_065, payload);
    tc3_runtime::sign::sign(&input, credentials).authorization
}

#[test]
fn profiles_are_read_by_name() {
    let default = named(FILE, "default").unwrap();
    assert_eq!(default.secret_id(), "AKIDDEFAULT");
    assert!(!default.is_temporary());
    for name in ["Prod", "prod"] {
        let prod = named(FILE, name).unwrap();
        assert_eq!(prod.secret_id(), "AKIDPROD");
        assert!(prod.is_temporary());
    }
}

#[test]
fn what_the_official_sdks_agree_on_is_read() {
    let expected = signature(&Credentials::new("AKIDx", "abc"));
    let texts: [&[u8]; 11] = [
        b"[default]\nsecret_id = AKIDx\nsecret_key = abc\n",
        b"[default]\rsecret_id = AKIDx\rsecret_key = abc\r",
        b"[ default ]\r\nsecret_id=AKIDx \r\nsecret_key=abc\t\r\n",
        b"[default] ; the keys of ci\nsecret_id = AKIDx\nsecret_key = abc\n",
        b"# Schl\xfcssel\n[default]\n; f\xfcr alle\nsecret_id = AKIDx\nsecret_key = abc",
        b"  [default]\n    secret_id = AKIDx\n    secret_key = abc\n",
        b"[default]\nsecret_id = AKIDx\n   secret_key = abc\n",
        b"[default]\nSECRET_ID = \"AKIDx\"\nsecret_key = 'abc'\n",
        b"[default]\nsecret_id = AKIDx\nsecret_key = abc\ntoken =\n",
        b"[default]\nsecret_id = AKIDx\nsecret_key = abc\ntoken = \"\"\nregion = ap-guangzhou ; a note\n",
        b"[default]\nsecret_id = AKIDx\nsecret_key = \xc2\xa0abc\xc2\xa0\n[other]\nneither this nor that\nsecret_id = a b",
    ];
    for text in texts {
        let credentials = named(text, "default").unwrap_or_else(|error| panic!("{}: {error}", text.escape_ascii()));
        assert_eq!(credentials.secret_id(), "AKIDx");
        assert!(!credentials.is_temporary(), "{}", text.escape_ascii());
        assert_eq!(signature(&credentials), expected, "{}", text.escape_ascii());
    }
}

#[test]
fn profiles_that_differ_in_case_are_not_mixed() {
    let section = |name: &str| format!("[{name}]\nsecret_id = AKID-{name}\nsecret_key = key-{name}\n");
    for others in [["Default", "DEFAULT"], ["DEFAULT", "dEFAULT"]] {
        let [before, after] = others.map(|name| format!("{}token = leaked\n", section(name)));
        let credentials = named(format!("{before}{}{after}", section("default")), "default").unwrap();
        assert_eq!(credentials.secret_id(), "AKID-default");
        assert!(!credentials.is_temporary());
        assert_eq!(
            signature(&credentials),
            signature(&Credentials::new("AKID-default", "key-default"))
        );
        // Which of the two is meant?
        let message = message(format!("{before}{after}"), "default");
        assert!(
            message.contains("line 5: the profile [default] begins again, after line 1"),
            "{message}"
        );
        assert_eq!(
            named(&before, "default").unwrap().secret_id(),
            format!("AKID-{}", others[0])
        );
    }
    // Two halves are not a pair.
    let halves = "[DEFAULT]\nsecret_key = key\n[default]\nsecret_id = AKID\n";
    assert!(message(halves, "default").contains("[default] has no secret_key"));
}

#[test]
fn the_variable_comes_before_home_and_home_before_the_system() {
    let folder = Folder::new();
    let text = |id: &str| format!("[default]\nsecret_id={id}\nsecret_key=key\n");
    let named = folder.write("named", &text("NAMED"));
    let system = folder.write("system", &text("SYSTEM"));
    folder.write("home/.tencentcloud/credentials", &text("HOME"));
    let (home, empty) = (folder.path("home"), folder.path("empty"));
    let id = |pairs: &[(&str, &str)]| {
        let file = ProfileFile::new().lookup(variables(pairs)).system_file(&system);
        now(file.provide()).unwrap().secret_id().to_owned()
    };
    assert_eq!(
        id(&[("TENCENTCLOUD_CREDENTIALS_FILE", &named), ("HOME", &home)]),
        "NAMED"
    );
    assert_eq!(id(&[("TENCENTCLOUD_CREDENTIALS_FILE", ""), ("HOME", &home)]), "HOME");
    assert_eq!(id(&[("HOME", &home)]), "HOME");
    assert_eq!(id(&[("USERPROFILE", &home)]), "HOME");
    assert_eq!(id(&[("HOME", ""), ("USERPROFILE", &home)]), "HOME");
    assert_eq!(id(&[("HOME", &empty)]), "SYSTEM");
    assert_eq!(id(&[]), "SYSTEM");
}

#[test]
fn no_file_is_not_configured_unless_the_variable_names_it() {
    let folder = Folder::new();
    let (home, absent) = (folder.path("home"), folder.path("absent"));
    let file = ProfileFile::new()
        .lookup(variables(&[("HOME", &home)]))
        .system_file(&absent);
    let Ok(Found::Nothing { why }) = now(file.find()) else {
        panic!("something was found");
    };
    assert!(why.contains(&home) && why.contains(&absent), "{why}");

    let file = ProfileFile::new().lookup(variables(&[("TENCENTCLOUD_CREDENTIALS_FILE", &absent)]));
    let message = now(file.find()).unwrap_err().to_string();
    assert!(
        message.contains(&absent) && message.contains("does not exist"),
        "{message}"
    );
}

#[test]
fn what_is_wrong_with_a_file_is_said_with_its_line_and_without_its_secrets() {
    let key = "[default]\nsecret_id=AKID\nsecret_key=";
    let note = "line 3: secret_key is followed by a note or by other text, which not every SDK leaves out; \
                write a note on a line of its own that begins with #";
    let wrong = [
        ("".to_owned(), "it has no profile [default]"),
        (
            "secret_id=AKID\nsecret_key=hush-hush\n".to_owned(),
            "its first members have no profile; write [default] above them",
        ),
        ("[default]\nsecret_id=AKID\n".to_owned(), "[default] has no secret_key"),
        (
            "[default]\nsecret_key=hush-hush\n".to_owned(),
            "[default] has no secret_id",
        ),
        (
            "[default]\nexport secretId=hush-hush\n".to_owned(),
            "[default] has no secret_id; line 2 has export secretId: write secret_id",
        ),
        (
            "[default]\nsecret_id=\nsecret_key=hush-hush\n".to_owned(),
            "line 2: secret_id is empty",
        ),
        (
            "[default\nsecret_key=hush-hush\n".to_owned(),
            "line 1: the name of a profile has no closing bracket",
        ),
        (
            format!("{key}hush-hush\n[prod] hush\n"),
            "line 4: nothing may follow the name of a profile",
        ),
        ("[default]\n=hush-hush\n".to_owned(), "line 2 is not `name = value`"),
        (format!("{key}hush-\n  hush\n"), "line 4 is not `name = value`"),
        (format!("{key}hush-hush ; note\n"), note),
        (format!("{key}hush-hush # note\n"), note),
        (format!("{key}hush-hush;note\n"), note),
        (format!("{key}hush-hush#note\n"), note),
        (format!("{key}\"hush-hush\" # note\n"), note),
        (format!("{key}hush\u{3000}hush\n"), note),
        (
            format!("{key}\"hush-hush\n"),
            "line 3: secret_key has a quotation mark without its pair",
        ),
        (
            format!("{key}hush\0hush\n"),
            "line 3: secret_key holds characters that no credentials have",
        ),
        (
            format!("{key}hüsh-hush\n"),
            "line 3: secret_key holds characters that no credentials have",
        ),
        (
            format!("{key}hush-hush\ntoken=hush hush\n"),
            "line 4: token is followed by a note",
        ),
        (
            format!("{key}hush-hush\nSECRET_KEY=other-hush\n"),
            "line 4: secret_key is set again, after line 3",
        ),
        (
            format!("{key}hush-hush\n[other]\n[default]\nsecret_key=other-hush\n"),
            "line 5: the profile [default] begins again, after line 1",
        ),
        (
            format!("{key}hush-hush\nrole_arn = qcs::cam::uin/1:roleName/r\n"),
            "line 4: role_arn has no meaning in this file",
        ),
    ];
    for (text, expected) in wrong {
        let message = message(&text, "default");
        assert!(message.contains(expected), "{text:?}: {message}");
        assert!(!message.contains("hush"), "{message}");
    }
    assert!(message(FILE, "staging").contains("it has no profile [staging]"));
}

#[test]
fn a_file_that_is_too_large_or_not_text_is_rejected() {
    let large = format!("[default]\n#{}\n", "x".repeat(1024 * 1024));
    assert!(message(&large, "default").contains("larger than 1048576 bytes"));
    assert!(message(b"\xff\xfe[\0d\0", "default").contains("encoded as UTF-16; save it as UTF-8"));
    let binary = b"[default]\nsecret_id = AKID\nsecret_key = \xff\xfe\n";
    assert!(message(binary, "default").contains("line 3: secret_key is not UTF-8"));
}
