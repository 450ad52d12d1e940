//! Executes the rules that read: lists records, and shows one in detail.

use tc3_codegen::spec::emulator::{Detail, Listing, Order, Resource, ValueRule};
use tc3_codegen::spec::{ItemType, Json, JsonValue};

use super::RuleExecutor;
use super::filters::{Conditions, Plan};
use super::pagination::{Counts, Page};
use super::targets::Owner;
use crate::store::json_eq;
use crate::store::session::not_found;
use crate::store::tables::{Found, ListOrder, Query, Record};
use crate::wire::error::ApiError;
use crate::wire::json::{json, object};

impl<'s> RuleExecutor<'_, 's> {
    /// Lists records page by page.
    pub(super) fn list_all(&mut self) -> Result<(), ApiError> {
        self.rule.lists.iter().try_for_each(|listing| self.list(listing))
    }

    fn list(&mut self, listing: &'s Listing) -> Result<(), ApiError> {
        let Some(resource) = self.session.resource(&listing.resource) else {
            return Ok(());
        };
        for condition in &listing.conditions {
            self.check_condition(condition)?;
        }
        let page = self.page(listing)?;
        let within = match &listing.within {
            Some(within) => Some(self.within(resource, within)?),
            None => None,
        };
        // Before the filters: a condition may be about the status.
        self.session.advance_all(resource);
        let all = match &within {
            Some(owner) => owner.count(&self.session, resource),
            None => self.session.count(resource),
        };
        let Found { total, numbers: shown } = self.select(resource, within.as_ref(), listing, page);
        if total == 0 {
            self.check_empty(listing, resource)?;
        }
        self.write_items(listing, resource, &shown);
        let items = shown.len();
        for number in shown {
            self.session.count_read(resource, number);
        }
        self.write_page_info(listing, page, Counts { total, all, items });
        Ok(())
    }

    /// Refuses a request that finds nothing, if the rule says so and the request does not accept it.
    fn check_empty(&self, listing: &Listing, resource: &Resource) -> Result<(), ApiError> {
        let Some(empty) = &listing.empty else {
            return Ok(());
        };
        let parameter = empty.unless.as_ref().and_then(|name| self.parameter_or_default(name));
        let is_accepted = parameter.is_some_and(|given| match &empty.equals {
            Some(accepting) => json_eq::equal(accepting, &given),
            None => json_eq::is_truthy(&given),
        });
        if is_accepted {
            return Ok(());
        }
        let message = format!("there is no {} to list", resource.name.value);
        Err(ApiError::new(empty.code.value.clone(), message))
    }

    /// Writes the items of a page to each of the lists. A list that a service has under an old and a new name is
    /// rendered once.
    fn write_items(&mut self, listing: &'s Listing, resource: &'s Resource, numbers: &[u64]) {
        let mut rendered: Option<(&'s str, Vec<Json>)> = None;
        for output in &listing.items {
            let of_type = match self.output_member(output).map(|member| member.type_ref().item) {
                Some(ItemType::Named(name)) if listing.from.is_none() => Some(name),
                _ => None,
            };
            let known = rendered.as_ref().filter(|(name, _)| Some(*name) == of_type);
            let items = match known {
                Some((_, items)) => items.clone(),
                None => self.items(numbers, resource, listing, output),
            };
            if listing.items.len() > 1 {
                rendered = of_type.map(|name| (name, items.clone()));
            }
            self.append_output(output, items);
        }
    }

    fn items(&mut self, numbers: &[u64], resource: &'s Resource, listing: &'s Listing, output: &str) -> Vec<Json> {
        let Some(member) = self.output_member(output) else {
            return Vec::new();
        };
        if let Some(from) = &listing.from {
            let values = numbers
                .iter()
                .filter_map(|number| self.session.record(resource, *number)?.get(from).cloned())
                .collect();
            let list = self.writer.coerce_stored(member, &json(JsonValue::Array(values)));
            return json_eq::items(&list).to_vec();
        }
        let ItemType::Named(name) = member.type_ref().item else {
            return Vec::new();
        };
        let members = self.writer.members_of(name);
        let numbers = numbers.iter();
        numbers
            .map(|number| object(self.session.render((resource, *number), members, &listing.shows)))
            .collect()
    }

    /// The records of the page, and how many there are on all pages.
    fn select(&mut self, resource: &'s Resource, within: Option<&Owner>, listing: &'s Listing, page: Page) -> Found {
        let order = listing.order.as_ref().and_then(|order| self.order(order));
        let conditions = Conditions::of(&self.request);
        let mut constraints = Vec::new();
        let mut walked = Vec::new();
        for condition in &listing.conditions {
            match conditions.plan(condition) {
                Plan::Indexed(more) => constraints.extend(more),
                Plan::Walked => walked.push(condition),
            }
        }
        let belongs = |record: &Record| within.is_none_or(|owner| owner.has(record));
        let owned = within.map(Owner::constraint);
        let is_indexed = !matches!(owned, Some(None));
        constraints.extend(owned.flatten());
        let check = |record: &Record| {
            let mut walked = walked.iter();
            (is_indexed || belongs(record)) && walked.all(|condition| conditions.satisfies(record, condition))
        };
        let needs_check = !walked.is_empty() || !is_indexed;
        // Requests with the same parameters check alike; only the page may differ.
        let paging = self.page_parameters(listing);
        let request = &self.request;
        let check_key = || format!("{walked:?} {:?} {within:?}", request.without(&paging));
        let query = Query {
            constraints,
            check: needs_check.then_some(&check),
            order,
            start: page.start,
            size: page.size,
            check_key: &check_key,
        };
        self.session.select(resource, &query)
    }

    /// The order that the request asks for, or that its parameters have by default.
    fn order(&self, order: &'s Order) -> Option<ListOrder<'s>> {
        let by = self.parameter_or_default(&order.by);
        let field = by.as_ref().and_then(json_eq::scalar);
        let field = order.fields.iter().find(|known| Some(known.name.as_str()) == field)?;
        let direction = order
            .direction
            .as_ref()
            .and_then(|name| self.parameter_or_default(name));
        let direction = direction.as_ref().and_then(Json::as_str);
        Some(ListOrder {
            member: &field.member,
            is_descending: direction.is_some_and(|direction| direction.eq_ignore_ascii_case("desc")),
        })
    }

    /// Shows one record.
    pub(super) fn show(&mut self, detail: &'s Detail) -> Result<(), ApiError> {
        let Some(resource) = self.session.resource(&detail.resource) else {
            return Ok(());
        };
        for target in self.targets(resource, &detail.by, detail.first_only, detail.within.as_ref())? {
            let Some(number) = target.numbers.first().copied() else {
                let code = detail.missing.as_ref().map(|code| code.as_str());
                return Err(not_found(code, resource, &target.requested));
            };
            self.session.advance_status(resource, number);
            let record = (resource, number);
            match &detail.output {
                None => {
                    let shown = self.session.render(record, &self.action.output, &detail.shows);
                    self.output.extend(shown);
                }
                Some(output) => self.put_shown(output, record, &detail.shows),
            }
            self.session.count_read(resource, number);
        }
        Ok(())
    }

    /// Puts a record into the output, at a structure or as an item of a list of structures.
    fn put_shown(&mut self, output: &'s str, record: (&'s Resource, u64), shows: &'s [ValueRule]) {
        let Some(member) = self.output_member(output) else {
            return;
        };
        let ItemType::Named(name) = member.type_ref().item else {
            return;
        };
        let members = self.writer.members_of(name);
        let shown = object(self.session.render(record, members, shows));
        if member.type_ref().list {
            self.append_output(output, vec![shown]);
        } else {
            self.put_output(output, shown);
        }
    }
}
