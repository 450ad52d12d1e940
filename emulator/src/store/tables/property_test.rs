//! A property test: after any sequence of changes, commits and rollbacks, an index finds what a full scan finds.

use std::collections::BTreeSet;

use fastrand::Rng;
use tc3_codegen::spec::emulator::{StatusChange, StatusRule};
use tc3_codegen::spec::{Json, JsonValue, Spanned};

use super::{
    Constraint, Deadlines, Field, Found, Index, ListOrder, Query, Record, SortKey, Tables, Transaction, json_eq,
};
use crate::wire::json::{json, object, string};

const MEMBERS: [&str; 3] = ["A", "B", "C"];

fn any_scalar(rng: &mut Rng) -> Json {
    match rng.u8(..8) {
        0 => json(JsonValue::Null),
        1 => json(JsonValue::Bool(rng.bool())),
        2 => json(JsonValue::Number("1.50".to_owned())),
        3 => string(""),
        4 | 5 => json(JsonValue::Number(rng.u8(..3).to_string())),
        _ => string(rng.u8(..3).to_string()),
    }
}

fn any_value(rng: &mut Rng) -> Json {
    match rng.u8(..12) {
        0 | 1 => {
            let items = (0..rng.u8(..4)).map(|_| any_item(rng));
            json(JsonValue::Array(items.collect()))
        }
        2 => any_item(rng),
        _ => any_scalar(rng),
    }
}

/// A scalar, a list, or an object with its names in any order.
fn any_item(rng: &mut Rng) -> Json {
    let mut entries = vec![
        ("TagKey".to_owned(), any_scalar(rng)),
        ("TagValue".to_owned(), any_scalar(rng)),
    ];
    match rng.u8(..5) {
        0 => json(JsonValue::Array(vec![any_scalar(rng)])),
        1 => any_scalar(rng),
        2 => {
            entries.reverse();
            object(entries)
        }
        _ => object(entries),
    }
}

fn any_record(rng: &mut Rng) -> Record {
    let mut record = Record::new(rng.i64(..5));
    record.reads = rng.u64(..3);
    for member in MEMBERS {
        if rng.u8(..4) > 0 {
            record.set(member, any_value(rng));
        }
    }
    record
}

/// Makes one random change.
fn change(transaction: &mut Transaction<'_>, rng: &mut Rng) {
    let records = transaction.tables().records("group");
    let numbers: Vec<u64> = records.map(|(number, _)| number).collect();
    match (rng.u8(..20), rng.choice(numbers)) {
        (0, _) if rng.u8(..100) == 0 => transaction.remove_all(|_| true),
        (1..=4, Some(number)) => transaction.remove("group", number),
        (5..=8, Some(number)) => transaction.replace("group", number, any_record(rng)),
        (9, Some(number)) => {
            let mut read = transaction.tables().get("group", number).cloned().expect("a record");
            read.reads += 1;
            transaction.replace("group", number, read);
        }
        _ => {
            transaction.add("group", any_record(rng));
        }
    }
}

/// One condition: what an index is asked, and the same as a scan finds it.
struct Condition {
    constraint: Constraint,
    holds: Box<dyn Fn(&Record) -> bool>,
}

