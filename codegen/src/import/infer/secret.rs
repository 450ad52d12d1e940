//! Which members hold secrets, by their names.
//!
//! A member that is marked by mistake is only hidden from `Debug` and logs, so the rule takes in more names than it must.
//! Identifiers of secrets (`SecretId`), tokens of pages and tokens that make a request idempotent are none.

use crate::spec::{Member, TypeRef};

/// Ends of names, in lower case and in the singular, that say "secret" whatever is before them.
const ENDINGS: [&str; 20] = [
    "password",
    "passwd",
    "pwd",
    "passphrase",
    "passcode",
    "privatekey",
    "privatekeypem",
    "privatekeycontent",
    "privatekeydata",
    "privatekeystr",
    "secret",
    "secretkey",
    "secretaccesskey",
    "secretstring",
    "secretbinary",
    "secretvalue",
    "accesskey",
    "accesskeysecret",
    "apikey",
    "encryptkey",
];

/// What a token is for if it grants access.
const TOKENS: [&str; 37] = [
    "",
    "access",
    "admin",
    "api",
    "app",
    "application",
    "auth",
    "authorization",
    "basic",
    "bearer",
    "bi",
    "bot",
    "callback",
    "cos",
    "credential",
    "custom",
    "device",
    "embed",
    "gitlab",
    "git",
    "github",
    "id",
    "invitation",
    "jwt",
    "login",
    "mfa",
    "oauth",
    "play",
    "refresh",
    "registry",
    "role",
    "sdk",
    "security",
    "session",
    "sign",
    "temp",
    "tmp",
];

/// Members next to which a `Token` or a `Key` is a credential.
const KEY_IDS: [&str; 5] = ["secretid", "tmpsecretid", "tempsecretid", "accesskeyid", "accessid"];

/// Marks the members of a list that hold secrets, and returns their names.
pub(in crate::import) fn mark(members: &mut [Member]) -> Vec<String> {
    let is_key_id = |member: &Member| KEY_IDS.iter().any(|id| member.name.eq_ignore_ascii_case(id));
    let has_key_id = members.iter().any(is_key_id);
    let mut marked = Vec::new();
    for member in members {
        if member.secret.is_none() && holds_text(member) && is_secret(&lower(&member.name), has_key_id) {
            member.secret = Some(true);
            marked.push(member.name.value.clone());
        }
    }
    marked
}

/// Numbers and flags about secrets (`PasswordLength`, `EncryptPassword`) are none.
fn holds_text(member: &Member) -> bool {
    let type_name = &member.type_name.value;
    matches!(
        TypeRef::parse(type_name, None).item,
        crate::spec::ItemType::String | crate::spec::ItemType::Object
    )
}

fn is_secret(name: &str, has_key_id: bool) -> bool {
    let singular = name.strip_suffix('s').unwrap_or(name);
    [name, singular].iter().any(|name| {
        let is_token = name.strip_suffix("token").is_some_and(|of| {
            let is_known = |kind: &&&str| of.ends_with(**kind) && (!kind.is_empty() || of.is_empty());
            has_key_id || TOKENS.iter().any(|kind| is_known(&kind))
        });
        is_token || ENDINGS.iter().any(|ending| name.ends_with(ending)) || (has_key_id && *name == "key")
    })
}

/// `PassWord` and `Pass_Word` as `password`.
fn lower(name: &str) -> String {
    name.replace('_', "").to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::mark;
    use crate::spec::Member;

    fn marked(members: &[(&str, &str)]) -> Vec<String> {
        let mut members: Vec<Member> = members
            .iter()
            .map(|(name, type_name)| Member {
                name: (*name).to_owned().into(),
                type_name: (*type_name).to_owned().into(),
                ..Member::default()
            })
            .collect();
        mark(&mut members)
    }

    #[test]
    fn names_that_say_secret_are_marked() {
        for name in [
            "Password",
            "PassWord",
            "NewPassword",
            "AdminPasswd",
            "DorisUserPwd",
            "PrivateKey",
            "SecretKey",
            "TmpSecretKey",
            "SecretAccessKey",
            "AccessKeySecret",
            "ClientSecret",
            "ApiKey",
            "APIKeys",
            "Token",
            "Tokens",
            "AccessToken",
            "CosSecurityToken",
            "SecretString",
            "Passphrase",
            "PassWords",
        ] {
            assert_eq!(marked(&[(name, "String")]), [name]);
        }
        assert_eq!(marked(&[("Passwords", "Array of String")]), ["Passwords"]);
    }

    #[test]
    fn names_around_secrets_are_not() {
        for name in [
            "SecretId",
            "SecretName",
            "PasswordStatus",
            "NextToken",
            "PageToken",
            "ScrollToken",
            "ClientToken",
            "IdempotencyToken",
            "PaginationToken",
            "TotalToken",
            "ApiKeyId",
            "AccessKeyId",
            "TokenUrl",
            "PublicKey",
            "KeyName",
            "CreationToken",
        ] {
            assert_eq!(marked(&[(name, "String")]), [""; 0], "{name}");
        }
        for type_name in ["Boolean", "Integer", "PasswordSetting", "Array of Integer"] {
            assert_eq!(marked(&[("EncryptPassword", type_name)]), [""; 0], "{type_name}");
        }
    }

    #[test]
    fn a_token_next_to_a_key_id_is_a_credential() {
        assert_eq!(
            marked(&[("TmpSecretId", "String"), ("StsToken", "String")]),
            ["StsToken"]
        );
        assert_eq!(marked(&[("StsToken", "String")]), [""; 0]);
    }

    #[test]
    fn a_decision_is_left_alone() {
        let mut members = [Member {
            name: "Password".to_owned().into(),
            type_name: "String".to_owned().into(),
            secret: Some(false),
            ..Member::default()
        }];
        assert_eq!(mark(&mut members), [""; 0]);
        assert_eq!(members[0].secret, Some(false));
    }
}
