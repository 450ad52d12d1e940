//! What may stand in place of the unfinished word, and which of it matches what was typed.

use crate::near::folded;

/// The most characters of a description: a terminal shows one line of it.
const MAX_DESCRIPTION: usize = 100;

/// A word that the unfinished one may become.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Candidate {
    pub(super) value: String,
    /// A line; may be empty.
    pub(super) description: String,
    /// Whether it is only wanted where nothing begins as the word does.
    pub(super) is_remote: bool,
}

impl Candidate {
    pub(super) fn new(value: impl Into<String>, description: &str) -> Self {
        let line = description.lines().next().unwrap_or_default();
        let mut shown: String = line.chars().filter(|c| !c.is_control()).take(MAX_DESCRIPTION).collect();
        if line.chars().nth(MAX_DESCRIPTION).is_some() {
            shown.push('…');
        }
        Self {
            value: value.into(),
            description: shown,
            is_remote: false,
        }
    }

    /// Makes it one that is only wanted where nothing begins as the word does.
    pub(super) fn remote(self) -> Self {
        Self {
            is_remote: true,
            ..self
        }
    }

    /// Whether more of the word follows, so that no space may: a path of names, a folder, an option before its value.
    pub(super) fn is_open(&self) -> bool {
        self.value.ends_with(['.', '=', '/', '@'])
    }
}

/// The candidates that begin as `typed` does, whatever its letter case; if there are none, those of which a part does:
/// `group` finds `CreateProxyGroup`.
pub(super) fn matching(candidates: Vec<Candidate>, typed: &str) -> Vec<Candidate> {
    let (remote, close): (Vec<Candidate>, Vec<Candidate>) =
        candidates.into_iter().partition(|candidate| candidate.is_remote);
    let exact: Vec<Candidate> = retain(&close, |value| value.starts_with(typed));
    if !exact.is_empty() {
        return exact;
    }
    let wanted = folded_word(typed);
    let same_letters = retain(&close, |value| folded_word(value).starts_with(&wanted));
    if !same_letters.is_empty() {
        return same_letters;
    }
    let bare = wanted.trim_start_matches("--");
    if bare.is_empty() {
        return Vec::new();
    }
    retain(&[close, remote].concat(), |value| {
        value.starts_with("--") == wanted.starts_with("--") && has_part(value, bare)
    })
}

fn retain(candidates: &[Candidate], is_wanted: impl Fn(&str) -> bool) -> Vec<Candidate> {
    let wanted = candidates.iter().filter(|candidate| is_wanted(&candidate.value));
    wanted.cloned().collect()
}

/// Without letter case and without what spellings of a name differ in; the dashes of an option stay.
fn folded_word(word: &str) -> String {
    match word.strip_prefix("--") {
        Some(name) => format!("--{}", folded(name)),
        None => folded(word),
    }
}

/// Whether a part of a name, as its capitals and separators divide it, begins with `typed`.
fn has_part(name: &str, typed: &str) -> bool {
    let starts = name
        .char_indices()
        .scan(None, |before: &mut Option<char>, (at, letter)| {
            let begins = match *before {
                None => true,
                Some(last) => (letter.is_uppercase() && !last.is_uppercase()) || !last.is_alphanumeric(),
            };
            *before = Some(letter);
            Some(begins.then_some(at))
        });
    starts
        .flatten()
        .filter_map(|at| name.get(at..))
        .any(|part| folded(part).starts_with(typed))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matched(typed: &str, values: &[&str]) -> Vec<String> {
        let candidates = values.iter().map(|value| Candidate::new(*value, "")).collect();
        matching(candidates, typed)
            .into_iter()
            .map(|candidate| candidate.value)
            .collect()
    }

    #[test]
    fn what_begins_alike_wins_over_other_letter_case_and_that_over_parts() {
        let names = ["CreateProxyGroup", "createOther", "DescribeProxyGroupList"];
        assert_eq!(matched("Cr", &names), ["CreateProxyGroup"]);
        assert_eq!(matched("CREATE", &names), ["CreateProxyGroup", "createOther"]);
        assert_eq!(
            matched("proxyg", &names),
            ["CreateProxyGroup", "DescribeProxyGroupList"]
        );
        assert_eq!(matched("roxy", &names), [""; 0]);
        assert_eq!(matched("", &names).len(), 3);
    }

    #[test]
    fn options_are_matched_in_every_spelling() {
        let names = ["--GroupName", "--AccessRegionSet.0.Bandwidth", "--dry-run"];
        assert_eq!(matched("--groupn", &names), ["--GroupName"]);
        assert_eq!(matched("--dry_r", &names), ["--dry-run"]);
        assert_eq!(matched("--Ban", &names), ["--AccessRegionSet.0.Bandwidth"]);
        assert_eq!(matched("Ban", &names), [""; 0]);
    }

    #[test]
    fn descriptions_are_a_line() {
        let candidate = Candidate::new("x", "a\tb\u{1b}[31m\nsecond");
        assert_eq!(candidate.description, "ab[31m");
        assert_eq!(Candidate::new("x", &"é".repeat(101)).description.chars().count(), 101);
    }
}
