//! The parts of an expression.

use crate::json::Value;

use super::functions::Function;

/// An expression, and how deep the expressions in it are nested.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) kind: Kind,
    pub(super) height: usize,
}

/// What an expression does with the current value.
#[derive(Debug)]
pub(super) enum Kind {
    Current,
    Field(String),
    Index(i64),
    Slice(Slice),
    Literal(Value),
    /// Each gets what the one before gave: `a.b`, `a[0]`, `a | b`.
    Chain(Vec<Node>),
    /// Applies the second to each item of the list that the first gives; nulls are left out.
    Project(Box<[Node; 2]>),
    /// The same over the values of an object.
    ProjectValues(Box<[Node; 2]>),
    /// The same over those items for which the third is true.
    ProjectIf(Box<[Node; 3]>),
    Flatten(Box<Node>),
    Or(Vec<Node>),
    And(Vec<Node>),
    Not(Box<Node>),
    Compare(Comparison, Box<[Node; 2]>),
    List(Vec<Node>),
    Object(Vec<(String, Node)>),
    Call(&'static Function, Vec<Node>),
    /// `&expression`, which only functions take.
    Reference(Box<Node>),
}

/// `[start:end:step]`
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Slice {
    pub(super) start: Option<i64>,
    pub(super) end: Option<i64>,
    pub(super) step: Option<i64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Node {
    pub(super) fn new(kind: Kind) -> Self {
        let tallest = |nodes: &[Node]| nodes.iter().map(|node| node.height).max().unwrap_or(0);
        let below = match &kind {
            Kind::Current | Kind::Field(_) | Kind::Index(_) | Kind::Slice(_) | Kind::Literal(_) => 0,
            Kind::Chain(nodes) | Kind::Or(nodes) | Kind::And(nodes) | Kind::List(nodes) | Kind::Call(_, nodes) => {
                tallest(nodes)
            }
            Kind::Project(nodes) | Kind::ProjectValues(nodes) | Kind::Compare(_, nodes) => tallest(&**nodes),
            Kind::ProjectIf(nodes) => tallest(&**nodes),
            Kind::Flatten(node) | Kind::Not(node) | Kind::Reference(node) => node.height,
            Kind::Object(members) => members.iter().map(|member| member.1.height).max().unwrap_or(0),
        };
        Self {
            kind,
            height: below + 1,
        }
    }

    /// `second` applied to what `first` gives.
    pub(super) fn chain(first: Self, second: Self) -> Self {
        match first.kind {
            Kind::Chain(mut nodes) => {
                let height = first.height.max(second.height + 1);
                nodes.push(second);
                Self {
                    kind: Kind::Chain(nodes),
                    height,
                }
            }
            _ => Self::new(Kind::Chain(vec![first, second])),
        }
    }
}
