//! The table of known mistakes.
//!
//! Facts are read off the request; the others are only claimed if the signature is the one that they make.

mod facts;
mod tc3;
mod v1;

pub(super) use self::facts::FACTS;
pub(super) use self::tc3::TC3;
pub(super) use self::v1::V1;

/// A known mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct KnownMistake {
    /// A stable name, such as `host-without-port`.
    pub id: &'static str,
    /// What is wrong, in a few words.
    pub title: &'static str,
    /// What is wrong, in a sentence with `{signed}` and `{sent}` for what was signed and what was sent.
    pub explanation: &'static str,
    /// What to do about it.
    pub fix: &'static str,
}

/// Returns every mistake that a diagnosis can find: first what is read off a request, then those of TC3, then those of
/// version 1.
///
/// ```
/// let known = tc3_signature::known_mistakes();
/// assert!(known.iter().any(|mistake| mistake.id == "host-without-port"));
/// ```
#[must_use]
pub fn known_mistakes() -> Vec<KnownMistake> {
    [FACTS, TC3, V1].concat()
}

/// The known mistake with an ID.
pub(super) fn known(table: &[KnownMistake], id: &str) -> Option<KnownMistake> {
    table.iter().find(|known| known.id == id).copied()
}

const fn mistake(id: &'static str, title: &'static str, explanation: &'static str, fix: &'static str) -> KnownMistake {
    KnownMistake {
        id,
        title,
        explanation,
        fix,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::known_mistakes;

    #[test]
    fn ids_are_unique_and_texts_are_whole() {
        let known = known_mistakes();
        let ids: BTreeSet<&str> = known.iter().map(|mistake| mistake.id).collect();
        assert_eq!(ids.len(), known.len());
        for mistake in known {
            let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
            assert!(mistake.id.bytes().all(is_plain), "{}", mistake.id);
            assert!(
                !mistake.title.ends_with('.') && !mistake.explanation.ends_with('.'),
                "{}",
                mistake.id
            );
            assert!(!mistake.fix.is_empty() && !mistake.fix.ends_with('.'), "{}", mistake.id);
        }
    }
}
