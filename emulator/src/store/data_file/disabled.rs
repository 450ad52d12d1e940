//! Replaces the data file in a build without the feature `data-file`.

use std::path::Path;

use super::{DataFileErrorKind, Record, RecordKey};

/// There is no value of this type.
pub(super) enum Backend {}

impl Backend {
    pub(super) fn open(_: &Path) -> Result<(Self, Vec<(RecordKey, Record)>), DataFileErrorKind> {
        Err(DataFileErrorKind::NotBuilt)
    }

    pub(super) fn write(&self, _: &[(&RecordKey, Option<&Record>)]) -> Result<(), DataFileErrorKind> {
        match *self {}
    }
}
