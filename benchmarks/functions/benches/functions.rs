//! Time, throughput and allocations of each operation.

use std::sync::LazyLock;

use bench_functions::{Inputs, OPERATIONS, Operation, Output, operations};
use divan::counter::BytesCount;
use divan::{AllocProfiler, Bencher};

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

static INPUTS: LazyLock<Inputs> = LazyLock::new(Inputs::default);

fn main() {
    operations::assert_same_outputs(&INPUTS);
    divan::main();
}

#[divan::bench(args = OPERATIONS)]
fn tc3(bencher: Bencher<'_, '_>, operation: &Operation) {
    measure(bencher, operation, operation.tc3);
}

#[divan::bench(args = OPERATIONS)]
fn peer(bencher: Bencher<'_, '_>, operation: &Operation) {
    measure(bencher, operation, operation.peer);
}

fn measure(bencher: Bencher<'_, '_>, operation: &Operation, work: fn(&Inputs) -> Output) {
    bencher
        .counter(BytesCount::new((operation.bytes)(&INPUTS)))
        .bench_local(|| work(&INPUTS));
}
