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

use crate::record::{AsSerialize, List, Paging, PagingFlag, PagingKind, Record, Scalar, View};

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
}

pub(super) struct Cursor {
    paging: &'static Paging,
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

impl Cursor {
    /// Starts at the position of `request`, and sets the page size if it has none.
    ///
    /// # Errors
    /// Returns an error if the position is not a number of 0 or more.
    pub(super) fn start(paging: &'static Paging, request: &mut dyn Record) -> Result<Self, String> {
        if let (Some(size), Some(max)) = (paging.size, paging.max_size)
            && let Ok(None | Some(0)) = number(request, size)
        {
            put(request, size, Scalar::Uint(max));
        }
        let mut cursor = Self {
            paging,
            position: 0,
            items_before: None,
            progress: Progress::Pages(HashSet::new()),
        };
        let position = || {
            number(request, paging.position)
                .map_err(|NotANumber| format!("cannot paginate from `{}`: it is not a number from 0", paging.position))
        };
        match paging.kind {
            PagingKind::Offset => {
                cursor.position = position()?.unwrap_or(0);
                cursor.items_before = Some(cursor.position);
            }
            PagingKind::Page { first } => cursor.position = position()?.unwrap_or(first),
            PagingKind::Token { .. } => {
                cursor.progress = Progress::Tokens {
                    seen: text(request, paging.position).map(fingerprint).into_iter().collect(),
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
    pub(super) fn advance(
        &mut self,
        request: &mut dyn Record,
        output: &dyn Record,
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
        Ok(match self.paging.kind {
            PagingKind::Token { next } => self.advance_by_token(request, text(output, next), page.len),
            _ if page.len == 0 => Next::End,
            _ => self.advance_by_number(request, output, page.len),
        })
    }

    fn is_last(&self, output: &dyn Record) -> bool {
        match self.paging.flag {
            Some(PagingFlag::More(name)) => !is_true(output, name),
            Some(PagingFlag::Last(name)) => is_true(output, name),
            None => false,
        }
    }

    fn advance_by_token(&mut self, request: &mut dyn Record, next: Option<&str>, items: u64) -> Next {
        let Some(token) = next else {
            return Next::End;
        };
        let position = self.paging.position;
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
        self.set_position(request, Scalar::Str(token))
    }

    /// Advances by offset or page number.
    fn advance_by_number(&mut self, request: &mut dyn Record, output: &dyn Record, items: u64) -> Next {
        let before = self.items_before.unwrap_or_else(|| self.items_skipped(request, items));
        let received = before.saturating_add(items);
        self.items_before = Some(received);
        let total = self.paging.total.and_then(|name| number(output, name).ok().flatten());
        if total == Some(received) {
            return Next::End;
        }
        self.position = match self.paging.kind {
            PagingKind::Page { .. } => self.position.saturating_add(1),
            _ => received,
        };
        self.set_position(request, Scalar::Uint(self.position))
    }

    /// Returns a lower bound for the number of items on the pages before the first one received. If the total seems to be
    /// reached too late, that costs one more page; if it seems to be reached too early, that would cost items.
    fn items_skipped(&self, request: &dyn Record, items: u64) -> u64 {
        let PagingKind::Page { first } = self.paging.kind else {
            return 0;
        };
        let size = self.paging.size.and_then(|name| number(request, name).ok().flatten());
        let size = size.map_or(items, |size| size.min(items));
        self.position.saturating_sub(first).saturating_mul(size)
    }

    fn set_position(&self, request: &mut dyn Record, position: Scalar<'_>) -> Next {
        if put(request, self.paging.position, position) {
            Next::Page
        } else {
            Next::Error(format!(
                "`{}` cannot hold the position of the next page",
                self.paging.position
            ))
        }
    }

    /// Describes the position of the requested page, for messages. Tokens may be secret.
    fn describe_position(&self, request: &dyn Record) -> String {
        let name = self.paging.position;
        match self.paging.kind {
            PagingKind::Token { .. } if text(request, name).is_none() => "the beginning".to_owned(),
            PagingKind::Token { .. } => format!("a token of `{name}`"),
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

// Members of a record by their wire names.

fn view<'a>(record: &'a dyn Record, name: &str) -> View<'a> {
    let slot = index(record, name).and_then(|index| record.get(index));
    slot.map_or(View::Absent, |slot| slot.view())
}

/// Sets a member, and returns whether it can hold the value.
fn put(record: &mut dyn Record, name: &str, value: Scalar<'_>) -> bool {
    let slot = index(record, name).and_then(|index| record.slot(index));
    slot.is_some_and(|slot| slot.put(value).is_stored())
}

/// Returns the text of a member, unless it is empty.
fn text<'a>(record: &'a dyn Record, name: &str) -> Option<&'a str> {
    match view(record, name) {
        View::Str(text) if !text.is_empty() => Some(text),
        _ => None,
    }
}

/// A member is not a number of 0 or more.
struct NotANumber;

/// Returns the number of a member, in quotes or not.
///
/// # Errors
/// Returns an error if it is not a number of 0 or more. Its value belongs to the caller and does not appear in messages.
fn number(record: &dyn Record, name: &str) -> Result<Option<u64>, NotANumber> {
    match view(record, name) {
        View::Uint(number) => Ok(Some(number)),
        View::Int(number) => u64::try_from(number).map(Some).map_err(|_| NotANumber),
        View::Str("") | View::Absent => Ok(None),
        View::Str(text) => text.parse().map(Some).map_err(|_| NotANumber),
        _ => Err(NotANumber),
    }
}

fn is_true(record: &dyn Record, name: &str) -> bool {
    matches!(view(record, name), View::Bool(true))
}

fn index(record: &dyn Record, name: &str) -> Option<usize> {
    record.shape().fields.iter().position(|field| field.name == name)
}
