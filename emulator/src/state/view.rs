//! A record as a declared type shows it.

use tc3_codegen::spec::emulator::{Resource, ValueRule};
use tc3_codegen::spec::{ItemType, Json, JsonValue, Member};

use super::record::Record;
use super::values::Context;
use super::world::World;
use crate::answer::Writer;
use crate::json::{json, object, string};

/// Most levels of things shown inside one another: links may lead in a circle.
const MOST_LEVELS: usize = 8;

/// A record on its way into an answer.
struct View<'v, 't, 's> {
    world: &'v World<'t, 's>,
    resource: &'s Resource,
    record: &'v Record,
    /// Values that differ from the resource's own.
    shows: &'s [ValueRule],
    level: usize,
    writer: Writer<'s>,
}

impl<'s> World<'_, 's> {
    /// The members of a record, as `members` declares them.
    pub(super) fn view(
        &self,
        (resource, number): (&'s Resource, u64),
        members: &'s [Member],
        shows: &'s [ValueRule],
    ) -> Vec<(String, Json)> {
        self.view_inside((resource, number), members, shows, 0)
    }

    fn view_inside(
        &self,
        (resource, number): (&'s Resource, u64),
        members: &'s [Member],
        shows: &'s [ValueRule],
        level: usize,
    ) -> Vec<(String, Json)> {
        let Some(record) = self.record(resource, number) else {
            return Vec::new();
        };
        let mut view = View {
            world: self,
            resource,
            record,
            shows,
            level,
            // IDs that are made up stay the same each time the record is shown.
            writer: Writer::for_records(self.service, self.now, number),
        };
        view.members(members, "")
    }
}

impl<'s> View<'_, '_, 's> {
    /// The members of the record, or with `prefix` of a structure inside it.
    fn members(&mut self, members: &'s [Member], prefix: &str) -> Vec<(String, Json)> {
        let members = members.iter().filter(|member| member.name.value != "RequestId");
        members
            .map(|member| (member.name.value.clone(), self.member(member, prefix)))
            .collect()
    }

    fn member(&mut self, member: &'s Member, prefix: &str) -> Json {
        let path = format!("{prefix}{}", member.name.value);
        let mut rules = self.shows.iter().chain(&self.resource.shown);
        if let Some(rule) = rules.clone().find(|rule| rule.member.value == path) {
            return self.by_rule(member, rule);
        }
        let inside = format!("{path}.");
        if let (true, ItemType::Named(name)) = (
            rules.any(|rule| rule.member.starts_with(&inside)),
            member.type_ref().item,
        ) {
            let members = self.writer.members_of(name);
            return object(self.members(members, &inside));
        }
        let stored = self.record.get(&member.name).filter(|_| prefix.is_empty());
        match stored {
            Some(value) => self.writer.fit(member, value),
            None if member.nullable && !member.type_ref().list => json(JsonValue::Null),
            None => self.writer.invent(member),
        }
    }

    fn by_rule(&mut self, member: &'s Member, rule: &'s ValueRule) -> Json {
        let context = Context {
            resource: self.resource,
            record: self.record,
            request: None,
            creation: None,
        };
        if let Some(child) = &rule.children {
            return self.children(member, child, context);
        }
        match self.world.value(rule, context) {
            Some(value) => self.writer.fit(member, &value),
            None if member.type_ref().list => json(JsonValue::Array(Vec::new())),
            None if member.nullable => json(JsonValue::Null),
            None if member.type_ref().item.is_text() => string(""),
            None => self.writer.invent(member),
        }
    }

    fn children(&self, member: &'s Member, child: &'s str, context: Context<'_, 's>) -> Json {
        let ItemType::Named(name) = member.type_ref().item else {
            return json(JsonValue::Array(Vec::new()));
        };
        let members = self.writer.members_of(name);
        let numbers = match self.world.resource(child) {
            Some(resource) if self.level < MOST_LEVELS => {
                let numbers = self.world.children_named(child, context).into_iter();
                numbers.map(|number| (resource, number)).collect()
            }
            _ => Vec::new(),
        };
        let shown = numbers.into_iter().map(|place| {
            let inside = self.world.view_inside(place, members, &[], self.level + 1);
            object(inside)
        });
        json(JsonValue::Array(shown.collect()))
    }
}
