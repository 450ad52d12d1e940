//! Decides whether a mistake that real tools are known for is refused, or passes with a note.

use std::cell::RefCell;

use super::error::ApiError;

/// Whether known mistakes pass, and the notes about those that did. There is one for each request.
pub(crate) struct Tolerance {
    is_lenient: bool,
    notes: RefCell<Vec<String>>,
}

impl Tolerance {
    /// A lenient tolerance lets known mistakes pass; a strict one refuses them.
    pub(crate) fn new(is_lenient: bool) -> Self {
        Self {
            is_lenient,
            notes: RefCell::default(),
        }
    }

    /// The same tolerance without the notes, for a second look at a request.
    pub(crate) fn without_notes(&self) -> Self {
        Self::new(self.is_lenient)
    }

    /// Refuses a known mistake with `error`, or lets it pass with the error's message as a note.
    pub(crate) fn forgive(&self, error: ApiError) -> Result<(), ApiError> {
        if !self.is_lenient {
            return Err(error);
        }
        let mut lines = error.message.lines();
        let note = lines.next().unwrap_or_default().to_owned();
        self.notes.borrow_mut().push(note);
        Ok(())
    }

    pub(crate) fn is_lenient(&self) -> bool {
        self.is_lenient
    }

    pub(crate) fn into_notes(self) -> Vec<String> {
        self.notes.into_inner()
    }
}

#[cfg(test)]
mod tests {
    use super::Tolerance;
    use crate::wire::error::{ApiError, INVALID_REQUEST};

    #[test]
    fn a_known_mistake_is_refused_or_noted() {
        let error = || ApiError::new(INVALID_REQUEST, "first line\nsecond line");
        let strict = Tolerance::new(false);
        assert_eq!(strict.forgive(error()), Err(error()));
        assert!(strict.into_notes().is_empty());
        let lenient = Tolerance::new(true);
        assert_eq!(lenient.forgive(error()), Ok(()));
        assert!(lenient.without_notes().into_notes().is_empty());
        assert_eq!(lenient.into_notes(), ["first line"]);
    }
}
