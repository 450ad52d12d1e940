//! How a record goes, and what goes with it.

use std::collections::BTreeSet;

use tc3_codegen::spec::emulator::{Deletion, Resource};

use super::world::World;
use crate::code::RESOURCE_IN_USE;
use crate::refusal::Refusal;

/// The records that a deletion takes, each by its table and number.
type Going = BTreeSet<(String, u64)>;

impl<'s> World<'_, 's> {
    /// Removes a record and what belongs to it.
    ///
    /// # Errors
    /// Something that belongs to it and refuses, unless `force`.
    pub(super) fn delete(&mut self, resource: &'s Resource, number: u64, force: bool) -> Result<(), Refusal> {
        let mut going = Going::new();
        self.collect((resource, number), force, &mut going)?;
        for (table, number) in going {
            self.transaction.remove(&table, number);
        }
        Ok(())
    }

    fn collect(&self, first: (&'s Resource, u64), force: bool, going: &mut Going) -> Result<(), Refusal> {
        let mut next = vec![first];
        while let Some((resource, number)) = next.pop() {
            let Some(record) = self.record(resource, number) else {
                continue;
            };
            if !going.insert((self.table(&resource.name), number)) {
                continue;
            }
            for (child, link) in self.rules.children(&resource.name) {
                let children = self.children(record, child, link);
                if !children.is_empty() && !force && link.on_deletion() == Deletion::Refuse {
                    let code = link.in_use.as_ref().map_or(RESOURCE_IN_USE, |code| code.as_str());
                    let message = format!("the {} still has a {}", resource.name.value, child.name.value);
                    return Err(Refusal::new(code.to_owned(), message));
                }
                next.extend(children.into_iter().map(|number| (child, number)));
            }
        }
        Ok(())
    }
}
