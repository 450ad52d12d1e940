//! The typed request of an action as Rust code: for documentation, and for programs that people copy.
//!
//! ```text
//! JSON of a request -> build (types, constructors, setters by the declaration) -> Expression -> print
//! ```

mod build;
mod expression;
mod print;
mod values;

#[cfg(feature = "generate")]
pub(crate) use build::{RequestBuilder, takes_in_new};
#[cfg(feature = "generate")]
pub(crate) use expression::{Expression, ItemShape};
#[cfg(feature = "generate")]
pub(crate) use print::{expression, raw};
#[cfg(feature = "generate")]
pub(crate) use values::{is_absent, present_items, scalar, text_of};

use std::fmt;

use crate::naming::{function_name, request_type};
use crate::spec::{ActionFile, Json, Service};

/// A typed request as code.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RequestCode {
    /// The function of the action: `create_proxy_group`.
    pub function: String,
    /// The types that the code names, in order: `CreateProxyGroupRequest`.
    pub imports: Vec<String>,
    /// The expression that makes the request; a question mark in it passes on the error of JSON that is parsed.
    pub code: String,
}

/// Why a typed request cannot hold what was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestCodeError(String);

impl fmt::Display for RequestCodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for RequestCodeError {}

/// Returns the code that makes the typed request of an action, as this crate generates the types.
///
/// `json` has the parameters. Members that are null are left out. `bytes` has those of the type `Binary`, by name. The code
/// is laid out for a line that is indented by `level` steps.
///
/// ```
/// use tc3_codegen::spec::{Json, Source, SourceSet};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let source = |path: &str, text: &str| Source { path: path.to_owned(), text: text.to_owned() };
/// let spec = tc3_codegen::load(&SourceSet::new("spec", [
///     source("clock/v20200101/service.json", r#"{ "name": "clock", "version": "2020-01-01", "title": "Clock",
///         "description": "Tells the time.", "host": "clock.tencentcloudapi.com" }"#),
///     source("clock/v20200101/actions/TellTime.json", r#"{ "name": "TellTime", "description": "Tells the time.",
///         "regionRequired": false, "output": [], "parameters": [
///             { "name": "ZoneName", "type": "String", "required": true, "description": "Name of the zone." }] }"#),
/// ]))?;
/// let service = &spec.spec.services[0];
/// let json = Json::parse(r#"{"ZoneName": "Asia/\"Shanghai\""}"#).map_err(|error| error.message)?;
/// let request = tc3_codegen::request_code(service, &service.actions[0], &json, &[], 0)?;
/// assert_eq!(request.code, r#"TellTimeRequest::new("Asia/\"Shanghai\"")"#);
/// assert_eq!(request.function, "tell_time");
/// # Ok(()) }
/// ```
///
/// # Errors
/// If the type of the request cannot hold what is given: a member is unknown or of another type, or one that is required
/// is not there.
pub fn request_code(
    service: &Service,
    action: &ActionFile,
    json: &Json,
    bytes: &[(String, Vec<u8>)],
    level: usize,
) -> Result<RequestCode, RequestCodeError> {
    let mut builder = build::RequestBuilder::new(service, bytes);
    let request = builder.structure(&request_type(&action.name), &action.parameters, json, "")?;
    Ok(RequestCode {
        function: function_name(action),
        imports: builder.into_imports(),
        code: print::expression(&request, level),
    })
}
