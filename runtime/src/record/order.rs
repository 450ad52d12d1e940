//! The order in which members come: the declared one, until a document shows another.
//!
//! Services write all records of a type alike, and many write members sorted by name. Who expects the right member
//! compares one name and not half of them.

use super::Field;

/// What a document has shown so far, by type.
#[derive(Default)]
pub(crate) struct Orders(Vec<Order>);

struct Order {
    fields: &'static [Field],
    /// The member that came at the start, and after each member.
    next: Vec<usize>,
}

/// Where a reader is in the members of one record.
pub(super) struct Place {
    fields: &'static [Field],
    /// The type's order in [`Orders`], if it has one.
    order: Option<usize>,
    /// 0 at the start, 1 after the first declared member.
    at: usize,
}

impl Orders {
    pub(super) fn start(&self, fields: &'static [Field]) -> Place {
        Place {
            fields,
            order: self.0.iter().position(|order| std::ptr::eq(order.fields, fields)),
            at: 0,
        }
    }

    /// The index of the member that should come next.
    pub(super) fn expected(&self, place: &Place) -> usize {
        let order = place.order.and_then(|order| self.0.get(order));
        let next = order.and_then(|order| order.next.get(place.at));
        next.copied().unwrap_or(place.at)
    }

    /// The member `index` came instead.
    pub(super) fn learn(&mut self, place: &mut Place, index: usize) {
        let order = *place.order.get_or_insert_with(|| {
            self.0.push(Order {
                fields: place.fields,
                next: (0..=place.fields.len()).collect(),
            });
            self.0.len() - 1
        });
        if let Some(next) = self.0.get_mut(order).and_then(|order| order.next.get_mut(place.at)) {
            *next = index;
        }
    }
}

impl Place {
    pub(super) fn go_past(&mut self, index: usize) {
        self.at = index + 1;
    }
}
