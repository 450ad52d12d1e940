//! The error that a request is answered with, and the service's error codes.

use std::borrow::Cow;

pub(crate) const INTERNAL_ERROR: &str = "InternalError";
pub(crate) const INVALID_ACTION: &str = "InvalidAction";
pub(crate) const INVALID_AUTHORIZATION: &str = "AuthFailure.InvalidAuthorization";
pub(crate) const INVALID_PARAMETER: &str = "InvalidParameter";
pub(crate) const INVALID_PARAMETER_VALUE: &str = "InvalidParameterValue";
pub(crate) const INVALID_REQUEST: &str = "InvalidRequest";
pub(crate) const MISSING_PARAMETER: &str = "MissingParameter";
pub(crate) const NO_SUCH_PRODUCT: &str = "NoSuchProduct";
pub(crate) const NO_SUCH_VERSION: &str = "NoSuchVersion";
pub(crate) const REQUEST_LIMIT_EXCEEDED: &str = "RequestLimitExceeded";
pub(crate) const REQUEST_SIZE_LIMIT_EXCEEDED: &str = "RequestSizeLimitExceeded";
pub(crate) const RESOURCE_IN_USE: &str = "ResourceInUse";
pub(crate) const RESOURCE_NOT_FOUND: &str = "ResourceNotFound";
pub(crate) const SECRET_ID_NOT_FOUND: &str = "AuthFailure.SecretIdNotFound";
pub(crate) const SIGNATURE_EXPIRE: &str = "AuthFailure.SignatureExpire";
pub(crate) const SIGNATURE_FAILURE: &str = "AuthFailure.SignatureFailure";
pub(crate) const TOKEN_FAILURE: &str = "AuthFailure.TokenFailure";
pub(crate) const UNAUTHORIZED_OPERATION: &str = "UnauthorizedOperation";
pub(crate) const UNKNOWN_PARAMETER: &str = "UnknownParameter";
pub(crate) const UNSUPPORTED_OPERATION: &str = "UnsupportedOperation";
pub(crate) const UNSUPPORTED_PROTOCOL: &str = "UnsupportedProtocol";

/// An error of the API: the service's code, and a message that says what was expected instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ApiError {
    pub(crate) code: Cow<'static, str>,
    pub(crate) message: String,
}

impl ApiError {
    pub(crate) fn new(code: impl Into<Cow<'static, str>>, message: impl Into<String>) -> Self {
        Self {
            code: code.into(),
            message: message.into(),
        }
    }
}
