//! Creates things.

use tc3_codegen::spec::emulator::{Creation, Each, Resource, ValueRule};
use tc3_codegen::spec::{ItemType, Json, JsonValue};

use super::Work;
use crate::json::{json, object};
use crate::refusal::Refusal;
use crate::state::record::Record;
use crate::state::same;
use crate::state::values::Context;
use crate::state::world::World;

impl<'s> Work<'_, 's> {
    pub(super) fn create(&mut self, creation: &'s Creation) -> Result<(), Refusal> {
        let Some(resource) = self.world.resource(&creation.resource) else {
            return Ok(());
        };
        let base = self.stored(creation);
        let items = self.items_of(creation.each.as_ref());
        if items.is_empty() {
            // There is nobody to ask for it later.
            self.world.check_parents(&base, resource)?;
        }
        self.clear_away(creation, resource)?;
        let mut numbers = Vec::new();
        for item in items {
            let mut record = base.clone();
            if let (Some(each), Some(item)) = (&creation.each, item) {
                take(&mut record, each, &item);
            }
            numbers.push(self.add(record, creation, resource)?);
        }
        self.tell(creation, resource, &numbers);
        Ok(())
    }

    /// The members that the request gives to all that it creates.
    fn stored(&self, creation: &'s Creation) -> Record {
        let mut record = Record::new(self.world.now);
        for name in creation.stores.iter().chain(&creation.replaces) {
            if let Some(value) = self.parameter_or_default(name) {
                record.set(name, value);
            }
        }
        record
    }

    /// The items to create something for; without a rule for that, one.
    fn items_of(&self, each: Option<&Each>) -> Vec<Option<Json>> {
        let Some(each) = each else {
            return vec![None];
        };
        let items = self.request.get(&each.parameter).map(same::items).unwrap_or_default();
        items.iter().cloned().map(Some).collect()
    }

    /// Removes what the new ones are created in place of.
    fn clear_away(&mut self, creation: &Creation, resource: &'s Resource) -> Result<(), Refusal> {
        if creation.replaces.is_empty() {
            return Ok(());
        }
        let names = creation.replaces.iter();
        let values: Option<Vec<(&str, &Json)>> = names
            .map(|name| Some((name.as_str(), self.request.get(name)?)))
            .collect();
        let old = values
            .map(|values| self.world.alike(resource, &values))
            .unwrap_or_default();
        for number in old {
            self.world.delete(resource, number, true)?;
        }
        Ok(())
    }

    fn add(&mut self, mut record: Record, creation: &'s Creation, resource: &'s Resource) -> Result<u64, Refusal> {
        for rule in &creation.sets {
            self.set(&mut record, rule, resource);
        }
        let Self { world, request, .. } = self;
        World::check_one_parent(&record, resource)?;
        world.check_parents(&record, resource)?;
        world.complete(&mut record, resource, Some(request), self.creation);
        world.check_unique(&record, resource, None)?;
        world.check_quotas(&record, resource)?;
        let table = world.table(&resource.name);
        let number = world.transaction.add(&table, record);
        self.creation.get_or_insert((resource, number));
        Ok(number)
    }

    /// Sets a member by `rule`, if the rule finds a value.
    pub(super) fn set(&self, record: &mut Record, rule: &'s ValueRule, resource: &'s Resource) {
        let context = Context {
            resource,
            record,
            request: Some(&self.request),
            creation: self.creation,
        };
        if let Some(value) = self.world.value(rule, context) {
            record.set(&rule.member, value);
        }
    }

    /// Puts into the output what was created.
    fn tell(&mut self, creation: &'s Creation, resource: &'s Resource, numbers: &[u64]) {
        let Some((answer, member)) = creation
            .answers
            .as_ref()
            .and_then(|answer| Some((answer, self.output_member(&answer.member)?)))
        else {
            return;
        };
        let shown = numbers
            .iter()
            .filter_map(|number| match (&answer.from, member.type_ref().item) {
                (Some(from), _) => self.world.record(resource, *number)?.get(from).cloned(),
                (None, ItemType::Named(name)) => {
                    let members = self.writer.members_of(name);
                    Some(object(self.world.view((resource, *number), members, &[])))
                }
                (None, _) => None,
            });
        let shown: Vec<Json> = shown.collect();
        let value = match shown.as_slice() {
            [only] if !member.type_ref().list => only.clone(),
            _ => json(JsonValue::Array(shown)),
        };
        self.answer(&answer.member, &value);
    }
}

/// Takes what is particular to one item.
fn take(record: &mut Record, each: &Each, item: &Json) {
    match &each.member {
        Some(member) => record.set(member, item.clone()),
        None => {
            for entry in item.as_object().unwrap_or_default() {
                record.set(&entry.name, entry.value.clone());
            }
        }
    }
}
