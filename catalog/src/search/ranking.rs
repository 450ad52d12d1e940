//! Searches, and puts the best first.
//!
//! Each word of a query has to be found in an action, in any place and any order; if no action has all of them, those
//! that have the most are given, and [`SearchResult::is_partial`] says so. An action's name comes before its title, that before its
//! description, and members come last; the services that most people use come before the others, and what is deprecated
//! comes last.

use std::cmp::Reverse;
use std::collections::HashSet;

use crate::summary::{Site, Sites};

use super::common_services::prior;
use super::evidence::{Evidence, Field};
use super::index::{Document, NAME_WORD, Reader, SearchIndex};
use super::words::{is_filler, is_ideograph, pair, parts_of_name};

/// The most words of a query that are looked at.
const MOST_WORDS: usize = 16;

/// What a search found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchResult {
    /// The actions, the best first.
    pub hits: Vec<Hit>,
    /// Whether no action has all the words, so that these have only some of them.
    pub is_partial: bool,
    /// Words that were not found, each with those that were searched in its place; none if nothing is near.
    pub corrections: Vec<(String, Vec<String>)>,
}

/// An action that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Short name of the service: `gaap`.
    pub service: String,
    /// Version of the service: `2018-05-29`.
    pub version: String,
    /// Name of the action: `CreateProxyGroup`.
    pub action: String,
    /// What it does, in English, in a few words; empty if the index has no text.
    pub english: String,
    /// What it does, in Chinese, in a few words; empty if the index has no text.
    pub chinese: String,
    /// How good it is, compared with the other hits of the same search.
    pub score: u32,
    /// Where the words were found; the place of the word that was found farthest from the name.
    pub matched: Matched,
    /// Whether it should no longer be used.
    pub is_deprecated: bool,
    /// The sites that have it.
    pub sites: Sites,
}

/// Where a word was found.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Matched {
    /// In the name of the action or of the service.
    Name,
    /// In the first sentence of the description, or in the service's title.
    Title,
    /// In the rest of the description.
    Description,
    /// In the name of a member of the request or the response.
    Member(String),
}

/// A word of a query: letters and digits, or a run of Chinese characters.
struct Word {
    text: String,
    is_last: bool,
}

/// What a query says of names.
struct Names {
    /// Its letters without spaces, as in a name: all of them, and without the name of a service at either end.
    joined: Vec<String>,
    /// The name of a service that it begins or ends with.
    service: Option<String>,
}

