//! The view of one request on the state of one service.
//!
//! [`Session`] reads and replaces records within a transaction. Its other methods are next to what they are about:
//! `create` completes and checks new records, `new_ids`
//! makes their IDs, `status` advances them, `delete` cascades, `value_rules` evaluates the
//! rules for values, and `render` writes a record as a declared type.

mod create;
mod delete;
pub(crate) mod new_ids;
mod render;
mod status;
mod value_rules;

use fastrand::Rng;
use tc3_codegen::spec::emulator::{EmulatorFile, Parent, Resource};
use tc3_codegen::spec::{Json, Service};

use super::json_eq;
use super::tables::{Found, Query, Record, Transaction, table_name};
use crate::wire::error::{ApiError, RESOURCE_NOT_FOUND};

pub(crate) use self::value_rules::{Context, RequestParams, number};

/// The state of a service, while one request uses it.
pub(crate) struct Session<'t, 's> {
    pub(crate) transaction: Transaction<'t>,
    pub(crate) rng: &'t mut Rng,
    pub(crate) service: &'s Service,
    pub(crate) rules: &'s EmulatorFile,
    /// The server's time in Unix seconds.
    pub(crate) now: i64,
}

impl<'s> Session<'_, 's> {
    pub(crate) fn table(&self, name: &str) -> String {
        table_name(self.service, name)
    }

    /// The records of a resource, in the order of creation.
    pub(crate) fn records(&self, resource: &Resource) -> impl Iterator<Item = (u64, &Record)> {
        self.transaction.tables().records(&self.table(&resource.name))
    }

    pub(crate) fn count(&self, resource: &Resource) -> usize {
        self.transaction.tables().count(&self.table(&resource.name))
    }

    pub(crate) fn record(&self, resource: &Resource, number: u64) -> Option<&Record> {
        self.transaction.tables().get(&self.table(&resource.name), number)
    }

    /// A copy of a record, to change and to put back.
    pub(crate) fn copy(&self, resource: &Resource, number: u64) -> Record {
        let found = self.record(resource, number);
        found.cloned().unwrap_or_else(|| Record::new(self.now))
    }

    pub(crate) fn replace(&mut self, resource: &Resource, number: u64, record: Record) {
        let table = self.table(&resource.name);
        self.transaction.replace(&table, number, record);
    }

    /// The resource with this name, which exists in a checked spec.
    pub(crate) fn resource(&self, name: &str) -> Option<&'s Resource> {
        self.rules.resource(name)
    }

    /// The numbers of the records whose members equal `values`, in the order of creation.
    pub(crate) fn find_matching(&self, resource: &Resource, values: &[(&str, &Json)]) -> Vec<u64> {
        let table = self.table(&resource.name);
        self.transaction.tables().find_matching(&table, values)
    }

    /// Whether there is a record whose members equal `values`.
    pub(crate) fn has_matching(&self, resource: &Resource, values: &[(&str, &Json)]) -> bool {
        self.first_matching(resource, values).is_some()
    }

    /// The number of records whose members equal `values`.
    pub(crate) fn count_matching(&self, resource: &Resource, values: &[(&str, &Json)]) -> usize {
        let table = self.table(&resource.name);
        self.transaction.tables().count_matching(&table, values)
    }

    fn first_matching(&self, resource: &Resource, values: &[(&str, &Json)]) -> Option<u64> {
        let table = self.table(&resource.name);
        self.transaction.tables().first_matching(&table, values)
    }

    /// Finds the records of a page of a list.
    pub(crate) fn select(&mut self, resource: &Resource, query: &Query<'_>) -> Found {
        let table = self.table(&resource.name);
        self.transaction.select(&table, query)
    }

    /// The parent of `record` by `link`: `None` if it has none, and no number if the parent does not exist.
    pub(crate) fn parent(&self, record: &Record, link: &'s Parent) -> Option<(&'s Resource, Option<u64>)> {
        let parent = self.resource(&link.resource)?;
        let values = link_values(record, link)?;
        Some((parent, self.first_matching(parent, &values)))
    }

    /// The records of `child` that belong to `record` by `link`.
    pub(crate) fn children(&self, record: &Record, child: &Resource, link: &Parent) -> Vec<u64> {
        match link_values(record, link) {
            Some(values) => self.find_matching(child, &values),
            None => Vec::new(),
        }
    }

    /// The number of records of `child` that belong to `record` by `link`.
    pub(crate) fn count_children(&self, record: &Record, child: &Resource, link: &Parent) -> usize {
        link_values(record, link).map_or(0, |values| self.count_matching(child, &values))
    }

    /// The first of the records of `child` that belong to `record` by `link`.
    pub(crate) fn first_child(&self, record: &Record, child: &Resource, link: &Parent) -> Option<u64> {
        self.first_matching(child, &link_values(record, link)?)
    }

    /// The error for a record whose status forbids the request.
    pub(crate) fn wrong_status_error(&self, code: &str, resource: &Resource, number: u64) -> ApiError {
        let record = self.record(resource, number);
        let status = resource.status.as_ref().zip(record);
        let status = status.and_then(|(rule, record)| json_eq::scalar(record.get(&rule.member)?));
        ApiError::new(
            code.to_owned(),
            format!(
                "the {} is in the state {}, which forbids this",
                resource.name.value,
                status.unwrap_or("-")
            ),
        )
    }
}

/// The members of `record` that link it, if it has all of them.
pub(crate) fn link_values<'r>(record: &'r Record, link: &'r Parent) -> Option<Vec<(&'r str, &'r Json)>> {
    let members = link.members.iter();
    members
        .map(|member| Some((member.as_str(), record.link(member)?)))
        .collect()
}

/// The error for a resource that does not exist.
pub(crate) fn not_found(code: Option<&str>, resource: &Resource, requested: &str) -> ApiError {
    ApiError::new(
        code.unwrap_or(RESOURCE_NOT_FOUND).to_owned(),
        format!("there is no {} with {requested}", resource.name.value),
    )
}
