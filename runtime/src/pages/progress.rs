//! How far a list has come, and what is to be asked for next. Knows nothing of calls.

use std::collections::HashSet;

use super::members::{NoNumber, is_true, number, put, text};
use super::page::{Page, fingerprint};
use crate::record::{Paging, PagingFlag, PagingKind, Record, Scalar};

/// Empty pages in a row after which tokens are not followed any further.
const MOST_EMPTY_PAGES: u32 = 1000;

/// What follows a page.
pub(super) enum Next {
    /// Another one; the request asks for it.
    Page,
    Nothing,
    /// An error: why there can be no other page.
    Fault(String),
}

pub(super) struct Progress {
    paging: &'static Paging,
    /// Offset or number of the page that is asked for; 0 for a token.
    at: u64,
    /// How many items are before the page that is asked for; `None` before the first one by page number.
    reached: Option<u64>,
    pages: HashSet<u64>,
    tokens: HashSet<u64>,
    empty_pages: u32,
}

impl Progress {
    /// Looks where `request` begins, and sets its size if it has none.
    ///
    /// # Errors
    /// What it begins with is no number from 0.
    pub(super) fn begin(paging: &'static Paging, request: &mut dyn Record) -> Result<Self, String> {
        if let (Some(size), Some(most)) = (paging.size, paging.max_size)
            && let Ok(None | Some(0)) = number(request, size)
        {
            put(request, size, Scalar::Uint(most));
        }
        let mut progress = Self {
            paging,
            at: 0,
            reached: None,
            pages: HashSet::new(),
            tokens: HashSet::new(),
            empty_pages: 0,
        };
        let position = || {
            number(request, paging.position)
                .map_err(|NoNumber| format!("cannot page from `{}`: it is not a number from 0", paging.position))
        };
        match paging.kind {
            PagingKind::Offset => {
                progress.at = position()?.unwrap_or(0);
                progress.reached = Some(progress.at);
            }
            PagingKind::Page { first } => progress.at = position()?.unwrap_or(first),
            PagingKind::Token { .. } => progress.tokens.extend(text(request, paging.position).map(fingerprint)),
        }
        Ok(progress)
    }

    /// Takes in a page, and sets `request` to the next one.
    ///
    /// # Errors
    /// The page came before.
    pub(super) fn after(&mut self, request: &mut dyn Record, output: &dyn Record, page: &Page) -> Result<Next, String> {
        self.empty_pages = if page.len == 0 { self.empty_pages + 1 } else { 0 };
        if page.len > 0 && !self.pages.insert(page.fingerprint) {
            return Err(format!(
                "the page at {} has the items of one before it",
                self.place(request)
            ));
        }
        if self.is_last(output) {
            return Ok(Next::Nothing);
        }
        Ok(match self.paging.kind {
            PagingKind::Token { next } => self.follow(request, text(output, next)),
            _ if page.len == 0 => Next::Nothing,
            _ => self.count(request, output, page.len),
        })
    }

    fn is_last(&self, output: &dyn Record) -> bool {
        match self.paging.flag {
            Some(PagingFlag::More(name)) => !is_true(output, name),
            Some(PagingFlag::Last(name)) => is_true(output, name),
            None => false,
        }
    }

    /// By token.
    fn follow(&mut self, request: &mut dyn Record, next: Option<&str>) -> Next {
        let Some(token) = next else {
            return Next::Nothing;
        };
        let position = self.paging.position;
        if !self.tokens.insert(fingerprint(token)) {
            return Next::Fault(format!("the token for `{position}` came before"));
        }
        if self.empty_pages >= MOST_EMPTY_PAGES {
            return Next::Fault(format!(
                "{MOST_EMPTY_PAGES} empty pages in a row, and a token for another"
            ));
        }
        self.ask(request, Scalar::Str(token))
    }

    /// By offset or page number.
    fn count(&mut self, request: &mut dyn Record, output: &dyn Record, items: u64) -> Next {
        let before = self.reached.unwrap_or_else(|| self.passed_over(request, items));
        let reached = before.saturating_add(items);
        self.reached = Some(reached);
        let total = self.paging.total.and_then(|name| number(output, name).ok().flatten());
        if total == Some(reached) {
            return Next::Nothing;
        }
        self.at = match self.paging.kind {
            PagingKind::Page { .. } => self.at.saturating_add(1),
            _ => reached,
        };
        self.ask(request, Scalar::Uint(self.at))
    }

    /// How many items are on the pages before the first one that came: at least, since a total that seems to be
    /// reached too late costs one more page, and one that seems to be reached too early costs items.
    fn passed_over(&self, request: &dyn Record, items: u64) -> u64 {
        let PagingKind::Page { first } = self.paging.kind else {
            return 0;
        };
        let size = self.paging.size.and_then(|name| number(request, name).ok().flatten());
        let size = size.map_or(items, |size| size.min(items));
        self.at.saturating_sub(first).saturating_mul(size)
    }

    fn ask(&self, request: &mut dyn Record, position: Scalar<'_>) -> Next {
        match put(request, self.paging.position, position) {
            true => Next::Page,
            false => Next::Fault(format!(
                "`{}` does not take the place of the next page",
                self.paging.position
            )),
        }
    }

    /// The place of the page that was asked for, for messages. Tokens may be secret.
    fn place(&self, request: &dyn Record) -> String {
        let name = self.paging.position;
        match self.paging.kind {
            PagingKind::Token { .. } if text(request, name).is_none() => "the beginning".to_owned(),
            PagingKind::Token { .. } => format!("a token of `{name}`"),
            _ => format!("`{name}` {}", self.at),
        }
    }
}
