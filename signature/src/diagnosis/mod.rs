//! Finds what is wrong with a signature that was refused.

mod difference;
mod facts;
mod known;
mod search;
mod secrets;
mod tc3;
mod v1;

use serde_json::{Value, json};

pub use self::difference::Difference;
use self::known::{FACTS, TC3, V1, known};
pub use self::known::{KnownMistake, known_mistakes};
use crate::{Algorithm, Explanation, Key, Request};

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

/// How much a diagnosis tries, in blocks of 64 bytes that are hashed: a candidate takes ten to fifteen of them. Other forms
/// of the body take at most as many again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effort {
    blocks: u64,
}

impl Effort {
    /// Some 200,000 candidates: half a second at most.
    pub const THOROUGH: Self = Self { blocks: 2_500_000 };

    /// Some 1,500 candidates, fewer for a large request: one or two milliseconds. For servers, which anyone can
    /// send refused requests to.
    pub const BOUNDED: Self = Self { blocks: 16_000 };
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
    /// Whether the signature is the one that this mistake makes, alone or with the others that are proven. What is not is
    /// read off the request.
    pub is_proven: bool,
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
    /// difference: {which, signed, sent}, proven}], explanation}`, with `null` for what there is not.
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
    /// The mistake of a table with an ID, about a request.
    fn of(table: &'static [KnownMistake], id: &'static str, signed: &str, sent: &str) -> Self {
        match known(table, id) {
            Some(known) => Self {
                id: known.id,
                title: known.title,
                explanation: known.explanation.replace("{signed}", signed).replace("{sent}", sent),
                fix: known.fix,
                difference: None,
                is_proven: false,
            },
            None => Self {
                id,
                title: id,
                explanation: format!("signed: {signed}, sent: {sent}"),
                fix: "",
                difference: None,
                is_proven: false,
            },
        }
    }

    /// The mistake with an ID, of version 1 or of the keys, which both algorithms have.
    fn of_any(id: &'static str, signed: &str, sent: &str) -> Self {
        let table = if known(V1, id).is_some() { V1 } else { TC3 };
        Self::of(table, id, signed, sent)
    }

    fn to_json(&self) -> Value {
        json!({
            "id": self.id,
            "title": self.title,
            "explanation": self.explanation,
            "fix": self.fix,
            "difference": self.difference.as_ref().map(Difference::to_json),
            "proven": self.is_proven,
        })
    }
}

impl Diagnosis {
    fn new(algorithm: Option<Algorithm>) -> Self {
        Self {
            algorithm,
            outcome: Outcome::Unverified,
            mistakes: Vec::new(),
            summary: String::new(),
            key: None,
            explanation: None,
            tried: 0,
        }
    }

    /// The signature cannot be verified, for a reason.
    fn unverified(&mut self, reason: &str) {
        self.outcome = Outcome::Unverified;
        self.summary = reason.to_owned();
    }

    /// Nothing known makes the signature.
    fn unexplained(&mut self, is_body_known: bool, is_key_known: bool) {
        let mut sentences = Vec::new();
        self.outcome = Outcome::Unexplained;
        if !is_body_known {
            self.outcome = Outcome::Unverified;
            sentences.push("The body is not known, and no empty one was signed: give the body that was sent.");
        } else if is_key_known {
            sentences.push(
                "No known mistake makes this signature. The likeliest is another secret key with this SecretId: make a \
                 request with the same time by the client and here, and compare the fingerprint of kDate; if it is the \
                 same, compare the canonical requests line by line.",
            );
        } else {
            sentences.push(
                "No key at hand makes this signature, with or without a known mistake. Give the key of the SecretId that \
                 the request names.",
            );
        }
        if !self.mistakes.is_empty() {
            sentences.push("What was found is wrong in any case, but it does not explain the signature.");
        }
        self.summary = sentences.join(" ");
    }

