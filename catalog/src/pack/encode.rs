//! A service version as blocks; [`crate::record`] reads them.

use std::collections::BTreeMap;

use tc3_codegen::spec::{BUILT_IN_TYPES, ErrorCode, ItemType, Paging};

use super::merge::{Bilingual, Merged, MergedAction, MergedMember, MergedType};
use crate::catalog::ActionName;
use crate::file::Writer;
use crate::record::{action_flags, kinds, member_flags, type_kinds};
use crate::summary::Sites;

/// The blocks of a service version; those of texts are absent if every text is empty.
#[derive(Debug)]
pub(super) struct Encoded {
    pub(super) names: Vec<u8>,
    pub(super) structure: Vec<u8>,
    pub(super) english: Option<Vec<u8>>,
    pub(super) chinese: Option<Vec<u8>>,
    pub(super) examples: Option<Vec<u8>>,
}

/// Texts with their numbers, in the order of their first use.
#[derive(Debug, Default)]
struct PoolWriter<'a> {
    numbers: BTreeMap<&'a str, u64>,
    texts: Vec<&'a str>,
}

impl<'a> PoolWriter<'a> {
    fn number(&mut self, text: &'a str) -> u64 {
        if text.is_empty() {
            return 0;
        }
        *self.numbers.entry(text).or_insert_with(|| {
            self.texts.push(text);
            self.texts.len() as u64
        })
    }

    fn write(&self, writer: &mut Writer) {
        writer.number(self.texts.len() as u64);
        self.texts.iter().for_each(|text| writer.text(text));
    }
}

/// The record that is being written, in each of the three blocks.
#[derive(Debug, Default)]
struct Record {
    structure: Writer,
    english: Writer,
    chinese: Writer,
}

#[derive(Debug, Default)]
struct Encoder<'a> {
    structure: PoolWriter<'a>,
    english: PoolWriter<'a>,
    chinese: PoolWriter<'a>,
    types: BTreeMap<&'a str, u64>,
}

/// Encodes a service version.
pub(super) fn service(merged: &Merged) -> Encoded {
    let mut encoder = Encoder::default();
    for (index, shared) in merged.types.iter().enumerate() {
        encoder.types.insert(&shared.facts.name, index as u64);
    }
    let mut head = Record::default();
    encoder.text(&mut head, &merged.description);
    let host = encoder.structure.number(&merged.facts.file.host);
    head.structure.number(host);
    encoder.errors(&mut head, &merged.facts.file.errors);
    let types: Vec<(u64, Record)> = merged.types.iter().map(|shared| encoder.shared_type(shared)).collect();
    let actions: Vec<(u64, Record)> = merged.actions.iter().map(|action| encoder.action(action)).collect();

    let mut structure = Writer::default();
    encoder.structure.write(&mut structure);
    structure.record(&head.structure);
    for records in [&types, &actions] {
        structure.number(records.len() as u64);
        for (name, record) in records {
            structure.number(*name);
            structure.record(&record.structure);
        }
    }
    let texts = |pool: &PoolWriter<'_>, part: fn(&Record) -> &Writer| {
        if pool.texts.is_empty() {
            return None;
        }
        let mut block = Writer::default();
        pool.write(&mut block);
        block.record(part(&head));
        for records in [&types, &actions] {
            block.number(records.len() as u64);
            records.iter().for_each(|(_, record)| block.record(part(record)));
        }
        Some(block.into_bytes())
    };
    Encoded {
        names: names(&merged.actions),
        english: texts(&encoder.english, |record| &record.english),
        chinese: texts(&encoder.chinese, |record| &record.chinese),
        structure: structure.into_bytes(),
        examples: examples(&merged.actions),
    }
}

fn names(actions: &[MergedAction]) -> Vec<u8> {
    let mut names = Writer::default();
    names.number(actions.len() as u64);
    for action in actions {
        names.text(&action.facts.name);
        let deprecated = if action.facts.deprecated.is_some() {
            ActionName::DEPRECATED
        } else {
            0
        };
        names.byte((site_flags(action.sites) | deprecated) as u8);
    }
    names.into_bytes()
}

