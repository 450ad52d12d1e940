use super::{Action, Slot};

/// A request that is sent for page after page: [`Client::pages`](crate::Client::pages),
/// [`Client::items`](crate::Client::items).
///
/// Implemented by generated code, for the actions that the spec gives a `paging`.
pub trait Paged: Action + Clone + 'static {
    /// What the pages hold.
    type Item: Slot + 'static;

    /// How the action pages.
    const PAGING: &'static Paging;

    /// The items of a page.
    fn items(output: &mut Self::Output) -> &mut Vec<Self::Item>;
}

/// How an action pages. Members are named as they are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Paging {
    /// What a request says of the page it wants.
    pub kind: PagingKind,
    /// Parameter that says so.
    pub position: &'static str,
    /// Parameter with the most items of a page.
    pub size: Option<&'static str>,
    /// The largest size that the service takes, where the documentation says so.
    pub max_size: Option<u64>,
    /// Member of the output with the number of items on all pages.
    pub total: Option<&'static str>,
    /// Member of the output that tells the last page from the others.
    pub flag: Option<PagingFlag>,
}

/// What a request says of the page it wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PagingKind {
    /// How many items are before it.
    Offset,
    /// Its number.
    Page {
        /// Number of the first page.
        first: u64,
    },
    /// What the page before it named.
    Token {
        /// Member of the output that names the next page.
        next: &'static str,
    },
}

/// A boolean of the output that tells the last page from the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PagingFlag {
    /// It is true while there are more.
    More(&'static str),
    /// It is true on the last one.
    Last(&'static str),
}

impl Paging {
    /// By the number of items before the page.
    #[must_use]
    pub const fn offset(position: &'static str) -> Self {
        Self::by(PagingKind::Offset, position)
    }

    /// By the number of the page, where the first one has number `first`.
    #[must_use]
    pub const fn page(position: &'static str, first: u64) -> Self {
        Self::by(PagingKind::Page { first }, position)
    }

    /// By what the page before has under `next`.
    #[must_use]
    pub const fn token(position: &'static str, next: &'static str) -> Self {
        Self::by(PagingKind::Token { next }, position)
    }

    const fn by(kind: PagingKind, position: &'static str) -> Self {
        Self {
            kind,
            position,
            size: None,
            max_size: None,
            total: None,
            flag: None,
        }
    }

    /// The most items of a page can be said, up to a limit.
    #[must_use]
    pub const fn size(mut self, name: &'static str, max: Option<u64>) -> Self {
        self.size = Some(name);
        self.max_size = max;
        self
    }

    /// Each page tells how many items there are in all.
    #[must_use]
    pub const fn total(mut self, name: &'static str) -> Self {
        self.total = Some(name);
        self
    }

    /// Each page tells whether there are more.
    #[must_use]
    pub const fn more(mut self, name: &'static str) -> Self {
        self.flag = Some(PagingFlag::More(name));
        self
    }

    /// Each page tells whether it is the last one.
    #[must_use]
    pub const fn last(mut self, name: &'static str) -> Self {
        self.flag = Some(PagingFlag::Last(name));
        self
    }
}
