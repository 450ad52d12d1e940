//! An automaton that accepts what is a few typing errors away from a word.
//!
//! The crate's own Levenshtein automaton builds a table for the word first, which costs milliseconds at two errors. This
//! one keeps a row of the usual matrix as its state, and an exchange of two letters is one error.

use fst::Automaton;

/// Accepts `prefix` and, after it, each word at most `most` errors away from `word`.
pub(super) struct Near<'a> {
    prefix: u8,
    word: &'a [u8],
    most: u8,
}

/// The longest word that is compared, in bytes, and one more.
const LENGTH: usize = 33;

/// What is known after some bytes. Arrays, since a search makes tens of thousands of them.
#[derive(Clone, Copy)]
pub(super) struct Row {
    /// Errors after each count of bytes of the word.
    now: [u8; LENGTH],
    before: [u8; LENGTH],
    last: u8,
    state: State,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// The prefix is to come.
    Start,
    Word,
    /// The prefix was another.
    Dead,
}

impl<'a> Near<'a> {
    /// `prefix` is the byte that every term of the kind begins with. A word of 4 to 6 bytes may have one error, a longer
    /// one two, a shorter one none.
    pub(super) fn new(prefix: u8, word: &'a str) -> Self {
        let most = match word.len() {
            0..4 | LENGTH.. => 0,
            4..7 => 1,
            _ => 2,
        };
        Self {
            prefix,
            word: word.as_bytes(),
            most,
        }
    }
}

impl Automaton for Near<'_> {
    type State = Row;

    fn start(&self) -> Row {
        let mut now = [u8::MAX; LENGTH];
        for (errors, count) in now.iter_mut().zip(0..).take(self.word.len() + 1) {
            *errors = count;
        }
        Row {
            now,
            before: [u8::MAX; LENGTH],
            last: 0,
            state: State::Start,
        }
    }

    fn is_match(&self, row: &Row) -> bool {
        let errors = row.now.get(self.word.len()).copied().unwrap_or(u8::MAX);
        row.state == State::Word && errors <= self.most
    }

    fn can_match(&self, row: &Row) -> bool {
        row.state != State::Dead && row.now.iter().any(|errors| *errors <= self.most)
    }

    fn accept(&self, row: &Row, byte: u8) -> Row {
        if row.state != State::Word {
            let is_prefix = row.state == State::Start && byte == self.prefix;
            let state = if is_prefix { State::Word } else { State::Dead };
            return Row { state, ..*row };
        }
        let get = |row: &[u8; LENGTH], at: usize| row.get(at).copied().unwrap_or(u8::MAX);
        let mut now = [u8::MAX; LENGTH];
        now[0] = row.now[0].saturating_add(1);
        for (at, letter) in self.word.iter().enumerate().take(LENGTH - 1) {
            let mut errors = get(&row.now, at).saturating_add(u8::from(*letter != byte));
            errors = errors.min(get(&row.now, at + 1).saturating_add(1));
            errors = errors.min(get(&now, at).saturating_add(1));
            let is_exchange = at > 0 && *letter == row.last && self.word.get(at - 1) == Some(&byte);
            if is_exchange {
                errors = errors.min(get(&row.before, at - 1).saturating_add(1));
            }
            if let Some(now) = now.get_mut(at + 1) {
                *now = errors;
            }
        }
        Row {
            now,
            before: row.now,
            last: byte,
            state: State::Word,
        }
    }
}

#[cfg(test)]
mod tests {
    use fst::{IntoStreamer, Set, Streamer};

    use super::Near;

    #[test]
    fn typing_errors_are_counted() {
        let set = Set::from_iter(["ncreate", "ndescribe", "ninstance", "nproxy", "tinstance"]).unwrap();
        let near = |word: &str| {
            let mut found = set.search(Near::new(b'n', word)).into_stream();
            let mut words = Vec::new();
            while let Some(word) = found.next() {
                words.push(String::from_utf8(word.to_vec()).unwrap());
            }
            words
        };
        assert_eq!(near("isntance"), ["ninstance"]);
        assert_eq!(near("descrbie"), ["ndescribe"]);
        assert_eq!(near("crate"), ["ncreate"]);
        assert_eq!(near("porxy"), ["nproxy"]);
        assert!(near("pro").is_empty());
        assert!(near("instants").len() == 1 && near("insects").is_empty());
    }
}
