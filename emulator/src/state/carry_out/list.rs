//! Lists things.

use std::cmp::Ordering;

use tc3_codegen::spec::emulator::{Listing, Order, Resource};
use tc3_codegen::spec::{ItemType, Json, JsonValue};

use super::Work;
use crate::json::object;
use crate::refusal::Refusal;
use crate::state::same;

impl<'s> Work<'_, 's> {
    pub(super) fn list_all(&mut self) -> Result<(), Refusal> {
        self.rule.lists.iter().try_for_each(|listing| self.list(listing))
    }

    fn list(&mut self, listing: &'s Listing) -> Result<(), Refusal> {
        let Some(resource) = self.world.resource(&listing.resource) else {
            return Ok(());
        };
        for condition in &listing.conditions {
            self.check_condition(condition)?;
        }
        let page = self.page(listing)?;
        let all: Vec<u64> = self.world.records(resource).map(|(number, _)| number).collect();
        // Before they are looked at: a condition may ask for a state.
        for number in all {
            self.world.settle(resource, number);
        }
        let mut numbers = self.fulfilling(resource, &listing.conditions);
        if let Some(order) = &listing.order {
            self.sort(&mut numbers, resource, order);
        }
        let total = numbers.len();
        let shown: Vec<u64> = numbers.into_iter().skip(page.start).take(page.size).collect();
        for output in &listing.items {
            let items = self.items(&shown, resource, listing, output);
            self.answer_more(output, items);
        }
        for number in shown {
            self.world.note_read(resource, number);
        }
        self.tell_page(listing, page, total);
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
            .map(|number| object(self.world.view((resource, *number), members, &listing.shows)))
            .collect()
    }

    fn sort(&self, numbers: &mut [u64], resource: &Resource, order: &Order) {
        let by = self.parameter_or_default(&order.by);
        let field = by.as_ref().and_then(same::scalar);
        let field = order.fields.iter().find(|known| Some(known.name.as_str()) == field);
        let Some(field) = field else {
            return;
        };
        let value = |number: u64| self.world.record(resource, number)?.get(&field.member);
        // Of equal ones the order of creation decides.
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
}

/// What is absent first, then numbers by their size, then texts.
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
        None => Rank::Text(same::scalar(value).unwrap_or_default()),
    }
}
