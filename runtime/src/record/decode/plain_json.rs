//! Reads records from the JSON that services send, faster than through serde.
//!
//! serde_json hands a name over only once it has searched it for its end and for escapes, and so each value, one token
//! after another. Here the name that is expected is compared with the text in its place, and texts and small integers go
//! straight into their slots, which is all that most responses have.
//!
//! **serde_json decides what JSON is.** A value that is anything else, such as a float, a text with `\u`, an object
//! where the type has a string, or an undeclared member, is cut out of the text and read by serde_json with the same
//! seeds. What is not valid, too deep or too large is not read at all: [`read_plain`] returns `None`, and the whole
//! document is read again by serde_json, which words the error and knows its place. So there is one set of rules, and a
//! document that is refused costs one reading more.

use std::fmt;

use serde::de::value::BorrowedStrDeserializer;
use serde::de::{DeserializeSeed, Error};

use super::member_name::{MemberName, MemberNameSeed};
use super::tokens::Tokens;
use super::{ItemSeed, Items, Members, Outcome, RecordSeed, SlotSeed, read_items, read_members, read_only_item};
use crate::record::coercion::Scalar;
use crate::record::shape::Field;
use crate::record::slot::ContainerMut;

/// How deep documents are read here: less than serde_json reads, so that its limit is the one that counts.
const MAX_DEPTH: usize = 100;

/// Reads an object and nothing after it, or returns `None` if serde_json must read it.
pub(crate) fn read_plain<'de, T>(
    text: &'de str,
    read: impl FnOnce(Object<'_, 'de>) -> Result<T, NotPlain>,
) -> Option<T> {
    let mut document = Document {
        tokens: Tokens::new(text),
        depth: 0,
        unescaped: String::new(),
    };
    let object = document.object().ok()?;
    let value = read(object).ok()?;
    document.tokens.peek().is_none().then_some(value)
}

/// The text cannot be read here.
#[derive(Debug)]
pub(crate) struct NotPlain;

impl fmt::Display for NotPlain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not JSON, or nested too deep, or too large")
    }
}

impl std::error::Error for NotPlain {}

/// What the seeds say is said again when serde_json reads the document.
impl Error for NotPlain {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

/// A document that is read, and how many objects and lists are open.
struct Document<'de> {
    tokens: Tokens<'de>,
    depth: usize,
    /// The last text with escapes.
    unescaped: String,
}

impl<'de> Document<'de> {
    /// Begins the object that comes next.
    fn object(&mut self) -> Result<Object<'_, 'de>, NotPlain> {
        Ok(Object(self.parts(b'{')?))
    }

    /// Begins the list that comes next.
    fn list(&mut self) -> Result<List<'_, 'de>, NotPlain> {
        Ok(List(self.parts(b'[')?))
    }

    fn parts(&mut self, bracket: u8) -> Result<Parts<'_, 'de>, NotPlain> {
        self.depth += 1;
        if self.depth > MAX_DEPTH || self.tokens.peek() != Some(bracket) {
            return Err(NotPlain);
        }
        Ok(Parts {
            document: self,
            separator: bracket,
        })
    }

    /// Fills a slot from the value that comes next.
    fn slot(&mut self, seed: SlotSeed<'_>) -> Result<Outcome, NotPlain> {
        match self.tokens.peek() {
            Some(b'"') => {
                if let Some(text) = self.tokens.plain_text() {
                    return seed.text(text);
                }
                if self.tokens.escaped_text(&mut self.unescaped).is_some() {
                    return seed.text(&self.unescaped);
                }
            }
            Some(b'-' | b'0'..=b'9') => {
                if let Some(integer) = self.tokens.integer() {
                    return seed.scalar(integer);
                }
            }
            Some(b'{') => {
                if let ContainerMut::Record(record) = seed.slot.open() {
                    read_members(record, self.object()?, seed.path, seed.context)?;
                    return Ok(Outcome::Filled);
                }
            }
            Some(b'[') => {
                if let ContainerMut::List(list) = seed.slot.open() {
                    read_items(list, self.list()?, seed.path, seed.context)?;
                    return Ok(Outcome::Filled);
                }
            }
            Some(b'n') if self.tokens.pass_word("null") => return Ok(seed.absent()),
            Some(b't') if self.tokens.pass_word("true") => return seed.scalar(Scalar::Bool(true)),
            Some(b'f') if self.tokens.pass_word("false") => return seed.scalar(Scalar::Bool(false)),
            _ => return Err(NotPlain),
        }
        self.by_serde(seed)
    }

