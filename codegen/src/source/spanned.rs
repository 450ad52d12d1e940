//! A value and where it stood.

use std::ops::Deref;

use super::source_set::Span;

/// A value of a spec file, with its place for diagnostics.
#[derive(Clone, Debug, Default)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it stood; empty for a value that no file holds.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Creates a value that comes from `span`.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }

    /// Whether a file holds it; a key that is missing or of the wrong kind was reported when it was read.
    pub(crate) fn is_written(&self) -> bool {
        !self.span.range.is_empty()
    }
}

#[cfg(feature = "schema")]
impl Spanned<String> {
    pub(crate) fn is_empty_text(&self) -> bool {
        self.value.is_empty()
    }
}

#[cfg(feature = "schema")]
impl Spanned<bool> {
    pub(crate) fn is_false(&self) -> bool {
        !self.value
    }
}

impl<T> Deref for Spanned<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// Equal values are equal wherever they stood.
impl<T: PartialEq> PartialEq for Spanned<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T> From<T> for Spanned<T> {
    fn from(value: T) -> Self {
        Self {
            value,
            span: Span::default(),
        }
    }
}
