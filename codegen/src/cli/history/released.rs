//! The crates of all services as they would have been released, one release of the metadata after the other.
//!
//! A release keeps some of what was released before, so the metadata before is not what the next is compared with: a member
//! that is required again after a release that kept it as an argument of `new` changes nothing.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::cli::console::progress_bar;
use crate::cli::diff::{Comparison, Extent, Side, read_service};
use crate::diff;
use crate::import::{ImportError, Overrides};
use crate::spec::Spec;
use crate::workspace::without_texts;

/// What was released of each service, with hashes in place of texts.
#[derive(Default)]
pub(super) struct Released(BTreeMap<String, Spec>);

impl Released {
    /// Releases the crates that a release of the metadata changes, as `plan` and `release` do, and returns what changes.
    pub(super) fn release(&mut self, side: &Side) -> Result<Comparison, ImportError> {
        let names: BTreeSet<String> = self.0.keys().cloned().chain(side.services()).collect();
        let overrides = Overrides::built_in()?;
        let bar = progress_bar(names.len());
        let nothing = Spec::default();
        let released: Vec<Result<(String, Spec, Comparison), ImportError>> = names
            .into_par_iter()
            .map(|name| {
                bar.set_message(name.clone());
                let before = self.0.get(&name).unwrap_or(&nothing);
                let after = without_texts(&read_service(&name, side, &overrides)?);
                let kept = diff::keeping(before, &after, diff::to_keep(before, &after));
                let comparison = Comparison {
                    changes: diff::of_kept(before, &kept, &after),
                    old: Extent::of(before),
                    new: Extent::of(&after),
                };
                bar.inc(1);
                Ok((name, kept, comparison))
            })
            .collect();
        bar.finish_and_clear();
        let mut all = Comparison::default();
        for released in released {
            let (name, kept, comparison) = released?;
            all.add(comparison);
            self.0.insert(name, kept);
        }
        self.0.retain(|_, spec| !spec.services.is_empty());
        Ok(all)
    }
}
