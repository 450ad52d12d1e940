//! How an action paginates, for the cursor: declared by generated code, or known at run time.

use std::borrow::Cow;

use crate::record::{Paging, PagingFlag, PagingKind};

/// A [`Paging`] whose names may be owned.
#[derive(Clone, Debug)]
pub(super) struct Rules {
    pub(super) kind: Kind,
    /// Parameter with the offset, page number or token.
    pub(super) position: Name,
    /// Parameter that limits the number of items on a page.
    pub(super) size: Option<Name>,
    pub(super) max_size: Option<u64>,
    /// Member of the output with the total number of items.
    pub(super) total: Option<Name>,
    pub(super) flag: Option<Flag>,
}

pub(super) type Name = Cow<'static, str>;

/// How a request identifies the page that it asks for.
#[derive(Clone, Debug)]
pub(super) enum Kind {
    Offset,
    Page {
        first: u64,
    },
    Token {
        /// Member of the output with the token of the next page.
        next: Name,
    },
}

/// A boolean of the output.
#[derive(Clone, Debug)]
pub(super) enum Flag {
    /// It is true while there are more pages.
    More(Name),
    /// It is true on the last page.
    Last(Name),
}

#[cfg(feature = "named")]
impl Rules {
    pub(super) fn new(kind: Kind, position: String) -> Self {
        Self {
            kind,
            position: position.into(),
            size: None,
            max_size: None,
            total: None,
            flag: None,
        }
    }
}

impl From<&'static Paging> for Rules {
    fn from(paging: &'static Paging) -> Self {
        Self {
            kind: match paging.kind {
                PagingKind::Offset => Kind::Offset,
                PagingKind::Page { first } => Kind::Page { first },
                PagingKind::Token { next } => Kind::Token { next: next.into() },
            },
            position: paging.position.into(),
            size: paging.size.map(Name::from),
            max_size: paging.max_size,
            total: paging.total.map(Name::from),
            flag: paging.flag.map(|flag| match flag {
                PagingFlag::More(name) => Flag::More(name.into()),
                PagingFlag::Last(name) => Flag::Last(name.into()),
            }),
        }
    }
}