impl SearchIndex<'_> {
    /// Searches for actions.
    ///
    /// The last word may be unfinished: `create prox` finds what `create proxy` does. A word that is nowhere is replaced
    /// with those that are one or two typing errors away. Returns at most `limit` hits.
    #[must_use]
    pub fn search(&self, query: &str, limit: usize) -> SearchResult {
        self.search_where(query, limit, None, &|_, _| true)
    }

    /// Searches for actions of a site, if one is given, in versions of services that `is_wanted` says yes to, by the name
    /// of the service and the version.
    #[must_use]
    pub fn search_where(
        &self,
        query: &str,
        limit: usize,
        site: Option<Site>,
        is_wanted: &dyn Fn(&str, &str) -> bool,
    ) -> SearchResult {
        let words = words(query);
        if words.is_empty() {
            return SearchResult::default();
        }
        let mut reader = Reader::new(self);
        let mut result = SearchResult::default();
        let services: Vec<bool> = (self.services.iter())
            .map(|service| is_wanted(self.name(&service.name), self.name(&service.version)))
            .collect();
        let is_wanted = |document: &Document| {
            let has_service = services.get(document.service).copied().unwrap_or(false);
            has_service && site.is_none_or(|site| document.sites.has(site))
        };
        let wanted: Vec<bool> = self.documents.iter().map(is_wanted).collect();
        let evidence = self.evidence(&mut reader, &words, &wanted, limit, &mut result);
        let (most, best) = self.best(&evidence, &wanted);
        if most == 0 {
            return result;
        }
        result.is_partial = most < words.len();
        let names = self.names(&words);
        let mut scored: Vec<(Reverse<u32>, usize)> = (best.into_iter())
            .map(|document| (Reverse(self.score(document, &evidence, &names)), document))
            .collect();
        // Titles are looked at for the best only: they have to be inflated.
        let kept = scored.len().min(limit.saturating_mul(3).saturating_add(60));
        if let Some(last) = kept.checked_sub(1).filter(|last| *last < scored.len()) {
            scored.select_nth_unstable(last);
        }
        scored.truncate(kept);
        let chinese: Vec<&str> = words
            .iter()
            .map(|word| word.text.as_str())
            .filter(|word| !word.is_ascii())
            .collect();
        if !chinese.is_empty() {
            for (score, document) in &mut scored {
                score.0 += score_of_title(reader.titles(*document).1, &chinese);
            }
        }
        scored.sort_unstable_by_key(|(score, document)| {
            let length = self.documents.get(*document).map_or(0, |document| document.name.len());
            (*score, length, *document)
        });
        self.push_hits(&scored, limit, &evidence, &mut reader, &mut result);
        result
    }

    /// Returns the words of names that are nearest to a word, the nearest first, at most three.
    #[must_use]
    pub fn near_words(&self, word: &str) -> Vec<String> {
        use fst::{IntoStreamer, Streamer};

        const LIKELY: f64 = 0.75;
        let word = word.to_lowercase();
        let mut near = Vec::new();
        let mut terms = self.terms.range().ge([NAME_WORD]).lt([NAME_WORD + 1]).into_stream();
        while let Some((term, _)) = terms.next() {
            let Some(term) = term.get(1..).and_then(|term| std::str::from_utf8(term).ok()) else {
                continue;
            };
            let likely = strsim::jaro_winkler(&word, term);
            if likely >= LIKELY {
                near.push((likely, term.to_owned()));
            }
        }
        near.sort_by(|(one, _), (other, _)| other.total_cmp(one));
        near.truncate(3);
        near.into_iter().map(|(_, term)| term).collect()
    }

    /// What each word finds. Members are looked at only if names and texts do not give enough, and near words only where a
    /// word is nowhere.
    fn evidence(
        &self,
        reader: &mut Reader<'_>,
        words: &[Word],
        wanted: &[bool],
        limit: usize,
        result: &mut SearchResult,
    ) -> Vec<Evidence> {
        let mut evidence: Vec<Evidence> = words.iter().map(|word| self.evidence_of_texts(reader, word)).collect();
        let (most, best) = self.best(&evidence, wanted);
        if most == words.len() && best.len() >= limit {
            return evidence;
        }
        for (word, evidence) in words.iter().zip(&mut evidence) {
            evidence.add_members(self, reader, &word.text, word.is_last);
            if !word.text.is_ascii() || !evidence.is_empty() {
                continue;
            }
            evidence.add_parts_of_members(reader, &word.text);
            if evidence.is_empty() {
                let near = evidence.add_near(self, reader, &word.text);
                result.corrections.push((word.text.clone(), near));
            }
        }
        evidence
    }

    fn evidence_of_texts(&self, reader: &mut Reader<'_>, word: &Word) -> Evidence {
        let count = self.documents.len();
        let mut evidence = Evidence::new(count);
        let characters: Vec<char> = word.text.chars().collect();
        if word.text.is_ascii() || characters.len() == 1 {
            let is_prefix = word.is_last || !word.text.is_ascii();
            evidence.add_word(self, reader, &word.text, is_prefix);
            return evidence;
        }
        let pairs = characters
            .windows(2)
            .filter_map(|pair| Some((*pair.first()?, *pair.last()?)));
        let parts: Vec<Evidence> = pairs
            .map(|(first, second)| {
                let mut part = Evidence::new(count);
                part.add_word(self, reader, &pair(first, second), false);
                part
            })
            .collect();
        Evidence::of_parts(&parts, count)
    }

    /// The most words that an action of the wanted services has, and the actions that have so many.
    fn best(&self, evidence: &[Evidence], wanted: &[bool]) -> (usize, Vec<usize>) {
        let mut most = 1;
        let mut best = Vec::new();
        for (number, is_wanted) in wanted.iter().enumerate() {
            let cells = evidence.iter().filter_map(|evidence| evidence.cells.get(number));
            let matched = cells.filter(|cell| cell.points > 0).count();
            if matched < most || !is_wanted {
                continue;
            }
            if matched > most {
                most = matched;
                best.clear();
            }
            best.push(number);
        }
        if best.is_empty() { (0, best) } else { (most, best) }
    }

    /// What a query says of names.
    fn names(&self, words: &[Word]) -> Names {
        let is_service = |word: &&&str| self.services.iter().any(|service| self.name(&service.name) == **word);
        let ascii = words
            .iter()
            .map(|word| word.text.as_str())
            .filter(|text| text.is_ascii());
        let ascii: Vec<&str> = ascii.collect();
        let first = ascii.first().filter(is_service);
        let last = ascii.last().filter(is_service);
        let mut joined = vec![ascii.concat()];
        if first.is_some() {
            joined.push(ascii.iter().skip(1).copied().collect());
        }
        if last.is_some() {
            joined.push(ascii.iter().take(ascii.len() - 1).copied().collect());
        }
        joined.retain(|joined| !joined.is_empty());
        Names {
            joined,
            service: first.or(last).map(|service| (*service).to_owned()),
        }
    }

    fn score(&self, document: usize, evidence: &[Evidence], names: &Names) -> u32 {
        let cells = evidence.iter().filter_map(|evidence| evidence.cells.get(document));
        let mut score: u32 = cells.map(|cell| cell.points).sum();
        let Some(document) = self.documents.get(document) else {
            return score;
        };
        let name = self.lower_name(document);
        score += names
            .joined
            .iter()
            .map(|joined| score_of_name(name, joined))
            .max()
            .unwrap_or(0);
        if let Some(service) = self.services.get(document.service) {
            let service_name = self.name(&service.name);
            score += prior(service_name) + if service.is_default { 10 } else { 0 };
            score += if names.service.as_deref() == Some(service_name) {
                150
            } else {
                0
            };
        }
        if document.is_deprecated { score / 8 } else { score }
    }

    fn push_hits(
        &self,
        scored: &[(Reverse<u32>, usize)],
        limit: usize,
        evidence: &[Evidence],
        reader: &mut Reader<'_>,
        result: &mut SearchResult,
    ) {
        let mut seen = HashSet::new();
        for (Reverse(score), number) in scored {
            if result.hits.len() >= limit {
                break;
            }
            let Some(document) = self.documents.get(*number) else {
                continue;
            };
            let Some(service) = self.services.get(document.service) else {
                continue;
            };
            let (service_name, action) = (self.name(&service.name), self.name(&document.name));
            // The same action in another version of the service.
            if !seen.insert((service_name, action)) {
                continue;
            }
            let fields = evidence.iter().filter_map(|evidence| evidence.cells.get(*number));
            let field = fields.filter(|cell| cell.points > 0).map(|cell| cell.field).max();
            let matched = match field.unwrap_or_default() {
                Field::Name => Matched::Name,
                Field::Title => Matched::Title,
                Field::Text => Matched::Description,
                Field::Member(id) => Matched::Member(
                    reader
                        .member_name(usize::try_from(id).unwrap_or(usize::MAX))
                        .unwrap_or_default()
                        .to_owned(),
                ),
            };
            let (english, chinese) = reader.titles(*number);
            result.hits.push(Hit {
                service: service_name.to_owned(),
                version: self.name(&service.version).to_owned(),
                action: action.to_owned(),
                english: english.to_owned(),
                chinese: chinese.to_owned(),
                score: *score,
                matched,
                is_deprecated: document.is_deprecated,
                sites: document.sites,
            });
        }
    }
}

