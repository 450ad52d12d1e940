//! Transactions on tables, with rollback.

use std::collections::BTreeSet;

use super::query::{Found, Query};
use super::record::Record;
use super::{RecordKey, Tables};

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

    /// Finds the records of a page of a list, and makes the indexes that it needs.
    pub(crate) fn select(&mut self, table: &str, query: &Query<'_>) -> Found {
        self.tables.select(table, query)
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
