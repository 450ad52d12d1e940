//! Finds the records of one page of a list, and counts those of all pages.
//!
//! Without a filter, or with one filter of one or a few values, the page is found by positions in sorted sets, at a
//! cost that grows with the logarithm of the number of records. Where several filters meet, the records that the most
//! selective one finds are walked over, and the others are looked up; where a text is searched within a member, or a
//! bound is given, no index says which records fit, and all are walked over that the other filters leave. What such a
//! walk found is kept until a record changes, so that the walk is not repeated for each page.

use std::collections::{BTreeMap, VecDeque};

use tc3_codegen::spec::Json;

use super::field::{Field, Lookup};
use super::index::{Entry, Index, Sequence};
use super::ordered_set::OrderedSet;
use super::record::Record;
use super::value_order::SortKey;

/// The most sets whose positions are counted together; more are walked over.
const MOST_SETS: usize = 8;

/// The most records that are found and sorted anew for each page.
const FEW: usize = 512;

/// The most walks whose result is kept.
const MOST_WALKS: usize = 4;

/// Which records are listed, in which order, and which page of them.
pub(crate) struct Query<'q> {
    /// What an index answers. Every one of these has to hold.
    pub(crate) constraints: Vec<Constraint>,
    /// What only the record itself answers.
    pub(crate) check: Option<&'q dyn Fn(&Record) -> bool>,
    /// The order; without one it is that of creation.
    pub(crate) order: Option<ListOrder<'q>>,
    /// The number of records before the page.
    pub(crate) start: usize,
    /// The most records of the page.
    pub(crate) size: usize,
    /// A text that is the same only for queries with the same `check`. It is asked for if there is one.
    pub(crate) check_key: &'q dyn Fn() -> String,
}

/// The order of a list.
#[derive(Clone, Copy)]
pub(crate) struct ListOrder<'q> {
    /// The member whose values are sorted. Equal values are in the order of creation.
    pub(crate) member: &'q str,
    pub(crate) is_descending: bool,
}

/// A condition that an index answers: one of the values is found, or with `is_negated` none of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Constraint {
    pub(crate) any_of: Vec<(Field, Lookup)>,
    pub(crate) is_negated: bool,
}

/// The page of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Found {
    /// The number of records on all pages.
    pub(crate) total: usize,
    /// The numbers of the records of the page.
    pub(crate) numbers: Vec<u64>,
}

/// What the last walks found, the latest last.
#[derive(Debug, Default)]
pub(super) struct Walks(VecDeque<(String, Vec<u64>)>);

/// The sets of a constraint in one sequence.
struct Sets<'i, E> {
    sets: Vec<&'i OrderedSet<E>>,
    is_negated: bool,
    /// Whether a record may be in more than one of the sets.
    may_overlap: bool,
}

impl Constraint {
    /// A record whose members have exactly these values, which are scalars.
    pub(crate) fn equal(field: Field, lookup: Lookup) -> Self {
        Self {
            any_of: vec![(field, lookup)],
            is_negated: false,
        }
    }

    /// A record whose member matches a `requested` value, as `json_eq::matches` has it.
    pub(crate) fn matching(member: &str, requested: &Json) -> Self {
        let field = Field::of_members([member]);
        let lookups = Field::lookups_of_matches(requested).into_iter();
        Self {
            any_of: lookups.map(|lookup| (field.clone(), lookup)).collect(),
            is_negated: false,
        }
    }

    fn fields(&self) -> impl Iterator<Item = &Field> {
        self.any_of.iter().map(|(field, _)| field)
    }

    fn resolve<'i, E: Entry>(&self, sequence: &'i Sequence<E>) -> Sets<'i, E> {
        let found = self.any_of.iter();
        let found = found.filter_map(|(field, lookup)| Some((field, lookup, sequence.found(field, lookup)?)));
        let found: Vec<_> = found.collect();
        // A record has one value of a member, and perhaps several items of a list.
        let parts = found
            .iter()
            .filter(|(_, lookup, _)| matches!(lookup, Lookup::Part(_)))
            .count();
        let of_several_fields = found
            .windows(2)
            .any(|pair| pair.first().map(|set| set.0) != pair.last().map(|set| set.0));
        Sets {
            may_overlap: parts > 1 || of_several_fields,
            sets: found.into_iter().map(|(_, _, set)| set).collect(),
            is_negated: self.is_negated,
        }
    }
}

