//! Finds records by what they hold, so that the cost of a request does not grow with how much is remembered.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use tc3_codegen::spec::emulator::{EmulatorFile, Resource};
use tc3_codegen::spec::{Json, Service, Spec};

use super::record::Record;
use super::{client_token, same, tables};

/// The numbers of a table's records by the value of each member that rules look them up by.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Index {
    by_member: BTreeMap<String, HashMap<String, BTreeSet<u64>>>,
}

impl Index {
    pub(super) fn of<'m>(members: impl IntoIterator<Item = &'m str>) -> Self {
        let members = members.into_iter();
        Self {
            by_member: members.map(|member| (member.to_owned(), HashMap::new())).collect(),
        }
    }

    /// The tables of every service that has rules, each with an index of what they look up: IDs, links, and what must
    /// not come twice.
    pub(super) fn of_tables(spec: &Spec) -> impl Iterator<Item = (String, Self)> {
        let services = spec.services.iter();
        let ruled = services.filter_map(|service| Some((service, service.emulator.as_ref()?)));
        ruled.flat_map(|(service, rules)| of_service(service, rules))
    }

    pub(super) fn add(&mut self, number: u64, record: &Record) {
        for (member, by_value) in &mut self.by_member {
            if let Some(value) = record.get(member).and_then(same::scalar) {
                match by_value.get_mut(value) {
                    Some(numbers) => {
                        numbers.insert(number);
                    }
                    None => {
                        by_value.insert(value.to_owned(), BTreeSet::from([number]));
                    }
                }
            }
        }
    }

    pub(super) fn remove(&mut self, number: u64, record: &Record) {
        for (member, by_value) in &mut self.by_member {
            let Some(value) = record.get(member).and_then(same::scalar) else {
                continue;
            };
            if let Some(numbers) = by_value.get_mut(value) {
                numbers.remove(&number);
                if numbers.is_empty() {
                    by_value.remove(value);
                }
            }
        }
    }

    /// Few numbers that have all those among them whose members are like `values`; `None` where only a walk finds
    /// them.
    pub(super) fn candidates(&self, values: &[(&str, &Json)]) -> Option<Candidates<'_>> {
        let sets = values.iter().filter_map(|(member, value)| {
            let by_value = self.by_member.get(*member)?;
            // A list equals no scalar, and is not here.
            Some(by_value.get(same::scalar(value)?))
        });
        sets.min_by_key(|set| set.map_or(0, BTreeSet::len)).map(Candidates)
    }
}

/// Numbers in the order of creation.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidates<'i>(Option<&'i BTreeSet<u64>>);

impl<'i> Candidates<'i> {
    pub(super) fn numbers(self) -> impl Iterator<Item = u64> + use<'i> {
        self.0.into_iter().flatten().copied()
    }
}

fn of_service<'s>(service: &'s Service, rules: &'s EmulatorFile) -> impl Iterator<Item = (String, Index)> {
    let resources = rules.resources.iter().map(|resource| {
        let table = tables::name(service, &resource.name);
        (table, Index::of(looked_up(resource, rules)))
    });
    let tokens = tables::name(service, client_token::TABLE);
    resources.chain([(tokens, Index::of([client_token::TOKEN]))])
}

fn looked_up<'s>(resource: &'s Resource, rules: &'s EmulatorFile) -> impl Iterator<Item = &'s str> {
    let id = resource.id.iter().map(|rule| &rule.member);
    let to_parents = resource.parents.iter().flat_map(|link| &link.members);
    let from_children = rules.children(&resource.name).flat_map(|(_, link)| &link.members);
    let unique = resource.unique.iter().flat_map(|unique| &unique.members);
    let members = id.chain(to_parents).chain(from_children).chain(unique);
    members.map(|member| member.value.as_str())
}

#[cfg(test)]
mod tests {
    use tc3_codegen::spec::{Json, JsonValue};

    use super::{Index, Record};
    use crate::json::{json, string};

    fn record(id: &str, port: Json) -> Record {
        let mut record = Record::new(0);
        record.set("Id", string(id));
        record.set("Port", port);
        record
    }

    fn numbers(index: &Index, values: &[(&str, &Json)]) -> Option<Vec<u64>> {
        Some(index.candidates(values)?.numbers().collect())
    }

    #[test]
    fn the_fewest_candidates_are_given() {
        let mut index = Index::of(["Id", "Port"]);
        let port = |text: &str| json(JsonValue::Number(text.to_owned()));
        for number in 1..=100 {
            index.add(number, &record(&format!("id-{number}"), port("80")));
        }
        let (id, absent) = (string("id-7"), string("id-0"));
        assert_eq!(numbers(&index, &[("Port", &string("80")), ("Id", &id)]), Some(vec![7]));
        assert_eq!(
            numbers(&index, &[("Port", &port("80")), ("Id", &absent)]),
            Some(Vec::new())
        );
        assert_eq!(numbers(&index, &[("Name", &id)]), None);
        assert_eq!(
            numbers(&index, &[("Id", &json(JsonValue::Array(vec![id.clone()])))]),
            None
        );

        index.remove(7, &record("id-7", port("80")));
        assert_eq!(numbers(&index, &[("Id", &id)]), Some(Vec::new()));
        assert_eq!(
            numbers(&index, &[("Port", &port("80"))]).map(|left| left.len()),
            Some(99)
        );
    }
}
