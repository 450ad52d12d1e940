//! What the blocks of a service version hold, and how it becomes the model of a spec again.
//!
//! ```text
//! structure: pool of texts | service | types: name, record | actions: name, record
//! texts:     pool of texts | service | types: record       | actions: record        (one block a language)
//! ```
//!
//! A block of texts has the texts of the structure's records in the same order, so that both are read side by side, and
//! a record that is not needed is skipped in both. Members refer to types by their place in the list, so that the types
//! that an action reaches are found without a search.

mod action;
mod block;
mod member;
mod pool;

#[cfg(feature = "write")]
pub(crate) use action::flags as action_flags;
pub(crate) use action::sites;
pub(crate) use block::{Blocks, StructureBlock, TextBlock};
#[cfg(feature = "write")]
pub(crate) use member::{flags as member_flags, kinds, type_kinds};
