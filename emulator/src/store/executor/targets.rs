//! Finds the records that a request refers to.

use tc3_codegen::spec::emulator::{Key, Parent, Resource, Within};
use tc3_codegen::spec::{Json, JsonValue};

use super::RuleExecutor;
use crate::store::json_eq;
use crate::store::session::{RequestParams, Session, link_values, not_found};
use crate::store::tables::{Constraint, Field, Query, Record};
use crate::wire::error::{ApiError, MISSING_PARAMETER};
use crate::wire::sanitize::excerpt;

/// A resource that a request refers to.
pub(super) struct Target {
    /// The ID in the request, for the lists of a response.
    pub(super) id: Json,
    /// The members in the request, for a message.
    pub(super) requested: String,
    /// The numbers of its records; empty if it does not exist.
    pub(super) numbers: Vec<u64>,
}

/// A parent that a request is about.
#[derive(Debug)]
pub(super) struct Owner {
    /// The members of a record that belongs to it.
    pub(super) links: Vec<(String, Json)>,
    /// Whether something can belong to it: it has every member that links to it.
    has_links: bool,
}

impl Owner {
    const NONE: Self = Self {
        links: Vec::new(),
        has_links: false,
    };

    /// Whether a record belongs to it.
    pub(super) fn has(&self, record: &Record) -> bool {
        let mut links = self.links.iter();
        let is_equal =
            |(member, value): &(String, Json)| record.get(member).is_some_and(|stored| json_eq::equal(value, stored));
        self.has_links && links.all(is_equal)
    }

    /// What an index answers; `None` if it does not know.
    pub(super) fn constraint(&self) -> Option<Constraint> {
        if !self.has_links {
            return Some(Constraint::default());
        }
        let lookup = Field::lookup(self.links.iter().map(|(_, value)| value))?;
        let field = Field::of_members(self.links.iter().map(|(member, _)| member.as_str()));
        Some(Constraint::equal(field, lookup))
    }

    /// The number of records that belong to it.
    pub(super) fn count(&self, session: &Session<'_, '_>, resource: &Resource) -> usize {
        let values: Vec<(&str, &Json)> = self
            .links
            .iter()
            .map(|(member, value)| (member.as_str(), value))
            .collect();
        if self.has_links {
            session.count_matching(resource, &values)
        } else {
            0
        }
    }
}

impl<'s> RuleExecutor<'_, 's> {
    /// The targets of kind `resource` that the parameters `by` refer to: one for each item of the first list, or else
    /// one. With `first_only`, only the first parameter in the request counts.
    pub(super) fn targets(
        &mut self,
        resource: &'s Resource,
        by: &[Key],
        first_only: bool,
        within: Option<&'s Within>,
    ) -> Result<Vec<Target>, ApiError> {
        let owner = match within {
            Some(within) => Some(self.within(resource, within)?),
            None => None,
        };
        let Self { session, request, .. } = self;
        let mut given = given(request, by)?;
        if first_only {
            given.truncate(1);
        }
        let is_list = |(_, value): &(&str, &Json)| matches!(value.value, JsonValue::Array(_));
        let position = given.iter().position(is_list).unwrap_or(0);
        let (member, ids) = given.remove(position);
        let targets = json_eq::items(ids).iter().map(|id| {
            let mut target = target(session, resource, (member, id), &given);
            if let Some(owner) = &owner {
                let belongs = |number: u64| session.record(resource, number).is_some_and(|record| owner.has(record));
                target.numbers.retain(|number| belongs(*number));
            }
            target
        });
        Ok(targets.collect())
    }

    /// The parent of records of kind `resource` that the request is about.
    ///
    /// # Errors
    /// Fails if there is no such parent.
    pub(super) fn within(&mut self, resource: &'s Resource, within: &'s Within) -> Result<Owner, ApiError> {
        let found = self.session.resource(&within.resource).zip(link_to(resource, within));
        let Some((parent, link)) = found else {
            // A checked spec has both.
            return Ok(Owner::NONE);
        };
        let Self { session, request, .. } = self;
        let given = given(request, &within.by)?;
        let target = given.first().map(|first| target(session, parent, *first, &[]));
        let number = target.as_ref().and_then(|target| target.numbers.first().copied());
        let Some(number) = number else {
            let code = within.missing.as_ref().map(|code| code.as_str());
            let requested = target.map(|target| target.requested).unwrap_or_default();
            return Err(not_found(code, parent, &requested));
        };
        self.session.advance_status(parent, number);
        let record = self.session.copy(parent, number);
        let links = link.members.iter();
        Ok(Owner {
            has_links: link_values(&record, link).is_some(),
            links: links
                .filter_map(|member| Some((member.value.clone(), record.get(member)?.clone())))
                .collect(),
        })
    }
}

/// The members and values of the parameters `by` that the request has: at least one.
fn given<'w>(request: &'w RequestParams, by: &'w [Key]) -> Result<Vec<(&'w str, &'w Json)>, ApiError> {
    let mut given: Vec<(&str, &Json)> = Vec::new();
    for key in by {
        let value = request.get(&key.parameter);
        if let Some(value) = value.filter(|value| value.as_str() != Some("")) {
            given.push((key.member.as_ref().unwrap_or(&key.parameter).as_str(), value));
        }
    }
    if given.is_empty() {
        let names: Vec<&str> = by.iter().map(|key| key.parameter.as_str()).collect();
        return Err(ApiError::new(
            MISSING_PARAMETER,
            format!("{} is missing", names.join(" or ")),
        ));
    }
    Ok(given)
}

/// The records of kind `resource` whose member is `id`, and whose other members match what is requested.
fn target(
    session: &mut Session<'_, '_>,
    resource: &Resource,
    (member, id): (&str, &Json),
    others: &[(&str, &Json)],
) -> Target {
    let numbers = match Field::lookup([id].into_iter()) {
        Some(lookup) => {
            let others = others.iter();
            let others = others.map(|(member, requested)| Constraint::matching(member, requested));
            let first = Constraint::equal(Field::of_members([member]), lookup);
            let all = Query::all(std::iter::once(first).chain(others).collect());
            session.select(resource, &all).numbers
        }
        None => {
            let mut numbers = session.find_matching(resource, &[(member, id)]);
            numbers.retain(|number| {
                let record = session.record(resource, *number);
                others.iter().all(|(member, requested)| {
                    let stored = record.and_then(|record| record.get(member));
                    stored.is_some_and(|stored| json_eq::matches(requested, stored))
                })
            });
            numbers
        }
    };
    let describe = |(member, value): &(&str, &Json)| {
        let value = json_eq::scalar(value).unwrap_or("a list");
        format!("{member} {}", excerpt(value))
    };
    let requested: Vec<String> = [(member, id)].iter().chain(others).map(describe).collect();
    Target {
        id: id.clone(),
        requested: requested.join(", "),
        numbers,
    }
}

fn link_to<'s>(resource: &'s Resource, within: &Within) -> Option<&'s Parent> {
    resource.parents.iter().find(|link| link.resource == within.resource)
}
