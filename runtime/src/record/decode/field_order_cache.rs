//! A cache of the order in which a document writes the members of each type.
//!
//! Derived deserializers compare names by a compiled `match`; searching a table would compare half of its names for each
//! member. Services write all records of a type alike, and many write members sorted by name. So the decoder first
//! compares the name of the member that followed last time in a record of the type, and the declared order counts until
//! a document shows another one. From the second record of a list on, one comparison is enough. A wrong guess costs a
//! search, never a wrong member.

use crate::record::shape::Field;

/// The order of members that a document has shown so far, by type.
#[derive(Default)]
pub(crate) struct FieldOrderCache {
    types: Vec<FieldOrder>,
    /// For each type in turn, the member that came at the start, and after each member.
    next: Vec<usize>,
}

struct FieldOrder {
    fields: &'static [Field],
    /// Index of its part of `next`.
    start: usize,
}

/// The position of the decoder among the members of one record.
pub(super) struct FieldCursor {
    fields: &'static [Field],
    /// Index of the type's part of `next`, or a number beyond all indices if it is not cached.
    start: usize,
    /// 0 at the start, 1 after the first declared member.
    at: usize,
}

/// Where the parts of types that are not cached start.
const NOT_CACHED: usize = usize::MAX / 2;

impl FieldOrderCache {
    /// Starts a record with these `fields`.
    pub(super) fn start(&self, fields: &'static [Field]) -> FieldCursor {
        let order = self.types.iter().find(|order| std::ptr::eq(order.fields, fields));
        FieldCursor {
            fields,
            start: order.map_or(NOT_CACHED, |order| order.start),
            at: 0,
        }
    }

    /// Predicts the index of the next member.
    #[inline]
    pub(super) fn expected(&self, cursor: &FieldCursor) -> usize {
        self.next.get(cursor.start + cursor.at).copied().unwrap_or(cursor.at)
    }

    /// Corrects the prediction: the member `index` came instead.
    pub(super) fn learn(&mut self, cursor: &mut FieldCursor, index: usize) {
        if cursor.start == NOT_CACHED {
            let (fields, start) = (cursor.fields, self.next.len());
            self.types.push(FieldOrder { fields, start });
            self.next.extend(0..=fields.len());
            cursor.start = start;
        }
        if let Some(next) = self.next.get_mut(cursor.start + cursor.at) {
            *next = index;
        }
    }
}

impl FieldCursor {
    /// Moves past the member `index`.
    #[inline]
    pub(super) fn advance_past(&mut self, index: usize) {
        self.at = index + 1;
    }
}
