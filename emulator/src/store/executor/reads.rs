//! Executes the rules that read: lists records, and shows one in detail.

use std::cmp::Ordering;

use tc3_codegen::spec::emulator::{Detail, Listing, Order, Resource};
use tc3_codegen::spec::{ItemType, Json, JsonValue};

use super::RuleExecutor;
use crate::store::json_eq;
use crate::store::session::not_found;
use crate::wire::error::ApiError;
use crate::wire::json::object;

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
        let all: Vec<u64> = self.session.records(resource).map(|(number, _)| number).collect();
        // Before the filters: a condition may be about the status.
        for number in all {
            self.session.advance_status(resource, number);
        }
        let mut numbers = self.matching_records(resource, &listing.conditions);
        if let Some(order) = &listing.order {
            self.sort(&mut numbers, resource, order);
        }
        let total = numbers.len();
        let shown: Vec<u64> = numbers.into_iter().skip(page.start).take(page.size).collect();
        for output in &listing.items {
            let items = self.items(&shown, resource, listing, output);
            self.append_output(output, items);
        }
        for number in shown {
            self.session.count_read(resource, number);
        }
        self.write_page_info(listing, page, total);
        Ok(())
    }

    fn items(&self, numbers: &[u64], resource: &'s Resource, listing: &'s Listing, output: &str) -> Vec<Json> {
        let member = self.output_member(output);
        let Some(ItemType::Named(name)) = member.map(|member| member.type_ref().item) else {
            return Vec::new();
        };
        let members = self.writer.members_of(name);
        let numbers = numbers.iter();
        numbers
            .map(|number| object(self.session.render((resource, *number), members, &listing.shows)))
            .collect()
    }

    fn sort(&self, numbers: &mut [u64], resource: &Resource, order: &Order) {
        let by = self.parameter_or_default(&order.by);
        let field = by.as_ref().and_then(json_eq::scalar);
        let field = order.fields.iter().find(|known| Some(known.name.as_str()) == field);
        let Some(field) = field else {
            return;
        };
        let value = |number: u64| self.session.record(resource, number)?.get(&field.member);
        // Equal values are in the order of creation.
        numbers.sort_by(|left, right| {
            let by_value = compare(value(*left), value(*right));
            by_value.then(left.cmp(right))
        });
        let direction = order
            .direction
            .as_ref()
            .and_then(|name| self.parameter_or_default(name));
        if direction.as_ref().and_then(Json::as_str) == Some("desc") {
            numbers.reverse();
        }
    }

    /// Shows one record.
    pub(super) fn show(&mut self, detail: &'s Detail) -> Result<(), ApiError> {
        let Some(resource) = self.session.resource(&detail.resource) else {
            return Ok(());
        };
        for target in self.targets(resource, &detail.by)? {
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
                Some(output) => {
                    let member = self.output_member(output);
                    if let Some(ItemType::Named(name)) = member.map(|member| member.type_ref().item) {
                        let members = self.writer.members_of(name);
                        let shown = self.session.render(record, members, &detail.shows);
                        self.output.push((output.value.clone(), object(shown)));
                    }
                }
            }
            self.session.count_read(resource, number);
        }
        Ok(())
    }
}

/// Orders absent values first, then numbers, then text.
fn compare(left: Option<&Json>, right: Option<&Json>) -> Ordering {
    match (left.map(rank), right.map(rank)) {
        (Some(Rank::Number(left)), Some(Rank::Number(right))) => left.total_cmp(&right),
        (Some(Rank::Number(_)), Some(Rank::Text(_))) => Ordering::Less,
        (Some(Rank::Text(_)), Some(Rank::Number(_))) => Ordering::Greater,
        (Some(Rank::Text(left)), Some(Rank::Text(right))) => left.cmp(right),
        (left, right) => left.is_some().cmp(&right.is_some()),
    }
}

enum Rank<'j> {
    Number(f64),
    Text(&'j str),
}

fn rank(value: &Json) -> Rank<'_> {
    let number = match &value.value {
        JsonValue::Number(text) => text.parse().ok(),
        _ => None,
    };
    match number {
        Some(number) => Rank::Number(number),
        None => Rank::Text(json_eq::scalar(value).unwrap_or_default()),
    }
}
