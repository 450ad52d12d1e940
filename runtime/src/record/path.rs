//! A position in a JSON document, formatted only when a message needs it.

use std::fmt;

/// A position in a document: `AccessRegionSet[0].Bandwidth`.
///
/// It is a linked list on the stack, so that a document without anomalies costs no allocation.
#[derive(Clone, Copy)]
pub(crate) enum Path<'a> {
    Root,
    Member(&'a Path<'a>, &'a str),
    Item(&'a Path<'a>, usize),
}

impl<'a> Path<'a> {
    pub(crate) fn member(&'a self, name: &'a str) -> Self {
        Self::Member(self, name)
    }

    pub(crate) fn item(&'a self, index: usize) -> Self {
        Self::Item(self, index)
    }

    /// Returns the length of the text, without writing it.
    pub(crate) fn text_length(&self) -> usize {
        struct Length(usize);

        impl fmt::Write for Length {
            fn write_str(&mut self, text: &str) -> fmt::Result {
                self.0 += text.len();
                Ok(())
            }
        }

        let mut length = Length(0);
        // Counting cannot fail.
        let _ = fmt::Write::write_fmt(&mut length, format_args!("{self}"));
        length.0
    }

    /// Returns the number of members and items that the path consists of.
    pub(crate) fn depth(&self) -> usize {
        let mut depth = 0;
        let mut path = self;
        while let Self::Member(parent, _) | Self::Item(parent, _) = path {
            depth += 1;
            path = parent;
        }
        depth
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root => Ok(()),
            Self::Member(Self::Root, name) => f.write_str(name),
            Self::Member(parent, name) => write!(f, "{parent}.{name}"),
            Self::Item(parent, index) => write!(f, "{parent}[{index}]"),
        }
    }
}
