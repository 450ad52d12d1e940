//! Repeats one operation, for tools that count instructions: `repeat <operation> <tc3 | peer> <times>`.
//!
//! Count the instructions in the function `measured`.

use bench_functions::{Inputs, OPERATIONS, Output, operations};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let mut argument = || arguments.next().expect("repeat <operation> <tc3 | peer> <times>");
    let (name, side, times) = (argument(), argument(), argument());
    let operation = OPERATIONS.iter().find(|operation| operation.name == name);
    let operation = operation.expect("the name of an operation");
    let work = match side.as_str() {
        "tc3" => operation.tc3,
        "peer" => operation.peer,
        _ => panic!("expected `tc3` or `peer`"),
    };
    let inputs = Inputs::default();
    operations::assert_same_outputs(&inputs);
    for _ in 0..times.parse().expect("a number") {
        drop(measured(work, &inputs));
    }
}

#[inline(never)]
fn measured(work: fn(&Inputs) -> Output, inputs: &Inputs) -> Output {
    work(std::hint::black_box(inputs))
}
