//! The common parameters: what every request says apart from the parameters of its action.
//!
//! TC3 puts them into headers, signature version 1 among the other parameters; [`CommonParams`] hides the difference.

use super::HttpRequest;
use super::error::{ApiError, INVALID_PARAMETER, MISSING_PARAMETER};
use super::form_urlencoded::Form;
use super::sanitize::excerpt;

/// A common parameter, by the name of its header and of its parameter in signature version 1.
pub(crate) struct CommonParam {
    pub(crate) header: &'static str,
    pub(crate) parameter: &'static str,
    meaning: &'static str,
}

pub(crate) const ACTION: CommonParam = CommonParam {
    header: "X-TC-Action",
    parameter: "Action",
    meaning: "the action's name, such as CreateProxyGroup",
};
pub(crate) const VERSION: CommonParam = CommonParam {
    header: "X-TC-Version",
    parameter: "Version",
    meaning: "the API's version, such as 2018-05-29",
};
pub(crate) const TIMESTAMP: CommonParam = CommonParam {
    header: "X-TC-Timestamp",
    parameter: "Timestamp",
    meaning: "the time in Unix seconds",
};
pub(crate) const REGION: CommonParam = CommonParam {
    header: "X-TC-Region",
    parameter: "Region",
    meaning: "the region, such as ap-guangzhou",
};
pub(crate) const TOKEN: CommonParam = CommonParam {
    header: "X-TC-Token",
    parameter: "Token",
    meaning: "the token of a temporary credential",
};

// The common parameters that only signature version 1 has.
pub(crate) const SECRET_ID: &str = "SecretId";
pub(crate) const SIGNATURE: &str = "Signature";
pub(crate) const SIGNATURE_METHOD: &str = "SignatureMethod";
pub(crate) const NONCE: &str = "Nonce";

/// Every parameter of signature version 1 that is not one of the action.
const V1_NAMES: [&str; 11] = [
    ACTION.parameter,
    "Language",
    NONCE,
    REGION.parameter,
    "RequestClient",
    SECRET_ID,
    SIGNATURE,
    SIGNATURE_METHOD,
    TIMESTAMP.parameter,
    TOKEN.parameter,
    VERSION.parameter,
];

/// Whether `name` is a common parameter of signature version 1, rather than one of the action.
pub(crate) fn is_common(name: &str) -> bool {
    V1_NAMES.contains(&name)
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
            Self::Headers(request) => request.header(param.header),
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
