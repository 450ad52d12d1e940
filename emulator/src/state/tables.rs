//! Everything that is remembered, in memory, and changes to it that are made as a whole or not at all.

use std::collections::{BTreeMap, BTreeSet};

use tc3_codegen::spec::{Json, Service};

use super::index::Index;
use super::record::Record;
use super::same;

/// The records of each kind. Their numbers grow, so that the order of numbers is that of creation.
#[derive(Debug, Default)]
pub(crate) struct Tables {
    tables: BTreeMap<String, Table>,
    last: u64,
}

/// The records of one kind, each under its number.
#[derive(Debug, Default)]
struct Table {
    records: BTreeMap<u64, Record>,
    index: Index,
}

/// A record's place: its table and its number.
pub(crate) type Place = (String, u64);

/// The name of the table of a service's resource.
pub(super) fn name(service: &Service, resource: &str) -> String {
    format!("{}/{resource}", service.folder)
}

impl Tables {
    pub(super) fn new(indices: impl IntoIterator<Item = (String, Index)>) -> Self {
        let tables = indices.into_iter().map(|(name, index)| {
            let records = BTreeMap::new();
            (name, Table { records, index })
        });
        Self {
            tables: tables.collect(),
            last: 0,
        }
    }

    pub(super) fn fill(&mut self, records: impl IntoIterator<Item = (Place, Record)>) {
        for (place, record) in records {
            self.put(place, Some(record));
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

    /// The numbers of the records whose members are like those of `values`, in the order of their creation.
    pub(super) fn alike(&self, table: &str, values: &[(&str, &Json)]) -> Vec<u64> {
        let Some(Table { records, index }) = self.tables.get(table) else {
            return Vec::new();
        };
        let is_alike = |record: &Record| {
            let mut values = values.iter();
            values.all(|(member, value)| record.get(member).is_some_and(|held| same::equal(value, held)))
        };
        match index.candidates(values) {
            Some(candidates) => {
                let numbers = candidates.numbers();
                numbers
                    .filter(|number| records.get(number).is_some_and(is_alike))
                    .collect()
            }
            None => {
                let records = records.iter();
                let found = records.filter(|(_, record)| is_alike(record));
                found.map(|(number, _)| *number).collect()
            }
        }
    }

    /// Returns what stood there.
    fn put(&mut self, (table, number): Place, record: Option<Record>) -> Option<Record> {
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
            .flat_map(|(name, table)| table.records.keys().map(|number| (name.clone(), *number)))
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
mod against_a_walk;

#[cfg(test)]
mod tests {
    use super::{Index, Record, Tables, Transaction};
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

    #[test]
    fn what_is_alike_is_found_as_it_stands_with_an_index_and_without() {
        for members in [&["Name"][..], &[]] {
            let mut tables = Tables::new([("group".to_owned(), Index::of(members.iter().copied()))]);
            let named = |name: &str| {
                let mut record = Record::new(1);
                record.set("Name", string(name));
                record
            };
            let found = |tables: &Tables, name: &str| tables.alike("group", &[("Name", &string(name))]);
            let mut first = Transaction::new(&mut tables);
            let numbers = ["old", "kept", "old"].map(|name| first.add("group", named(name)));
            first.keep();
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
