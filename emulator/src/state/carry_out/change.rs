//! Modifies and deletes things.

use tc3_codegen::spec::Json;
use tc3_codegen::spec::emulator::{Change, Otherwise, Resource};

use super::Work;
use crate::code::UNSUPPORTED_OPERATION;
use crate::refusal::Refusal;
use crate::state::birth::missing;
use crate::state::record::Record;

impl<'s> Work<'_, 's> {
    pub(super) fn modify(&mut self, change: &'s Change) -> Result<(), Refusal> {
        self.for_each_target(change, |work, resource, number| {
            work.modify_one(change, resource, number)
        })
    }

    pub(super) fn delete(&mut self, change: &'s Change) -> Result<(), Refusal> {
        let force = self.is_forced(change.force.as_ref().map(|name| name.as_str()));
        self.for_each_target(change, |work, resource, number| {
            work.world.delete(resource, number, force)
        })
    }

    /// Does `act` to what the request means, or what the rule says where that cannot be done.
    fn for_each_target(
        &mut self,
        change: &'s Change,
        act: impl Fn(&mut Self, &'s Resource, u64) -> Result<(), Refusal>,
    ) -> Result<(), Refusal> {
        let Some(resource) = self.world.resource(&change.resource) else {
            return Ok(());
        };
        for target in self.targets(resource, &change.by)? {
            if target.numbers.is_empty() && !change.any {
                let refusal = missing(None, resource, &target.asked);
                self.otherwise(change.missing.as_ref(), &target.id, refusal)?;
            }
            for number in target.numbers {
                let id = self.id_of(resource, number).unwrap_or_else(|| target.id.clone());
                if !self
                    .world
                    .is_in(resource, number, change.states.iter().map(|state| &state.value))
                {
                    let refusal = self.world.wrong_state(UNSUPPORTED_OPERATION, resource, number);
                    self.otherwise(change.wrong_state.as_ref(), &id, refusal)?;
                    continue;
                }
                match act(self, resource, number) {
                    Ok(()) => {
                        let done = change.done.iter();
                        done.for_each(|output| self.answer_more(output, vec![id.clone()]));
                    }
                    Err(refusal) => self.otherwise(change.in_use.as_ref(), &id, refusal)?,
                }
            }
        }
        Ok(())
    }

    /// Takes note in the output, or refuses the request: with the rule's code if it has one.
    fn otherwise(&mut self, rule: Option<&Otherwise>, id: &Json, refusal: Refusal) -> Result<(), Refusal> {
        let Some(rule) = rule else {
            return Err(refusal);
        };
        match (&rule.output, &rule.code) {
            (Some(output), _) => {
                self.answer_more(output, vec![id.clone()]);
                Ok(())
            }
            (None, Some(code)) => Err(Refusal::new(code.value.clone(), refusal.message)),
            (None, None) => Err(refusal),
        }
    }

    fn id_of(&self, resource: &Resource, number: u64) -> Option<Json> {
        let id = resource.id.as_ref()?;
        self.world.record(resource, number)?.get(&id.member).cloned()
    }

    fn modify_one(&mut self, change: &'s Change, resource: &'s Resource, number: u64) -> Result<(), Refusal> {
        let before = self.world.copy(resource, number);
        let mut record = before.clone();
        for name in &change.sets {
            if let Some(value) = self.request.get(name) {
                record.set(name, value.clone());
            }
        }
        for rule in &change.values {
            self.set(&mut record, rule, resource);
        }
        self.world.enter(&mut record, &before, resource);
        self.world.check_unique(&record, resource, Some(number))?;
        self.world.check_quotas_of_items(&record, resource)?;
        self.lead_children(&before, &record, resource);
        self.world.replace(resource, number, record);
        Ok(())
    }

    /// Keeps what belongs to a record with it when the members that link them change.
    fn lead_children(&mut self, before: &Record, after: &Record, resource: &'s Resource) {
        let rules = self.world.rules;
        for (child, link) in rules.children(&resource.name) {
            if link
                .members
                .iter()
                .all(|member| before.get(member) == after.get(member))
            {
                continue;
            }
            for number in self.world.children(before, child, link) {
                let mut led = self.world.copy(child, number);
                for member in &link.members {
                    if let Some(value) = after.get(member) {
                        led.set(member, value.clone());
                    }
                }
                self.world.replace(child, number, led);
            }
        }
    }
}
