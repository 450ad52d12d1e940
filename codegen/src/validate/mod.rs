//! Whether a JSON body fits the members that the spec declares.
//!
//! The checker checkers documented examples by it, the emulator checkers requests.

mod checker;

use std::ops::Range;
use std::sync::Arc;

use self::checker::BodyChecker;
use crate::spec::{Json, Member, Service};

/// Which departures from the declared types are let through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coercion {
    /// What the service accepts: numbers as JSON writes them and booleans in quotes, null for an absent member.
    Service,
    /// Every habit of the documentation's payloads: also a number for a string, an empty string for an
    /// absent value, a single value for a list, null inside a list, `+5` in quotes.
    Documentation,
}

/// Which way the body travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// To the service: required members are due, allowed values and limits hold.
    Request,
    /// From the service: any member may be absent or null, and value sets are open.
    Response,
}

/// One way in which a body does not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// Where: `AccessRegionSet.0.Bandwidth`, the way the service names a parameter. Empty for the body itself.
    pub path: String,
    /// The bytes of the text that do not fit; of the enclosing object for a missing member.
    pub range: Range<usize>,
    /// Whether these bytes may hold what the spec marks `secret`, so that they must not be shown.
    pub secret: bool,
    /// What does not fit.
    pub kind: ViolationKind,
}

/// What does not fit in a [`Violation`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ViolationKind {
    /// A required member is absent.
    Missing,
    /// No member of this name is declared.
    Unknown {
        /// The names that are.
        declared: Arc<[String]>,
    },
    /// The value is of another type.
    WrongType {
        /// What was declared, as in the spec: `Integer`.
        expected: String,
        /// What is there: `a list`.
        found: &'static str,
    },
    /// The value is not one of those allowed.
    NotAllowed {
        /// The values that are.
        allowed: Vec<String>,
    },
    /// The value is beyond a limit of the spec.
    OutOfRange {
        /// The limit, in words: `at most 100`.
        limit: String,
    },
}

/// Compares bodies with the members of one service.
#[derive(Clone, Copy, Debug)]
pub struct Validator<'a> {
    /// The service whose types the members refer to.
    pub service: &'a Service,
    /// Which departures pass.
    pub coercion: Coercion,
    /// Which way the body travels.
    pub direction: Direction,
}

impl Validator<'_> {
    /// The ways in which `body` does not fit `members`, up to a hundred: what is missing from an object first.
    pub fn body(&self, body: &Json, members: &[Member]) -> Vec<Violation> {
        let mut checker = BodyChecker::new(self);
        match body.as_object() {
            Some(entries) => checker.object(entries, &body.range, members),
            None => checker.wrong_body(body, members),
        }
        checker.violations
    }

    /// The ways in which `value` does not fit `member`, up to a hundred: what is missing from an object first.
    pub fn value(&self, value: &Json, member: &Member) -> Vec<Violation> {
        let mut checker = BodyChecker::new(self);
        checker.at(&member.name, |checker| checker.member(value, member));
        checker.violations
    }
}
