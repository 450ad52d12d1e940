//! The secrets that may have signed in place of the key that the request names.

use crate::Key;

/// A secret that may have signed. It is never shown.
pub(super) struct OtherSecret {
    pub(super) id: &'static str,
    pub(super) cost: u8,
    pub(super) signed: String,
    pub(super) sent: String,
    pub(super) value: String,
}

/// Other secrets than that of the key at `own`, of a request that names `secret_id`.
pub(super) fn others(keys: &[Key<'_>], own: usize, secret_id: &str) -> Vec<OtherSecret> {
    let Some(key) = keys.get(own) else { return Vec::new() };
    let mut found: Vec<OtherSecret> = Vec::new();
    let mut add = |id, cost, signed: &str, sent: &str, value: String| {
        if value != key.secret_key && found.iter().all(|other| other.value != value) {
            found.push(OtherSecret {
                id,
                cost,
                signed: signed.to_owned(),
                sent: sent.to_owned(),
                value,
            });
        }
    };
    for other in keys {
        let named = format!("SecretId {secret_id}");
        add("key-other", 1, &other.label(), &named, other.secret_key.to_owned());
    }
    let secret = key.secret_key;
    let trimmed = secret.trim().trim_matches(['"', '\'', '\u{feff}']);
    add("key-at-hand-blank", 1, "", "", trimmed.to_owned());
    for (cost, signed, value) in [
        (1, "and a line feed after it", format!("{secret}\n")),
        (1, "and a blank after it", format!("{secret} ")),
        (1, "and a blank before it", format!(" {secret}")),
        (1, "in double quotes", format!("\"{secret}\"")),
        (1, "in single quotes", format!("'{secret}'")),
        (1, "and CR LF after it", format!("{secret}\r\n")),
        (1, "and a carriage return after it", format!("{secret}\r")),
        (2, "and a tab after it", format!("{secret}\t")),
        (2, "and a semicolon after it", format!("{secret};")),
        (2, "and a comma after it", format!("{secret},")),
        (2, "and a no-break space after it", format!("{secret}\u{a0}")),
        (2, "and a zero-width space after it", format!("{secret}\u{200b}")),
        (2, "and a byte order mark before it", format!("\u{feff}{secret}")),
        (2, "without its last character", without_last(secret)),
    ] {
        add("key-blank", cost, signed, "", value);
    }
    add("key-is-id", 1, "", "", key.secret_id.to_owned());
    add("key-case", 2, "lower", "", secret.to_lowercase());
    add("key-case", 2, "upper", "", secret.to_uppercase());
    add("key-empty", 1, "", "", String::new());
    found
}

fn without_last(secret: &str) -> String {
    let mut shorter = secret.to_owned();
    shorter.pop();
    shorter
}

#[cfg(test)]
mod tests {
    use super::others;
    use crate::Key;

    #[test]
    fn no_message_contains_a_secret() {
        let keys = [Key::new("id-1", "key-1 "), Key::new("id-2", "key-2").named("profile b")];
        let others = others(&keys, 0, "id-1");
        for other in &others {
            assert!(
                !other.signed.contains("key-") && !other.sent.contains("key-"),
                "{}",
                other.id
            );
            assert_ne!(other.value, "key-1 ");
        }
        let find = |value: &str| others.iter().find(|other| other.value == value).map(|other| other.id);
        assert_eq!(find("key-2"), Some("key-other"));
        assert_eq!(find("key-1"), Some("key-at-hand-blank"));
        assert_eq!(find("id-1"), Some("key-is-id"));
    }
}
