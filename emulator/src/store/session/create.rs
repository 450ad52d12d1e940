//! Creates records: completes them with an ID, a status and default members, and checks parents, uniqueness and quotas.

use tc3_codegen::spec::emulator::{Parent, Quota, Resource, Unique};

use super::value_rules::{Context, RequestParams};
use super::{Session, not_found};
use crate::store::json_eq;
use crate::store::tables::Record;
use crate::wire::error::{ApiError, INVALID_PARAMETER, MISSING_PARAMETER, UNSUPPORTED_OPERATION};
use crate::wire::sanitize::excerpt;

impl<'s> Session<'_, 's> {
    /// Gives a new record its ID, its initial status and the members that it does not have yet.
    ///
    /// # Errors
    /// Fails if every ID is taken.
    pub(crate) fn complete(
        &mut self,
        record: &mut Record,
        resource: &'s Resource,
        request: Option<&RequestParams>,
        creation: Option<(&'s Resource, u64)>,
    ) -> Result<(), ApiError> {
        if let Some(rule) = resource.id.as_ref().filter(|rule| record.get(&rule.member).is_none()) {
            let new = self.new_id(resource, rule)?;
            record.set(&rule.member, new);
        }
        if let Some(status) = &resource.status
            && record.get(&status.member).is_none()
        {
            record.set(&status.member, status.initial.value.clone());
        }
        for rule in &resource.created {
            let context = Context {
                resource,
                record,
                request,
                creation,
            };
            if let (None, Some(value)) = (record.get(&rule.member), self.value(rule, context)) {
                record.set(&rule.member, value);
            }
        }
        Ok(())
    }

    /// Checks that the parents of a new record exist and accept it.
    pub(crate) fn check_parents(&mut self, record: &Record, resource: &'s Resource) -> Result<(), ApiError> {
        for link in &resource.parents {
            self.check_parent(record, link)?;
        }
        Ok(())
    }

    fn check_parent(&mut self, record: &Record, link: &'s Parent) -> Result<(), ApiError> {
        let Some((parent, number)) = self.parent(record, link) else {
            return Ok(());
        };
        let Some(number) = number else {
            return Err(not_found(
                link.missing.as_ref().map(|code| code.as_str()),
                parent,
                &describe(record, &link.members),
            ));
        };
        if !self.has_status(parent, number, link.states.iter().map(|state| &state.value)) {
            let code = link
                .wrong_state
                .as_ref()
                .map_or(UNSUPPORTED_OPERATION, |code| code.as_str());
            return Err(self.wrong_status_error(code, parent, number));
        }
        Ok(())
    }

    /// Checks that a new record has exactly one of the parents that exclude each other.
    pub(crate) fn check_exactly_one_parent(record: &Record, resource: &Resource) -> Result<(), ApiError> {
        let links = resource
            .parents
            .iter()
            .filter(|link| resource.one_of.contains(&link.resource));
        let given = links
            .clone()
            .filter(|link| link.members.iter().all(|member| record.link(member).is_some()));
        let names = || {
            let members = links
                .clone()
                .flat_map(|link| link.members.iter().map(|member| member.as_str()));
            members.collect::<Vec<_>>().join(" or ")
        };
        match given.count() {
            0 if !resource.one_of.is_empty() => {
                Err(ApiError::new(MISSING_PARAMETER, format!("{} is missing", names())))
            }
            0 | 1 => Ok(()),
            _ => Err(ApiError::new(
                INVALID_PARAMETER,
                format!("expected only one of {}", names()),
            )),
        }
    }

    /// Checks that no record other than `except` has the same unique members.
    pub(crate) fn check_unique(
        &self,
        record: &Record,
        resource: &Resource,
        except: Option<u64>,
    ) -> Result<(), ApiError> {
        for Unique { members, code } in &resource.unique {
            let values: Option<Vec<_>> = members
                .iter()
                .map(|member| Some((member.as_str(), record.link(member)?)))
                .collect();
            let is_other = |number: u64| Some(number) != except;
            let first = values.as_ref().and_then(|values| self.first_matching(resource, values));
            // If it is the record itself, there may be another one after it: a test can give them the same members.
            let is_taken = match first.zip(values) {
                Some((first, values)) if !is_other(first) => {
                    self.find_matching(resource, &values).into_iter().any(is_other)
                }
                Some(_) => true,
                None => false,
            };
            if is_taken {
                return Err(ApiError::new(
                    code.value.clone(),
                    format!(
                        "there is a {} with {} already",
                        resource.name.value,
                        describe(record, members)
                    ),
                ));
            }
        }
        Ok(())
    }

    /// Checks that a new record does not exceed a quota.
    pub(crate) fn check_quotas(&self, record: &Record, resource: &'s Resource) -> Result<(), ApiError> {
        self.check_quotas_of_items(record, resource)?;
        for quota in resource.quotas.iter().filter(|quota| quota.items.is_none()) {
            let (count, what) = match &quota.within {
                None => (self.count(resource), resource.name.value.clone()),
                Some(within) => {
                    let what = format!("{} in a {}", resource.name.value, within.value);
                    (self.siblings(record, resource, within), what)
                }
            };
            check_quota(quota, count + 1, &what)?;
        }
        Ok(())
    }

    /// Checks that no list of a record exceeds its quota.
    pub(crate) fn check_quotas_of_items(&self, record: &Record, resource: &Resource) -> Result<(), ApiError> {
        for quota in &resource.quotas {
            if let Some(list) = quota.items.as_ref().and_then(|items| record.get(items)) {
                check_quota(quota, json_eq::items(list).len(), "items in a list")?;
            }
        }
        Ok(())
    }

    /// The number of records that belong to the same `parent` as the new one.
    fn siblings(&self, record: &Record, resource: &'s Resource, parent: &str) -> usize {
        let links = resource.parents.iter().filter(|link| link.resource.value == parent);
        links.map(|link| self.count_children(record, resource, link)).sum()
    }
}

fn check_quota(quota: &Quota, count: usize, what: &str) -> Result<(), ApiError> {
    let limit = quota.most.value;
    if u64::try_from(count).unwrap_or(u64::MAX) > limit {
        return Err(ApiError::new(
            quota.code.value.clone(),
            format!("there can be at most {limit} {what}"),
        ));
    }
    Ok(())
}

/// Describes some members of a record in a message: `GroupId lg-12345678`.
fn describe<'m>(record: &Record, members: impl IntoIterator<Item = &'m tc3_codegen::spec::Spanned<String>>) -> String {
    let members = members.into_iter().map(|member| {
        let value = record.get(member).and_then(json_eq::scalar).unwrap_or("-");
        format!("{} {}", member.value, excerpt(value))
    });
    members.collect::<Vec<_>>().join(", ")
}
