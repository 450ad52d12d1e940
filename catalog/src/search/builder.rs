//! Writes the index: collects words, then sorts and packs them.

use std::collections::{BTreeMap, HashMap, HashSet};

use fst::MapBuilder;
use tc3_codegen::spec::{ItemType, Member, Service};

use super::blocks::{deflate, push_number, push_text, write_blocks};
use super::index::{
    MEMBER_WORD, MEMBERS_PER_BLOCK, NAME_WORD, OFFSETS_PER_BLOCK, POSTINGS_PER_BLOCK, SearchIndexError, Sections,
    TEXT_WORD, TITLES_PER_BLOCK, Weight,
};
use super::words::{is_ideograph, words_of_name, words_of_text};

/// A word that more than one in so many actions has is not kept for descriptions of members: it tells nothing, and such
/// words would be half of the index.
const FREQUENT: usize = 64;

/// The longest title that is kept, in characters.
const LONGEST_TITLE: usize = 120;

/// Collects services and writes a search index over their actions.
///
/// ```
/// use tc3_catalog::search::{SearchIndex, SearchIndexBuilder};
/// use tc3_codegen::spec::{ActionFile, Service};
///
/// let mut service = Service::default();
/// service.file.name = "gaap".to_owned().into();
/// let mut action = ActionFile::default();
/// action.name = "CreateProxyGroup".to_owned().into();
/// service.actions.push(action);
///
/// let mut builder = SearchIndexBuilder::new();
/// builder.add(&service, true, &[]);
/// let bytes = builder.finish()?;
/// let index = SearchIndex::open(&bytes)?;
/// assert_eq!(index.search("create group", 10).hits[0].action, "CreateProxyGroup");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Default)]
pub struct SearchIndexBuilder {
    documents: Vec<u8>,
    count: u32,
    titles: Vec<Vec<u8>>,
    name_words: Terms,
    text_words: Terms,
    /// Actions by the names of their members.
    members: Terms,
}

/// Postings by term.
#[derive(Debug, Default)]
struct Terms {
    ids: HashMap<Box<str>, u32>,
    postings: Vec<Vec<u32>>,
}

/// The words of a type's members, and the types that they refer to.
#[derive(Default)]
struct Shape {
    members: Vec<u32>,
    words: Vec<u32>,
    types: Vec<usize>,
}

impl Terms {
    fn id(&mut self, term: &str) -> u32 {
        if let Some(id) = self.ids.get(term) {
            return *id;
        }
        let id = u32::try_from(self.postings.len()).unwrap_or(u32::MAX);
        self.ids.insert(term.into(), id);
        self.postings.push(Vec::new());
        id
    }

    /// Adds a document to a term, by its best weight.
    fn post(&mut self, id: u32, document: u32, weight: Weight) {
        let Some(postings) = usize::try_from(id).ok().and_then(|id| self.postings.get_mut(id)) else {
            return;
        };
        let posting = document << 2 | weight as u32;
        match postings.last_mut() {
            Some(last) if *last >> 2 == document => *last = (*last).min(posting),
            _ => postings.push(posting),
        }
    }

    fn into_sorted(self) -> BTreeMap<Box<str>, Vec<u32>> {
        let Self { ids, mut postings } = self;
        let mut take = |id: u32| {
            let id = usize::try_from(id).unwrap_or(usize::MAX);
            postings.get_mut(id).map(std::mem::take).unwrap_or_default()
        };
        ids.into_iter().map(|(term, id)| (term, take(id))).collect()
    }
}

impl SearchIndexBuilder {
    /// Creates a builder without any service.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a version of a service.
    ///
    /// `texts` are the same version with descriptions in other languages; the order of their actions, types and members
    /// makes no difference. A version without any description is found by its names.
    pub fn add(&mut self, service: &Service, is_default_version: bool, texts: &[&Service]) {
        let name = &service.file.name.value;
        push_text(&mut self.documents, name);
        push_text(&mut self.documents, &service.file.version.value);
        self.documents.push(u8::from(is_default_version));
        push_number(&mut self.documents, service.actions.len() as u64);
        let shapes = self.shapes(service, texts);
        for action in &service.actions {
            push_text(&mut self.documents, &action.name.value);
            self.documents.push(u8::from(action.deprecated.is_some()));
            let document = self.count;
            self.count += 1;

            let mut languages: Vec<&str> = vec![&action.description.value];
            let others = texts.iter().filter_map(|texts| texts.action(&action.name.value));
            languages.extend(others.clone().map(|other| other.description.value.as_str()));
            self.push_titles(&languages);
            self.words_of_action(service, texts, &action.name.value, &languages, document);

            let mut of_action = Shape::default();
            for member in action.parameters.iter().chain(&action.output) {
                let others = others
                    .clone()
                    .flat_map(|other| other.parameters.iter().chain(&other.output));
                let others = others.filter(|other| other.name.value == member.name.value);
                self.add_member(service, member, others, &mut of_action);
            }
            let mut sent = HashSet::new();
            let mut to_send = Shape::default();
            for member in &action.parameters {
                if let ItemType::Named(name) = member.type_ref().item {
                    to_send
                        .types
                        .extend(service.types.iter().position(|shared| shared.name.value == name));
                }
            }
            reach(&to_send, &shapes, &mut sent);
            self.post_members(&of_action, &shapes, &sent, document);
        }
    }

