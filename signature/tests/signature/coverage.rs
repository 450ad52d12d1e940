//! Every known mistake has a case that makes it.

use std::collections::BTreeSet;

use tc3_signature::known_mistakes;

use crate::{facts, tc3_mistakes, v1_mistakes};

/// Mistakes with a test of their own: they depend on the keys at hand or on the request as a whole.
const ELSEWHERE: [&str; 4] = ["not-signed", "token-missing", "token-other", "key-at-hand-blank"];

#[test]
fn every_known_mistake_is_made_by_a_test() {
    let made: BTreeSet<&str> = (tc3_mistakes::CASES.iter().map(|case| case.0))
        .chain(v1_mistakes::CASES.iter().map(|case| case.0))
        .chain(facts::CASES.iter().map(|case| case.0))
        .chain(facts::V1_CASES.iter().map(|case| case.0))
        .chain(ELSEWHERE)
        .collect();
    let known: BTreeSet<&str> = known_mistakes().iter().map(|mistake| mistake.id).collect();
    assert_eq!(known.difference(&made).collect::<Vec<_>>(), Vec::<&&str>::new());
    assert_eq!(made.difference(&known).collect::<Vec<_>>(), Vec::<&&str>::new());
}
