//! Filters the records of a list by conditions.

use tc3_codegen::spec::emulator::{Condition, FilterName};
use tc3_codegen::spec::{Json, JsonValue};

use super::RuleExecutor;
use crate::store::json_eq;
use crate::store::session::{RequestParams, not_found};
use crate::store::tables::{Constraint, Field, Record, SortKey};
use crate::wire::error::{ApiError, INVALID_PARAMETER_VALUE};
use crate::wire::sanitize::excerpt;

/// The conditions of a list, as one request has them.
#[derive(Clone, Copy)]
pub(super) struct Conditions<'r> {
    request: &'r RequestParams,
}

/// How the records that satisfy a condition are found.
pub(super) enum Plan {
    /// By indexes; without any constraint it is every record.
    Indexed(Vec<Constraint>),
    /// By walking over the records.
    Walked,
}

impl RuleExecutor<'_, '_> {
    /// Checks that a condition refers to an existing resource, and that every filter is known.
    pub(super) fn check_condition(&self, condition: &Condition) -> Result<(), ApiError> {
        if let (Some(name), Some(requested)) = (&condition.must_exist, self.conditions().requested(condition)) {
            let member = condition.member.as_ref().or(condition.parameter.as_ref());
            let member = member.map_or("", |member| member.as_str());
            let resource = self.session.resource(name);
            let found = resource.filter(|resource| !self.session.has_matching(resource, &[(member, requested)]));
            if let Some(resource) = found {
                let requested = format!("{member} {}", excerpt(json_eq::scalar(requested).unwrap_or("a list")));
                return Err(not_found(None, resource, &requested));
            }
        }
        for (name, _) in self.conditions().filters(condition) {
            if known_filter(&condition.names, name).is_none() {
                let names: Vec<&str> = condition.names.iter().map(|filter| filter.name.as_str()).collect();
                return Err(ApiError::new(
                    INVALID_PARAMETER_VALUE,
                    format!(
                        "there is no filter `{}`; expected one of {}",
                        excerpt(name),
                        names.join(", ")
                    ),
                ));
            }
        }
        Ok(())
    }

    fn conditions(&self) -> Conditions<'_> {
        Conditions::of(&self.request)
    }
}

impl<'r> Conditions<'r> {
    pub(super) fn of(request: &'r RequestParams) -> Self {
        Self { request }
    }

    /// How the records that satisfy `condition` are found: the same as those that [`satisfies`](Self::satisfies) lets
    /// through.
    pub(super) fn plan(self, condition: &Condition) -> Plan {
        if let (Some(member), Some(value)) = (&condition.member, &condition.equals) {
            return Plan::Indexed(vec![Constraint::matching(member, value)]);
        }
        if !condition.item.is_empty() {
            let member = condition.member.as_ref().map_or("", |member| member.as_str());
            let requested = self.requested_of_item(condition);
            if requested.is_empty() {
                return Plan::Indexed(Vec::new());
            }
            let keys = requested.iter().map(|(key, _)| (*key).to_owned()).collect();
            let member = member.to_owned();
            let lookup = Field::lookup_of_items(requested.into_iter().map(|(_, value)| value));
            return Plan::Indexed(vec![Constraint::equal(Field::Items { member, keys }, lookup)]);
        }
        if condition.filters.is_some() {
            let constraints = self.filters(condition).map(|(name, values)| {
                let filter = known_filter(&condition.names, name);
                filter.map_or_else(Constraint::default, |filter| {
                    Constraint::matching(filter.member.as_ref().unwrap_or(&filter.name), values)
                })
            });
            return Plan::Indexed(constraints.collect());
        }
        let (Some(requested), Some(parameter)) = (self.requested(condition), &condition.parameter) else {
            return Plan::Indexed(Vec::new());
        };
        if condition.minimum.is_some() || condition.maximum.is_some() {
            return Plan::Walked;
        }
        if let Some(member) = &condition.absent {
            let is_negated = !json_eq::is_truthy(requested);
            let any_of = vec![Field::no_link(member)];
            return Plan::Indexed(vec![Constraint { any_of, is_negated }]);
        }
        if !condition.contained.is_empty() {
            if !self.is_exact(condition) {
                return Plan::Walked;
            }
            let text = json_eq::scalar(requested).unwrap_or_default();
            let members = condition.contained.iter();
            let any_of = members.map(|member| Field::whole(member, text)).collect();
            let is_negated = false;
            return Plan::Indexed(vec![Constraint { any_of, is_negated }]);
        }
        Plan::Indexed(vec![Constraint::matching(
            condition.member.as_ref().unwrap_or(parameter),
            requested,
        )])
    }