    fn words_of_action(
        &mut self,
        service: &Service,
        texts: &[&Service],
        name: &str,
        languages: &[&str],
        document: u32,
    ) {
        let names = &mut self.name_words;
        words_of_name(&service.file.name.value, &mut |word| {
            let id = names.id(word);
            names.post(id, document, Weight::Service);
        });
        words_of_name(name, &mut |word| {
            let id = names.id(word);
            names.post(id, document, Weight::Name);
        });
        let words = &mut self.text_words;
        let mut post = |text: &str, weight: Weight| {
            words_of_text(text, &mut |word| {
                let id = words.id(word);
                words.post(id, document, weight);
            });
        };
        for text in languages {
            let title = title(text);
            post(title, Weight::Title);
            post(text.get(title.len()..).unwrap_or_default(), Weight::Text);
        }
        let services = std::iter::once(service).chain(texts.iter().copied());
        for service in services {
            post(&service.file.title.value, Weight::Title);
        }
    }

    fn push_titles(&mut self, languages: &[&str]) {
        let titles = || {
            languages
                .iter()
                .map(|text| title(text))
                .filter(|title| !title.is_empty())
        };
        let english = titles().find(|title| !title.contains(is_ideograph));
        let chinese = titles().find(|title| title.contains(is_ideograph));
        let index = usize::try_from((self.count - 1) / TITLES_PER_BLOCK).unwrap_or(usize::MAX);
        if index >= self.titles.len() {
            self.titles.push(Vec::new());
        }
        if let Some(block) = self.titles.get_mut(index) {
            push_text(block, english.unwrap_or_default());
            push_text(block, chinese.unwrap_or_default());
        }
    }

    /// The words of each type, once for all actions that reach it.
    fn shapes(&mut self, service: &Service, texts: &[&Service]) -> Vec<Shape> {
        let mut shapes = Vec::with_capacity(service.types.len());
        for shared in &service.types {
            let mut shape = Shape::default();
            let others: Vec<_> = texts
                .iter()
                .filter_map(|texts| texts.type_named(&shared.name.value))
                .collect();
            for member in shared.members.iter().flatten() {
                let others = others.iter().flat_map(|other| other.members.iter().flatten());
                let others = others.filter(|other| other.name.value == member.name.value);
                self.add_member(service, member, others, &mut shape);
            }
            shape.words.sort_unstable();
            shape.words.dedup();
            shapes.push(shape);
        }
        shapes
    }