fn any_condition(rng: &mut Rng) -> Condition {
    let member = *rng.choice(&MEMBERS).expect("a member");
    match rng.u8(..6) {
        0 => {
            let is_negated = rng.bool();
            let any_of = vec![Field::no_link(member)];
            Condition {
                constraint: Constraint { any_of, is_negated },
                holds: Box::new(move |record| record.link(member).is_none() != is_negated),
            }
        }
        1 => {
            let keys: Vec<&str> = if rng.bool() {
                vec!["TagKey"]
            } else {
                vec!["TagKey", "TagValue"]
            };
            let values: Vec<Json> = keys.iter().map(|_| string(rng.u8(..3).to_string())).collect();
            let field = Field::Items {
                member: member.to_owned(),
                keys: keys.iter().map(|key| (*key).to_owned()).collect(),
            };
            let lookup = Field::lookup_of_items(&values);
            let holds = move |record: &Record| {
                let items = record.get(member).map(json_eq::items).unwrap_or_default();
                items.iter().any(|item| {
                    let mut pairs = keys.iter().zip(&values);
                    pairs.all(|(key, value)| item.get(key).is_some_and(|stored| json_eq::equal(value, stored)))
                })
            };
            Condition {
                constraint: Constraint::equal(field, lookup),
                holds: Box::new(holds),
            }
        }
        2 => {
            let text = rng.u8(..3).to_string();
            let any_of = ["A", "B"].map(|member| Field::whole(member, &text)).to_vec();
            let holds = move |record: &Record| {
                let mut values = ["A", "B"]
                    .iter()
                    .filter_map(|member| json_eq::scalar(record.get(member)?));
                values.any(|value| value == text)
            };
            Condition {
                constraint: Constraint {
                    any_of,
                    is_negated: false,
                },
                holds: Box::new(holds),
            }
        }
        _ => {
            let requested = any_value(rng);
            let constraint = Constraint::matching(member, &requested);
            let holds = move |record: &Record| {
                let stored = record.get(member);
                stored.is_some_and(|stored| json_eq::matches(&requested, stored))
            };
            Condition {
                constraint,
                holds: Box::new(holds),
            }
        }
    }
}

