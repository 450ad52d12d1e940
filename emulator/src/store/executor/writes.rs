//! Executes the rules that write: creates, modifies and deletes records.

use tc3_codegen::spec::emulator::{Change, Creation, Each, Otherwise, Resource, ValueRule};
use tc3_codegen::spec::{ItemType, Json, JsonValue};

use super::RuleExecutor;
use crate::store::json_eq;
use crate::store::session::{Context, Session, not_found};
use crate::store::tables::Record;
use crate::wire::error::{ApiError, UNSUPPORTED_OPERATION};
use crate::wire::json::{json, object};

/// Creating records.
impl<'s> RuleExecutor<'_, 's> {
    pub(super) fn create(&mut self, creation: &'s Creation) -> Result<(), ApiError> {
        let Some(resource) = self.session.resource(&creation.resource) else {
            return Ok(());
        };
        let mut base = self.base_record(creation);
        if let Some(within) = &creation.within {
            for (member, value) in self.within(resource, within)?.links {
                base.set(&member, value);
            }
        }
        let items = self.items_of(creation.each.as_ref());
        if items.is_empty() {
            // Without a record, nothing else checks the parents.
            self.session.check_parents(&base, resource)?;
        }
        self.delete_replaced(creation, resource)?;
        let mut numbers = Vec::new();
        let last = items.len().saturating_sub(1);
        for (place, item) in items.into_iter().enumerate() {
            let mut record = if place == last {
                std::mem::replace(&mut base, Record::new(self.session.now))
            } else {
                base.clone()
            };
            if let (Some(each), Some(item)) = (&creation.each, item) {
                apply_item(&mut record, each, &item);
            }
            numbers.push(self.add(record, creation, resource)?);
        }
        self.write_created(creation, resource, &numbers);
        Ok(())
    }

    /// The members that the request gives to every record that it creates.
    fn base_record(&self, creation: &'s Creation) -> Record {
        let mut record = Record::new(self.session.now);
        for name in creation.stores.iter().chain(&creation.replaces) {
            if let Some(value) = self.parameter_or_default(name) {
                record.set(name, value);
            }
        }
        record
    }

    /// The items to create one record each for; a single `None` if the rule has no list.
    fn items_of(&self, each: Option<&Each>) -> Vec<Option<Json>> {
        let Some(each) = each else {
            return vec![None];
        };
        let items = self
            .request
            .get(&each.parameter)
            .map(json_eq::items)
            .unwrap_or_default();
        items.iter().cloned().map(Some).collect()
    }

    /// Deletes the records that the new ones replace.
    fn delete_replaced(&mut self, creation: &Creation, resource: &'s Resource) -> Result<(), ApiError> {
        if creation.replaces.is_empty() {
            return Ok(());
        }
        let names = creation.replaces.iter();
        let values: Option<Vec<(&str, &Json)>> = names
            .map(|name| Some((name.as_str(), self.request.get(name)?)))
            .collect();
        let old = values
            .map(|values| self.session.find_matching(resource, &values))
            .unwrap_or_default();
        for number in old {
            self.session.delete(resource, number, true)?;
        }
        Ok(())
    }

    fn add(&mut self, mut record: Record, creation: &'s Creation, resource: &'s Resource) -> Result<u64, ApiError> {
        for rule in &creation.sets {
            self.set(&mut record, rule, resource);
        }
        let Self { session, request, .. } = self;
        Session::check_exactly_one_parent(&record, resource)?;
        session.check_parents(&record, resource)?;
        session.complete(&mut record, resource, Some(request), self.creation)?;
        session.check_unique(&record, resource, None)?;
        session.check_quotas(&record, resource)?;
        record.shrink_to_fit();
        let table = session.table(&resource.name);
        let number = session.transaction.add(&table, record);
        self.creation.get_or_insert((resource, number));
        Ok(number)
    }

    /// Sets a member by `rule`, if the rule has a value.
    fn set(&self, record: &mut Record, rule: &'s ValueRule, resource: &'s Resource) {
        let context = Context {
            resource,
            record,
            request: Some(&self.request),
            creation: self.creation,
        };
        if let Some(value) = self.session.value(rule, context) {
            record.set(&rule.member, value);
        }
    }

    /// Writes the created records to the output.
    fn write_created(&mut self, creation: &'s Creation, resource: &'s Resource, numbers: &[u64]) {
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
                (Some(from), _) => self.session.record(resource, *number)?.get(from).cloned(),
                (None, ItemType::Named(name)) => {
                    let members = self.writer.members_of(name);
                    Some(object(self.session.render((resource, *number), members, &[])))
                }
                (None, _) => None,
            });
        let shown: Vec<Json> = shown.collect();
        let value = match shown.as_slice() {
            [only] if !member.type_ref().list => only.clone(),
            _ => json(JsonValue::Array(shown)),
        };
        self.set_output(&answer.member, &value);
    }
}

