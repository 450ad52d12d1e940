//! Finds records by the values of their members, so that the cost of a request does not grow with the number of
//! records.
//!
//! The rules name the indexed members: IDs, links and unique members. Other lookups, such as a list with its filters,
//! scan the records of a resource.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use tc3_codegen::spec::Json;

use super::record::Record;
use crate::store::json_eq;

/// The numbers of the records of a table, by the value of each indexed member.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Index {
    by_member: BTreeMap<String, HashMap<String, BTreeSet<u64>>>,
}

impl Index {
    pub(crate) fn of<'m>(members: impl IntoIterator<Item = &'m str>) -> Self {
        let members = members.into_iter();
        Self {
            by_member: members.map(|member| (member.to_owned(), HashMap::new())).collect(),
        }
    }

    pub(super) fn add(&mut self, number: u64, record: &Record) {
        for (member, by_value) in &mut self.by_member {
            if let Some(value) = record.get(member).and_then(json_eq::scalar) {
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
            let Some(value) = record.get(member).and_then(json_eq::scalar) else {
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

    /// A small superset of the numbers of the records whose members equal `values`; `None` if only a scan finds them.
    pub(super) fn candidates(&self, values: &[(&str, &Json)]) -> Option<Candidates<'_>> {
        let sets = values.iter().filter_map(|(member, value)| {
            let by_value = self.by_member.get(*member)?;
            // A list equals no scalar, and is not indexed.
            Some(by_value.get(json_eq::scalar(value)?))
        });
        sets.min_by_key(|set| set.map_or(0, BTreeSet::len)).map(Candidates)
    }
}

/// Record numbers, in the order of creation.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidates<'i>(Option<&'i BTreeSet<u64>>);

impl<'i> Candidates<'i> {
    pub(super) fn numbers(self) -> impl Iterator<Item = u64> + use<'i> {
        self.0.into_iter().flatten().copied()
    }
}

#[cfg(test)]
mod tests {
    use tc3_codegen::spec::{Json, JsonValue};

    use super::{Index, Record};
    use crate::wire::json::{json, string};

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
    fn the_smallest_set_of_candidates_is_returned() {
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
