//! Splits names, texts and queries into the words that the index has.
//!
//! Words are in small letters and without a plural s; a run of Chinese characters becomes the pairs of its neighbors,
//! since Chinese is written without spaces. Names are split where their case changes. Unlike a Rust identifier, which
//! has to be the same forever, the words of an index can be generous: `CreateHTTPSListeners` has `https` and `listener`,
//! and a search looks into whole names too, so that a boundary that nobody wrote costs nothing.

use std::borrow::Cow;

/// The longest word that is indexed, in bytes; longer ones are data, not words.
const LONGEST: usize = 32;

/// A character that Chinese text is written with: ideographs, not punctuation.
pub(super) fn is_ideograph(character: char) -> bool {
    matches!(character, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{2ffff}')
}

/// Calls `each` with the words of a text, in small letters and singular, and with the pairs of Chinese characters.
pub(super) fn words_of_text(text: &str, each: &mut dyn FnMut(&str)) {
    let mut previous: Option<char> = None;
    let mut word_start = None;
    for (at, character) in text.char_indices() {
        let is_word = character.is_ascii_alphanumeric();
        if let (false, Some(start)) = (is_word, word_start) {
            words_of_name(&text[start..at], each);
            word_start = None;
        }
        if is_word && word_start.is_none() {
            word_start = Some(at);
        }
        let ideograph = is_ideograph(character).then_some(character);
        if let (Some(before), Some(now)) = (previous, ideograph) {
            each(&pair(before, now));
        }
        previous = ideograph;
    }
    if let Some(start) = word_start {
        words_of_name(&text[start..], each);
    }
}

/// Calls `each` with the words of a name such as `CreateHTTPSListeners`: `create`, `https`, `listener`.
pub(super) fn words_of_name(name: &str, each: &mut dyn FnMut(&str)) {
    for word in parts_of_name(name).filter(|word| word.len() <= LONGEST) {
        each(&singular(&word.to_ascii_lowercase()));
    }
}

/// The words that names of actions have where a person says another one: `list`, and the names have `Describe`.
pub(super) fn synonyms(word: &str) -> &'static [&'static str] {
    match word {
        "list" | "show" | "get" | "query" | "view" | "find" | "read" => &["describe"],
        "describe" => &["list", "query", "get"],
        "create" | "make" | "new" | "launch" | "add" => &["create", "run", "add"],
        "delete" | "remove" | "destroy" | "drop" => &["delete", "terminate", "remove"],
        "change" | "update" | "edit" | "set" => &["modify", "update"],
        "restart" => &["reboot"],
        "vm" | "machine" | "server" => &["instance"],
        _ => &[],
    }
}

/// Words of a query that say nothing of an action.
pub(super) fn is_filler(word: &str) -> bool {
    matches!(
        word,
        "a" | "an" | "the" | "my" | "all" | "of" | "for" | "to" | "in" | "with"
    )
}

/// The parts of a name as they are written: `Create`, `HTTPS`, `Listeners`.
pub(super) fn parts_of_name(name: &str) -> impl Iterator<Item = &str> {
    let parts = name.split(|separator: char| !separator.is_ascii_alphanumeric());
    parts.flat_map(|part| {
        let mut rest = part;
        std::iter::from_fn(move || {
            let (word, after) = rest.split_at_checked(first_word(rest.as_bytes()))?;
            rest = after;
            Some(word).filter(|word| !word.is_empty())
        })
    })
}

/// How many bytes the first word of a name has: `HTTPS` of `HTTPSListener`, `IDs` of `IDsOfZone`, `Create` of `CreateVpc`.
fn first_word(name: &[u8]) -> usize {
    let run = |from: usize, is: fn(&u8) -> bool| name.iter().skip(from).take_while(|byte| is(byte)).count();
    let capitals = run(0, u8::is_ascii_uppercase);
    let small = run(capitals, |byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    match (capitals, small) {
        (0 | 1, small) => capitals + small,
        (capitals, 0) => capitals,
        // A plural: `IDs`.
        (capitals, 1) if name.get(capitals) == Some(&b's') => capitals + 1,
        // `IPv6`, `Ipv6` and `MD5` stay whole; the last capital of `HTTPSListener` begins the next word.
        (capitals, small)
            if name.get(capitals).is_some_and(u8::is_ascii_digit) || name.get(capitals) == Some(&b'v') =>
        {
            capitals + small
        }
        (capitals, _) => capitals - 1,
    }
}

/// A word without the s of plurals and of the third person: `policies` is `policy`, `creates` is `create`.
pub(super) fn singular(word: &str) -> Cow<'_, str> {
    const SHORTEST: usize = 4;
    if word == "ids" {
        return Cow::Borrowed("id");
    }
    let is_plural = word.ends_with('s')
        && !["ss", "us", "is", "as", "https", "ddos"]
            .iter()
            .any(|end| word.ends_with(end));
    if word.len() < SHORTEST || !is_plural {
        return Cow::Borrowed(word);
    }
    if let Some(stem) = word.strip_suffix("ies") {
        return Cow::Owned(format!("{stem}y"));
    }
    let ends_in_es = ["sses", "xes", "ches", "shes"].iter().any(|end| word.ends_with(end));
    let cut = if ends_in_es { 2 } else { 1 };
    Cow::Borrowed(word.get(..word.len() - cut).unwrap_or(word))
}

pub(super) fn pair(first: char, second: char) -> String {
    String::from_iter([first, second])
}

#[cfg(test)]
mod tests {
    use super::{words_of_name, words_of_text};

    fn of_name(name: &str) -> Vec<String> {
        let mut words = Vec::new();
        words_of_name(name, &mut |word| words.push(word.to_owned()));
        words
    }

    #[test]
    fn a_name_is_split_where_its_case_changes() {
        let cases: [(&str, &[&str]); 11] = [
            ("CreateProxyGroup", &["create", "proxy", "group"]),
            ("CreateHTTPSListeners", &["create", "https", "listener"]),
            ("DescribeTCPListenerIDs", &["describe", "tcp", "listener", "id"]),
            ("IPv6Addresses", &["ipv6", "address"]),
            ("InternetMaxBandwidthOut", &["internet", "max", "bandwidth", "out"]),
            ("DescribePolicies", &["describe", "policy"]),
            ("CreatePolicy", &["create", "policy"]),
            ("Http3Supported", &["http3", "supported"]),
            ("hadAutoFixVul", &["had", "auto", "fix", "vul"]),
            ("Topic_Simplification", &["topic", "simplification"]),
            ("RunInstances", &["run", "instance"]),
        ];
        for (name, words) in cases {
            assert_eq!(of_name(name), words, "{name}");
        }
    }

    #[test]
    fn chinese_is_split_into_pairs_and_its_punctuation_is_not() {
        let mut words = Vec::new();
        words_of_text("创建通道组（CreateProxyGroup），a 组", &mut |word| {
            words.push(word.to_owned())
        });
        assert_eq!(words, ["创建", "建通", "通道", "道组", "create", "proxy", "group", "a"]);
    }
}
