//! Tables of records in memory, and transactions on them with rollback.
//!
//! A record is a JSON object of members under a number. Resources are linked by members that parent and child have in
//! common, such as `GroupId`, so that lookups, cascades and in-use checks need no other tables. An index is updated
//! where records are put, so that a rollback restores it too.

mod deadlines;
mod field;
mod index;
mod ordered_set;
#[cfg(test)]
mod property_test;
mod query;
mod record;
mod transaction;
mod value_order;

use std::collections::BTreeMap;

use tc3_codegen::spec::{Json, Service};

use self::query::Walks;
use super::json_eq;

pub(crate) use self::deadlines::{Deadlines, is_read_enough, possible_changes, time_of};
pub(crate) use self::field::Field;
pub(crate) use self::index::Index;
pub(crate) use self::query::{Constraint, Found, ListOrder, Query};
pub(crate) use self::record::Record;
pub(crate) use self::transaction::Transaction;
pub(crate) use self::value_order::SortKey;

/// The records of each resource. Their numbers ascend in the order of creation.
#[derive(Debug, Default)]
pub(crate) struct Tables {
    tables: BTreeMap<String, Table>,
    last: u64,
}

/// The records of one resource, each under its number.
#[derive(Debug, Default)]
struct Table {
    records: BTreeMap<u64, Record>,
    index: Index,
    walks: Walks,
}

/// The key of a record: its table and its number.
pub(crate) type RecordKey = (String, u64);

/// The name of the table of a service's resource.
pub(super) fn table_name(service: &Service, resource: &str) -> String {
    [service.folder.as_str(), "/", resource].concat()
}

impl Tables {
    pub(super) fn new(indexes: impl IntoIterator<Item = (String, Index)>) -> Self {
        let tables = indexes.into_iter().map(|(name, index)| {
            let table = Table {
                index,
                ..Table::default()
            };
            (name, table)
        });
        Self {
            tables: tables.collect(),
            last: 0,
        }
    }

    pub(super) fn fill(&mut self, records: impl IntoIterator<Item = (RecordKey, Record)>) {
        for (key, record) in records {
            self.put(key, Some(record));
        }
    }

    pub(super) fn records<'t>(&'t self, table: &str) -> impl Iterator<Item = (u64, &'t Record)> + use<'t> {
        let records = self.tables.get(table).map(|table| &table.records);
        records.into_iter().flatten().map(|(number, record)| (*number, record))
    }

    pub(super) fn count(&self, table: &str) -> usize {
        self.tables.get(table).map_or(0, |table| table.records.len())
    }

    pub(super) fn get(&self, table: &str, number: u64) -> Option<&Record> {
        self.tables.get(table)?.records.get(&number)
    }

    /// The numbers of the records whose members equal `values`, in the order of creation.
    pub(super) fn find_matching(&self, table: &str, values: &[(&str, &Json)]) -> Vec<u64> {
        self.tables
            .get(table)
            .map_or_else(Vec::new, |table| table.matching(values).collect())
    }

    /// The first of the records whose members equal `values`.
    pub(super) fn first_matching(&self, table: &str, values: &[(&str, &Json)]) -> Option<u64> {
        self.tables.get(table)?.matching(values).next()
    }

    /// The number of records whose members equal `values`.
    pub(super) fn count_matching(&self, table: &str, values: &[(&str, &Json)]) -> usize {
        self.tables.get(table).map_or(0, |table| table.count_matching(values))
    }

    /// Finds the records of a page of a list.
    pub(super) fn select(&mut self, table: &str, query: &Query<'_>) -> Found {
        let Some(Table { records, index, walks }) = self.tables.get_mut(table) else {
            return Found::default();
        };
        query.find(records, index, walks)
    }

    /// The numbers of the records whose status changes by itself, at this time or before.
    pub(super) fn due(&self, table: &str, now: i64) -> Vec<u64> {
        let table = self.tables.get(table);
        table.map_or_else(Vec::new, |table| table.index.deadlines.due(now).collect())
    }

    /// Replaces the record under a key, and returns the previous one.
    fn put(&mut self, (table, number): RecordKey, record: Option<Record>) -> Option<Record> {
        self.last = self.last.max(number);
        let Table { records, index, walks } = self.tables.entry(table).or_default();
        let before = records.remove(&number);
        index.replace(number, before.as_ref(), record.as_ref());
        let same_members = before.as_ref().zip(record.as_ref());
        if !walks.is_empty() && !same_members.is_some_and(|(before, after)| before.has_members_of(after)) {
            walks.forget();
        }
        if let Some(record) = record {
            records.insert(number, record);
        }
        before
    }
}

