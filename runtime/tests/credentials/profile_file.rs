//! The INI file with named profiles.

use tc3_runtime::credentials::{CredentialsSource, Found, ProfileFile, ProvideCredentials};
use tc3_runtime::{Credentials, Error};

use crate::sandbox::{Folder, now, variables};

const FILE: &str = "\u{feff}# keys\n[default]\nsecret_id = AKIDDEFAULT\nsecret_key: default#key\n\n; another\n\
                    [Prod]\r\nSecret_Id=AKIDPROD\r\nsecret_key=prod-key\r\ntoken=prod-token\r\n";

/// The file as the one that the variable names.
fn named(text: &str, profile: &str) -> Result<Credentials, Error> {
    let folder = Folder::new();
    let path = folder.write("credentials", text);
    let file = ProfileFile::new().lookup(variables(&[("TENCENTCLOUD_CREDENTIALS_FILE", &path)]));
    now(file.profile(profile).provide())
}

fn message(text: &str, profile: &str) -> String {
    named(text, profile).unwrap_err().to_string()
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
    assert_eq!(id(&[("HOME", &home)]), "HOME");
    assert_eq!(id(&[("USERPROFILE", &home)]), "HOME");
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
    let file = ProfileFile::new().lookup(variables(&[("TENCENTCLOUD_CREDENTIALS_FILE", "")]));
    assert_eq!(
        now(file.find()).unwrap_err().to_string(),
        "TENCENTCLOUD_CREDENTIALS_FILE is empty"
    );
}

#[test]
fn what_is_wrong_with_a_file_is_said_without_its_secrets() {
    let wrong = [
        ("secret_id=AKID\nsecret_key=hush-hush\n", "it has no profile [default]"),
        ("[default]\nsecret_id=AKID\n", "[default] has no secret_key"),
        ("[default]\nsecret_key=hush-hush\n", "[default] has no secret_id"),
        (
            "[default]\nsecret_id=\nsecret_key=hush-hush\n",
            "[default]: secret_id is empty",
        ),
        (
            "[default]\nsecret_id=AKID\nsecret_key=hush-hush\ntoken=\n",
            "[default]: token is empty",
        ),
        ("[default\nsecret_key=hush-hush\n", "line 1"),
        ("[default]\n=hush-hush\n", "line 2"),
    ];
    for (text, expected) in wrong {
        let message = message(text, "default");
        assert!(message.contains(expected), "{message}");
        assert!(!message.contains("hush"), "{message}");
    }
    assert!(message(FILE, "staging").contains("it has no profile [staging]"));
}

#[test]
fn a_file_that_is_too_large_or_not_text_is_rejected() {
    let large = format!("[default]\n#{}\n", "x".repeat(1024 * 1024));
    assert!(message(&large, "default").contains("larger than 1048576 bytes"));

    let folder = Folder::new();
    let path = folder.path("binary");
    std::fs::write(&path, [0xff, 0xfe]).unwrap();
    let file = ProfileFile::new().lookup(variables(&[("TENCENTCLOUD_CREDENTIALS_FILE", &path)]));
    assert!(now(file.find()).unwrap_err().to_string().contains(&path));
}
