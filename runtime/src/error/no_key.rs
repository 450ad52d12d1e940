//! Errors of calls that had no key to be signed with.

use std::fmt::{self, Formatter};
use std::sync::Arc;

use super::{Error, Kind};
use crate::response::Answer;

/// Why there is no key: what failed, and where that stands in a search. Shared, because one failed fetch may be
/// the error of many calls.
pub(super) struct NoKey {
    place: Option<String>,
    pub(super) cause: Arc<Error>,
}

impl NoKey {
    pub(super) fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if let Some(place) = &self.place {
            write!(f, "{place}: ")?;
        }
        self.cause.fmt_failure(f)
    }
}

impl Error {
    /// A failure while fetching a key, at a place that the message names.
    pub(crate) fn no_key_at(place: impl Into<String>, cause: Self) -> Self {
        Self::from(Kind::NoKey(NoKey {
            place: Some(place.into()),
            cause: Arc::new(cause),
        }))
    }

    /// The failure itself, if this is one of fetching a key.
    pub(super) fn cause(&self) -> Option<&Self> {
        match &self.0.kind {
            Kind::NoKey(no_key) => Some(&no_key.cause),
            _ => None,
        }
    }

    /// What went wrong in the first place.
    pub(super) fn origin(&self) -> &Self {
        let mut origin = self;
        while let Some(cause) = origin.cause() {
            origin = cause;
        }
        origin
    }

    /// The answer that tells of the failure, whichever request it is to.
    pub(super) fn answer(&self) -> Option<&Answer> {
        self.origin().0.answer.as_ref()
    }
}

#[cfg(feature = "client")]
impl Error {
    /// An answer with a key in it, or what was to be one: its body is not kept.
    pub(crate) fn unreadable_secret(answer: Answer, source: impl Into<super::BoxError>) -> Self {
        Self::from(Kind::Unreadable {
            source: source.into(),
            is_secret: true,
        })
        .with_answer(Answer {
            body: bytes::Bytes::new(),
            ..answer
        })
    }

    /// A failure that is shared by those who waited for the same key.
    pub(crate) fn no_key(cause: Arc<Self>) -> Self {
        Self::from(Kind::NoKey(NoKey { place: None, cause }))
    }

    /// This failure as one of the request that the key was for. What became of the request for a key says nothing
    /// of that one, which was not sent.
    pub(crate) fn into_no_key(self) -> Self {
        match &self.0.kind {
            Kind::NoKey(_) if self.0.call.is_none() => self,
            _ => Self::no_key(Arc::new(self)),
        }
    }
}