    /// Whether `record` satisfies `condition`.
    pub(super) fn satisfies(self, record: &Record, condition: &Condition) -> bool {
        let holds = |member: &str, requested: &Json| {
            record
                .get(member)
                .is_some_and(|stored| json_eq::matches(requested, stored))
        };
        if let (Some(member), Some(value)) = (&condition.member, &condition.equals) {
            return holds(member, value);
        }
        if !condition.item.is_empty() {
            return self.has_item(record, condition);
        }
        if condition.filters.is_some() {
            return self.filters(condition).all(|(name, values)| {
                let filter = known_filter(&condition.names, name);
                filter.is_some_and(|filter| holds(filter.member.as_ref().unwrap_or(&filter.name), values))
            });
        }
        let (Some(requested), Some(parameter)) = (self.requested(condition), &condition.parameter) else {
            return true;
        };
        if let Some(member) = &condition.minimum {
            return SortKey::of(record.get(member)) >= SortKey::of(Some(requested));
        }
        if let Some(member) = &condition.maximum {
            return SortKey::of(record.get(member)) <= SortKey::of(Some(requested));
        }
        if let Some(member) = &condition.absent {
            return json_eq::is_truthy(requested) == record.link(member).is_none();
        }
        if !condition.contained.is_empty() {
            let part = json_eq::scalar(requested).unwrap_or_default();
            let texts = condition
                .contained
                .iter()
                .filter_map(|member| json_eq::scalar(record.get(member)?));
            if self.is_exact(condition) {
                return texts.into_iter().any(|text| text == part);
            }
            return texts.into_iter().any(|text| text.contains(part));
        }
        holds(condition.member.as_ref().unwrap_or(parameter), requested)
    }

    /// The value of the parameter, unless it requests all records, or another parameter takes its place.
    fn requested(self, condition: &Condition) -> Option<&'r Json> {
        let other = condition.unless.as_ref().and_then(|name| self.request.get(name));
        if other.is_some_and(|other| other.as_str() != Some("")) {
            return None;
        }
        let requested = self.request.get(condition.parameter.as_ref()?)?;
        let is_all = match &condition.ignoring {
            Some(all) => json_eq::equal(all, requested),
            None => false,
        };
        let is_empty = matches!(&requested.value, JsonValue::String(text) if text.is_empty())
            || matches!(&requested.value, JsonValue::Array(items) if items.is_empty());
        (!is_all && !is_empty).then_some(requested)
    }

    /// The names and values of the filters in the request.
    fn filters(self, condition: &Condition) -> impl Iterator<Item = (&'r str, &'r Json)> + use<'r> {
        let filters = condition.filters.as_ref().and_then(|name| self.request.get(name));
        let filters = filters.map(json_eq::items).unwrap_or_default();
        filters
            .iter()
            .filter_map(|filter| Some((filter.get("Name")?.as_str()?, filter.get("Values")?)))
    }

    /// Whether a text has to be the same, and not only contained.
    fn is_exact(self, condition: &Condition) -> bool {
        let exact = condition.exact.as_ref().and_then(|name| self.request.get(name));
        exact.is_some_and(json_eq::is_truthy)
    }

    /// The members of an item, each with the value that the request has for it.
    fn requested_of_item<'c>(self, condition: &'c Condition) -> Vec<(&'c str, &'r Json)> {
        let keys = condition.item.iter();
        keys.filter_map(|key| {
            let member = key.member.as_ref().unwrap_or(&key.parameter).as_str();
            Some((member, self.request.get(&key.parameter)?))
        })
        .collect()
    }

    fn has_item(self, record: &Record, condition: &Condition) -> bool {
        let list = condition.member.as_ref().and_then(|member| record.get(member));
        let requested = self.requested_of_item(condition);
        let is_match = |item: &Json| {
            let mut requested = requested.iter();
            requested
                .all(|(member, requested)| item.get(member).is_some_and(|stored| json_eq::equal(requested, stored)))
        };
        requested.is_empty() || list.is_some_and(|list| json_eq::items(list).iter().any(is_match))
    }
}

fn known_filter<'f>(names: &'f [FilterName], name: &str) -> Option<&'f FilterName> {
    names.iter().find(|filter| filter.name.value == name)
}

#[cfg(test)]
mod tests {
    use fastrand::Rng;
    use tc3_codegen::spec::emulator::{Condition, FilterName, Key};
    use tc3_codegen::spec::{Json, JsonValue, Spanned};

    use super::{Conditions, Plan};
    use crate::store::session::RequestParams;
    use crate::store::tables::{Deadlines, Index, Query, Record, Tables, Transaction};
    use crate::wire::json::{json, object, string};

    fn spanned<T>(value: T) -> Spanned<T> {
        let span = Spanned::<bool>::default().span;
        Spanned { value, span }
    }

    fn name(text: &str) -> Option<Spanned<String>> {
        Some(spanned(text.to_owned()))
    }

