//! Which types requests may use.

use std::marker::PhantomData;

use tc3_runtime::generated_0_1 as rt;

use crate::types::{Group, Order};

generated_record!(Free, new {
    0 name: rt::Option<rt::String> = rt::Field::optional("Name"),
});

/// Whether a type is an [`rt::Input`]: the inherent constant, which only inputs have, goes before the trait's.
struct Probe<T>(PhantomData<T>);

trait NoInput {
    const IS_INPUT: bool = false;
}

impl<T> NoInput for Probe<T> {}

impl<T: rt::Input> Probe<T> {
    const IS_INPUT: bool = true;
}

#[test]
fn a_type_that_requests_use_is_an_input_and_one_of_responses_alone_is_none() {
    const {
        rt::is_input::<Order>();
        rt::is_input::<Free>();
    }
    let inputs = [
        Probe::<Order>::IS_INPUT,
        Probe::<Free>::IS_INPUT,
        Probe::<Group>::IS_INPUT,
    ];
    assert_eq!(inputs, [true, true, false]);
}

#[test]
fn every_type_without_required_members_can_be_made_with_nothing_set() {
    assert_eq!((Free::new(), Group::default().size), (Free::default(), 0));
}
