//! Finds what is wrong with a signature that was refused.

mod difference;

use serde_json::{Value, json};

pub use self::difference::Difference;
use crate::{Algorithm, ExplainOptions, Explanation, Key, Request, explain};

/// What a diagnosis is made with, apart from the request and the keys.
#[derive(Clone, Copy, Debug)]
pub struct DiagnoseOptions<'a> {
    /// The names of services: each is tried as the service of the credential scope.
    pub services: &'a [&'a str],
    /// The time in Unix seconds, which the signed time is compared with; `None` compares nothing.
    pub now: Option<i64>,
    /// How much is tried.
    pub effort: Effort,
}

impl Default for DiagnoseOptions<'_> {
    fn default() -> Self {
        Self {
            services: &[],
            now: None,
            effort: Effort::THOROUGH,
        }
    }
}

/// How much a diagnosis tries, in blocks of 64 bytes that are hashed. A candidate takes ten to fifteen of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effort {
    blocks: u64,
}

impl Effort {
    /// Some 200,000 candidates: half a second at most.
    pub const THOROUGH: Self = Self { blocks: 2_500_000 };

    /// Some 1,000 candidates, whatever the size of the request: one or two milliseconds. For servers, which anyone can
    /// send refused requests to.
    pub const BOUNDED: Self = Self { blocks: 12_000 };
}

/// What a diagnosis came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Outcome {
    /// The signature is right, and nothing else is wrong with it.
    Right,
    /// The mistakes that were found explain why the request is refused: the signature is the one that they make.
    Mistaken,
    /// No known mistake makes this signature. Mistakes that were found are there, and there is at least one more.
    Unexplained,
    /// The signature cannot be verified: it is absent or cannot be read, or the key or the body is not known.
    Unverified,
}

impl Outcome {
    /// Returns a stable name: `right`, `mistaken`, `unexplained`, `unverified`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Right => "right",
            Self::Mistaken => "mistaken",
            Self::Unexplained => "unexplained",
            Self::Unverified => "unverified",
        }
    }
}

/// A mistake in a signature or next to it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Mistake {
    /// A stable name, such as `host-without-port`.
    pub id: &'static str,
    /// What is wrong, in a few words.
    pub title: &'static str,
    /// What is wrong, in a sentence about this request.
    pub explanation: String,
    /// What to do about it.
    pub fix: &'static str,
    /// The line that differs, if one does.
    pub difference: Option<Difference>,
}

/// What is wrong with a signature, as far as it can be found.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Diagnosis {
    /// How the request is signed, if it is.
    pub algorithm: Option<Algorithm>,
    /// What it came to.
    pub outcome: Outcome,
    /// Everything found to be wrong, the most telling first.
    pub mistakes: Vec<Mistake>,
    /// The outcome in a sentence or two, with what to do next.
    pub summary: String,
    /// The key that made the signature, as it is called, if that is known.
    pub key: Option<String>,
    /// The right signature, if everything that it is made of is known.
    pub explanation: Option<Explanation>,
    /// Number of candidates that were signed.
    pub tried: u64,
}

impl Diagnosis {
    /// Returns the diagnosis as JSON: `{outcome, algorithm, summary, key, tried, mistakes: [{id, title, explanation, fix,
    /// difference: {which, signed, sent}}], explanation}`, with `null` for what there is not.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mistakes: Vec<Value> = self.mistakes.iter().map(Mistake::to_json).collect();
        json!({
            "outcome": self.outcome.name(),
            "algorithm": self.algorithm.map(Algorithm::name),
            "summary": self.summary,
            "key": self.key,
            "tried": self.tried,
            "mistakes": mistakes,
            "explanation": self.explanation.as_ref().map(Explanation::to_json),
        })
    }
}

impl Mistake {
    fn to_json(&self) -> Value {
        json!({
            "id": self.id,
            "title": self.title,
            "explanation": self.explanation,
            "fix": self.fix,
            "difference": self.difference.as_ref().map(Difference::to_json),
        })
    }
}

/// Finds what is wrong with the signature of a request that `keys` may have signed.
///
/// A mistake that needs the key is only reported if the signature is exactly the one that it makes.
#[must_use]
pub fn diagnose(request: &Request, keys: &[Key<'_>], options: &DiagnoseOptions<'_>) -> Diagnosis {
    let _ = options;
    let explanation = keys
        .first()
        .and_then(|key| explain(request, key, &ExplainOptions::default()).ok());
    Diagnosis {
        algorithm: None,
        outcome: Outcome::Unverified,
        mistakes: Vec::new(),
        summary: String::new(),
        key: None,
        explanation,
        tried: 0,
    }
}