    fn add_member<'a>(
        &mut self,
        service: &Service,
        member: &'a Member,
        others: impl Iterator<Item = &'a Member>,
        shape: &mut Shape,
    ) {
        // Each response has it.
        if member.name.value == "RequestId" {
            return;
        }
        shape.members.push(self.members.id(&member.name.value));
        if let ItemType::Named(name) = member.type_ref().item {
            shape
                .types
                .extend(service.types.iter().position(|shared| shared.name.value == name));
        }
        for member in std::iter::once(member).chain(others) {
            let words = &mut self.text_words;
            words_of_text(&member.description.value, &mut |word| shape.words.push(words.id(word)));
        }
    }

    /// Posts an action to its members, those of the types that it reaches included, and to their words.
    ///
    /// The descriptions of nested members of responses are left out: they would be a third of the index.
    fn post_members(&mut self, of_action: &Shape, shapes: &[Shape], sent: &HashSet<usize>, document: u32) {
        let mut reached = HashSet::new();
        reach(of_action, shapes, &mut reached);
        let nested = reached
            .iter()
            .filter_map(|index| Some((shapes.get(*index)?, sent.contains(index))));
        for (shape, is_sent) in std::iter::once((of_action, true)).chain(nested) {
            for member in &shape.members {
                self.members.post(*member, document, Weight::Name);
            }
            for word in shape.words.iter().filter(|_| is_sent) {
                self.text_words.post(*word, document, Weight::Member);
            }
        }
    }

    /// Writes the index.
    ///
    /// # Errors
    /// If there are more than 4 GB of it.
    pub fn finish(self) -> Result<Vec<u8>, SearchIndexError> {
        let mut postings = Vec::new();
        let mut terms: BTreeMap<Vec<u8>, u64> = BTreeMap::new();
        let term = |kind: u8, word: &str| [&[kind], word.as_bytes()].concat();
        let words = [(NAME_WORD, self.name_words), (TEXT_WORD, self.text_words)];
        let most = usize::try_from(self.count).unwrap_or(0) / FREQUENT + 16;
        for (kind, words) in words {
            for (word, mut list) in words.into_sorted() {
                if list.len() > most {
                    list.retain(|posting| posting & 3 != Weight::Member as u32);
                }
                if !list.is_empty() {
                    terms.insert(term(kind, &word), postings.len() as u64);
                    push_postings(&mut postings, &list);
                }
            }
        }
        // From words to members, and from members to actions.
        let mut members = Vec::new();
        let mut offsets = Vec::new();
        let mut by_word: BTreeMap<Box<str>, Vec<u32>> = BTreeMap::new();
        for (id, (name, list)) in (0..).zip(self.members.into_sorted()) {
            words_of_name(&name, &mut |word| match by_word.get_mut(word) {
                Some(ids) if ids.last() == Some(&(id << 2)) => {}
                Some(ids) => ids.push(id << 2),
                None => _ = by_word.insert(word.into(), vec![id << 2]),
            });
            offsets.extend_from_slice(&u32::try_from(postings.len()).unwrap_or(u32::MAX).to_le_bytes());
            members.push(name);
            push_postings(&mut postings, &list);
        }
        for (word, ids) in by_word {
            terms.insert(term(MEMBER_WORD, &word), postings.len() as u64);
            push_postings(&mut postings, &ids);
        }
        let member_blocks: Vec<Vec<u8>> = members.chunks(MEMBERS_PER_BLOCK).map(block_of_members).collect();

        let mut map = MapBuilder::memory();
        for (term, offset) in terms {
            map.insert(term, offset)
                .map_err(|error| SearchIndexError::new(&error.to_string()))?;
        }
        let map = map
            .into_inner()
            .map_err(|error| SearchIndexError::new(&error.to_string()))?;
        Sections {
            documents: &deflate(&self.documents),
            terms: &map,
            postings: &write_blocks(postings.chunks(POSTINGS_PER_BLOCK)),
            members: &write_blocks(member_blocks.iter().map(Vec::as_slice)),
            member_offsets: &write_blocks(offsets.chunks(4 * OFFSETS_PER_BLOCK)),
            titles: &write_blocks(self.titles.iter().map(Vec::as_slice)),
        }
        .write()
    }
}

/// Adds the types that a shape reaches.
fn reach(from: &Shape, shapes: &[Shape], reached: &mut HashSet<usize>) {
    let mut waiting = vec![from];
    while let Some(shape) = waiting.pop() {
        let new = shape.types.iter().filter(|index| reached.insert(**index));
        waiting.extend(new.filter_map(|index| shapes.get(*index)));
    }
}

/// A list of documents with their weights: the count, then the distances between them.
fn push_postings(bytes: &mut Vec<u8>, list: &[u32]) {
    push_number(bytes, list.len() as u64);
    let mut before = 0;
    for posting in list {
        let document = posting >> 2;
        push_number(bytes, u64::from(document - before) << 2 | u64::from(posting & 3));
        before = document;
    }
}

fn block_of_members(members: &[Box<str>]) -> Vec<u8> {
    let mut block = Vec::new();
    members.iter().for_each(|name| push_text(&mut block, name));
    block
}

/// The first sentence of a description, or its first 120 characters.
pub(super) fn title(text: &str) -> &str {
    let line = text.lines().next().unwrap_or_default();
    let sentence = line.find(". ").map(|dot| dot + 1);
    let chinese = line.find('。');
    let end = sentence.into_iter().chain(chinese).min().unwrap_or(line.len());
    let longest = line.char_indices().nth(LONGEST_TITLE).map_or(line.len(), |(at, _)| at);
    &line[..end.min(longest)]
}
