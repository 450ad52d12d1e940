//! The cursor of a paginated list: how far it is, and what to request next. It knows nothing about calls.
//!
//! **The next offset is the last one plus the number of items received**, not plus the number requested. If a service
//! returns fewer items than requested (a lower limit than documented), the other rule would lose items; this one returns
//! items twice where a service filters a page after cutting it. Losing items is worse. For the same reason a total that is
//! less than the number of items received is ignored, and the pages before the first page number count for as few items as
//! they can have.
//!
//! **Pagination always ends.** By offset and by page number, the items of each page are remembered as a hash of 64 bits, and
//! a page that occurs again is an error: it looks the same as a service that ignores the offset, and the error is preferred
//! to the loop. By token, the service says itself where it is, so only tokens are compared, and pages may be equal: a token
//! that occurs again is an error. What is left is a service that gives ever new tokens and nothing else new; 1000 such
//! pages in a row, empty or equal to the page before, are an error as well, from which the caller can continue.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hasher};
use std::io;

use super::members::{Members, NotANumber, Position};
use super::rules::{Flag, Kind, Rules};
use crate::record::{AsSerialize, List, Record, View};

/// Number of pages in a row without new items after which tokens are not followed any further.
const MAX_UNCHANGED_PAGES: u32 = 1000;

/// What follows a page.
pub(super) enum Next {
    /// Another page, which the request now asks for.
    Page,
    /// Nothing: it was the last page.
    End,
    /// An error: the reason why there cannot be another page.
    Error(String),
}

/// What the cursor remembers about a page.
pub(super) struct Page {
    len: u64,
    /// Equal for equal items. Two different pages have the same fingerprint with a probability of 1 in 2^64.
    fingerprint: u64,
}

impl Page {
    pub(super) fn new(items: &dyn List) -> Self {
        let mut hash = HashWriter::default();
        // Hashing does not fail, and every view has a JSON form.
        let _ = serde_json::to_writer(&mut hash, &AsSerialize(View::List(items)));
        Self {
            len: items.len() as u64,
            fingerprint: hash.0.finish(),
        }
    }

    /// A page of items in JSON.
    #[cfg(feature = "named")]
    pub(super) fn of_texts<'a>(items: impl ExactSizeIterator<Item = &'a str>) -> Self {
        let len = items.len() as u64;
        let mut hasher = DefaultHasher::new();
        for item in items {
            hasher.write(item.as_bytes());
            hasher.write_u8(b',');
        }
        Self {
            len,
            fingerprint: hasher.finish(),
        }
    }
}

pub(super) struct Cursor {
    rules: Rules,
    /// Offset or number of the requested page; 0 for a token.
    position: u64,
    /// Number of items before the requested page; `None` before the first page by page number.
    items_before: Option<u64>,
    progress: Progress,
}

/// What was received, to recognize a list that would never end.
enum Progress {
    /// By offset or page number: the fingerprints of the pages.
    Pages(HashSet<u64>),
    /// By token.
    Tokens {
        /// The fingerprints of the tokens.
        seen: HashSet<u64>,
        /// The fingerprint of the last page with items.
        last_page: Option<u64>,
        /// Number of pages in a row that were empty or equal to `last_page`.
        unchanged: u32,
    },
}

/// The cursor of records. Not generic, so that it is compiled with this crate.
impl Cursor {
    pub(super) fn start_record(rules: Rules, request: &mut dyn Record) -> Result<Self, String> {
        Self::start(rules, request)
    }

    pub(super) fn advance_record(
        &mut self,
        request: &mut dyn Record,
        output: &dyn Record,
        page: &Page,
    ) -> Result<Next, String> {
        self.advance(request, output, page)
    }
}

impl Cursor {
    /// Starts at the position of `request`, and sets the page size if it has none.
    ///
    /// # Errors
    /// Returns an error if the position is not a number of 0 or more.
    pub(super) fn start<R: Members + ?Sized>(rules: Rules, request: &mut R) -> Result<Self, String> {
        if let (Some(size), Some(max)) = (&rules.size, rules.max_size)
            && let Ok(None | Some(0)) = request.number(size)
        {
            request.put(size, Position::Number(max));
        }
        let mut cursor = Self {
            rules,
            position: 0,
            items_before: None,
            progress: Progress::Pages(HashSet::new()),
        };
        let position = || {
            let name = &cursor.rules.position;
            let number = request.number(name);
            number.map_err(|NotANumber| format!("cannot paginate from `{name}`: it is not a number from 0"))
        };
        match cursor.rules.kind {
            Kind::Offset => {
                cursor.position = position()?.unwrap_or(0);
                cursor.items_before = Some(cursor.position);
            }
            Kind::Page { first } => cursor.position = position()?.unwrap_or(first),
            Kind::Token { .. } => {
                cursor.progress = Progress::Tokens {
                    seen: request
                        .text(&cursor.rules.position)
                        .map(|token| fingerprint(&token))
                        .into_iter()
                        .collect(),
                    last_page: None,
                    unchanged: 0,
                }
            }
        }
        Ok(cursor)
    }