impl Table {
    /// The numbers of the records whose members equal `values`, in the order of creation.
    fn matching<'t>(&'t self, values: &'t [(&'t str, &'t Json)]) -> Box<dyn Iterator<Item = u64> + 't> {
        if let Some(found) = self.index.exact(values) {
            return Box::new(found.into_iter().flat_map(|numbers| numbers.iter().copied()));
        }
        let is_match = |record: &Record| {
            let mut values = values.iter();
            values.all(|(member, value)| record.get(member).is_some_and(|stored| json_eq::equal(value, stored)))
        };
        match self.index.candidates(values) {
            Some(candidates) => {
                let numbers = candidates.into_iter().flat_map(|numbers| numbers.iter().copied());
                Box::new(numbers.filter(move |number| self.records.get(number).is_some_and(is_match)))
            }
            None => {
                let found = self.records.iter().filter(move |(_, record)| is_match(record));
                Box::new(found.map(|(number, _)| *number))
            }
        }
    }

    fn count_matching(&self, values: &[(&str, &Json)]) -> usize {
        match self.index.exact(values) {
            Some(found) => found.map_or(0, |numbers| numbers.len()),
            None => self.matching(values).count(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Deadlines, Field, Index, Record, Tables, Transaction};
    use crate::wire::json::string;

    fn index(members: &[&str]) -> Index {
        Index::of(
            members.iter().map(|member| Field::of_members([*member])),
            Deadlines::default(),
        )
    }

    #[test]
    fn a_transaction_without_commit_is_rolled_back() {
        let mut tables = Tables::default();
        let mut first = Transaction::new(&mut tables);
        let number = first.add("group", Record::new(1));
        first.commit();

        let mut second = Transaction::new(&mut tables);
        let mut changed = Record::new(2);
        changed.set("Name", string("changed"));
        second.replace("group", number, changed);
        second.add("group", Record::new(3));
        second.remove("group", number);
        assert_eq!(second.changes().len(), 2);
        drop(second);

        let left: Vec<_> = tables.records("group").collect();
        assert_eq!(left, [(number, &Record::new(1))]);
    }

    #[test]
    fn matching_records_are_found_with_and_without_an_index() {
        for members in [&["Name"][..], &[]] {
            let mut tables = Tables::new([("group".to_owned(), index(members))]);
            let named = |name: &str| {
                let mut record = Record::new(1);
                record.set("Name", string(name));
                record
            };
            let found = |tables: &Tables, name: &str| tables.find_matching("group", &[("Name", &string(name))]);
            let mut first = Transaction::new(&mut tables);
            let numbers = ["old", "kept", "old"].map(|name| first.add("group", named(name)));
            first.commit();
            assert_eq!(found(&tables, "old"), [numbers[0], numbers[2]]);

            let mut second = Transaction::new(&mut tables);
            second.replace("group", numbers[0], named("new"));
            second.remove("group", numbers[1]);
            assert_eq!(found(second.tables(), "old"), [numbers[2]]);
            assert_eq!(found(second.tables(), "new"), [numbers[0]]);
            assert_eq!(found(second.tables(), "kept"), [0; 0]);
            drop(second);
            assert_eq!(found(&tables, "old"), [numbers[0], numbers[2]]);
            assert_eq!(found(&tables, "new"), [0; 0]);
            assert_eq!(found(&tables, "kept"), [numbers[1]]);
            assert_eq!(tables.count("group"), 3);
        }
    }
}
