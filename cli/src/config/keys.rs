//! The keys of a profile, with tccli's spelling of each.

/// A key of a profile.
#[derive(Debug)]
pub(crate) struct Key {
    /// As in `config.toml`: `secret_id`.
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    /// What it is for, in a line.
    pub(crate) help: &'static str,
}

/// What a key holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    /// Text that is never shown.
    Secret,
    Flag,
    Number,
    /// `5s`, `10m`.
    Duration,
    /// One of these texts.
    OneOf(&'static [&'static str]),
    /// A program and its arguments.
    Command,
}

/// Every key, but for `<service>.endpoint` and `<service>.version`.
pub(crate) const KEYS: [Key; 21] = [
    key("region", Kind::Text, "region of calls: ap-guangzhou"),
    key("site", Kind::OneOf(&["cn", "intl"]), "site of Tencent Cloud"),
    key(
        "language",
        Kind::OneOf(&["zh-CN", "en-US"]),
        "language of descriptions and of messages",
    ),
    key(
        "output",
        Kind::OneOf(&["json", "json-lines", "table", "text", "yaml", "csv", "raw"]),
        "how results are printed",
    ),
    key(
        "endpoint",
        Kind::Text,
        "where calls of every service go: [http(s)://]host[:port]",
    ),
    key("timeout", Kind::Duration, "how long a call may take: 30s"),
    key(
        "retries",
        Kind::Number,
        "how often a failed call is repeated, if that is safe",
    ),
    key("https_proxy", Kind::Text, "proxy of calls"),
    key(
        "ca_file",
        Kind::Text,
        "certificates that are trusted along with the system's, in PEM",
    ),
    key(
        "confirm",
        Kind::OneOf(&["never", "destructive"]),
        "whether a terminal is asked before something is deleted",
    ),
    key("emulator", Kind::Text, "URL of a local emulator that calls go to"),
    key("secret_id", Kind::Text, "SecretId of the key"),
    key("secret_key", Kind::Secret, "SecretKey of the key"),
    key("token", Kind::Secret, "token of a temporary key"),
    key(
        "credential_process",
        Kind::Command,
        "program that prints the key as JSON",
    ),
    key(
        "credential_process_timeout",
        Kind::Duration,
        "how long that program may take: 60s",
    ),
    key("use_cvm_role", Kind::Flag, "whether to act as the role of this machine"),
    key("role_arn", Kind::Text, "role to act as"),
    key("role_session_name", Kind::Text, "name of the session of the role"),
    key("source_profile", Kind::Text, "profile whose key assumes the role"),
    key("tccli_profile", Kind::Text, "profile of tccli whose key is used"),
];

const fn key(name: &'static str, kind: Kind, help: &'static str) -> Key {
    Key { name, kind, help }
}

/// Finds a key by its name or by tccli's: `secretId`, `use-cvm-role`.
pub(crate) fn find(name: &str) -> Option<&'static Key> {
    KEYS.iter().find(|key| folded(key.name) == folded(name))
}

fn folded(name: &str) -> String {
    let letters = name.chars().filter(|letter| !matches!(letter, '-' | '_'));
    letters.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_tccli_are_known() {
        for (theirs, ours) in [
            ("secretId", "secret_id"),
            ("use-cvm-role", "use_cvm_role"),
            ("role-arn", "role_arn"),
        ] {
            assert_eq!(find(theirs).map(|key| key.name), Some(ours));
        }
        assert!(find("secret").is_none());
    }
}
