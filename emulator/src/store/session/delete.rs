//! Deletes records, and cascades to the records that belong to them.
//!
//! All records to delete are collected before the first is removed: a child that is in use forbids the entire deletion.
//! The set also ends cycles of links.

use std::collections::BTreeSet;

use tc3_codegen::spec::emulator::{Deletion, Resource};

use super::Session;
use crate::store::tables::RecordKey;
use crate::wire::error::{ApiError, RESOURCE_IN_USE};

/// The records to delete.
type DeleteSet = BTreeSet<RecordKey>;

impl<'s> Session<'_, 's> {
    /// Deletes a record and everything that belongs to it.
    ///
    /// # Errors
    /// Fails if something that belongs to it forbids the deletion, unless `force`.
    pub(crate) fn delete(&mut self, resource: &'s Resource, number: u64, force: bool) -> Result<(), ApiError> {
        let mut deleted = DeleteSet::new();
        self.collect((resource, number), force, &mut deleted)?;
        for (table, number) in deleted {
            self.transaction.remove(&table, number);
        }
        Ok(())
    }

    fn collect(&self, first: (&'s Resource, u64), force: bool, deleted: &mut DeleteSet) -> Result<(), ApiError> {
        let mut next = vec![first];
        while let Some((resource, number)) = next.pop() {
            let Some(record) = self.record(resource, number) else {
                continue;
            };
            if !deleted.insert((self.table(&resource.name), number)) {
                continue;
            }
            for (child, link) in self.rules.children(&resource.name) {
                let refuses = !force && link.on_deletion() == Deletion::Refuse;
                if refuses && self.first_child(record, child, link).is_some() {
                    let code = link.in_use.as_ref().map_or(RESOURCE_IN_USE, |code| code.as_str());
                    let message = format!("the {} still has a {}", resource.name.value, child.name.value);
                    return Err(ApiError::new(code.to_owned(), message));
                }
                let children = self.children(record, child, link).into_iter();
                next.extend(children.map(|number| (child, number)));
            }
        }
        Ok(())
    }
}
