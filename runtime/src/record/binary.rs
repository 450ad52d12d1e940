//! Bytes as a member: the content of a file, which a request carries beside its JSON.
//!
//! Their serde form is serde's own for bytes: a list of numbers in JSON, bytes in formats that have them.

use bytes::Bytes;
use serde::de::SeqAccess;

use super::scalar::Scalar;
use super::slot::{Opening, Slot, View};

impl Slot for Bytes {
    fn view(&self) -> View<'_> {
        View::Bytes(self)
    }

    fn expected(&self) -> &'static str {
        "bytes"
    }

    fn put(&mut self, scalar: Scalar<'_>) -> bool {
        let Scalar::Bytes(bytes) = scalar else { return false };
        *self = Self::copy_from_slice(bytes);
        true
    }

    fn open(&mut self) -> Opening<'_> {
        Opening::Bytes(self)
    }

    fn clear(&mut self) {
        *self = Self::new();
    }

    fn empty() -> Self {
        Self::new()
    }
}

/// Reads a list of numbers from 0 to 255.
pub(super) fn read<'de, A: SeqAccess<'de>>(bytes: &mut Bytes, mut seq: A) -> Result<(), A::Error> {
    let mut read = Vec::new();
    while let Some(byte) = seq.next_element::<u8>()? {
        read.push(byte);
    }
    *bytes = read.into();
    Ok(())
}