    /// Lets serde_json read the value that comes next.
    fn by_serde<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, NotPlain> {
        let extent = self.tokens.extent().ok_or(NotPlain)?;
        if self.depth + extent.depth > MAX_DEPTH {
            return Err(NotPlain);
        }
        let mut deserializer = serde_json::Deserializer::from_str(extent.text);
        let value = seed.deserialize(&mut deserializer).map_err(|_| NotPlain)?;
        deserializer.end().map_err(|_| NotPlain)?;
        Ok(value)
    }
}

/// The parts of an object or a list.
struct Parts<'d, 'de> {
    document: &'d mut Document<'de>,
    /// What comes before the next part: the bracket before the first one, and then commas.
    separator: u8,
}

impl Parts<'_, '_> {
    /// Passes what comes before the next part, or the end of all.
    #[inline]
    fn has_next(&mut self, end: u8) -> Result<bool, NotPlain> {
        let Document { tokens, depth, .. } = &mut *self.document;
        let is_first = self.separator != b',';
        let has_separator = tokens.pass(self.separator);
        self.separator = b',';
        if (is_first || !has_separator) && tokens.pass(end) {
            *depth -= 1;
            return Ok(false);
        }
        if has_separator { Ok(true) } else { Err(NotPlain) }
    }
}

/// The members of an object.
pub(crate) struct Object<'d, 'de>(Parts<'d, 'de>);

impl Object<'_, '_> {
    /// Reads a name that is not the expected one, or after white space, or the end.
    fn other_name(&mut self, seed: MemberNameSeed) -> Result<Option<MemberName>, NotPlain> {
        if !self.0.has_next(b'}')? {
            return Ok(None);
        }
        let document = &mut *self.0.document;
        if document.tokens.peek() != Some(b'"') {
            return Err(NotPlain);
        }
        let name = match document.tokens.plain_text() {
            Some(name) => seed.find(name),
            None => document.by_serde(seed)?,
        };
        if document.tokens.pass(b':') {
            Ok(Some(name))
        } else {
            Err(NotPlain)
        }
    }
}

impl<'de> Members<'de> for Object<'_, 'de> {
    type Error = NotPlain;

    #[inline]
    fn next_name(&mut self, fields: &'static [Field], expected: usize) -> Result<Option<MemberName>, NotPlain> {
        if let Some(field) = fields.get(expected)
            && self.0.document.tokens.pass_name(self.0.separator, field.name)
        {
            self.0.separator = b',';
            return Ok(Some(MemberName::Declared(expected, field)));
        }
        self.other_name(MemberNameSeed { fields, expected })
    }

    fn record(&mut self, seed: RecordSeed<'_>) -> Result<(), NotPlain> {
        seed.read(self.0.document.object()?)
    }

    #[inline]
    fn slot(&mut self, seed: SlotSeed<'_>) -> Result<Outcome, NotPlain> {
        self.0.document.slot(seed)
    }

    fn value<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, NotPlain> {
        let document = &mut *self.0.document;
        if document.tokens.peek() == Some(b'"')
            && let Some(text) = document.tokens.plain_text()
        {
            return seed.deserialize(BorrowedStrDeserializer::new(text));
        }
        document.by_serde(seed)
    }
}

/// The items of a list.
struct List<'d, 'de>(Parts<'d, 'de>);

impl<'de> Items<'de> for List<'_, 'de> {
    type Error = NotPlain;

    fn next(&mut self, seed: ItemSeed<'_>) -> Result<Option<Outcome>, NotPlain> {
        if !self.0.has_next(b']')? {
            return Ok(None);
        }
        let document = &mut *self.0.document;
        read_only_item(seed.list, seed.path, seed.context, |item| document.slot(item)).map(Some)
    }
}