impl<E: Entry> Sets<'_, E> {
    /// The most records that it finds.
    fn len(&self) -> usize {
        self.sets.iter().map(|set| set.len()).sum()
    }

    /// Whether it lets each of so many records through.
    fn is_everything(&self, count: usize) -> bool {
        if self.is_negated {
            return self.len() == 0;
        }
        !self.may_overlap && self.len() == count
    }

    fn is_countable(&self) -> bool {
        !self.may_overlap && self.sets.len() <= MOST_SETS
    }

    fn lets_through(&self, entry: &E) -> bool {
        self.sets.iter().any(|set| set.contains(entry)) != self.is_negated
    }

    /// The entries that it finds, each once and sorted.
    fn entries(&self) -> Vec<E> {
        let mut entries: Vec<E> = self.sets.iter().flat_map(|set| set.iter()).cloned().collect();
        if self.sets.len() > 1 {
            entries.sort();
            entries.dedup();
        }
        entries
    }
}

impl Query<'_> {
    /// Every record for which these hold, in the order of creation.
    pub(crate) fn all(constraints: Vec<Constraint>) -> Self {
        Self {
            constraints,
            check: None,
            order: None,
            start: 0,
            size: usize::MAX,
            check_key: &String::new,
        }
    }

    /// Finds a page of the records of a table.
    pub(super) fn find(&self, records: &BTreeMap<u64, Record>, index: &mut Index, walks: &mut Walks) -> Found {
        let fields = || self.constraints.iter().flat_map(Constraint::fields);
        let numbered = || records.iter().map(|(number, record)| (*number, record));
        index.make(fields(), numbered());
        let constraints = self.resolve_all(&index.by_creation);
        let most = constraints.iter().filter(|sets| !sets.is_negated).map(Sets::len).min();
        let most = most.unwrap_or(records.len());
        if self.check.is_none() && constraints.len() <= 1 && constraints.iter().all(Sets::is_countable) {
            match self.order {
                None => return self.count(&index.by_creation, &constraints),
                Some(order) if most > FEW => {
                    index.make_ordered(order.member, fields(), numbered());
                    if let Some(sequence) = index.ordered_by(order.member) {
                        return self.count(sequence, &self.resolve_all(sequence));
                    }
                }
                Some(_) => {}
            }
        }
        if most <= FEW {
            return self.page_of(&self.walk(records, &index.by_creation));
        }
        let key = self.key();
        if let Some(known) = walks.get(&key) {
            return self.page_of(known);
        }
        let found = self.walk(records, &index.by_creation);
        let page = self.page_of(&found);
        walks.keep(key, found);
        page
    }

    /// The sets of the constraints that do not let everything through.
    fn resolve_all<'i, E: Entry>(&self, sequence: &'i Sequence<E>) -> Vec<Sets<'i, E>> {
        let constraints = self.constraints.iter();
        let sets = constraints.map(|constraint| constraint.resolve(sequence));
        sets.filter(|sets| !sets.is_everything(sequence.all().len())).collect()
    }

    fn is_descending(&self) -> bool {
        self.order.is_some_and(|order| order.is_descending)
    }

    /// The positions of the page, from the least entry on.
    fn positions(&self, total: usize) -> (usize, usize) {
        let start = self.start.min(total);
        let end = self.start.saturating_add(self.size).min(total);
        if self.is_descending() {
            (total - end, total - start)
        } else {
            (start, end)
        }
    }

    fn page_of(&self, found: &[u64]) -> Found {
        let (start, end) = self.positions(found.len());
        let page = found.get(start..end).unwrap_or_default();
        self.found(found.len(), page.to_vec())
    }

    fn found(&self, total: usize, mut numbers: Vec<u64>) -> Found {
        if self.is_descending() {
            numbers.reverse();
        }
        Found { total, numbers }
    }

    /// Finds the page by positions, for at most one constraint.
    fn count<E: Entry>(&self, sequence: &Sequence<E>, constraints: &[Sets<'_, E>]) -> Found {
        let everything = [sequence.all()];
        let (included, excluded) = match constraints.first() {
            None => (&everything[..], &[][..]),
            Some(sets) if sets.is_negated => (&everything[..], &sets.sets[..]),
            Some(sets) => (&sets.sets[..], &[][..]),
        };
        let sum = |sets: &[&OrderedSet<E>], count: &dyn Fn(&OrderedSet<E>) -> usize| -> usize {
            sets.iter().map(|set| count(set)).sum()
        };
        let total = sum(included, &OrderedSet::len) - sum(excluded, &OrderedSet::len);
        let (start, end) = self.positions(total);
        // The number of entries before this one.
        let rank = |entry: &E| sum(included, &|set| set.rank(entry)) - sum(excluded, &|set| set.rank(entry));
        // In each set, the position of its first entry of the page.
        let mut next: Vec<(&OrderedSet<E>, usize)> = included
            .iter()
            .map(|set| {
                let is_alone = included.len() == 1 && excluded.is_empty();
                let position = if is_alone {
                    start
                } else {
                    partition_point(set.len(), |position| {
                        set.get(position).is_some_and(|entry| rank(entry) < start)
                    })
                };
                (*set, position)
            })
            .collect();
        let mut numbers = Vec::new();
        while numbers.len() < end - start {
            let entries = next
                .iter_mut()
                .filter_map(|(set, position)| Some((set.get(*position)?, position)));
            let Some((entry, position)) = entries.min_by_key(|(entry, _)| *entry) else {
                break;
            };
            *position += 1;
            if !excluded.iter().any(|set| set.contains(entry)) {
                numbers.push(entry.number());
            }
        }
        self.found(total, numbers)
    }

    /// Every record that is listed, in the ascending order.
    fn walk(&self, records: &BTreeMap<u64, Record>, sequence: &Sequence<u64>) -> Vec<u64> {
        let mut constraints = self.resolve_all(sequence);
        let selective = (0..constraints.len())
            .filter(|position| constraints.get(*position).is_some_and(|sets| !sets.is_negated))
            .min_by_key(|position| constraints.get(*position).map_or(0, Sets::len));
        let passes = |number: u64, record: &Record, constraints: &[Sets<'_, u64>]| {
            constraints.iter().all(|sets| sets.lets_through(&number)) && self.check.is_none_or(|check| check(record))
        };
        let mut found: Vec<u64> = match selective.map(|position| constraints.swap_remove(position)) {
            Some(selective) => {
                let mut numbers = selective.entries();
                numbers.retain(|number| {
                    let record = records.get(number);
                    record.is_some_and(|record| passes(*number, record, &constraints))
                });
                numbers
            }
            None => {
                let records = records.iter();
                let passing = records.filter(|(number, record)| passes(**number, record, &constraints));
                passing.map(|(number, _)| *number).collect()
            }
        };
        if let Some(order) = self.order {
            // Equal values stay in the order of creation.
            found.sort_by_cached_key(|number| {
                SortKey::of(records.get(number).and_then(|record| record.get(order.member)))
            });
        }
        found
    }

    /// A text that is the same only for the same list.
    fn key(&self) -> String {
        let order = self.order.map(|order| order.member);
        let check = self.check.map(|_| (self.check_key)());
        format!("{:?} {order:?} {check:?}", self.constraints)
    }
}

impl Walks {
    fn get(&self, key: &str) -> Option<&[u64]> {
        let known = self.0.iter().find(|(known, _)| known == key);
        known.map(|(_, found)| found.as_slice())
    }

    fn keep(&mut self, key: String, found: Vec<u64>) {
        if self.0.len() >= MOST_WALKS {
            self.0.pop_front();
        }
        self.0.push_back((key, found));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn forget(&mut self) {
        self.0.clear();
    }
}

/// The first of so many positions that is not `before`, where those that are come first.
fn partition_point(count: usize, before: impl Fn(usize) -> bool) -> usize {
    let (mut least, mut most) = (0, count);
    while least < most {
        let middle = usize::midpoint(least, most);
        if before(middle) {
            least = middle + 1;
        } else {
            most = middle;
        }
    }
    least
}
