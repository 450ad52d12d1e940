//! Options and lists of slots.

use super::scalar::Scalar;
use super::slot::{List, Opening, Slot, View};

impl<T: Slot> Slot for Option<T> {
    fn view(&self) -> View<'_> {
        self.as_ref().map_or(View::Absent, T::view)
    }

    fn expected(&self) -> &'static str {
        T::empty().expected()
    }

    fn put(&mut self, scalar: Scalar<'_>) -> bool {
        let fits = self.get_or_insert_with(T::empty).put(scalar);
        if !fits {
            *self = None;
        }
        fits
    }

    fn open(&mut self) -> Opening<'_> {
        self.get_or_insert_with(T::empty).open()
    }

    fn clear(&mut self) {
        *self = None;
    }

    fn empty() -> Self {
        None
    }
}

impl<T: Slot> Slot for Vec<T> {
    fn view(&self) -> View<'_> {
        View::List(self)
    }

    fn expected(&self) -> &'static str {
        "a list"
    }

    fn put(&mut self, _: Scalar<'_>) -> bool {
        false
    }

    fn open(&mut self) -> Opening<'_> {
        Opening::List(self)
    }

    fn clear(&mut self) {
        Self::clear(self);
    }

    fn empty() -> Self {
        Self::new()
    }
}

impl<T: Slot> List for Vec<T> {
    fn len(&self) -> usize {
        self.len()
    }

    fn item(&self, index: usize) -> Option<&dyn Slot> {
        self.get(index).map(|item| item as &dyn Slot)
    }

    fn push(&mut self) -> &mut dyn Slot {
        let index = self.len();
        Self::push(self, T::empty());
        &mut self[index]
    }

    fn pop(&mut self) {
        Self::pop(self);
    }
}
