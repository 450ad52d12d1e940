//! Validates JSON bodies against the members that a spec declares, with rules for what is coerced.
//!
//! `check` validates documented examples with it, the emulator requests.

mod checker;

use std::ops::Range;
use std::sync::Arc;

use self::checker::BodyChecker;
use crate::spec::{Json, Member, Service};

/// Coercion rules: which departures from the declared types are accepted.
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
    /// To the service: required members must be present, allowed values and limits are enforced.
    Request,
    /// From the service: any member may be absent or null, and value sets are open.
    Response,
}

/// One way in which a body does not match its declared members.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// Where it is, as the service names parameters: `AccessRegionSet.0.Bandwidth`. Empty for the body itself.
    pub path: String,
    /// The bytes of the text that violate the spec; of the enclosing object for a missing member.
    pub range: Range<usize>,
    /// Whether these bytes may hold what the spec marks `secret`, so that they must not be shown.
    pub secret: bool,
    /// What is wrong.
    pub kind: ViolationKind,
}

/// What is wrong in a [`Violation`].
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

/// Validates bodies against members of one service.
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
    /// Returns the violations of `members` in `body`, at most a hundred; those of an object begin with what it lacks.
    ///
    /// ```
    /// use tc3_codegen::spec::{Json, Member, Service};
    /// use tc3_codegen::validate::{Coercion, Direction, Validator, ViolationKind};
    ///
    /// let mut name = Member::default();
    /// (name.name, name.type_name, name.required) = ("Name".to_owned().into(), "String".to_owned().into(), true);
    /// let service = Service::default();
    /// let validator = Validator { service: &service, coercion: Coercion::Service, direction: Direction::Request };
    ///
    /// let violations = validator.body(&Json::parse(r#"{"Nam": "a"}"#).unwrap(), &[name]);
    /// assert_eq!(violations[0].kind, ViolationKind::Missing);
    /// assert_eq!(violations[1].path, "Nam");
    /// ```
    pub fn body(&self, body: &Json, members: &[Member]) -> Vec<Violation> {
        let mut checker = BodyChecker::new(self);
        match body.as_object() {
            Some(entries) => checker.object(entries, &body.range, members),
            None => checker.wrong_body(body, members),
        }
        checker.violations
    }

    /// Returns the violations of `member` in `value`, as [`body`](Self::body) does.
    pub fn value(&self, value: &Json, member: &Member) -> Vec<Violation> {
        let mut checker = BodyChecker::new(self);
        checker.at(&member.name, |checker| checker.member(value, member));
        checker.violations
    }
}