    /// Advances past a page, and sets `request` to the next one.
    ///
    /// # Errors
    /// Returns an error if the page of an offset or of a page number was received before.
    pub(super) fn advance<R: Members + ?Sized, O: Members + ?Sized>(
        &mut self,
        request: &mut R,
        output: &O,
        page: &Page,
    ) -> Result<Next, String> {
        if !self.progress.add_page(page) {
            return Err(format!(
                "the page at {} has the same items as an earlier one",
                self.describe_position(request)
            ));
        }
        if self.is_last(output) {
            return Ok(Next::End);
        }
        Ok(match &self.rules.kind {
            Kind::Token { next } => {
                let token = output.text(next);
                self.advance_by_token(request, token.as_deref(), page.len)
            }
            _ if page.len == 0 => Next::End,
            _ => self.advance_by_number(request, output, page.len),
        })
    }

    fn is_last<O: Members + ?Sized>(&self, output: &O) -> bool {
        match &self.rules.flag {
            Some(Flag::More(name)) => !output.is_true(name),
            Some(Flag::Last(name)) => output.is_true(name),
            None => false,
        }
    }

    fn advance_by_token<R: Members + ?Sized>(&mut self, request: &mut R, next: Option<&str>, items: u64) -> Next {
        let Some(token) = next else {
            return Next::End;
        };
        let position = &self.rules.position;
        if let Progress::Tokens { seen, unchanged, .. } = &mut self.progress {
            if !seen.insert(fingerprint(token)) {
                // The end of a log that is followed has no items and names itself.
                if items == 0 {
                    return Next::End;
                }
                return Next::Error(format!("the token for `{position}` was returned before"));
            }
            if *unchanged >= MAX_UNCHANGED_PAGES {
                return Next::Error(format!(
                    "{MAX_UNCHANGED_PAGES} pages in a row without new items, each with a new token"
                ));
            }
        }
        self.set_position(request, Position::Token(token))
    }

    /// Advances by offset or page number.
    fn advance_by_number<R: Members + ?Sized, O: Members + ?Sized>(
        &mut self,
        request: &mut R,
        output: &O,
        items: u64,
    ) -> Next {
        let before = self.items_before.unwrap_or_else(|| self.items_skipped(request, items));
        let received = before.saturating_add(items);
        self.items_before = Some(received);
        let total = self.rules.total.as_ref();
        let total = total.and_then(|name| output.number(name).ok().flatten());
        if total == Some(received) {
            return Next::End;
        }
        self.position = match self.rules.kind {
            Kind::Page { .. } => self.position.saturating_add(1),
            _ => received,
        };
        self.set_position(request, Position::Number(self.position))
    }

    /// Returns a lower bound for the number of items on the pages before the first one received. If the total seems to be
    /// reached too late, that costs one more page; if it seems to be reached too early, that would cost items.
    fn items_skipped<R: Members + ?Sized>(&self, request: &R, items: u64) -> u64 {
        let Kind::Page { first } = self.rules.kind else {
            return 0;
        };
        let size = self.rules.size.as_ref();
        let size = size.and_then(|name| request.number(name).ok().flatten());
        let size = size.map_or(items, |size| size.min(items));
        self.position.saturating_sub(first).saturating_mul(size)
    }

    fn set_position<R: Members + ?Sized>(&self, request: &mut R, position: Position<'_>) -> Next {
        if request.put(&self.rules.position, position) {
            Next::Page
        } else {
            Next::Error(format!(
                "`{}` cannot hold the position of the next page",
                self.rules.position
            ))
        }
    }

    /// Describes the position of the requested page, for messages. Tokens may be secret.
    fn describe_position<R: Members + ?Sized>(&self, request: &R) -> String {
        let name = &self.rules.position;
        match self.rules.kind {
            Kind::Token { .. } if request.text(name).is_none() => "the beginning".to_owned(),
            Kind::Token { .. } => format!("a token of `{name}`"),
            _ => format!("`{name}` {}", self.position),
        }
    }
}

impl Progress {
    /// Adds a page, and returns whether it may follow those before it.
    fn add_page(&mut self, page: &Page) -> bool {
        match self {
            Self::Pages(seen) => page.len == 0 || seen.insert(page.fingerprint),
            Self::Tokens {
                last_page, unchanged, ..
            } => {
                if page.len == 0 || *last_page == Some(page.fingerprint) {
                    *unchanged = unchanged.saturating_add(1);
                } else {
                    (*last_page, *unchanged) = (Some(page.fingerprint), 0);
                }
                true
            }
        }
    }
}

fn fingerprint(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(text.as_bytes());
    hasher.finish()
}

#[derive(Default)]
struct HashWriter(DefaultHasher);

impl io::Write for HashWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
