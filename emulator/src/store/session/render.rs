//! Renders a record as a declared type.

use tc3_codegen::spec::emulator::{Resource, ValueRule};
use tc3_codegen::spec::{ItemType, Json, JsonValue, Member};

use super::{Context, Session};
use crate::responses::{REQUEST_ID, ResponseWriter};
use crate::store::tables::Record;
use crate::wire::json::{json, object, string};

/// The deepest nesting of records: links may form a cycle.
const MAX_LEVELS: usize = 8;

/// A record that is being written to a response.
struct Renderer<'v, 't, 's> {
    session: &'v Session<'t, 's>,
    resource: &'s Resource,
    record: &'v Record,
    /// Rules that override those of the resource.
    shows: &'s [ValueRule],
    level: usize,
    writer: ResponseWriter<'s>,
}

impl<'s> Session<'_, 's> {
    /// The values of `members` for a record.
    pub(crate) fn render(
        &self,
        (resource, number): (&'s Resource, u64),
        members: &'s [Member],
        shows: &'s [ValueRule],
    ) -> Vec<(String, Json)> {
        self.render_nested((resource, number), members, shows, 0)
    }

    fn render_nested(
        &self,
        (resource, number): (&'s Resource, u64),
        members: &'s [Member],
        shows: &'s [ValueRule],
        level: usize,
    ) -> Vec<(String, Json)> {
        let Some(record) = self.record(resource, number) else {
            return Vec::new();
        };
        let mut renderer = Renderer {
            session: self,
            resource,
            record,
            shows,
            level,
            // Synthesized IDs are the same each time the record is shown.
            writer: ResponseWriter::for_records(self.service, self.now, number),
        };
        renderer.members(members, "")
    }
}

impl<'s> Renderer<'_, '_, 's> {
    /// The values of `members` for the record, or with a `prefix` for a structure inside it.
    fn members(&mut self, members: &'s [Member], prefix: &str) -> Vec<(String, Json)> {
        let members = members.iter().filter(|member| member.name.value != REQUEST_ID);
        members
            .map(|member| (member.name.value.clone(), self.member(member, prefix)))
            .collect()
    }

    fn member(&mut self, member: &'s Member, prefix: &str) -> Json {
        let name = member.name.as_str();
        let rest_of = |rule: &'s ValueRule| rest_of(rule, prefix, name);
        let mut rules = self.shows.iter().chain(&self.resource.shown);
        if let Some(rule) = rules.clone().find(|rule| rest_of(rule) == Some("")) {
            return self.value_by_rule(member, rule);
        }
        if let (true, ItemType::Named(type_name)) = (
            rules.any(|rule| rest_of(rule).is_some_and(|rest| rest.starts_with('.'))),
            member.type_ref().item,
        ) {
            let members = self.writer.members_of(type_name);
            return object(self.members(members, &format!("{prefix}{name}.")));
        }
        let stored = self.record.get(&member.name).filter(|_| prefix.is_empty());
        match stored {
            Some(value) => self.writer.coerce_stored(member, value),
            None if member.nullable && !member.type_ref().list => json(JsonValue::Null),
            None => self.writer.synthesize(member),
        }
    }

    fn value_by_rule(&mut self, member: &'s Member, rule: &'s ValueRule) -> Json {
        let context = Context {
            resource: self.resource,
            record: self.record,
            request: None,
            creation: None,
        };
        if let Some(child) = &rule.children {
            return self.children(member, child, context);
        }
        match self.session.value(rule, context) {
            Some(value) => self.writer.coerce_stored(member, &value),
            None if member.type_ref().list => json(JsonValue::Array(Vec::new())),
            None if member.nullable => json(JsonValue::Null),
            None if member.type_ref().item.is_text() => string(""),
            None => self.writer.synthesize(member),
        }
    }

    fn children(&self, member: &'s Member, child: &'s str, context: Context<'_, 's>) -> Json {
        let ItemType::Named(name) = member.type_ref().item else {
            return json(JsonValue::Array(Vec::new()));
        };
        let members = self.writer.members_of(name);
        let numbers = match self.session.resource(child) {
            Some(resource) if self.level < MAX_LEVELS => {
                let numbers = self.session.children_named(child, context).into_iter();
                numbers.map(|number| (resource, number)).collect()
            }
            _ => Vec::new(),
        };
        let shown = numbers.into_iter().map(|record| {
            let inside = self.session.render_nested(record, members, &[], self.level + 1);
            object(inside)
        });
        json(JsonValue::Array(shown.collect()))
    }
}

/// What a rule says after the member `name` at `prefix`, if it is about it.
fn rest_of<'s>(rule: &'s ValueRule, prefix: &str, name: &str) -> Option<&'s str> {
    let (before, rest) = rule.member.as_str().split_at_checked(prefix.len() + name.len())?;
    // Most rules are about another member, which the next byte says of most of them.
    let is_end = rest.is_empty() || rest.starts_with('.');
    (is_end && before.ends_with(name) && before.starts_with(prefix)).then_some(rest)
}
