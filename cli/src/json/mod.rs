//! JSON that keeps what it was read from: the order of members, repeated names, and numbers as they were written.
//!
//! `serde_json::Value` keeps none of the three without features that would change how the client reads responses in the
//! same build.

mod read;
mod write;

pub(crate) use read::{JsonReadError, parse};
pub(crate) use write::{write_compact, write_pretty};

/// A JSON value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Null,
    Bool(bool),
    /// A number as it was written: `1.0`, `18446744073709551616`.
    Number(String),
    String(String),
    Array(Vec<Value>),
    /// The members in their order.
    Object(Vec<(String, Value)>),
}

impl Value {
    /// The value of the member of this name, if this is an object that has it; the last one where a name repeats.
    pub(crate) fn get(&self, name: &str) -> Option<&Value> {
        match self {
            Self::Object(members) => members
                .iter()
                .rev()
                .find(|member| member.0 == name)
                .map(|member| &member.1),
            _ => None,
        }
    }
}
