//! Tables of records in memory, and transactions on them with rollback.
//!
//! A record is a JSON object of members under a number. Resources are linked by members that parent and child have in
//! common, such as `GroupId`, so that lookups, cascades and in-use checks need no other tables. An index is updated
//! where records are put, so that a rollback restores it too.

mod index;
#[cfg(test)]
mod property_test;
mod record;

use std::collections::{BTreeMap, BTreeSet};

use tc3_codegen::spec::{Json, Service};

use super::json_eq;

pub(crate) use self::index::Index;
pub(crate) use self::record::Record;

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
            let records = BTreeMap::new();
            (name, Table { records, index })
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
        let Some(Table { records, index }) = self.tables.get(table) else {
            return Vec::new();
        };
        let is_match = |record: &Record| {
            let mut values = values.iter();
            values.all(|(member, value)| record.get(member).is_some_and(|stored| json_eq::equal(value, stored)))
        };
        match index.candidates(values) {
            Some(candidates) => {
                let numbers = candidates.numbers();
                numbers
                    .filter(|number| records.get(number).is_some_and(is_match))
                    .collect()
            }
            None => {
                let records = records.iter();
                let found = records.filter(|(_, record)| is_match(record));
                found.map(|(number, _)| *number).collect()
            }
        }
    }

    /// Replaces the record under a key, and returns the previous one.
    fn put(&mut self, (table, number): RecordKey, record: Option<Record>) -> Option<Record> {
        self.last = self.last.max(number);
        let Table { records, index } = self.tables.entry(table).or_default();
        let before = records.remove(&number);
        if let Some(before) = &before {
            index.remove(number, before);
        }
        if let Some(record) = record {
            index.add(number, &record);
            records.insert(number, record);
        }
        before
    }
}

/// Changes that are made atomically: if it is dropped without [`commit`](Self::commit), it rolls them back.
#[derive(Debug)]
pub(crate) struct Transaction<'t> {
    tables: &'t mut Tables,
    /// The previous record of each change, in the order of the changes.
    undo_log: Vec<(RecordKey, Option<Record>)>,
}

impl<'t> Transaction<'t> {
    pub(crate) fn new(tables: &'t mut Tables) -> Self {
        Self {
            tables,
            undo_log: Vec::new(),
        }
    }

    pub(crate) fn tables(&self) -> &Tables {
        self.tables
    }

    /// Adds a record and returns its number.
    pub(crate) fn add(&mut self, table: &str, record: Record) -> u64 {
        let number = self.tables.last + 1;
        self.change((table.to_owned(), number), Some(record));
        number
    }

    pub(crate) fn replace(&mut self, table: &str, number: u64, record: Record) {
        self.change((table.to_owned(), number), Some(record));
    }

    pub(crate) fn remove(&mut self, table: &str, number: u64) {
        self.change((table.to_owned(), number), None);
    }

    /// Removes every record of the tables whose names `is_removed` accepts.
    pub(crate) fn remove_all(&mut self, is_removed: impl Fn(&str) -> bool) {
        let tables = self.tables.tables.iter().filter(|(name, _)| is_removed(name));
        let keys: Vec<RecordKey> = tables
            .flat_map(|(name, table)| table.records.keys().map(|number| (name.clone(), *number)))
            .collect();
        for key in keys {
            self.change(key, None);
        }
    }

    fn change(&mut self, key: RecordKey, record: Option<Record>) {
        let before = self.tables.put(key.clone(), record);
        self.undo_log.push((key, before));
    }

    /// Each key that was changed, and the record that it has now.
    pub(crate) fn changes(&self) -> Vec<(&RecordKey, Option<&Record>)> {
        let keys: BTreeSet<&RecordKey> = self.undo_log.iter().map(|(key, _)| key).collect();
        keys.into_iter()
            .map(|key| (key, self.tables.get(&key.0, key.1)))
            .collect()
    }

    pub(crate) fn commit(mut self) {
        self.undo_log.clear();
    }
}

impl Drop for Transaction<'_> {
    fn drop(&mut self) {
        for (key, before) in self.undo_log.drain(..).rev() {
            self.tables.put(key, before);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Index, Record, Tables, Transaction};
    use crate::wire::json::string;

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
            let mut tables = Tables::new([("group".to_owned(), Index::of(members.iter().copied()))]);
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
