//! How an action known by name paginates.

use crate::pagination::rules::{Flag, Kind, Rules};

/// How an action known by name paginates, for [`Client::named_pages`](crate::Client::named_pages): the owned twin of
/// [`Paging`](crate::Paging), with the list's name.
///
/// Members of the output may be named by a path, such as `Result.List`.
///
/// ```
/// # use tc3_runtime as tc3;
/// use tc3::NamedPaging;
///
/// let paging = NamedPaging::offset("Offset", "ProxyGroupList").size("Limit", Some(100)).total("TotalCount");
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct NamedPaging {
    pub(super) rules: Rules,
    pub(super) items: String,
    pub(super) is_position_quoted: bool,
    pub(super) is_size_quoted: bool,
}

impl NamedPaging {
    /// Paginates by the number of items before the page, through the list `items` of the output.
    pub fn offset(position: impl Into<String>, items: impl Into<String>) -> Self {
        Self::by(Kind::Offset, position, items)
    }

    /// Paginates by page number, starting at `first`, which is usually 0 or 1.
    pub fn page(position: impl Into<String>, first: u64, items: impl Into<String>) -> Self {
        Self::by(Kind::Page { first }, position, items)
    }

    /// Paginates by the token that the previous page has in `next`.
    pub fn token(position: impl Into<String>, next: impl Into<String>, items: impl Into<String>) -> Self {
        let next = next.into().into();
        Self::by(Kind::Token { next }, position, items)
    }

    fn by(kind: Kind, position: impl Into<String>, items: impl Into<String>) -> Self {
        Self {
            rules: Rules::new(kind, position.into()),
            items: items.into(),
            is_position_quoted: false,
            is_size_quoted: false,
        }
    }

    /// Names the parameter for the page size, and its largest value if it is known. A request without a size gets that.
    pub fn size(mut self, name: impl Into<String>, max: Option<u64>) -> Self {
        self.rules.size = Some(name.into().into());
        self.rules.max_size = max;
        self
    }

    /// Names the member of the output with the total number of items.
    pub fn total(mut self, name: impl Into<String>) -> Self {
        self.rules.total = Some(name.into().into());
        self
    }

    /// Names the boolean of the output that is true while there are more pages.
    pub fn more(mut self, name: impl Into<String>) -> Self {
        self.rules.flag = Some(Flag::More(name.into().into()));
        self
    }

    /// Names the boolean of the output that is true on the last page.
    pub fn last(mut self, name: impl Into<String>) -> Self {
        self.rules.flag = Some(Flag::Last(name.into().into()));
        self
    }

    /// Sends the offset or page number as a string, for the actions that declare it as one.
    pub fn quoted_position(mut self) -> Self {
        self.is_position_quoted = true;
        self
    }

    /// Sends the page size as a string, for the actions that declare it as one.
    pub fn quoted_size(mut self) -> Self {
        self.is_size_quoted = true;
        self
    }

    /// Returns the path of the list in the output.
    #[must_use]
    pub fn items(&self) -> &str {
        &self.items
    }
}
