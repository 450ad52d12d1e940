//! The options that add another edition of the metadata, which `import metadata` and `workspace` share.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::import::metadata::{Editions, MetadataIndex};
use crate::import::{Archive, ImportError};

#[derive(Args, Debug, Default)]
pub(in crate::cli) struct OtherEdition {
    /// Add the actions that only this other edition has, with the hosts of its site, and take all descriptions from it: the
    /// wheel of tccli-intl-en has them in English. Not to be published
    #[arg(long, value_name = "WHEEL", conflicts_with = "docs")]
    pub(in crate::cli) docs_from: Option<PathBuf>,
    /// Add the actions that only this other edition has, without its descriptions
    #[arg(long, value_name = "WHEEL", conflicts_with = "docs_from")]
    pub(in crate::cli) actions_from: Option<PathBuf>,
}

impl OtherEdition {
    /// Opens the edition at `first`, and the other one if the options name it.
    pub(in crate::cli) fn open_with(&self, first: &Path) -> Result<Editions, ImportError> {
        let editions = Editions::new(MetadataIndex::read(Archive::open(first)?)?);
        Ok(match self.docs_from.as_ref().or(self.actions_from.as_ref()) {
            Some(path) => editions.with(MetadataIndex::read(Archive::open(path)?)?, self.docs_from.is_some()),
            None => editions,
        })
    }
}
