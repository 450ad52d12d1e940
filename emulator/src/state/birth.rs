//! How a record comes to be.

use tc3_codegen::spec::emulator::{IdRule, Parent, Quota, Resource, Unique};

use super::record::Record;
use super::request::Request;
use super::same;
use super::values::Context;
use super::world::World;
use crate::code::{INVALID_PARAMETER, MISSING_PARAMETER, RESOURCE_NOT_FOUND, UNSUPPORTED_OPERATION};
use crate::id;
use crate::json::string;
use crate::refusal::Refusal;

impl<'s> World<'_, 's> {
    /// Gives a new record its ID, its state and the members that it does not have yet.
    pub(super) fn complete(
        &mut self,
        record: &mut Record,
        resource: &'s Resource,
        request: Option<&Request>,
        creation: Option<(&'s Resource, u64)>,
    ) {
        if let Some(rule) = resource.id.as_ref().filter(|rule| record.get(&rule.member).is_none()) {
            let new = self.new_id(resource, rule);
            record.set(&rule.member, string(new));
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
    }

    fn new_id(&mut self, resource: &Resource, rule: &IdRule) -> String {
        let length = rule.length.as_ref().map(|length| length.value);
        let length = length
            .and_then(|length| usize::try_from(length).ok())
            .unwrap_or(id::SUFFIX_LENGTH);
        let mut longer = 0;
        loop {
            let new = id::resource_id(self.rng, &rule.prefix, length + longer);
            if self
                .alike(resource, &[(&rule.member, &string(new.as_str()))])
                .is_empty()
            {
                return new;
            }
            // Short IDs run out.
            longer += 1;
        }
    }

    /// Whether what a new record belongs to is there and takes it.
    pub(super) fn check_parents(&mut self, record: &Record, resource: &'s Resource) -> Result<(), Refusal> {
        for link in &resource.parents {
            self.check_parent(record, link)?;
        }
        Ok(())
    }

    fn check_parent(&mut self, record: &Record, link: &'s Parent) -> Result<(), Refusal> {
        let Some((parent, number)) = self.parent(record, link) else {
            return Ok(());
        };
        let Some(number) = number else {
            return Err(missing(
                link.missing.as_ref().map(|code| code.as_str()),
                parent,
                &shown(record, &link.members),
            ));
        };
        if !self.is_in(parent, number, link.states.iter().map(|state| &state.value)) {
            let code = link
                .wrong_state
                .as_ref()
                .map_or(UNSUPPORTED_OPERATION, |code| code.as_str());
            return Err(self.wrong_state(code, parent, number));
        }
        Ok(())
    }

    /// Says that a record is in a state that forbids what was asked for.
    pub(super) fn wrong_state(&self, code: &str, resource: &Resource, number: u64) -> Refusal {
        let record = self.record(resource, number);
        let state = resource.status.as_ref().zip(record);
        let state = state.and_then(|(status, record)| same::scalar(record.get(&status.member)?));
        Refusal::new(
            code.to_owned(),
            format!(
                "the {} is in the state {}, which forbids this",
                resource.name.value,
                state.unwrap_or("-")
            ),
        )
    }

    /// Whether a new record belongs to as many others as it has to.
    pub(super) fn check_one_parent(record: &Record, resource: &Resource) -> Result<(), Refusal> {
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
            0 if !resource.one_of.is_empty() => Err(Refusal::new(MISSING_PARAMETER, format!("{} is missing", names()))),
            0 | 1 => Ok(()),
            _ => Err(Refusal::new(
                INVALID_PARAMETER,
                format!("expected only one of {}", names()),
            )),
        }
    }

    /// Whether no other record than `except` is too like this one.
    pub(super) fn check_unique(
        &self,
        record: &Record,
        resource: &Resource,
        except: Option<u64>,
    ) -> Result<(), Refusal> {
        for Unique { members, code } in &resource.unique {
            let values: Option<Vec<_>> = members
                .iter()
                .map(|member| Some((member.as_str(), record.link(member)?)))
                .collect();
            let alike = values.map(|values| self.alike(resource, &values)).unwrap_or_default();
            if alike.iter().any(|number| Some(*number) != except) {
                return Err(Refusal::new(
                    code.value.clone(),
                    format!(
                        "there is a {} with {} already",
                        resource.name.value,
                        shown(record, members)
                    ),
                ));
            }
        }
        Ok(())
    }

    /// Whether there is room for a new record.
    pub(super) fn check_quotas(&self, record: &Record, resource: &'s Resource) -> Result<(), Refusal> {
        self.check_quotas_of_items(record, resource)?;
        for quota in resource.quotas.iter().filter(|quota| quota.items.is_none()) {
            let (there, what) = match &quota.within {
                None => (self.count(resource), resource.name.value.clone()),
                Some(within) => {
                    let what = format!("{} in a {}", resource.name.value, within.value);
                    (self.siblings(record, resource, within), what)
                }
            };
            check_quota(quota, there + 1, &what)?;
        }
        Ok(())
    }

    /// Whether no list of a record is too long.
    pub(super) fn check_quotas_of_items(&self, record: &Record, resource: &Resource) -> Result<(), Refusal> {
        for quota in &resource.quotas {
            if let Some(held) = quota.items.as_ref().and_then(|items| record.get(items)) {
                check_quota(quota, same::items(held).len(), "items in a list")?;
            }
        }
        Ok(())
    }

    /// How many records belong to the same `parent` as the new one.
    fn siblings(&self, record: &Record, resource: &'s Resource, parent: &str) -> usize {
        let links = resource.parents.iter().filter(|link| link.resource.value == parent);
        links.map(|link| self.children(record, resource, link).len()).sum()
    }
}

fn check_quota(quota: &Quota, count: usize, what: &str) -> Result<(), Refusal> {
    let most = quota.most.value;
    if u64::try_from(count).unwrap_or(u64::MAX) > most {
        return Err(Refusal::new(
            quota.code.value.clone(),
            format!("there can be at most {most} {what}"),
        ));
    }
    Ok(())
}

/// Says that there is nothing of the kind.
pub(super) fn missing(code: Option<&str>, resource: &Resource, asked: &str) -> Refusal {
    Refusal::new(
        code.unwrap_or(RESOURCE_NOT_FOUND).to_owned(),
        format!("there is no {} with {asked}", resource.name.value),
    )
}

/// Some members of a record, for a message: `GroupId lg-12345678`.
fn shown<'m>(record: &Record, members: impl IntoIterator<Item = &'m tc3_codegen::spec::Spanned<String>>) -> String {
    let members = members.into_iter().map(|member| {
        let value = record.get(member).and_then(same::scalar).unwrap_or("-");
        format!("{} {}", member.value, crate::excerpt::excerpt(value, 80))
    });
    members.collect::<Vec<_>>().join(", ")
}