/// Sets the members that come from one item of the list.
fn apply_item(record: &mut Record, each: &Each, item: &Json) {
    match &each.member {
        Some(member) => record.set(member, item.clone()),
        None => {
            for entry in item.as_object().unwrap_or_default() {
                record.set(&entry.name, entry.value.clone());
            }
        }
    }
}

/// Modifying and deleting records.
impl<'s> RuleExecutor<'_, 's> {
    pub(super) fn modify(&mut self, change: &'s Change) -> Result<(), ApiError> {
        self.for_each_target(change, |executor, resource, number| {
            executor.modify_one(change, resource, number)
        })
    }

    pub(super) fn delete(&mut self, change: &'s Change) -> Result<(), ApiError> {
        let force = self.is_forced(change.force.as_ref().map(|name| name.as_str()));
        self.for_each_target(change, |executor, resource, number| {
            executor.session.delete(resource, number, force)
        })
    }

    /// Runs `act` for each target of the request, or what the rule says if that is impossible.
    fn for_each_target(
        &mut self,
        change: &'s Change,
        act: impl Fn(&mut Self, &'s Resource, u64) -> Result<(), ApiError>,
    ) -> Result<(), ApiError> {
        let Some(resource) = self.session.resource(&change.resource) else {
            return Ok(());
        };
        for target in self.targets(resource, &change.by, change.first_only, change.within.as_ref())? {
            if target.numbers.is_empty() && !change.any {
                let error = not_found(None, resource, &target.requested);
                self.report_or_refuse(change.missing.as_ref(), &target.id, error)?;
            }
            for number in target.numbers {
                let id = self.id_of(resource, number).unwrap_or_else(|| target.id.clone());
                if !self
                    .session
                    .has_status(resource, number, change.states.iter().map(|state| &state.value))
                {
                    let error = self.session.wrong_status_error(UNSUPPORTED_OPERATION, resource, number);
                    self.report_or_refuse(change.wrong_state.as_ref(), &id, error)?;
                    continue;
                }
                match act(self, resource, number) {
                    Ok(()) => {
                        let done = change.done.iter();
                        done.for_each(|output| self.append_id(output, &id));
                    }
                    Err(error) => self.report_or_refuse(change.in_use.as_ref(), &id, error)?,
                }
            }
        }
        Ok(())
    }

    /// Appends the ID to the output, or refuses the request, with the code of the rule if it has one.
    fn report_or_refuse(&mut self, rule: Option<&Otherwise>, id: &Json, error: ApiError) -> Result<(), ApiError> {
        let Some(rule) = rule else {
            return Err(error);
        };
        match (&rule.output, &rule.code) {
            (Some(output), _) => {
                self.append_id(output, id);
                Ok(())
            }
            (None, Some(code)) => Err(ApiError::new(code.value.clone(), error.message)),
            (None, None) => Err(error),
        }
    }

    fn id_of(&self, resource: &Resource, number: u64) -> Option<Json> {
        let id = resource.id.as_ref()?;
        self.session.record(resource, number)?.get(&id.member).cloned()
    }

    fn modify_one(&mut self, change: &'s Change, resource: &'s Resource, number: u64) -> Result<(), ApiError> {
        let before = self.session.copy(resource, number);
        let mut record = before.clone();
        for name in &change.sets {
            if let Some(value) = self.request.get(name) {
                record.set(name, value.clone());
            }
        }
        for rule in &change.values {
            self.set(&mut record, rule, resource);
        }
        self.session.restart_status_clock(&mut record, &before, resource);
        self.session.check_unique(&record, resource, Some(number))?;
        self.session.check_quotas_of_items(&record, resource)?;
        self.relink_children(&before, &record, resource);
        self.session.replace(resource, number, record);
        Ok(())
    }

    /// Updates the children of a record after a change of the members that link them.
    fn relink_children(&mut self, before: &Record, after: &Record, resource: &'s Resource) {
        let rules = self.session.rules;
        for (child, link) in rules.children(&resource.name) {
            if link
                .members
                .iter()
                .all(|member| before.get(member) == after.get(member))
            {
                continue;
            }
            for number in self.session.children(before, child, link) {
                let mut child_record = self.session.copy(child, number);
                for member in &link.members {
                    if let Some(value) = after.get(member) {
                        child_record.set(member, value.clone());
                    }
                }
                self.session.replace(child, number, child_record);
            }
        }
    }
}