/// A list with everything that it can ask for at once.
struct List {
    conditions: Vec<Condition>,
    /// A bound of a member, which no index answers.
    bound: Option<(&'static str, SortKey)>,
    order: Option<(&'static str, bool)>,
    start: usize,
    size: usize,
}

impl List {
    fn any(rng: &mut Rng) -> Self {
        let conditions = match rng.u8(..6) {
            0 => 0,
            1..=3 => 1,
            _ => 2,
        };
        Self {
            conditions: (0..conditions).map(|_| any_condition(rng)).collect(),
            bound: (rng.u8(..4) == 0).then(|| ("C", SortKey::of(Some(&any_scalar(rng))))),
            order: rng
                .bool()
                .then(|| (*rng.choice(&MEMBERS).expect("a member"), rng.bool())),
            start: if rng.bool() { 0 } else { rng.usize(..1_000) },
            size: if rng.u8(..5) == 0 { usize::MAX } else { rng.usize(..20) },
        }
    }

    fn by_index(&self, tables: &mut Tables) -> Found {
        let check = |record: &Record| self.is_within_bound(record);
        let key = || format!("{:?}", self.bound);
        let query = Query {
            constraints: self
                .conditions
                .iter()
                .map(|condition| condition.constraint.clone())
                .collect(),
            check: self.bound.is_some().then_some(&check),
            order: self
                .order
                .map(|(member, is_descending)| ListOrder { member, is_descending }),
            start: self.start,
            size: self.size,
            check_key: &key,
        };
        tables.select("group", &query)
    }

    fn by_scan(&self, tables: &Tables) -> Found {
        let fits = |record: &Record| {
            self.conditions.iter().all(|condition| (condition.holds)(record)) && self.is_within_bound(record)
        };
        let mut found: Vec<(u64, &Record)> = tables.records("group").filter(|(_, record)| fits(record)).collect();
        if let Some((member, is_descending)) = self.order {
            found.sort_by_key(|(number, record)| (SortKey::of(record.get(member)), *number));
            if is_descending {
                found.reverse();
            }
        }
        let page = found.iter().skip(self.start).take(self.size);
        Found {
            total: found.len(),
            numbers: page.map(|(number, _)| *number).collect(),
        }
    }

    fn is_within_bound(&self, record: &Record) -> bool {
        let mut bound = self.bound.iter();
        bound.all(|(member, least)| SortKey::of(record.get(member)) >= *least)
    }
}

fn spanned<T>(value: T) -> Spanned<T> {
    let span = Spanned::<bool>::default().span;
    Spanned { value, span }
}

/// A status that changes by reads and by time.
fn status() -> StatusRule {
    let change = |from: &str, to: &str, reads: Option<u64>, seconds: Option<u64>| StatusChange {
        from: spanned(string(from)),
        to: spanned(string(to)),
        after_reads: reads.map(spanned),
        after_seconds: seconds.map(spanned),
    };
    StatusRule {
        member: spanned("A".to_owned()),
        initial: spanned(string("0")),
        changes: vec![change("0", "1", Some(2), Some(3)), change("1", "2", None, Some(2))],
    }
}

fn indexed() -> Index {
    let fields = [&["A"][..], &["B"], &["A", "B"]];
    let fields = fields.map(|members| Field::of_members(members.iter().copied()));
    Index::of(fields, Deadlines::of(Some(&status())))
}

fn assert_found_by_values(tables: &Tables, scanned: &Tables, rng: &mut Rng, seed: u64) {
    for members in [&["A"][..], &["B"], &["C"], &["A", "B"], &["B", "C"]] {
        let values: Vec<Json> = members.iter().map(|_| any_value(rng)).collect();
        let lookup: Vec<(&str, &Json)> = members.iter().copied().zip(&values).collect();
        let expected = scanned.find_matching("group", &lookup);
        assert_eq!(
            tables.find_matching("group", &lookup),
            expected,
            "seed {seed}: {lookup:?}"
        );
        assert_eq!(
            tables.count_matching("group", &lookup),
            expected.len(),
            "seed {seed}: {lookup:?}"
        );
        assert_eq!(tables.first_matching("group", &lookup), expected.first().copied());
    }
}

/// The records whose status changes by `now`, as a scan finds them.
fn due_by_scan(tables: &Tables, now: i64) -> BTreeSet<u64> {
    let is_due = |record: &Record| match record.get("A").and_then(json_eq::scalar) {
        Some("0") => record.reads >= 2 || record.since + 3 <= now,
        Some("1") => record.since + 2 <= now,
        _ => false,
    };
    let due = tables.records("group").filter(|(_, record)| is_due(record));
    due.map(|(number, _)| number).collect()
}

fn assert_index_finds_what_a_scan_finds(seed: u64, steps: usize, most_changes: usize) {
    let mut rng = Rng::with_seed(seed);
    let mut tables = Tables::new([("group".to_owned(), indexed())]);
    let kept = List {
        conditions: Vec::new(),
        bound: Some(("C", SortKey::of(Some(&string("1"))))),
        order: Some(("A", true)),
        start: 5,
        size: usize::MAX,
    };
    for _ in 0..steps {
        let mut transaction = Transaction::new(&mut tables);
        for _ in 0..rng.usize(1..most_changes) {
            change(&mut transaction, &mut rng);
        }
        if rng.u8(..4) == 0 {
            drop(transaction);
        } else {
            transaction.commit();
        }
        let mut scanned = Tables::default();
        for (number, record) in tables.records("group") {
            scanned.put(("group".to_owned(), number), Some(record.clone()));
        }
        assert_found_by_values(&tables, &scanned, &mut rng, seed);
        for now in 0..8 {
            let due: BTreeSet<u64> = tables.due("group", now).into_iter().collect();
            assert_eq!(due, due_by_scan(&tables, now), "seed {seed}");
        }
        // The same list after each change.
        assert_eq!(kept.by_index(&mut tables), kept.by_scan(&tables), "seed {seed}");
        for _ in 0..6 {
            let mut list = List::any(&mut rng);
            assert_eq!(list.by_index(&mut tables), list.by_scan(&tables), "seed {seed}");
            // The next page of the same list.
            list.start += 7;
            assert_eq!(list.by_index(&mut tables), list.by_scan(&tables), "seed {seed}");
        }
    }
}

#[test]
fn an_index_finds_what_a_full_scan_finds() {
    for seed in 0..40 {
        assert_index_finds_what_a_scan_finds(seed, 60, 6);
    }
}

/// So many that lists are found by positions in their own order, and walks are kept.
#[test]
fn an_index_of_many_records_finds_what_a_full_scan_finds() {
    for seed in 0..3 {
        assert_index_finds_what_a_scan_finds(seed, 12, 2_000);
    }
}
