//! What an import has to tell: its decisions, what it could not import and what it kept, by kind.

use std::fmt;

/// A line of the report of an import.
///
/// ```
/// use tc3_codegen::import::{Note, NoteKind};
///
/// let note = Note::new(NoteKind::Secret, "cvm/v20170312", "RunInstancesRequest.Password is secret, by its name");
/// assert_eq!(note.to_string(), "cvm/v20170312: RunInstancesRequest.Password is secret, by its name");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What it is about.
    pub kind: NoteKind,
    /// The spec file or folder that it is about.
    pub place: String,
    /// What happened, on one line.
    pub text: String,
}

impl Note {
    /// Makes a note.
    pub fn new(kind: NoteKind, place: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            kind,
            place: place.into(),
            text: text.into(),
        }
    }

    /// Makes a note about a folder or file below `folder`.
    pub(super) fn below(mut self, folder: &str) -> Self {
        self.place = if self.place.is_empty() {
            folder.to_owned()
        } else {
            format!("{folder}/{}", self.place)
        };
        self
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.text)
    }
}

macro_rules! kinds {
    ($($(#[doc = $doc:literal])+ $kind:ident $name:literal $one:literal $many:literal,)+) => {
        /// What a [`Note`] is about, the most important first.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum NoteKind {
            $($(#[doc = $doc])+ $kind,)+
        }

        impl NoteKind {
            /// Every kind, the most important first.
            pub const ALL: &[Self] = &[$(Self::$kind,)+];

            /// Returns its name in a report of JSON: `secret`.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$kind => $name,)+
                }
            }

            /// Returns what `count` notes of this kind are.
            ///
            /// ```
            /// use tc3_codegen::import::NoteKind;
            ///
            /// assert_eq!(NoteKind::Secret.counted(2), "2 secret members, by their names");
            /// ```
            pub fn counted(self, count: usize) -> String {
                let noun = match (self, count) {
                    $((Self::$kind, 1) => $one, (Self::$kind, _) => $many,)+
                };
                format!("{count} {noun}")
            }
        }
    };
}

kinds! {
    /// The source is older than, or of another edition than, what the files were imported from.
    Source "source" "remark about the source" "remarks about the source",
    /// A mark that a person wrote does not fit the imported facts, and was left out of the file.
    SetAside "set-aside" "mark set aside" "marks set aside",
    /// A member, action or type has another spelling, and what was written about it was carried over.
    Respelled "respelled" "name respelled" "names respelled",
    /// An action or type that the source no longer has.
    Dropped "dropped" "item that the source no longer has" "items that the source no longer has",
    /// A Rust name that was kept for the member or code that had it first.
    RustName "rust-name" "Rust name kept" "Rust names kept",
    /// The source lists members in another order than the file, which is kept.
    Order "order" "order kept" "orders kept",
    /// A member was marked secret by its name.
    Secret "secret" "secret member, by its name" "secret members, by their names",
    /// An action was marked as reading only.
    ReadOnly "read-only" "read-only action, by its name" "read-only actions, by their names",
    /// How an action pages was inferred from its shape.
    Paging "paging" "action with inferred paging" "actions with inferred paging",
    /// An action has a parameter for pages, and no paging, because its shape has several readings.
    PagingUnclear "paging-unclear" "action whose paging is unclear" "actions whose paging is unclear",
    /// A fact that the source does not state was kept.
    Kept "kept" "fact kept" "facts kept",
    /// A fact that the source does not state was assumed.
    Assumed "assumed" "assumption" "assumptions",
    /// Facts that the user may want to add.
    Suggestion "suggestion" "suggestion" "suggestions",
    /// What the source does not have, or a spec cannot hold.
    Missing "missing" "thing not imported" "things not imported",
    /// A documented example was repaired.
    ExampleRepaired "example-repaired" "example repaired" "examples repaired",
    /// A documented example, or one of its bodies, was left out.
    ExampleLeftOut "example-left-out" "example left out" "examples left out",
    /// An example that a person may have changed was kept.
    ExampleKept "example-kept" "example kept" "examples kept",
    /// A description was taken from another edition, or is missing there.
    Edition "edition" "difference between the editions" "differences between the editions",
    /// How many rows of a table of a page were read, and how many were not, and why.
    Table "table" "table read" "tables read",
}
