//! Reading, writing and signing: each operation with tc3, and with its peer.
//!
//! The peers are the fastest common choice: types with serde's derives, and the bare hashing of a signature. The derived
//! types do less: allowed values are closed enums, undeclared members are dropped, and one unexpected member fails the
//! whole response. Both sides must produce the same output before anything is measured.
//!
//! From the root of the repository:
//!
//! - time, throughput and allocations: `cargo bench --manifest-path benchmarks/Cargo.toml -p bench-functions`
//! - ratios, both sides alternating: `cargo run --release --manifest-path benchmarks/Cargo.toml -p bench-functions --bin ratios`
//! - growth with the number of items, as a table for machines: the same with `--bin growth`, and `--bin growth -- 1000`
//!   for a shorter one
//! - instructions, which a busy machine does not change: build the binary `repeat` the same way, then run
//!   `valgrind --tool=callgrind '--toggle-collect=*measured*' benchmarks/target/release/repeat decode-100 tc3 20`,
//!   and divide the collected count by 20. valgrind has no SHA instructions, so a signature is hashed without them.

pub mod inputs;
pub mod operations;
pub mod peer;

pub use inputs::Inputs;
pub use operations::{OPERATIONS, Operation, Output};