    fn any_scalar(rng: &mut Rng) -> Json {
        match rng.u8(..6) {
            0 => string(""),
            1 => json(JsonValue::Bool(rng.bool())),
            2 | 3 => json(JsonValue::Number(rng.u8(..3).to_string())),
            _ => string(rng.u8(..3).to_string()),
        }
    }

    fn any_tag(rng: &mut Rng) -> Json {
        let entries = ["TagKey", "TagValue"].map(|name| (name.to_owned(), any_scalar(rng)));
        object(entries)
    }

    fn any_value(rng: &mut Rng) -> Json {
        match rng.u8(..6) {
            0 => json(JsonValue::Array((0..rng.u8(..3)).map(|_| any_scalar(rng)).collect())),
            1 => json(JsonValue::Array((0..rng.u8(..3)).map(|_| any_tag(rng)).collect())),
            2 => any_tag(rng),
            _ => any_scalar(rng),
        }
    }

    /// The forms that a condition may have.
    fn forms() -> Vec<Condition> {
        let parameter = name("P");
        let with = |condition: Condition| Condition {
            parameter: parameter.clone(),
            ..condition
        };
        let key = |parameter: &str| Key {
            parameter: spanned(parameter.to_owned()),
            member: None,
        };
        let other = Condition::default;
        vec![
            with(Condition {
                member: name("A"),
                ..other()
            }),
            with(Condition {
                member: name("A"),
                ignoring: Some(spanned(string("0"))),
                ..other()
            }),
            with(Condition {
                member: name("A"),
                unless: name("Unless"),
                ..other()
            }),
            with(Condition {
                contained: vec![spanned("A".to_owned()), spanned("B".to_owned())],
                ..other()
            }),
            with(Condition {
                contained: vec![spanned("A".to_owned()), spanned("B".to_owned())],
                exact: name("Exact"),
                ..other()
            }),
            with(Condition {
                minimum: name("A"),
                ..other()
            }),
            with(Condition {
                maximum: name("A"),
                ..other()
            }),
            with(Condition {
                absent: name("A"),
                ..other()
            }),
            Condition {
                filters: name("Filters"),
                names: ["A", "B"]
                    .map(|name| FilterName {
                        name: spanned(name.to_owned()),
                        member: None,
                    })
                    .to_vec(),
                ..other()
            },
            Condition {
                member: name("A"),
                item: vec![key("TagKey"), key("TagValue")],
                ..other()
            },
            Condition {
                member: name("A"),
                equals: Some(spanned(string("1"))),
                ..other()
            },
        ]
    }

    fn any_request(rng: &mut Rng) -> RequestParams {
        let mut parameters = Vec::new();
        for name in ["P", "Unless", "Exact", "TagKey", "TagValue"] {
            if rng.u8(..3) > 0 {
                let value = if name == "P" { any_value(rng) } else { any_scalar(rng) };
                parameters.push((name.to_owned(), value));
            }
        }
        let filters = (0..rng.u8(..3)).map(|_| {
            let name = string(*rng.choice(&["A", "B"]).expect("a name"));
            object([("Name".to_owned(), name), ("Values".to_owned(), any_value(rng))])
        });
        parameters.push(("Filters".to_owned(), json(JsonValue::Array(filters.collect()))));
        RequestParams::of(parameters)
    }

    #[test]
    fn an_index_finds_the_records_that_satisfy_a_condition() {
        let mut rng = Rng::with_seed(7);
        let mut tables = Tables::new([("group".to_owned(), Index::of([], Deadlines::default()))]);
        let mut filling = Transaction::new(&mut tables);
        for _ in 0..200 {
            let mut record = Record::new(0);
            for member in ["A", "B"] {
                if rng.u8(..5) > 0 {
                    record.set(member, any_value(&mut rng));
                }
            }
            filling.add("group", record);
        }
        filling.commit();
        for (position, condition) in forms().iter().enumerate() {
            let (mut walks, mut some_found) = (0, 0);
            for _ in 0..300 {
                let request = any_request(&mut rng);
                let conditions = Conditions::of(&request);
                let Plan::Indexed(constraints) = conditions.plan(condition) else {
                    walks += 1;
                    continue;
                };
                let query = Query::all(constraints);
                let found = Transaction::new(&mut tables).select("group", &query).numbers;
                let records = tables.records("group");
                let satisfying = records.filter(|(_, record)| conditions.satisfies(record, condition));
                let expected: Vec<u64> = satisfying.map(|(number, _)| number).collect();
                some_found += usize::from(!expected.is_empty() && expected.len() < 200);
                assert_eq!(found, expected, "{condition:?} {request:?}");
            }
            let is_walked = matches!(position, 3 | 5 | 6);
            assert_eq!(walks > 0, is_walked || position == 4, "{condition:?}");
            assert!(some_found > 0 || is_walked, "{condition:?}");
        }
    }
}