fn examples(actions: &[MergedAction]) -> Option<Vec<u8>> {
    let with_request = |action: &'_ MergedAction| {
        let name = action.facts.name.value.clone();
        let requests = action
            .facts
            .examples
            .iter()
            .filter_map(|example| Some((example, example.request.as_ref()?)));
        let requests =
            requests.map(|(example, request)| (name.clone(), example.title.value.clone(), request.to_string()));
        requests.collect::<Vec<_>>()
    };
    let all: Vec<(String, String, String)> = actions.iter().flat_map(with_request).collect();
    let mut examples = Writer::default();
    examples.number(all.len() as u64);
    for (action, title, request) in &all {
        examples.text(action);
        examples.text(title);
        examples.text(request);
    }
    (!all.is_empty()).then(|| examples.into_bytes())
}

fn site_flags(sites: Sites) -> u64 {
    let flag = |is_there: bool, flag: u64| if is_there { 0 } else { flag };
    flag(sites.cn, action_flags::NOT_CN) | flag(sites.intl, action_flags::NOT_INTL)
}

impl<'a> Encoder<'a> {
    fn text(&mut self, record: &mut Record, text: &'a Bilingual) {
        record.english.number(self.english.number(&text.english));
        record.chinese.number(self.chinese.number(&text.chinese));
    }

    /// A text that only the spec has, which is in English.
    fn english_text(&mut self, record: &mut Record, text: &'a str) {
        record.english.number(self.english.number(text));
        record.chinese.number(0);
    }

    fn fact(&mut self, record: &mut Record, text: &'a str) {
        record.structure.number(self.structure.number(text));
    }

    fn errors(&mut self, record: &mut Record, errors: &'a [ErrorCode]) {
        record.structure.number(errors.len() as u64);
        for error in errors {
            self.fact(record, &error.code);
            let description = error.description.as_ref().map(|text| text.as_str());
            self.english_text(record, description.unwrap_or_default());
        }
    }

    fn shared_type(&mut self, shared: &'a MergedType) -> (u64, Record) {
        let mut record = Record::default();
        self.text(&mut record, &shared.description);
        let facts = &shared.facts;
        match (&shared.members, &facts.values, &facts.integers) {
            (Some(members), _, _) => {
                record.structure.byte(type_kinds::STRUCTURE);
                self.members(&mut record, members);
            }
            (None, Some(values), _) => {
                record.structure.byte(type_kinds::VALUES);
                record.structure.number(values.len() as u64);
                for value in values {
                    self.fact(&mut record, &value.value);
                    self.english_text(&mut record, &value.description);
                }
            }
            (None, None, Some(integers)) => {
                let unsigned = facts.is_unsigned();
                let kind = if unsigned {
                    type_kinds::UNSIGNED_INTEGERS
                } else {
                    type_kinds::INTEGERS
                };
                record.structure.byte(kind);
                record.structure.number(integers.len() as u64);
                for integer in integers {
                    record.structure.number(integer.value.value.cast_unsigned());
                    self.fact(&mut record, &integer.rust_name);
                    self.english_text(&mut record, &integer.description);
                }
            }
            (None, None, None) => record.structure.byte(type_kinds::EMPTY),
        }
        (self.structure.number(&facts.name), record)
    }

    fn members(&mut self, record: &mut Record, members: &'a [MergedMember]) {
        record.structure.number(members.len() as u64);
        for member in members {
            self.member(record, member);
        }
    }

    fn member(&mut self, record: &mut Record, merged: &'a MergedMember) {
        let member = &merged.facts;
        self.fact(record, &member.name);
        let type_ref = member.type_ref();
        let list = if type_ref.list { kinds::LIST } else { 0 };
        let named = match type_ref.item {
            ItemType::Named(name) => self.types.get(name).copied(),
            _ => None,
        };
        if let Some(index) = named {
            record.structure.byte(kinds::NAMED | list);
            record.structure.number(index);
        } else {
            // A type that is not there is any object.
            let word = member.type_name.trim_start_matches("Array of ");
            let place = BUILT_IN_TYPES.iter().position(|known| *known == word);
            let object = BUILT_IN_TYPES.iter().position(|known| *known == "Object");
            let place = place.or(object).and_then(|place| u8::try_from(place).ok());
            record.structure.byte(place.unwrap_or_default() | list);
        }
        let values = member
            .values
            .as_ref()
            .and_then(|values| self.types.get(values.as_str()))
            .copied();
        record.structure.number(flags_of_member(merged, values.is_some()));
        if let Some(index) = values {
            record.structure.number(index);
        }
        if let Some(default) = &merged.default {
            self.fact(record, default);
        }
        if let Some(unit) = &member.unit {
            self.fact(record, unit);
        }
        for limit in [&member.minimum, &member.maximum].into_iter().flatten() {
            record.structure.float(limit.value);
        }
        for limit in [&member.max_length, &member.max_items].into_iter().flatten() {
            record.structure.number(limit.value);
        }
        if let Some(deprecated) = &member.deprecated {
            self.fact(record, deprecated);
        }
        self.text(record, &merged.description);
    }

