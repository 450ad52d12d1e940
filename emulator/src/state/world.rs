//! What a service remembers, while one request works on it.

use fastrand::Rng;
use tc3_codegen::spec::emulator::{EmulatorFile, Parent, Resource};
use tc3_codegen::spec::{Json, Service};

use super::record::Record;
use super::tables::{self, Transaction};

/// What a service remembers, while one request works on it.
pub(super) struct World<'t, 's> {
    pub(super) transaction: Transaction<'t>,
    pub(super) rng: &'t mut Rng,
    pub(super) service: &'s Service,
    pub(super) rules: &'s EmulatorFile,
    /// The server's time in Unix seconds.
    pub(super) now: i64,
}

impl<'s> World<'_, 's> {
    pub(super) fn table(&self, name: &str) -> String {
        tables::name(self.service, name)
    }

    /// The records of a resource, in the order of their creation.
    pub(super) fn records(&self, resource: &Resource) -> impl Iterator<Item = (u64, &Record)> {
        self.transaction.tables().records(&self.table(&resource.name))
    }

    pub(super) fn count(&self, resource: &Resource) -> usize {
        self.transaction.tables().count(&self.table(&resource.name))
    }

    pub(super) fn record(&self, resource: &Resource, number: u64) -> Option<&Record> {
        self.transaction.tables().get(&self.table(&resource.name), number)
    }

    /// A copy of a record, to be changed.
    pub(super) fn copy(&self, resource: &Resource, number: u64) -> Record {
        let there = self.record(resource, number);
        there.cloned().unwrap_or_else(|| Record::new(self.now))
    }

    pub(super) fn replace(&mut self, resource: &Resource, number: u64, record: Record) {
        let table = self.table(&resource.name);
        self.transaction.replace(&table, number, record);
    }

    /// The resource of a checked name.
    pub(super) fn resource(&self, name: &str) -> Option<&'s Resource> {
        self.rules.resource(name)
    }

    /// The numbers of the records whose members are like those of `values`, in the order of their creation.
    pub(super) fn alike(&self, resource: &Resource, values: &[(&str, &Json)]) -> Vec<u64> {
        let table = self.table(&resource.name);
        self.transaction.tables().alike(&table, values)
    }

    /// The record that `record` belongs to by `link`: nothing if it belongs to none, no number if that is not there.
    pub(super) fn parent(&self, record: &Record, link: &'s Parent) -> Option<(&'s Resource, Option<u64>)> {
        let parent = self.resource(&link.resource)?;
        let values = links(record, link)?;
        Some((parent, self.alike(parent, &values).first().copied()))
    }

    /// The records of `child` that belong to `record` by `link`.
    pub(super) fn children(&self, record: &Record, child: &Resource, link: &Parent) -> Vec<u64> {
        match links(record, link) {
            Some(values) => self.alike(child, &values),
            None => Vec::new(),
        }
    }
}

/// The members that link `record`, if it has all of them.
fn links<'r>(record: &'r Record, link: &'r Parent) -> Option<Vec<(&'r str, &'r Json)>> {
    let members = link.members.iter();
    members
        .map(|member| Some((member.as_str(), record.link(member)?)))
        .collect()
}
