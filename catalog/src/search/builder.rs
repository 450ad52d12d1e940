//! Writes the index: collects words, then sorts and packs them.

use std::collections::{BTreeMap, HashMap, HashSet};

use fst::MapBuilder;
use tc3_codegen::spec::{ItemType, Member, Service};

use super::blocks::{deflate, push_number, push_text, write_blocks};
use super::index::{
    IS_CN, IS_DEPRECATED, IS_INTL, MEMBER_WORD, MEMBERS_PER_BLOCK, NAME_WORD, OFFSETS_PER_BLOCK, POSTINGS_PER_BLOCK,
    SearchIndexError, Sections, TEXT_WORD, TITLES_PER_BLOCK, Weight,
};
use crate::summary::Sites;

use super::words::{is_ideograph, words_of_name, words_of_text};

/// A word that more than one in so many actions has says nothing of any: `interface`, `used`.
const FREQUENT: usize = 2;

/// The longest title that is kept, in characters.
const LONGEST_TITLE: usize = 80;

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

/// The members of a type or an action, and the types that they refer to.
#[derive(Default)]
struct Shape {
    members: Vec<u32>,
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
        self.add_of_sites(service, is_default_version, texts, &|_| Sites::BOTH);
    }

    /// Adds a version of a service, as [`add`](Self::add) does, whose actions are on the sites that `sites` says.
    pub fn add_of_sites(
        &mut self,
        service: &Service,
        is_default_version: bool,
        texts: &[&Service],
        sites: &dyn Fn(&str) -> Sites,
    ) {
        let name = &service.file.name.value;
        push_text(&mut self.documents, name);
        push_text(&mut self.documents, &service.file.version.value);
        self.documents.push(u8::from(is_default_version));
        push_number(&mut self.documents, service.actions.len() as u64);
        let shapes = self.shapes(service);
        for action in &service.actions {
            push_text(&mut self.documents, &action.name.value);
            let sites = sites(&action.name.value);
            let flags = [
                (action.deprecated.is_some(), IS_DEPRECATED),
                (sites.cn, IS_CN),
                (sites.intl, IS_INTL),
            ];
            let flags = flags
                .iter()
                .filter(|(is_set, _)| *is_set)
                .fold(0, |flags, (_, flag)| flags | flag);
            self.documents.push(flags);
            let document = self.count;
            self.count += 1;

            let mut languages: Vec<&str> = vec![&action.description.value];
            let others = texts.iter().filter_map(|texts| texts.action(&action.name.value));
            languages.extend(others.clone().map(|other| other.description.value.as_str()));
            self.push_titles(&action.name.value, &languages);
            self.words_of_action(service, texts, &action.name.value, &languages, document);

            let mut of_action = Shape::default();
            for member in action.parameters.iter().chain(&action.output) {
                self.add_member(service, member, &mut of_action);
            }
            self.post_members(&of_action, &shapes, document);
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

    fn push_titles(&mut self, action: &str, languages: &[&str]) {
        let titles = || {
            languages
                .iter()
                .map(|text| short_title(action, text))
                .filter(|title| !title.is_empty())
        };
        let english = titles().find(|title| !title.contains(is_ideograph));
        let chinese = titles().find(|title| title.contains(is_ideograph));
        let index = usize::try_from((self.count - 1) / TITLES_PER_BLOCK).unwrap_or(usize::MAX);
        if index >= self.titles.len() {
            self.titles.push(Vec::new());
        }
        if let Some(block) = self.titles.get_mut(index) {
            push_text(block, &english.unwrap_or_default());
            push_text(block, &chinese.unwrap_or_default());
        }
    }

    /// The members of each type, once for all actions that reach it.
    fn shapes(&mut self, service: &Service) -> Vec<Shape> {
        let mut shapes = Vec::with_capacity(service.types.len());
        for shared in &service.types {
            let mut shape = Shape::default();
            for member in shared.members.iter().flatten() {
                self.add_member(service, member, &mut shape);
            }
            shapes.push(shape);
        }
        shapes
    }

    fn add_member(&mut self, service: &Service, member: &Member, shape: &mut Shape) {
        // Each response has it.
        if member.name.value == "RequestId" {
            return;
        }
        shape.members.push(self.members.id(&member.name.value));
        if let ItemType::Named(name) = member.type_ref().item {
            let index = service.types.iter().position(|shared| shared.name.value == name);
            shape.types.extend(index);
        }
    }

    /// Posts an action to its members, those of the types that it reaches included.
    fn post_members(&mut self, of_action: &Shape, shapes: &[Shape], document: u32) {
        let mut reached = HashSet::new();
        let mut waiting = vec![of_action];
        while let Some(shape) = waiting.pop() {
            for member in &shape.members {
                self.members.post(*member, document, Weight::Name);
            }
            let new = shape.types.iter().filter(|index| reached.insert(**index));
            waiting.extend(new.filter_map(|index| shapes.get(*index)));
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
        let most = usize::try_from(self.count).unwrap_or(0) / FREQUENT + 64;
        for (kind, words) in words {
            for (word, list) in words.into_sorted() {
                if kind == TEXT_WORD && list.len() > most {
                    continue;
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

/// The first sentence of a description.
fn title(text: &str) -> &str {
    let line = text.lines().next().unwrap_or_default();
    let sentence = line.find(". ").map(|dot| dot + 1);
    let chinese = line.find('。');
    let end = sentence.into_iter().chain(chinese).min().unwrap_or(line.len());
    line.get(..end).unwrap_or(line)
}

/// What the first sentence says after words such as `This API (CreateProxyGroup) is used to`, in at most 80 characters.
fn short_title(action: &str, text: &str) -> String {
    let title = title(text).trim();
    let mut rest = title;
    for word in [
        "本接口",
        "该接口",
        "此接口",
        "接口",
        "This API",
        "This interface",
        "The API",
    ] {
        if let Some(after) = rest.strip_prefix(word) {
            rest = after.trim_start();
            break;
        }
    }
    for (open, close) in [("（", "）"), ("(", ")"), ("", "")] {
        let named = rest
            .strip_prefix(open)
            .map(str::trim_start)
            .and_then(|rest| rest.strip_prefix(action));
        if let Some(after) = named.map(str::trim_start).and_then(|rest| rest.strip_prefix(close)) {
            rest = after.trim_start_matches([' ', '，', '：', ':', ',']);
            break;
        }
    }
    for word in ["接口", "主要", "用于", "用来", "is used to ", "used to ", "provides "] {
        rest = rest.strip_prefix(word).map_or(rest, str::trim_start);
    }
    let rest = if rest.is_empty() { title } else { rest };
    let mut letters = rest.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    let short: String = first.chain(letters).take(LONGEST_TITLE + 1).collect();
    if short.chars().count() <= LONGEST_TITLE {
        return short;
    }
    let cut: String = short.chars().take(LONGEST_TITLE - 1).collect();
    format!("{}…", cut.trim_end())
}

#[cfg(test)]
mod tests {
    use super::short_title;

    #[test]
    fn a_title_says_what_is_done() {
        let cases = [
            ("本接口（DoIt）用于创建通道组。其他", "创建通道组"),
            ("本接口 (DoIt) 用于重启实例", "重启实例"),
            ("该接口用于删除实例", "删除实例"),
            ("DoIt 接口用来删除规则", "删除规则"),
            ("This API is used to create a group. It", "Create a group."),
            ("This API (DoIt) is used to query it.", "Query it."),
            ("Creates a group: one. And", "Creates a group: one."),
            ("接口", "接口"),
            ("", ""),
        ];
        for (text, title) in cases {
            assert_eq!(short_title("DoIt", text), title, "{text}");
        }
        assert_eq!(short_title("DoIt", &"长".repeat(100)).chars().count(), 80);
    }
}