    fn action(&mut self, merged: &'a MergedAction) -> (u64, Record) {
        let mut record = Record::default();
        self.text(&mut record, &merged.description);
        let action = &merged.facts;
        record.structure.number(flags_of_action(merged));
        if let Some(deprecated) = &action.deprecated {
            self.fact(&mut record, deprecated);
        }
        if let Some(host) = &action.host {
            self.fact(&mut record, host);
        }
        if let Some(rate_limit) = &action.rate_limit {
            record.structure.number(rate_limit.value);
        }
        if let Some(content) = &action.content {
            self.fact(&mut record, content);
        }
        if let Some(paging) = &action.paging {
            self.paging(&mut record, paging);
        }
        self.members(&mut record, &merged.parameters);
        self.members(&mut record, &merged.output);
        if !action.errors.is_empty() {
            self.errors(&mut record, &action.errors);
        }
        (self.structure.number(&action.name), record)
    }

    fn paging(&mut self, record: &mut Record, paging: &'a Paging) {
        self.fact(record, &paging.kind);
        self.fact(record, &paging.position);
        self.fact(record, &paging.items);
        for member in [&paging.size, &paging.total, &paging.next, &paging.more, &paging.last] {
            self.fact(record, member.as_ref().map(|name| name.as_str()).unwrap_or_default());
        }
        record
            .structure
            .number(paging.first_page.as_ref().map_or(0, |first| first.value + 1));
    }
}

fn flags_of_member(merged: &MergedMember, has_values: bool) -> u64 {
    let member = &merged.facts;
    let set = [
        (member.required, member_flags::REQUIRED),
        (member.nullable, member_flags::NULLABLE),
        (!merged.sites.cn, member_flags::NOT_CN),
        (!merged.sites.intl, member_flags::NOT_INTL),
        (
            member.format.as_ref().is_some_and(|format| format.value == "uint64"),
            member_flags::UNSIGNED,
        ),
        (member.secret == Some(true), member_flags::SECRET),
        (member.deprecated.is_some(), member_flags::DEPRECATED),
        (member.required != merged.required_intl, member_flags::OTHER_REQUIRED),
        (member.secret == Some(false), member_flags::NOT_SECRET),
        (has_values, member_flags::VALUES),
        (merged.default.is_some(), member_flags::DEFAULT),
        (member.unit.is_some(), member_flags::UNIT),
        (member.minimum.is_some(), member_flags::MINIMUM),
        (member.maximum.is_some(), member_flags::MAXIMUM),
        (member.max_length.is_some(), member_flags::MAX_LENGTH),
        (member.max_items.is_some(), member_flags::MAX_ITEMS),
    ];
    bits(&set)
}

fn flags_of_action(merged: &MergedAction) -> u64 {
    let action = &merged.facts;
    let set = [
        (action.deprecated.is_some(), action_flags::DEPRECATED),
        (action.region_required, action_flags::REGION_REQUIRED),
        (action.read_only == Some(true), action_flags::READ_ONLY),
        (action.read_only == Some(false), action_flags::NOT_READ_ONLY),
        (action.streaming.value, action_flags::STREAMING),
        (action.paging.is_some(), action_flags::PAGING),
        (action.host.is_some(), action_flags::HOST),
        (action.rate_limit.is_some(), action_flags::RATE_LIMIT),
        (action.content.is_some(), action_flags::CONTENT),
        (!action.is_signed(), action_flags::UNSIGNED),
        (!action.errors.is_empty(), action_flags::ERRORS),
    ];
    site_flags(merged.sites) | bits(&set)
}

fn bits(set: &[(bool, u64)]) -> u64 {
    set.iter()
        .filter(|(is_set, _)| *is_set)
        .fold(0, |flags, (_, flag)| flags | flag)
}
