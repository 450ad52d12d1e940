//! Reading, writing and signing: each operation as tc3 does it, and as it is done without.
//!
//! What tc3 is measured against is the fastest that is common: types with serde's derives, and the bare hashing of a
//! signature. The derived types do less: allowed values are closed enums, undeclared members are dropped, and one odd
//! member costs the whole response. Before anything is measured, both sides have to make the same.
//!
//! From the root of the repository:
//!
//! - time, throughput and allocations: `cargo bench --manifest-path benchmarks/Cargo.toml -p bench-functions`
//! - ratios, both sides in turns: `cargo run --release --manifest-path benchmarks/Cargo.toml -p bench-functions --bin ratios`
//! - instructions, which a busy machine does not change: build the binary `repeat` so, then
//!   `valgrind --tool=callgrind '--toggle-collect=*measured*' benchmarks/target/release/repeat decode-100 tc3 20`,
//!   and divide what it collected by 20. valgrind knows no SHA instructions, so a signature is hashed without them.

pub mod inputs;
pub mod operations;
pub mod peer;

pub use inputs::Inputs;
pub use operations::{Made, OPERATIONS, Operation};
