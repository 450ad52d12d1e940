//! The common parameters: what every request says apart from the parameters of its action.
//!
//! TC3 puts them into headers, signature version 1 among the other parameters; [`CommonParams`] hides the difference.

use http::HeaderName;

use super::HttpRequest;
use super::error::{ApiError, INVALID_PARAMETER, MISSING_PARAMETER};
use super::form_urlencoded::Form;
use super::sanitize::excerpt;

/// A common parameter, by the name of its header and of its parameter in signature version 1.
pub(crate) struct CommonParam {
    pub(crate) header: &'static str,
    /// The name of its header to look it up by, which is faster than by its text.
    pub(crate) header_name: HeaderName,
    pub(crate) parameter: &'static str,
    meaning: &'static str,
}

pub(crate) static ACTION: CommonParam = CommonParam {
    header: "X-TC-Action",
    header_name: HeaderName::from_static("x-tc-action"),
    parameter: "Action",
    meaning: "the action's name, such as CreateProxyGroup",
};
pub(crate) static VERSION: CommonParam = CommonParam {
    header: "X-TC-Version",
    header_name: HeaderName::from_static("x-tc-version"),
    parameter: "Version",
    meaning: "the API's version, such as 2018-05-29",
};
pub(crate) static TIMESTAMP: CommonParam = CommonParam {
    header: "X-TC-Timestamp",
    header_name: HeaderName::from_static("x-tc-timestamp"),
    parameter: "Timestamp",
    meaning: "the time in Unix seconds",
};
pub(crate) static REGION: CommonParam = CommonParam {
    header: "X-TC-Region",
    header_name: HeaderName::from_static("x-tc-region"),
    parameter: "Region",
    meaning: "the region, such as ap-guangzhou",
};
pub(crate) static TOKEN: CommonParam = CommonParam {
    header: "X-TC-Token",
    header_name: HeaderName::from_static("x-tc-token"),
    parameter: "Token",
    meaning: "the token of a temporary credential",
};

// The common parameters that only signature version 1 has.
pub(crate) const SECRET_ID: &str = "SecretId";
pub(crate) const SIGNATURE: &str = "Signature";
pub(crate) const SIGNATURE_METHOD: &str = "SignatureMethod";
pub(crate) const NONCE: &str = "Nonce";

/// Every common parameter that both signature methods have.
static IN_BOTH: [&CommonParam; 5] = [&ACTION, &REGION, &TIMESTAMP, &TOKEN, &VERSION];

/// Every other parameter of signature version 1 that is not one of the action.
const V1_NAMES: [&str; 6] = [
    "Language",
    NONCE,
    "RequestClient",
    SECRET_ID,
    SIGNATURE,
    SIGNATURE_METHOD,
];

/// Whether `name` is a common parameter of signature version 1, rather than one of the action.
pub(crate) fn is_common(name: &str) -> bool {
    IN_BOTH.iter().any(|param| param.parameter == name) || V1_NAMES.contains(&name)
}

/// The common parameters of a request, wherever it puts them.
#[derive(Clone, Copy)]
pub(crate) enum CommonParams<'r> {
    Headers(&'r HttpRequest),
    Form(&'r Form),
}

impl<'r> CommonParams<'r> {
    pub(crate) fn get(self, param: &CommonParam) -> Option<&'r str> {
        match self {
            Self::Headers(request) => request.header(&param.header_name),
            Self::Form(form) => form.get(param.parameter),
        }
    }

    /// The name of a parameter in a message.
    pub(crate) fn name(self, param: &CommonParam) -> &'static str {
        match self {
            Self::Headers(_) => param.header,
            Self::Form(_) => param.parameter,
        }
    }

    pub(crate) fn required(self, param: &CommonParam) -> Result<&'r str, ApiError> {
        self.get(param).ok_or_else(|| self.missing(param))
    }

    pub(crate) fn missing(self, param: &CommonParam) -> ApiError {
        let kind = match self {
            Self::Headers(_) => "header",
            Self::Form(_) => "parameter",
        };
        let name = self.name(param);
        ApiError::new(
            MISSING_PARAMETER,
            format!("the {kind} {name} is missing; it carries {}", param.meaning),
        )
    }
}

/// The action that a request calls, and when it was signed.
pub(crate) struct Call<'r> {
    pub(crate) common: CommonParams<'r>,
    pub(crate) action: &'r str,
    pub(crate) version: &'r str,
    /// Unix seconds.
    pub(crate) timestamp: i64,
}

impl<'r> Call<'r> {
    pub(crate) fn read(common: CommonParams<'r>) -> Result<Self, ApiError> {
        let action = common.required(&ACTION)?;
        let version = common.required(&VERSION)?;
        let timestamp = common.required(&TIMESTAMP)?;
        let timestamp = timestamp.parse().map_err(|_| {
            let name = common.name(&TIMESTAMP);
            let given = excerpt(timestamp);
            ApiError::new(
                INVALID_PARAMETER,
                format!("{name} is `{given}`; expected the time in whole Unix seconds"),
            )
        })?;
        Ok(Self {
            common,
            action,
            version,
            timestamp,
        })
    }
}
