//! Makes the IDs of new records. None is given twice while it is in use, and that of a counter never again, also after the
//! record is deleted.

use tc3_codegen::spec::Json;
use tc3_codegen::spec::emulator::{IdKind, IdRule, Resource};

use super::{Session, number};
use crate::responses::ids;
use crate::store::json_eq;
use crate::store::tables::Record;
use crate::wire::error::{ApiError, INTERNAL_ERROR};
use crate::wire::json::string;

/// The table of the last number of each counter; no resource can have this name.
pub(crate) const COUNTERS: &str = "#counters";

/// The member of a counter with the name of its resource.
pub(crate) const RESOURCE: &str = "Resource";
const LAST: &str = "Last";

/// How often a random number is tried before the free ones are searched for.
const TRIES: usize = 16;

impl Session<'_, '_> {
    /// A new ID for a record of `resource`.
    pub(super) fn new_id(&mut self, resource: &Resource, rule: &IdRule) -> Result<Json, ApiError> {
        let found = match rule.kind() {
            IdKind::Prefixed => return Ok(string(self.new_prefixed_id(resource, rule))),
            IdKind::Uuid => return Ok(string(self.new_uuid(resource, rule))),
            IdKind::Counter => self.next_number(resource, rule),
            IdKind::Random => self.random_number(resource, rule),
        };
        let found = found.ok_or_else(|| {
            let numbers = rule.numbers();
            ApiError::new(
                INTERNAL_ERROR,
                format!(
                    "every ID of a {} from {} to {} is taken: raise `maximum` in emulator.json",
                    resource.name.value,
                    numbers.start(),
                    numbers.end()
                ),
            )
        });
        found.map(number)
    }

    fn is_taken(&self, resource: &Resource, rule: &IdRule, id: &Json) -> bool {
        self.has_matching(resource, &[(&rule.member, id)])
    }

    fn new_prefixed_id(&mut self, resource: &Resource, rule: &IdRule) -> String {
        let length = rule.length.as_ref().map(|length| length.value);
        let length = length
            .and_then(|length| usize::try_from(length).ok())
            .unwrap_or(ids::SUFFIX_LENGTH);
        let prefix = rule.prefix.as_ref().map_or("", |prefix| prefix.as_str());
        let mut longer = 0;
        loop {
            let new = ids::resource_id(self.rng, prefix, length + longer);
            if !self.is_taken(resource, rule, &string(new.as_str())) {
                return new;
            }
            // Short IDs may run out.
            longer += 1;
        }
    }

    fn new_uuid(&mut self, resource: &Resource, rule: &IdRule) -> String {
        loop {
            let new = ids::uuid(self.rng.u128(..));
            if !self.is_taken(resource, rule, &string(new.as_str())) {
                return new;
            }
        }
    }

    /// The number after the last one; a number that a test gave to a record is passed over.
    fn next_number(&mut self, resource: &Resource, rule: &IdRule) -> Option<u64> {
        let table = self.table(COUNTERS);
        let name = string(resource.name.value.as_str());
        let counter = self.transaction.tables().first_matching(&table, &[(RESOURCE, &name)]);
        let before = counter.and_then(|counter| self.transaction.tables().get(&table, counter));
        let last = before.and_then(|before| json_eq::scalar(before.get(LAST)?)?.parse::<u64>().ok());
        let numbers = rule.numbers();
        let first = last.map_or(*numbers.start(), |last| last.saturating_add(1));
        let new =
            (first.max(*numbers.start())..=*numbers.end()).find(|new| !self.is_taken(resource, rule, &number(new)))?;
        let mut record = Record::new(self.now);
        record.set(RESOURCE, name);
        record.set(LAST, number(new));
        match counter {
            Some(counter) => self.transaction.replace(&table, counter, record),
            None => {
                self.transaction.add(&table, record);
            }
        }
        Some(new)
    }

    /// A random number, or the next free one where few are left.
    fn random_number(&mut self, resource: &Resource, rule: &IdRule) -> Option<u64> {
        let numbers = rule.numbers();
        if numbers.is_empty() {
            return None;
        }
        let mut new = *numbers.start();
        for _ in 0..TRIES {
            new = self.rng.u64(numbers.clone());
            if !self.is_taken(resource, rule, &number(new)) {
                return Some(new);
            }
        }
        let mut others = (new..=*numbers.end()).chain(*numbers.start()..new);
        others.find(|other| !self.is_taken(resource, rule, &number(other)))
    }
}
