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

/// What is known after some bytes.
#[derive(Clone)]
pub(super) struct Row {
    /// Errors after each count of bytes of the word; `None` before the prefix was read or after it was another.
    now: Vec<u8>,
    before: Vec<u8>,
    last: u8,
    is_started: bool,
}

impl<'a> Near<'a> {
    /// `prefix` is the byte that every term of the kind begins with. A word of 4 to 6 bytes may have one error, a longer
    /// one two, a shorter one none.
    pub(super) fn new(prefix: u8, word: &'a str) -> Self {
        let most = match word.len() {
            0..4 => 0,
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
        let length = u8::try_from(self.word.len()).unwrap_or(u8::MAX);
        Row {
            now: (0..=length).collect(),
            before: Vec::new(),
            last: 0,
            is_started: false,
        }
    }

    fn is_match(&self, row: &Row) -> bool {
        row.is_started && row.now.last().is_some_and(|errors| *errors <= self.most)
    }

    fn can_match(&self, row: &Row) -> bool {
        row.now.iter().any(|errors| *errors <= self.most)
    }

    fn accept(&self, row: &Row, byte: u8) -> Row {
        if !row.is_started {
            let now = if byte == self.prefix {
                row.now.clone()
            } else {
                Vec::new()
            };
            return Row {
                now,
                before: Vec::new(),
                last: 0,
                is_started: true,
            };
        }
        let Some(first) = row.now.first() else {
            return row.clone();
        };
        let mut now = Vec::with_capacity(row.now.len());
        now.push(first.saturating_add(1));
        for (at, letter) in self.word.iter().enumerate() {
            let get = |row: &[u8], at: usize| row.get(at).copied().unwrap_or(u8::MAX);
            let mut errors = get(&row.now, at).saturating_add(u8::from(*letter != byte));
            errors = errors.min(get(&row.now, at + 1).saturating_add(1));
            errors = errors.min(get(&now, at).saturating_add(1));
            let is_exchange = at > 0 && *letter == row.last && self.word.get(at - 1) == Some(&byte);
            if is_exchange {
                errors = errors.min(get(&row.before, at - 1).saturating_add(1));
            }
            now.push(errors);
        }
        Row {
            now,
            before: row.now.clone(),
            last: byte,
            is_started: true,
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
