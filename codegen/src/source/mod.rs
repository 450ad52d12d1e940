//! The texts of a spec, the places in them, and what is reported about these places.
//!
//! The ground floor of the crate: it knows nothing of what a spec says.

mod diagnostic;
mod escape;
mod excerpt;
mod line_index;
mod nearest;
mod readable;
mod source_set;
mod spanned;
mod walk;

pub use diagnostic::{Diagnostic, Diagnostics, Severity};
pub use source_set::{FileId, Source, SourceSet, Span};
pub use spanned::Spanned;

#[cfg(feature = "import")]
pub(crate) use line_index::LineIndex;

#[cfg(feature = "generate")]
pub(crate) use escape::visible;
pub(crate) use escape::{escaped, is_escaped, is_hidden, quoted};
pub(crate) use nearest::{Comparisons, nearest};
pub(crate) use readable::Unreadable;
#[cfg(feature = "metadata")]
pub(crate) use readable::read_regular;
pub(crate) use walk::NearJson;
#[cfg(feature = "generate")]
pub(crate) use walk::walk;
