//! Finds records by their values, so that the cost of a request does not grow with the number of records.
//!
//! An index has the record numbers under each text of a [`Field`]. Creating a record needs IDs, links and unique
//! members: their indexes exist from the start. Those for the filters and orders of lists are made when a list first
//! uses them, in one walk over the records: a service whose lists nobody filters pays nothing, a start with many records
//! in a data file is not slowed down, and the rules are the only place that says what a list filters by. A creation
//! then costs one more entry in each, whose logarithm is not noticeable.
//!
//! A list in another order than that of creation has indexes of its own, in that order, so that it finds a page as
//! quickly. Of those only the last few that were used are kept, since rules can combine every filter with every order.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Debug;

use tc3_codegen::spec::Json;

use super::deadlines::Deadlines;
use super::field::{Field, FieldText, Lookup};
use super::ordered_set::OrderedSet;
use super::record::Record;
use super::value_order::SortKey;

/// The most fields that are indexed in orders other than that of creation.
const MOST_ORDERED_FIELDS: usize = 8;

/// The entry of a record in a list: what sorts it, and then its number.
pub(super) trait Entry: Ord + Clone + Debug {
    fn number(&self) -> u64;
}

impl Entry for u64 {
    fn number(&self) -> u64 {
        *self
    }
}

/// The entry of a record in a list that is ordered by the values of a member.
pub(super) type OrderedEntry = (SortKey, u64);

impl Entry for OrderedEntry {
    fn number(&self) -> u64 {
        self.1
    }
}

/// The indexes of a table.
#[derive(Debug, Default)]
pub(crate) struct Index {
    /// In the order of creation.
    pub(super) by_creation: Sequence<u64>,
    /// In the order of the values of a member.
    by_member: BTreeMap<String, Sequence<OrderedEntry>>,
    /// The fields in `by_member`, the last used one last.
    ordered_fields: Vec<(String, Field)>,
    pub(super) deadlines: Deadlines,
}

/// Every record, and those under each text of some fields, in one order.
#[derive(Debug)]
pub(super) struct Sequence<E> {
    all: OrderedSet<E>,
    fields: BTreeMap<Field, Texts<E>>,
}

/// The records under each text of a field.
#[derive(Debug)]
struct Texts<E> {
    whole: HashMap<Box<str>, OrderedSet<E>>,
    parts: HashMap<Box<str>, OrderedSet<E>>,
}

impl Index {
    /// An index of these fields.
    pub(crate) fn of(fields: impl IntoIterator<Item = Field>, deadlines: Deadlines) -> Self {
        let mut index = Self {
            deadlines,
            ..Self::default()
        };
        let fields = fields.into_iter();
        index.by_creation.fields = fields.map(|field| (field, Texts::default())).collect();
        index
    }

    /// Replaces a record in every index.
    pub(super) fn replace(&mut self, number: u64, before: Option<&Record>, after: Option<&Record>) {
        self.by_creation.replace(|_| number, before, after);
        for (member, sequence) in &mut self.by_member {
            sequence.replace(|record| (SortKey::of(record.get(member)), number), before, after);
        }
        self.deadlines.replace(number, before, after);
    }

    /// Makes the indexes of these fields, unless they exist.
    pub(super) fn make<'r>(
        &mut self,
        fields: impl Iterator<Item = &'r Field>,
        records: impl Iterator<Item = (u64, &'r Record)> + Clone,
    ) {
        for field in fields {
            let records = records.clone();
            self.by_creation.make(field, records);
        }
    }

    /// Makes the index of an order, and those of these fields in that order, unless they exist.
    pub(super) fn make_ordered<'r>(
        &mut self,
        member: &str,
        fields: impl Iterator<Item = &'r Field>,
        records: impl Iterator<Item = (u64, &'r Record)> + Clone,
    ) {
        let records = records.map(|(number, record)| ((SortKey::of(record.get(member)), number), record));
        if !self.by_member.contains_key(member) {
            let mut all: Vec<OrderedEntry> = records.clone().map(|(entry, _)| entry).collect();
            all.sort();
            let mut sequence = Sequence::default();
            for entry in all {
                sequence.all.insert(entry);
            }
            self.by_member.insert(member.to_owned(), sequence);
        }
        for field in fields {
            let used = (member.to_owned(), field.clone());
            self.ordered_fields.retain(|other| *other != used);
            self.ordered_fields.push(used);
            if let Some(sequence) = self.by_member.get_mut(member) {
                sequence.make(field, records.clone());
            }
        }
        while self.ordered_fields.len() > MOST_ORDERED_FIELDS {
            let (member, field) = self.ordered_fields.remove(0);
            if let Some(sequence) = self.by_member.get_mut(&member) {
                sequence.fields.remove(&field);
            }
        }
    }