    /// The signature is that of these mistakes.
    fn explained_by(&mut self, mut proven: Vec<Mistake>) {
        let number = proven.len();
        let is_signature_right = proven.is_empty();
        proven.iter_mut().for_each(|mistake| mistake.is_proven = true);
        proven.append(&mut self.mistakes);
        self.mistakes = proven;
        let assumed = std::mem::take(&mut self.summary);
        self.outcome = if self.mistakes.is_empty() {
            Outcome::Right
        } else {
            Outcome::Mistaken
        };
        self.summary = match (is_signature_right, self.mistakes.is_empty(), number) {
            (true, true, _) => "The signature is right.".to_owned(),
            (true, false, _) => {
                "The signature is the one that this key makes of what was sent, but the request is refused for what \
                 follows."
                    .to_owned()
            }
            (false, _, 1) => "The signature is exactly the one that this mistake makes.".to_owned(),
            (false, _, number) => {
                format!("The signature is exactly the one that these {number} mistakes make together.")
            }
        };
        if !assumed.is_empty() {
            self.summary.push(' ');
            self.summary.push_str(&assumed);
        }
    }

    /// The signature was made of a body that was not given.
    fn assumed_body(&mut self, signed: &str) {
        let body = if signed.is_empty() { "an empty one" } else { signed };
        self.summary = format!("The body was not given; what was signed is {body}.");
    }

    /// Removes the keys from every text: a client may have sent one by mistake.
    fn without_secrets(mut self, keys: &[Key<'_>]) -> Self {
        let hide = |text: &mut String| {
            for key in keys {
                if key.secret_key.len() >= MIN_SECRET_BYTES && text.contains(key.secret_key) {
                    *text = text.replace(key.secret_key, "<hidden>");
                }
            }
        };
        for mistake in &mut self.mistakes {
            hide(&mut mistake.explanation);
            if let Some(difference) = &mut mistake.difference {
                hide(&mut difference.signed);
                hide(&mut difference.sent);
            }
        }
        hide(&mut self.summary);
        self.key.iter_mut().for_each(hide);
        if let Some(explanation) = &mut self.explanation {
            for step in &mut explanation.steps {
                hide(&mut step.text);
                hide(&mut step.shown);
            }
            hide(&mut explanation.authorization);
        }
        self
    }
}

/// A shorter key is no secret, and may be a part of any word.
const MIN_SECRET_BYTES: usize = 8;

/// Finds what is wrong with the signature of a request that `keys` may have signed.
///
/// A mistake that needs the key is only reported if the signature is exactly the one that it makes.
///
/// ```
/// use tc3_signature::{DiagnoseOptions, ExplainOptions, Key, Outcome, Request, diagnose, explain};
///
/// let request = |host: &str| {
///     Request::new("POST", "/")
///         .header("Host", host)
///         .header("Content-Type", "application/json")
///         .header("X-TC-Action", "DescribeInstances")
///         .header("X-TC-Version", "2017-03-12")
///         .header("X-TC-Timestamp", "1551113065")
///         .body("{}")
/// };
/// let key = Key::new("AKIDEXAMPLE", "key-1");
/// let signed = explain(&request("cvm.tencentcloudapi.com"), &key, &ExplainOptions::default())?;
///
/// let sent = request("cvm.tencentcloudapi.com:8443").header("Authorization", signed.authorization);
/// let diagnosis = diagnose(&sent, &[key], &DiagnoseOptions::default());
/// assert_eq!(diagnosis.outcome, Outcome::Mistaken);
/// assert_eq!(diagnosis.mistakes[0].id, "host-without-port");
/// # Ok::<(), tc3_signature::ExplainError>(())
/// ```
#[must_use]
pub fn diagnose(request: &Request, keys: &[Key<'_>], options: &DiagnoseOptions<'_>) -> Diagnosis {
    let diagnosis = match request.value("authorization") {
        Some(authorization) => tc3::diagnose(request, authorization, keys, options),
        None if crate::v1::is_meant(request) => v1::diagnose(request, keys, options),
        None => {
            let mut diagnosis = Diagnosis::new(None);
            diagnosis.mistakes.push(Mistake::of(FACTS, "not-signed", "", ""));
            diagnosis.unverified("The request is not signed.");
            diagnosis
        }
    };
    diagnosis.without_secrets(keys)
}
