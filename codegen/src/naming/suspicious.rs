//! Derived names that do not look like words, for a person to read: the lists of acronyms may lack an entry.
//!
//! Nothing here is certain, and nothing depends on it. What the names themselves write with a capital and small letters,
//! such as `Redis`, is taken for a word: a run of capitals is suspicious only if no name writes it that way.

use std::collections::HashMap;

use super::words::{is_acronym, snake_case};

/// Why a name looks wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Suspicion {
    /// A word is a single letter: `s_key`. Coordinates are not meant.
    OneLetter,
    /// Two words are one in most names, and one of them is short: `lo_ra`.
    SplitWord,
    /// A run of capitals is made of two others: `vpccidr`.
    GluedAcronyms,
    /// A long run of capitals that is no known word.
    LongCapitals,
    /// A long word has no vowel.
    NoVowel,
}

impl Suspicion {
    /// The heading of a list of such names.
    pub(crate) fn heading(self) -> &'static str {
        match self {
            Self::OneLetter => "a word of one letter",
            Self::SplitWord => "two words that are one word in most names",
            Self::GluedAcronyms => "one word that is made of two acronyms",
            Self::LongCapitals => "a long run of capitals that is one word",
            Self::NoVowel => "a long word without a vowel",
        }
    }
}

/// The words that a set of names uses.
#[derive(Clone, Debug, Default)]
pub(crate) struct Vocabulary {
    /// How many derived names have a word, or two words that follow each other with `_` between them.
    derived: HashMap<String, usize>,
    /// Words that some name writes with small letters.
    plain: HashMap<String, usize>,
    /// Runs of capitals that are a word of some name.
    capitals: HashMap<String, usize>,
}

impl Vocabulary {
    /// Adds the words of the wire name `name`.
    pub(crate) fn add(&mut self, name: &str) {
        let derived = snake_case(name);
        let words: Vec<&str> = derived.split('_').collect();
        let pairs = words.windows(2).map(|pair| pair.join("_"));
        for entry in pairs.chain(words.iter().map(|word| (*word).to_owned())) {
            *self.derived.entry(entry).or_default() += 1;
        }
        for word in plain_words(name) {
            *self.plain.entry(word).or_default() += 1;
        }
        for run in runs_of_capitals(name) {
            *self.capitals.entry(run).or_default() += 1;
        }
    }

    /// Returns why the name derived from the wire name `name` looks wrong, if it does.
    pub(crate) fn suspicion(&self, name: &str) -> Option<Suspicion> {
        let derived = snake_case(name);
        let words: Vec<&str> = derived.split('_').collect();
        let is_any = |is_so: &dyn Fn(&str) -> bool| words.iter().any(|word| is_so(word));
        let runs: Vec<String> = runs_of_capitals(name)
            .filter(|run| words.contains(&run.as_str()) && !self.plain.contains_key(run))
            .collect();
        if words.windows(2).any(|pair| self.is_one_word(pair)) {
            return Some(Suspicion::SplitWord);
        }
        if is_any(&is_lone_letter) {
            return Some(Suspicion::OneLetter);
        }
        if runs.iter().any(|run| self.is_glued(run)) {
            return Some(Suspicion::GluedAcronyms);
        }
        if runs.iter().any(|run| run.len() >= LONG) {
            return Some(Suspicion::LongCapitals);
        }
        is_any(&is_without_vowel).then_some(Suspicion::NoVowel)
    }

    /// Whether two words that follow each other are more often one word.
    fn is_one_word(&self, pair: &[&str]) -> bool {
        let [first, second] = pair else { return false };
        let is_word = |word: &str| word.bytes().all(|byte| byte.is_ascii_lowercase());
        let is_short = first.len() <= 2 || second.len() == 1;
        let count = |entry: String| self.derived.get(&entry).copied().unwrap_or(0);
        is_short && is_word(first) && is_word(second) && count(pair.concat()) > count(pair.join("_"))
    }

    /// Whether `run` is made of two runs that are words elsewhere.
    fn is_glued(&self, run: &str) -> bool {
        const SHORTEST: usize = 2;
        if is_acronym(run) {
            return false;
        }
        let ends = SHORTEST..=run.len().saturating_sub(SHORTEST);
        ends.into_iter().any(|end| {
            let (first, second) = run.split_at(end);
            [first, second].iter().all(|part| self.capitals.contains_key(*part))
        })
    }
}

/// Fewest letters of a run of capitals, or of a word without a vowel, that looks wrong.
const LONG: usize = 6;

fn is_lone_letter(word: &str) -> bool {
    word.len() == 1
        && word
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() && !b"xyz".contains(&byte))
}

fn is_without_vowel(word: &str) -> bool {
    word.len() >= LONG
        && word
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() && !b"aeiouy".contains(&byte))
}

/// The words that `name` writes with at most one capital, in small letters.
fn plain_words(name: &str) -> impl Iterator<Item = String> {
    let starts = |letter: char| letter.is_ascii_uppercase() || !letter.is_ascii_alphanumeric();
    let mut words = vec![String::new()];
    for letter in name.chars() {
        if starts(letter) {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| letter.is_ascii_alphanumeric()) {
            word.push(letter.to_ascii_lowercase());
        }
    }
    words.into_iter().filter(|word| word.len() > 1)
}

/// The runs of capitals of `name`, in small letters, each without a last one that begins a word.
fn runs_of_capitals(name: &str) -> impl Iterator<Item = String> {
    let mut runs = Vec::new();
    let mut rest = name;
    while let Some(start) = rest.find(|letter: char| letter.is_ascii_uppercase()) {
        rest = &rest[start..];
        let length = rest.bytes().take_while(u8::is_ascii_uppercase).count();
        let after = &rest[length..];
        let of_next = usize::from(after.starts_with(char::is_lowercase));
        let run = &rest[..length - of_next];
        if run.len() > 1 {
            runs.push(run.to_ascii_lowercase());
        }
        rest = after;
    }
    runs.into_iter()
}

#[cfg(test)]
mod tests {
    use super::{Suspicion, Vocabulary};

    #[test]
    fn what_does_not_look_like_words_is_suspicious() {
        let names = [
            "DeviceEui",
            "MQTTSKeyId",
            "GEOHostId",
            "GEOId",
            "Ab",
            "AbTest",
            "A_KeyId",
            "Fluxgate",
            "FluXgateId",
            "AxZone",
            "Axzone",
            "MainAxzone",
            "IDCard",
            "IdCardName",
            "Idcard",
            "DCDBName",
            "DCName",
            "ABCDEFGHI",
            "BCDFGH_id",
            "PositionX",
            "REDISHost",
            "RedisPort",
            "XYZ",
            "GEOXYZId",
        ];
        let mut vocabulary = Vocabulary::default();
        for name in names {
            vocabulary.add(name);
        }
        let suspicions: Vec<_> = names
            .iter()
            .filter_map(|name| Some((*name, vocabulary.suspicion(name)?)))
            .collect();
        let expected = [
            ("A_KeyId", Suspicion::OneLetter),
            ("AxZone", Suspicion::SplitWord),
            ("ABCDEFGHI", Suspicion::LongCapitals),
            ("BCDFGH_id", Suspicion::LongCapitals),
            ("GEOXYZId", Suspicion::GluedAcronyms),
        ];
        assert_eq!(suspicions, expected);
    }
}
