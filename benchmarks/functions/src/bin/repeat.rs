//! One operation, many times, for tools that count instructions: `repeat <operation> <tc3 | peer> <times>`.
//!
//! What is to be counted happens in the function `measured`.

use bench_functions::{Inputs, Made, OPERATIONS, operations};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let mut argument = || arguments.next().expect("repeat <operation> <tc3 | peer> <times>");
    let (name, side, times) = (argument(), argument(), argument());
    let operation = OPERATIONS.iter().find(|operation| operation.name == name);
    let operation = operation.expect("the name of an operation");
    let work = match side.as_str() {
        "tc3" => operation.ours,
        "peer" => operation.theirs,
        _ => panic!("neither `tc3` nor `peer`"),
    };
    let inputs = Inputs::default();
    operations::check(&inputs);
    for _ in 0..times.parse().expect("a number") {
        drop(measured(work, &inputs));
    }
}

#[inline(never)]
fn measured(work: fn(&Inputs) -> Made, inputs: &Inputs) -> Made {
    work(std::hint::black_box(inputs))
}
