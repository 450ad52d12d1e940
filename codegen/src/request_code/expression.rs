//! A value of a generated type as it is written in Rust.

/// A value as it is written in Rust.
#[derive(Clone, Debug)]
pub(crate) enum Expression {
    /// `new` with what is required, and a setter for each other member.
    New {
        type_name: String,
        arguments: Vec<Expression>,
        setters: Vec<(String, Expression)>,
    },
    List(Vec<Expression>),
    EmptyList(ItemShape),
    /// A variant of an open enum, or a constant of a set of integers.
    Variant {
        set: String,
        variant: String,
    },
    Text(String),
    Json(String),
    Bytes(Vec<u8>),
    Int64(i64),
    Uint64(u64),
    Float(f64),
    Boolean(bool),
}

/// What a member holds.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(
    not(feature = "generate"),
    expect(dead_code, reason = "the generator has boxes and bytes as well")
)]
pub(crate) enum ItemShape {
    Text,
    Int64,
    Uint64,
    Float,
    Boolean,
    Json,
    Binary,
    /// An open enum, by its path.
    Values(String),
    /// A structure of this file or of another crate, by its path.
    Type(String),
    /// The same behind a box, since it can hold itself.
    BoxedType(String),
}