/// The words of a query, at most sixteen.
fn words(query: &str) -> Vec<Word> {
    let kind = |character: char| match character {
        _ if character.is_ascii_alphanumeric() => Some(true),
        _ if is_ideograph(character) => Some(false),
        _ => None,
    };
    let mut runs: Vec<(Option<bool>, String)> = Vec::new();
    for character in query.chars() {
        let kind = kind(character);
        match runs.last_mut() {
            Some((of_run, run)) if *of_run == kind => run.push(character),
            _ => runs.push((kind, String::from(character))),
        }
    }
    let is_finished = query.ends_with(char::is_whitespace);
    let runs = runs.into_iter().filter_map(|(kind, run)| Some((kind?, run)));
    let mut words: Vec<Word> = runs
        .flat_map(|(is_ascii, run)| {
            if is_ascii {
                parts_of_name(&run).map(str::to_ascii_lowercase).collect()
            } else {
                vec![run]
            }
        })
        .map(|text| Word { text, is_last: false })
        .take(MOST_WORDS)
        .collect();
    // A query of nothing else keeps them, and so does the last word, which may still be typed: `a`, `all`.
    let count = words.len();
    let mut place = 0;
    words.retain(|word| {
        place += 1;
        place == count || !is_filler(&word.text)
    });
    if let Some(last) = words.last_mut() {
        last.is_last = !is_finished;
    }
    words
}

/// Points for a name that is, begins with or has the letters of the query; the more, the less else it has.
fn score_of_name(name: &str, joined: &str) -> u32 {
    let share = |most: usize| u32::try_from(most * joined.len() / name.len().max(1)).unwrap_or(0);
    match name.find(joined) {
        Some(0) if name.len() == joined.len() => 400,
        Some(0) => 100 + share(100),
        Some(_) => 40 + share(60),
        None => share(30).min(30),
    }
}

/// Points for a title that has the Chinese words as they were typed, more if it has little else.
fn score_of_title(title: &str, words: &[&str]) -> u32 {
    let found: usize = words
        .iter()
        .filter(|word| title.contains(*word))
        .map(|word| word.len())
        .sum();
    let share = 80 * found / title.len().max(1);
    u32::try_from(share).unwrap_or(0) + if found > 0 { 20 } else { 0 }
}
