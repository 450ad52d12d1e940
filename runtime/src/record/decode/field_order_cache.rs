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
pub(crate) struct FieldOrderCache(Vec<FieldOrder>);

struct FieldOrder {
    fields: &'static [Field],
    /// The member that came at the start, and after each member.
    next: Vec<usize>,
}

/// The position of the decoder among the members of one record.
pub(super) struct FieldCursor {
    fields: &'static [Field],
    /// Index of the type in [`FieldOrderCache`], if it is cached.
    order: Option<usize>,
    /// 0 at the start, 1 after the first declared member.
    at: usize,
}

impl FieldOrderCache {
    /// Starts a record with these `fields`.
    pub(super) fn start(&self, fields: &'static [Field]) -> FieldCursor {
        FieldCursor {
            fields,
            order: self.0.iter().position(|order| std::ptr::eq(order.fields, fields)),
            at: 0,
        }
    }

    /// Predicts the index of the next member.
    pub(super) fn expected(&self, cursor: &FieldCursor) -> usize {
        let order = cursor.order.and_then(|order| self.0.get(order));
        let next = order.and_then(|order| order.next.get(cursor.at));
        next.copied().unwrap_or(cursor.at)
    }

    /// Corrects the prediction: the member `index` came instead.
    pub(super) fn learn(&mut self, cursor: &mut FieldCursor, index: usize) {
        let order = *cursor.order.get_or_insert_with(|| {
            self.0.push(FieldOrder {
                fields: cursor.fields,
                next: (0..=cursor.fields.len()).collect(),
            });
            self.0.len() - 1
        });
        if let Some(next) = self.0.get_mut(order).and_then(|order| order.next.get_mut(cursor.at)) {
            *next = index;
        }
    }
}

impl FieldCursor {
    /// Moves past the member `index`.
    pub(super) fn advance_past(&mut self, index: usize) {
        self.at = index + 1;
    }
}
