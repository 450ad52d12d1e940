//! A property test: after any sequence of changes, commits and rollbacks, the index finds what a full scan finds.

use fastrand::Rng;
use tc3_codegen::spec::{Json, JsonValue};

use super::{Index, Record, Tables, Transaction};
use crate::wire::json::{json, string};

fn any_value(rng: &mut Rng) -> Json {
    match rng.u8(..6) {
        0 => json(JsonValue::Null),
        1 => json(JsonValue::Array(vec![string("1")])),
        2 => json(JsonValue::Number(rng.u8(..3).to_string())),
        3 => json(JsonValue::Bool(rng.bool())),
        _ => string(rng.u8(..3).to_string()),
    }
}

fn any_record(rng: &mut Rng) -> Record {
    let mut record = Record::new(1);
    for member in ["A", "B", "C"] {
        if rng.u8(..4) > 0 {
            record.set(member, any_value(rng));
        }
    }
    record
}

/// Makes one random change.
fn change(transaction: &mut Transaction<'_>, rng: &mut Rng) {
    let numbers: Vec<u64> = transaction
        .tables()
        .records("group")
        .map(|(number, _)| number)
        .collect();
    match (rng.u8(..20), rng.choice(numbers)) {
        (0, _) => transaction.remove_all(|_| true),
        (1..=5, Some(number)) => transaction.remove("group", number),
        (6..=11, Some(number)) => transaction.replace("group", number, any_record(rng)),
        _ => {
            transaction.add("group", any_record(rng));
        }
    }
}

#[test]
fn an_index_finds_what_a_full_scan_finds() {
    for seed in 0..50 {
        let mut rng = Rng::with_seed(seed);
        let indexed = ["A", "B"];
        let mut tables = Tables::new([("group".to_owned(), Index::of(indexed))]);
        for _ in 0..60 {
            let mut transaction = Transaction::new(&mut tables);
            for _ in 0..rng.u8(1..5) {
                change(&mut transaction, &mut rng);
            }
            if rng.bool() {
                transaction.commit();
            } else {
                drop(transaction);
            }
            let mut scanned = Tables::default();
            let mut rebuilt = Index::of(indexed);
            for (number, record) in tables.records("group") {
                scanned.put(("group".to_owned(), number), Some(record.clone()));
                rebuilt.add(number, record);
            }
            assert_eq!(tables.tables["group"].index, rebuilt, "seed {seed}");
            for members in [&["A"][..], &["B"], &["C"], &["A", "B"], &["B", "C"]] {
                let values: Vec<Json> = members.iter().map(|_| any_value(&mut rng)).collect();
                let lookup: Vec<(&str, &Json)> = members.iter().copied().zip(&values).collect();
                assert_eq!(
                    tables.find_matching("group", &lookup),
                    scanned.find_matching("group", &lookup),
                    "seed {seed}: {lookup:?}"
                );
            }
        }
    }
}
