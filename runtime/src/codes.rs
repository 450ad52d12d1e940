//! Error codes as `Copy` values over one static table per enum.
//!
//! An enum of codes is data: its variants and [`ErrorCode::CODES`]. All behavior is written once here, so that an action's
//! enum costs the compiler next to nothing. The set is open: a service may return a code that is not in any table, which is
//! why [`Error`](crate::Error) keeps the wire string and a typed code is always an `Option`.
//!
//! Codes are compared by their wire strings, because the same code may be in several sets: ten codes of CreateProxyGroup
//! are common codes too.

/// A documented set of error codes, for example those of one action.
///
/// Implementors are enums without fields. The generated part is the enum and its table, and a macro adds the impls:
///
/// ```
/// # mod tc3 { pub use tc3_runtime::*; pub mod runtime { pub use tc3_runtime::*; } }
/// use tc3::ErrorCode;
///
/// #[non_exhaustive]
/// #[repr(u16)]
/// pub enum CreateProxyErrorCode {
///     /// The project does not exist.
///     InvalidParameterValueProject,
///     /// The quota of tags is used up.
///     LimitExceededTagQuota,
/// }
///
/// impl ErrorCode for CreateProxyErrorCode {
///     const CODES: &'static [(Self, &'static str)] = &[
///         (Self::InvalidParameterValueProject, "InvalidParameterValue.Project"),
///         (Self::LimitExceededTagQuota, "LimitExceeded.TagQuota"),
///     ];
/// }
/// tc3::runtime::error_code_impls!(CreateProxyErrorCode);
///
/// let code = CreateProxyErrorCode::from_code("LimitExceeded.TagQuota");
/// assert_eq!(code, Some(CreateProxyErrorCode::LimitExceededTagQuota));
/// assert_eq!(CreateProxyErrorCode::LimitExceededTagQuota.as_str(), "LimitExceeded.TagQuota");
/// assert_eq!(CreateProxyErrorCode::from_code("LimitExceeded.Other"), None);
/// ```
pub trait ErrorCode: Copy + Eq + AsRef<str> + 'static {
    /// Every code of the set with its wire string, in the order of the enum's declaration.
    const CODES: &'static [(Self, &'static str)];

    /// Returns the code as the service writes it.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// use tc3::{CommonErrorCode, ErrorCode as _};
    ///
    /// assert_eq!(CommonErrorCode::AuthFailureTokenFailure.as_str(), "AuthFailure.TokenFailure");
    /// ```
    #[must_use]
    fn as_str(self) -> &'static str {
        Self::CODES
            .iter()
            .find(|(value, _)| *value == self)
            .map_or("", |(_, text)| text)
    }

    /// Returns the value of a wire string, compared exactly, or `None` if the set does not have it.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// use tc3::{CommonErrorCode, ErrorCode as _};
    ///
    /// let code = CommonErrorCode::from_code("ResourceNotFound");
    /// assert_eq!(code, Some(CommonErrorCode::ResourceNotFound));
    /// ```
    fn from_code(code: &str) -> Option<Self> {
        let (value, _) = Self::CODES.iter().find(|(_, text)| *text == code)?;
        Some(*value)
    }
}

/// Declares an [`ErrorCode`] enum by the table of its variants, with the impls that every one has: those that derives would
/// write, `AsRef<str>`, `Display` and `Debug` with the wire string. `($name)` alone adds the impls to an enum that has the
/// table already, and proves at compile time that the table has the order of the enum.
///
/// rustc's time goes with the number of functions, and a service has an enum for each action: what can be a method of the
/// trait is one, and what a derive would write is written shorter. Everything is `#[inline]`, so that only what is called
/// is compiled.
#[doc(hidden)]
#[macro_export]
macro_rules! error_code_impls {
    ($(#[$attribute:meta])* pub enum $name:ident { $($(#[$doc:meta])* $variant:ident = $wire:literal,)* }) => {
        $(#[$attribute])*
        #[non_exhaustive]
        pub enum $name {
            $($(#[$doc])* $variant,)*
        }

        impl $crate::ErrorCode for $name {
            const CODES: &'static [(Self, &'static str)] = &[$((Self::$variant, $wire)),*];
        }

        $crate::error_code_impls!(@impls $name);
    };
    (@impls $codes:ty) => {
        impl ::core::marker::Copy for $codes {}

        impl ::core::clone::Clone for $codes {
            #[inline]
            fn clone(&self) -> Self {
                *self
            }
        }

        impl ::core::cmp::Eq for $codes {}

        impl ::core::cmp::PartialEq for $codes {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                *self as u16 == *other as u16
            }
        }

        impl ::core::hash::Hash for $codes {
            #[inline]
            fn hash<H: ::core::hash::Hasher>(&self, state: &mut H) {
                state.write_u16(*self as u16);
            }
        }

        impl ::core::convert::AsRef<str> for $codes {
            #[inline]
            fn as_ref(&self) -> &str {
                $crate::ErrorCode::as_str(*self)
            }
        }

        impl ::core::fmt::Display for $codes {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad($crate::ErrorCode::as_str(*self))
            }
        }

        impl ::core::fmt::Debug for $codes {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str($crate::ErrorCode::as_str(*self))
            }
        }
    };
    ($codes:ty) => {
        const _: () = {
            let codes = <$codes as $crate::ErrorCode>::CODES;
            let mut index = 0;
            while index < codes.len() {
                assert!(codes[index].0 as usize == index, "the table has the order of the enum");
                index += 1;
            }
        };

        $crate::error_code_impls!(@impls $codes);
    };
}

