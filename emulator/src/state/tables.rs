//! Everything that is remembered, in memory, and changes to it that are made as a whole or not at all.

use std::collections::{BTreeMap, BTreeSet};

use super::record::Record;

/// The records of each kind, each under its number. Numbers grow, so that their order is that of creation.
#[derive(Debug, Default)]
pub(crate) struct Tables {
    tables: BTreeMap<String, BTreeMap<u64, Record>>,
    last: u64,
}

/// A record's place: its table and its number.
pub(crate) type Place = (String, u64);

impl Tables {
    pub(crate) fn from_records(records: impl IntoIterator<Item = (Place, Record)>) -> Self {
        let mut tables = Self::default();
        for (place, record) in records {
            tables.put(place, Some(record));
        }
        tables
    }

    pub(crate) fn records<'t>(&'t self, table: &str) -> impl Iterator<Item = (u64, &'t Record)> + use<'t> {
        let records = self.tables.get(table).into_iter().flatten();
        records.map(|(number, record)| (*number, record))
    }

    pub(crate) fn get(&self, table: &str, number: u64) -> Option<&Record> {
        self.tables.get(table)?.get(&number)
    }

    /// Returns what stood there.
    fn put(&mut self, (table, number): Place, record: Option<Record>) -> Option<Record> {
        self.last = self.last.max(number);
        let records = self.tables.entry(table).or_default();
        match record {
            Some(record) => records.insert(number, record),
            None => records.remove(&number),
        }
    }
}

/// Changes that are made as a whole: dropped without [`keep`](Self::keep), it undoes them.
#[derive(Debug)]
pub(crate) struct Transaction<'t> {
    tables: &'t mut Tables,
    /// What stood in each place before each change, in the order of the changes.
    undo: Vec<(Place, Option<Record>)>,
}

impl<'t> Transaction<'t> {
    pub(crate) fn new(tables: &'t mut Tables) -> Self {
        Self {
            tables,
            undo: Vec::new(),
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

    /// Removes every record.
    pub(crate) fn remove_all(&mut self) {
        let tables = self.tables.tables.iter();
        let places: Vec<Place> = tables
            .flat_map(|(table, records)| records.keys().map(|number| (table.clone(), *number)))
            .collect();
        for place in places {
            self.change(place, None);
        }
    }

    fn change(&mut self, place: Place, record: Option<Record>) {
        let before = self.tables.put(place.clone(), record);
        self.undo.push((place, before));
    }

    /// Each place that was changed, and what stands there now.
    pub(crate) fn changes(&self) -> Vec<(&Place, Option<&Record>)> {
        let places: BTreeSet<&Place> = self.undo.iter().map(|(place, _)| place).collect();
        places
            .into_iter()
            .map(|place| (place, self.tables.get(&place.0, place.1)))
            .collect()
    }

    pub(crate) fn keep(mut self) {
        self.undo.clear();
    }
}

impl Drop for Transaction<'_> {
    fn drop(&mut self) {
        for (place, before) in self.undo.drain(..).rev() {
            self.tables.put(place, before);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Record, Tables, Transaction};
    use crate::json::string;

    #[test]
    fn what_is_not_kept_is_undone() {
        let mut tables = Tables::default();
        let mut first = Transaction::new(&mut tables);
        let number = first.add("group", Record::new(1));
        first.keep();

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
}
