//! A role that variables or tccli's file name next to a key.
//!
//! Naming a role means to act as the role, so the key only serves to assume it. Half of the pair of role and
//! session is an error: tccli would act as the key then, which has other permissions.

use std::ffi::OsString;

use super::variables::variable;
use crate::Error;

const ROLE_ARN: &str = "TENCENTCLOUD_ROLE_ARN";
const ROLE_SESSION_NAME: &str = "TENCENTCLOUD_ROLE_SESSION_NAME";

/// A role and the name of the session.
#[derive(Clone, Debug)]
#[cfg_attr(
    not(feature = "client"),
    expect(dead_code, reason = "without a client no role is assumed")
)]
pub(crate) struct NamedRole {
    pub(super) arn: String,
    pub(super) session_name: String,
}

impl NamedRole {
    /// The role that the variables name.
    ///
    /// # Errors
    /// If only one of the two variables is set, or one is malformed.
    pub(crate) fn in_variables(lookup: &impl Fn(&str) -> Option<OsString>) -> Result<Option<Self>, Error> {
        let names = [ROLE_ARN, ROLE_SESSION_NAME];
        Self::of_pair(variable(lookup, ROLE_ARN)?, variable(lookup, ROLE_SESSION_NAME)?, names)
    }

    /// The role of a pair of values, which have these names where they come from.
    ///
    /// # Errors
    /// If one is there without the other.
    pub(super) fn of_pair(
        arn: Option<String>,
        session_name: Option<String>,
        [arn_name, session_name_name]: [&str; 2],
    ) -> Result<Option<Self>, Error> {
        let half = |set: &str, missing: &str| {
            let message = format!("{set} is set and {missing} is not; set both to assume a role, or neither");
            Err(Error::config(message))
        };
        match (arn, session_name) {
            (Some(arn), Some(session_name)) => Ok(Some(Self { arn, session_name })),
            (None, None) => Ok(None),
            (Some(_), None) => half(arn_name, session_name_name),
            (None, Some(_)) => half(session_name_name, arn_name),
        }
    }

    /// The error of fixed credentials, which cannot be those of a role.
    pub(super) fn not_fixed() -> Error {
        Error::config(format!(
            "{ROLE_ARN} names a role, whose credentials come from STS and expire; \
             use Client::from_env or credentials::Environment, which assume it"
        ))
    }
}