/// Declares [`CommonErrorCode`] from one list: variant, wire string, meaning.
macro_rules! common_error_codes {
    ($($variant:ident = $code:literal: $description:literal,)*) => {
        /// The error codes that any action may return, whatever its own list contains.
        ///
        /// Source: the common error codes of Tencent Cloud API 3.0.
        ///
        /// ```
        /// # use tc3_runtime as tc3;
        /// use tc3::CommonErrorCode;
        ///
        /// # fn example(error: &tc3::Error) {
        /// if error.is(CommonErrorCode::LimitExceeded) {
        ///     println!("{}", CommonErrorCode::LimitExceeded.description());
        /// }
        /// # }
        /// ```
        #[non_exhaustive]
        #[repr(u16)]
        pub enum CommonErrorCode {
            $(#[doc = concat!("`", $code, "`: ", $description, ".")] $variant,)*
        }

        impl ErrorCode for CommonErrorCode {
            const CODES: &'static [(Self, &'static str)] = &[$((Self::$variant, $code),)*];
        }

        impl CommonErrorCode {
            const DESCRIPTIONS: &'static [&'static str] = &[$($description,)*];
        }
    };
}

common_error_codes! {
    ActionOffline = "ActionOffline": "the action is no longer available",
    AuthFailureInvalidAuthorization = "AuthFailure.InvalidAuthorization":
        "the Authorization header is malformed",
    AuthFailureInvalidSecretId = "AuthFailure.InvalidSecretId":
        "the secret id is not that of an API key",
    AuthFailureMFAFailure = "AuthFailure.MFAFailure": "the multi-factor check failed",
    AuthFailureSecretIdNotFound = "AuthFailure.SecretIdNotFound":
        "the secret id is deleted, disabled or mistyped",
    AuthFailureSignatureExpire = "AuthFailure.SignatureExpire":
        "the clocks of client and service differ by more than five minutes",
    AuthFailureSignatureFailure = "AuthFailure.SignatureFailure":
        "the signature does not match the request",
    AuthFailureTokenFailure = "AuthFailure.TokenFailure": "the session token is wrong or expired",
    AuthFailureUnauthorizedOperation = "AuthFailure.UnauthorizedOperation":
        "access management denies the call",
    DryRunOperation = "DryRunOperation": "the dry run passed; nothing was carried out",
    FailedOperation = "FailedOperation": "the action failed",
    InternalError = "InternalError": "an internal error of the service",
    InvalidAction = "InvalidAction": "no action has this name",
    InvalidParameter = "InvalidParameter": "a parameter has a wrong type or format",
    InvalidParameterValue = "InvalidParameterValue": "a parameter has a value that is not allowed",
    InvalidRequest = "InvalidRequest": "the multipart body is malformed",
    IpInBlacklist = "IpInBlacklist": "the caller's address is blocked",
    IpNotInWhitelist = "IpNotInWhitelist": "the caller's address is not among those allowed",
    LimitExceeded = "LimitExceeded": "a quota is exhausted; retrying does not help",
    MissingParameter = "MissingParameter": "a required parameter is absent",
    NoSuchProduct = "NoSuchProduct": "no service has this name",
    NoSuchVersion = "NoSuchVersion": "the service has no such API version",
    RequestLimitExceeded = "RequestLimitExceeded": "too many calls of this action in a second",
    RequestLimitExceededGlobalRegionUinLimitExceeded =
        "RequestLimitExceeded.GlobalRegionUinLimitExceeded":
        "too many calls of this account over all regions",
    RequestLimitExceededIPLimitExceeded = "RequestLimitExceeded.IPLimitExceeded":
        "too many calls from this address",
    RequestLimitExceededUinLimitExceeded = "RequestLimitExceeded.UinLimitExceeded":
        "too many calls of this account",
    RequestSizeLimitExceeded = "RequestSizeLimitExceeded": "the request is too large",
    ResourceInUse = "ResourceInUse": "the resource is busy",
    ResourceInsufficient = "ResourceInsufficient": "not enough of the resource is left",
    ResourceNotFound = "ResourceNotFound": "there is no such resource",
    ResourceUnavailable = "ResourceUnavailable": "the resource cannot be used",
    ResponseSizeLimitExceeded = "ResponseSizeLimitExceeded": "the response is too large",
    ServiceUnavailable = "ServiceUnavailable": "the service is down for the moment",
    UnauthorizedOperation = "UnauthorizedOperation": "the caller may not do this",
    UnknownParameter = "UnknownParameter": "a parameter was sent that the action does not declare",
    UnsupportedOperation = "UnsupportedOperation": "the operation is not supported",
    UnsupportedProtocol = "UnsupportedProtocol": "only GET and POST are supported",
    UnsupportedRegion = "UnsupportedRegion": "the action is not offered in this region",
}

error_code_impls!(CommonErrorCode);

impl CommonErrorCode {
    /// Returns the meaning of the code, as one clause in English.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// use tc3::CommonErrorCode;
    ///
    /// assert_eq!(CommonErrorCode::MissingParameter.description(), "a required parameter is absent");
    /// ```
    #[must_use]
    pub const fn description(self) -> &'static str {
        Self::DESCRIPTIONS[self as usize]
    }
}