    /// The numbers of the records whose members equal `values`, and no others; `None` if no index says which they are.
    pub(super) fn exact(&self, values: &[(&str, &Json)]) -> Option<Option<&OrderedSet<u64>>> {
        let mut fields = self.by_creation.fields.iter();
        let (_, texts) = fields.find(|(field, _)| field.is_of_members(values.iter().map(|(member, _)| *member)))?;
        let text = Field::text_of(values.iter().map(|(_, value)| *value))?;
        Some(texts.whole.get(&*text))
    }

    /// A small superset of the numbers of the records whose members equal `values`; `None` if only a scan finds them.
    pub(super) fn candidates(&self, values: &[(&str, &Json)]) -> Option<Option<&OrderedSet<u64>>> {
        let sets = values.iter().filter_map(|value| self.exact(&[*value]));
        sets.min_by_key(|set| set.map_or(0, OrderedSet::len))
    }

    pub(super) fn ordered_by(&self, member: &str) -> Option<&Sequence<OrderedEntry>> {
        self.by_member.get(member)
    }
}

impl<E: Entry> Sequence<E> {
    pub(super) fn all(&self) -> &OrderedSet<E> {
        &self.all
    }

    pub(super) fn has(&self, field: &Field) -> bool {
        self.fields.contains_key(field)
    }

    /// The records under what is looked up in a field; `None` if there are none.
    pub(super) fn found(&self, field: &Field, lookup: &Lookup) -> Option<&OrderedSet<E>> {
        let texts = self.fields.get(field)?;
        match lookup {
            Lookup::Whole(text) => texts.whole.get(text.as_str()),
            Lookup::Part(text) => texts.parts.get(text.as_str()),
        }
    }

    fn replace(&mut self, entry: impl Fn(&Record) -> E, before: Option<&Record>, after: Option<&Record>) {
        let (old, new) = (before.map(&entry), after.map(&entry));
        let is_at_same_place = old == new;
        if !is_at_same_place {
            if let Some(old) = &old {
                self.all.remove(old);
            }
            if let Some(new) = &new {
                self.all.insert(new.clone());
            }
        }
        let (old, new) = (before.zip(old), after.zip(new));
        for (field, texts) in &mut self.fields {
            if let Some(((before, _), (after, _))) = old.as_ref().zip(new.as_ref())
                && is_at_same_place
                && field.is_same(before, after)
            {
                continue;
            }
            if let Some((before, old)) = &old {
                field.for_each_text(before, &mut |text| texts.remove(text, old));
            }
            if let Some((after, new)) = &new {
                field.for_each_text(after, &mut |text| texts.insert(text, new));
            }
        }
    }

    /// Makes the index of a field, unless it exists.
    fn make<'r>(&mut self, field: &Field, records: impl Iterator<Item = (E, &'r Record)>) {
        if self.has(field) {
            return;
        }
        let mut texts = Texts::default();
        for (entry, record) in records {
            field.for_each_text(record, &mut |text| texts.insert(text, &entry));
        }
        self.fields.insert(field.clone(), texts);
    }
}

impl<E: Entry> Texts<E> {
    fn insert(&mut self, text: FieldText<'_>, entry: &E) {
        let (sets, text) = self.sets(text);
        match sets.get_mut(text) {
            Some(set) => {
                set.insert(entry.clone());
            }
            None => {
                sets.insert(text.into(), OrderedSet::of(entry.clone()));
            }
        }
    }

    fn remove(&mut self, text: FieldText<'_>, entry: &E) {
        let (sets, text) = self.sets(text);
        if let Some(set) = sets.get_mut(text) {
            set.remove(entry);
            if set.is_empty() {
                sets.remove(text);
            }
        }
    }

    fn sets<'t>(&mut self, text: FieldText<'t>) -> (&mut HashMap<Box<str>, OrderedSet<E>>, &'t str) {
        match text {
            FieldText::Whole(text) => (&mut self.whole, text),
            FieldText::Part(text) => (&mut self.parts, text),
        }
    }
}

impl<E> Default for Sequence<E> {
    fn default() -> Self {
        Self {
            all: OrderedSet::default(),
            fields: BTreeMap::new(),
        }
    }
}

impl<E> Default for Texts<E> {
    fn default() -> Self {
        Self {
            whole: HashMap::new(),
            parts: HashMap::new(),
        }
    }
}
