//! What a request asks for, apart from the action's own parameters.

use crate::code::{INVALID_PARAMETER, MISSING_PARAMETER};
use crate::excerpt::excerpt;
use crate::form::Form;
use crate::received::Received;
use crate::refusal::Refusal;
use crate::scheme::Scheme;

/// How much of a value a message shows, in characters.
const MAX_SHOWN: usize = 80;

/// A word of every request: a header, or in version 1 a parameter.
pub(crate) struct Word {
    pub(crate) header: &'static str,
    pub(crate) parameter: &'static str,
    meaning: &'static str,
}

pub(crate) const ACTION: Word = Word {
    header: "X-TC-Action",
    parameter: "Action",
    meaning: "the action's name, such as CreateProxyGroup",
};
pub(crate) const VERSION: Word = Word {
    header: "X-TC-Version",
    parameter: "Version",
    meaning: "the API's version, such as 2018-05-29",
};
pub(crate) const TIMESTAMP: Word = Word {
    header: "X-TC-Timestamp",
    parameter: "Timestamp",
    meaning: "the time in Unix seconds",
};
pub(crate) const REGION: Word = Word {
    header: "X-TC-Region",
    parameter: "Region",
    meaning: "the region, such as ap-guangzhou",
};
pub(crate) const TOKEN: Word = Word {
    header: "X-TC-Token",
    parameter: "Token",
    meaning: "the token of a temporary credential",
};

/// Where a request's words stand.
#[derive(Clone, Copy)]
pub(crate) enum Words<'r> {
    Headers(&'r Received),
    Parameters(&'r Form),
}

impl<'r> Words<'r> {
    pub(crate) fn of(request: &'r Received, scheme: &'r Scheme) -> Self {
        match scheme {
            Scheme::V1(form) => Self::Parameters(form),
            Scheme::Tc3 | Scheme::Skip => Self::Headers(request),
        }
    }

    pub(crate) fn get(self, word: &Word) -> Option<&'r str> {
        match self {
            Self::Headers(request) => request.header(word.header),
            Self::Parameters(form) => form.get(word.parameter),
        }
    }

    /// What a message calls it.
    pub(crate) fn name(self, word: &Word) -> &'static str {
        match self {
            Self::Headers(_) => word.header,
            Self::Parameters(_) => word.parameter,
        }
    }

    pub(crate) fn required(self, word: &Word) -> Result<&'r str, Refusal> {
        self.get(word).ok_or_else(|| self.missing(word))
    }

    pub(crate) fn missing(self, word: &Word) -> Refusal {
        let kind = match self {
            Self::Headers(_) => "header",
            Self::Parameters(_) => "parameter",
        };
        let name = self.name(word);
        Refusal::new(
            MISSING_PARAMETER,
            format!("the {kind} {name} is missing; it carries {}", word.meaning),
        )
    }
}

/// The action that a request names, and when it was signed.
pub(crate) struct Call<'r> {
    pub(crate) words: Words<'r>,
    pub(crate) action: &'r str,
    pub(crate) version: &'r str,
    /// Unix seconds.
    pub(crate) timestamp: i64,
}

impl<'r> Call<'r> {
    pub(crate) fn read(words: Words<'r>) -> Result<Self, Refusal> {
        let action = words.required(&ACTION)?;
        let version = words.required(&VERSION)?;
        let timestamp = words.required(&TIMESTAMP)?;
        let timestamp = timestamp.parse().map_err(|_| {
            let name = words.name(&TIMESTAMP);
            let shown = excerpt(timestamp, MAX_SHOWN);
            Refusal::new(
                INVALID_PARAMETER,
                format!("{name} is `{shown}`; expected the time in whole Unix seconds"),
            )
        })?;
        Ok(Self {
            words,
            action,
            version,
            timestamp,
        })
    }
}
