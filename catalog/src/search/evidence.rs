//! What speaks for each action, by one word of a query.

use fst::{IntoStreamer, Streamer};

use super::distance::Near;
use super::index::{MEMBER_WORD, NAME_WORD, Reader, SearchIndex, TEXT_WORD, Weight};
use super::words::{singular, synonyms};

/// Where an action was found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Field {
    #[default]
    Name,
    Title,
    Text,
    /// The member of this number.
    Member(u32),
}

/// The best that speaks for an action.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Cell {
    /// None if it is 0.
    pub(super) points: u32,
    pub(super) field: Field,
}

/// The best that speaks for each action.
#[derive(Clone, Debug)]
pub(super) struct Evidence {
    pub(super) cells: Vec<Cell>,
}

/// How a term matches.
#[derive(Clone, Copy)]
enum Match {
    Exact,
    /// How much of the term was typed, in percent.
    Prefix(u32),
    /// Another word for the same.
    Synonym,
    /// Another word, a few typing errors away.
    Near,
}

impl Evidence {
    pub(super) fn new(documents: usize) -> Self {
        Self {
            cells: vec![Cell::default(); documents],
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.cells.iter().all(|cell| cell.points == 0)
    }

    fn put(&mut self, document: usize, points: u32, field: Field) {
        if let Some(cell) = self.cells.get_mut(document)
            && cell.points < points
        {
            *cell = Cell { points, field };
        }
    }

    /// Adds what a word finds in names and texts; `is_prefix` if more of it may follow.
    pub(super) fn add_word(&mut self, index: &SearchIndex<'_>, reader: &mut Reader<'_>, word: &str, is_prefix: bool) {
        for (kind, shortest) in [(NAME_WORD, 1), (TEXT_WORD, 3)] {
            self.add_kind(index, reader, kind, word, is_prefix.then_some(shortest));
        }
        for synonym in synonyms(word) {
            self.add_term(index, reader, NAME_WORD, synonym, Match::Synonym);
        }
        if word.is_ascii() && word.len() >= 3 {
            index.documents_with(word, &mut |document| self.put(document, 40, Field::Name));
        }
    }

    /// Adds what a word finds in names of members.
    pub(super) fn add_members(
        &mut self,
        index: &SearchIndex<'_>,
        reader: &mut Reader<'_>,
        word: &str,
        is_prefix: bool,
    ) {
        if word.is_ascii() {
            self.add_kind(index, reader, MEMBER_WORD, word, is_prefix.then_some(4));
        }
    }

    /// Adds what a word finds in terms of a kind, and as the beginning of one if it has `shortest` letters.
    fn add_kind(
        &mut self,
        index: &SearchIndex<'_>,
        reader: &mut Reader<'_>,
        kind: u8,
        word: &str,
        shortest: Option<usize>,
    ) {
        self.add_term(index, reader, kind, &singular(word), Match::Exact);
        if shortest.is_some_and(|shortest| word.len() >= shortest || !word.is_ascii()) {
            self.add_prefix(index, reader, kind, word);
        }
    }

    /// Adds the actions of members that have the word in their names, whether or not it begins or ends where their words
    /// do: `delayloop`. All names of members have to be read, so it is for words that are nowhere else.
    pub(super) fn add_parts_of_members(&mut self, reader: &mut Reader<'_>, word: &str) {
        const SHORTEST: usize = 4;
        if word.len() < SHORTEST {
            return;
        }
        for id in reader.members_with(word) {
            let Some(offset) = reader.member_offset(id) else {
                continue;
            };
            let field = Field::Member(u32::try_from(id).unwrap_or(u32::MAX));
            reader.postings(offset, &mut |document, _| self.put(document, 12, field));
        }
    }

    /// Adds what the nearest words find, and returns these.
    pub(super) fn add_near(&mut self, index: &SearchIndex<'_>, reader: &mut Reader<'_>, word: &str) -> Vec<String> {
        let stem = &*singular(word);
        let mut near: Vec<(usize, String)> = Vec::new();
        for kind in [NAME_WORD, TEXT_WORD, MEMBER_WORD] {
            let mut terms = index.terms.search(Near::new(kind, stem)).into_stream();
            while let Some((term, _)) = terms.next() {
                let term = term
                    .get(1..)
                    .and_then(|term| std::str::from_utf8(term).ok())
                    .unwrap_or_default();
                near.push((strsim::osa_distance(stem, term), term.to_owned()));
            }
            if !near.is_empty() {
                break;
            }
        }
        let nearest = near.iter().map(|(distance, _)| *distance).min();
        near.retain(|(distance, _)| Some(*distance) == nearest);
        near.truncate(4);
        for (_, term) in &near {
            for kind in [NAME_WORD, TEXT_WORD, MEMBER_WORD] {
                self.add_term(index, reader, kind, term, Match::Near);
            }
        }
        near.into_iter().map(|(_, term)| term).collect()
    }

    fn add_term(&mut self, index: &SearchIndex<'_>, reader: &mut Reader<'_>, kind: u8, term: &str, how: Match) {
        if let Some(offset) = index.terms.get([&[kind], term.as_bytes()].concat()) {
            self.add_list(reader, kind, offset, how);
        }
    }

    fn add_prefix(&mut self, index: &SearchIndex<'_>, reader: &mut Reader<'_>, kind: u8, prefix: &str) {
        let from = [&[kind], prefix.as_bytes()].concat();
        let mut terms = index.terms.range().ge(&from).into_stream();
        while let Some((term, offset)) = terms.next() {
            if !term.starts_with(&from) {
                break;
            }
            let typed = 100 * prefix.len() / (term.len() - 1).max(1);
            self.add_list(reader, kind, offset, Match::Prefix(u32::try_from(typed).unwrap_or(0)));
        }
    }

    fn add_list(&mut self, reader: &mut Reader<'_>, kind: u8, offset: u64, how: Match) {
        if kind == MEMBER_WORD {
            let mut ids = Vec::new();
            reader.postings(offset, &mut |id, _| ids.push(id));
            for id in ids {
                let Some(offset) = reader.member_offset(id) else {
                    continue;
                };
                let field = Field::Member(u32::try_from(id).unwrap_or(u32::MAX));
                let points = how.of(18);
                reader.postings(offset, &mut |document, _| self.put(document, points, field));
            }
            return;
        }
        reader.postings(offset, &mut |document, weight| {
            let (points, field) = match (kind, weight) {
                (NAME_WORD, Weight::Service) => (110, Field::Name),
                (NAME_WORD, _) => (100, Field::Name),
                (_, Weight::Name | Weight::Service) => (45, Field::Title),
                (_, Weight::Text) => (20, Field::Text),
            };
            self.put(document, how.of(points), field);
        });
    }

    /// Takes what all of `parts`, pairs of a run of Chinese characters, say together: their mean, if most were found.
    pub(super) fn of_parts(parts: &[Self], documents: usize) -> Self {
        let mut whole = Self::new(documents);
        let count = u32::try_from(parts.len()).unwrap_or(u32::MAX).max(1);
        for (document, cell) in whole.cells.iter_mut().enumerate() {
            let cells = parts.iter().filter_map(|part| part.cells.get(document));
            let found = cells.filter(|cell| cell.points > 0);
            let (mut matched, mut points) = (0, 0);
            for part in found {
                matched += 1;
                points += part.points;
                cell.field = cell.field.max(part.field);
            }
            if matched * 5 >= count * 3 {
                cell.points = (points / count).max(1);
            }
        }
        whole
    }
}

impl Match {
    /// The points of a match like this, of those for the whole word.
    fn of(self, points: u32) -> u32 {
        match self {
            Self::Exact => points,
            Self::Prefix(typed) => (points * (50 + typed * 2 / 5) / 100).max(1),
            Self::Near => (points / 2).max(1),
            Self::Synonym => points * 8 / 10,
        }
    }
}
