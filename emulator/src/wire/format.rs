//! Detects how a request is written: its [`Encoding`] and its signature [`Scheme`].
//!
//! The method, the path, the content type, the size and the headers are checked here, before anything is parsed,
//! in the order that the guide documents: the first check that fails decides the error code.

use std::borrow::Cow;

use http::header::{AUTHORIZATION, CONTENT_TYPE, HOST};
use http::{HeaderName, Method};

use super::HttpRequest;
use super::common_params::{ACTION, CommonParams, SIGNATURE};
use super::encoding::Encoding;
use super::error::{ApiError, INVALID_PARAMETER, INVALID_REQUEST, REQUEST_SIZE_LIMIT_EXCEEDED, UNSUPPORTED_PROTOCOL};
use super::form_urlencoded::Form;
use super::host::lower_case;
use super::sanitize::excerpt_of;
use super::tolerance::Tolerance;

const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";

/// The value of the header `Authorization` in an unsigned request.
const SKIP: &str = "SKIP";

/// Headers that must not be repeated, in addition to those that begin with `x-tc-`.
const SINGLE_HEADERS: [HeaderName; 3] = [AUTHORIZATION, CONTENT_TYPE, HOST];

/// The most bytes in the names and values of all headers: room for parameters in headers and a token of 4 KB.
pub(crate) const MAX_HEADERS_BYTES: usize = 64 * 1024;

/// The longest path, method or content type in a message, in characters.
const MAX_EXCERPT_CHARS: usize = 200;

/// How a request is signed.
#[derive(Debug)]
pub(crate) enum Scheme {
    /// TC3-HMAC-SHA256, in the header `Authorization`.
    Tc3,
    /// Not at all: the action is one of the few that authenticate the caller by a parameter.
    Skip,
    /// HmacSHA1 or HmacSHA256: these parameters hold the signature, the action, the SecretId and everything else.
    V1(Form),
}

/// How the caller of a request was authenticated.
///
/// ```
/// # let runtime = tokio::runtime::Runtime::new()?;
/// # runtime.block_on(async {
/// # use tc3_emulator::{Emulator, Signature};
/// let emulator = Emulator::builder().embedded_spec().start().await?;
/// // ... a client calls the emulator here ...
/// let unsigned = emulator.received().into_iter().filter(|call| call.signature == Signature::Skip);
/// assert_eq!(unsigned.count(), 0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Signature {
    /// By TC3-HMAC-SHA256 over the entire request.
    Tc3,
    /// By TC3-HMAC-SHA256 over everything but the body.
    Tc3UnsignedPayload,
    /// By signature version 1: HmacSHA1 or HmacSHA256.
    V1,
    /// By no signature, for an action that needs none.
    Skip,
}

/// How a request is written: which encoding, and which signature scheme.
#[derive(Debug)]
pub(crate) struct WireFormat {
    pub(crate) encoding: Encoding,
    pub(crate) scheme: Scheme,
}

impl WireFormat {
    /// Detects the format of `request`, or says why the service does not read it.
    pub(crate) fn detect(request: &HttpRequest, tolerance: &Tolerance) -> Result<Self, ApiError> {
        let encoding = detect_encoding(request, tolerance)?;
        let scheme = match (request.header(AUTHORIZATION), encoding) {
            (Some(_), Encoding::Form) => {
                return Err(ApiError::new(
                    INVALID_REQUEST,
                    "Content-Type is application/x-www-form-urlencoded; a form is signed in version 1, by a parameter \
                     Signature, and a POST with the header Authorization sends application/json",
                ));
            }
            (Some(SKIP), _) => Scheme::Skip,
            (None, Encoding::Form) => Scheme::V1(parse_form(&request.body)?),
            (None, Encoding::Query) if request.header(&ACTION.header_name).is_none() => {
                Scheme::V1(parse_form(request.query().as_bytes())?)
            }
            _ => Scheme::Tc3,
        };
        Ok(Self { encoding, scheme })
    }

    /// The common parameters of `request`, from the place where this format puts them.
    pub(crate) fn common_params<'r>(&'r self, request: &'r HttpRequest) -> CommonParams<'r> {
        match &self.scheme {
            Scheme::V1(form) => CommonParams::Form(form),
            Scheme::Tc3 | Scheme::Skip => CommonParams::Headers(request),
        }
    }
}

fn parse_form(text: &[u8]) -> Result<Form, ApiError> {
    Form::parse(text).map_err(|error| ApiError::new(INVALID_PARAMETER, error))
}

fn detect_encoding(request: &HttpRequest, tolerance: &Tolerance) -> Result<Encoding, ApiError> {
    let encoding = match request.method {
        Method::GET => encoding_of_get(request),
        Method::POST => encoding_of_post(request, tolerance),
        _ => Err(ApiError::new(
            UNSUPPORTED_PROTOCOL,
            format!(
                "the method is {}; the service answers GET and POST",
                excerpt_of(request.method.as_str(), MAX_EXCERPT_CHARS)
            ),
        )),
    }?;
    if request.uri.path() != "/" {
        let path = excerpt_of(request.uri.path(), MAX_EXCERPT_CHARS);
        return Err(ApiError::new(
            INVALID_REQUEST,
            format!("the path is `{path}`; requests go to `/`"),
        ));
    }
    check_size(request, encoding)?;
    check_head_size(request)?;
    check_headers(request)?;
    check_target(request)?;
    Ok(encoding)
}

/// Checks that an absolute target, `POST http://host/ HTTP/1.1`, names the host of the header `Host`, as RFC 9112 has
/// it. If they differed, one of them would be signed and the other be called.
fn check_target(request: &HttpRequest) -> Result<(), ApiError> {
    let Some(authority) = request.uri.authority() else {
        return Ok(());
    };
    let host = request.header(HOST).unwrap_or_default();
    if authority.as_str().eq_ignore_ascii_case(host) {
        return Ok(());
    }
    let [target, host] = [authority.as_str(), host].map(|text| excerpt_of(text, MAX_EXCERPT_CHARS));
    Err(ApiError::new(
        INVALID_REQUEST,
        format!("the request target names the host `{target}` and the header Host `{host}`; expected the same"),
    ))
}

/// A header that is given twice is ambiguous: gateways differ in which of the two they take.
fn check_headers(request: &HttpRequest) -> Result<(), ApiError> {
    let repeated = request.headers.keys().find(|name| {
        let is_read = SINGLE_HEADERS.contains(*name) || name.as_str().starts_with("x-tc-");
        is_read && request.headers.get_all(*name).iter().nth(1).is_some()
    });
    match repeated {
        None => Ok(()),
        Some(name) => Err(ApiError::new(
            INVALID_REQUEST,
            format!(
                "the header {} is given twice",
                excerpt_of(name.as_str(), MAX_EXCERPT_CHARS)
            ),
        )),
    }
}

fn encoding_of_get(request: &HttpRequest) -> Result<Encoding, ApiError> {
    match &*media_type(request) {
        // Version 1 neither signs nor needs a content type.
        "" | FORM => Ok(Encoding::Query),
        _ if is_signed_in_query(request) => Ok(Encoding::Query),
        _ => Err(wrong_content_type(request, FORM)),
    }
}

/// Whether a GET is signed in version 1.
fn is_signed_in_query(request: &HttpRequest) -> bool {
    let is_tc3 = request.header(AUTHORIZATION).is_some() || request.header(&ACTION.header_name).is_some();
    !is_tc3 && has_signature(request.query().as_bytes())
}

fn has_signature(form: &[u8]) -> bool {
    let mut names = form
        .split(|byte| *byte == b'&')
        .map(|pair| pair.split(|byte| *byte == b'='));
    names.any(|mut pair| pair.next() == Some(SIGNATURE.as_bytes()))
}

fn encoding_of_post(request: &HttpRequest, tolerance: &Tolerance) -> Result<Encoding, ApiError> {
    match &*media_type(request) {
        JSON if is_form_labeled_json(request) => {
            tolerance.forgive(form_labeled_json())?;
            Ok(Encoding::Form)
        }
        JSON => Ok(Encoding::Json),
        "multipart/form-data" => Ok(Encoding::Multipart),
        "application/octet-stream" => Ok(Encoding::OctetStream),
        FORM => Ok(Encoding::Form),
        _ => Err(wrong_content_type(
            request,
            "application/json, multipart/form-data, application/octet-stream or, with a signature of version 1, \
             application/x-www-form-urlencoded",
        )),
    }
}

/// Whether the body is a form, also if `Content-Type` says that it is JSON.
pub(crate) fn is_form(request: &HttpRequest) -> bool {
    match &*media_type(request) {
        FORM => true,
        JSON => is_form_labeled_json(request),
        _ => false,
    }
}

/// Whether the body is a form with a signature of version 1, though `Content-Type` says that it is JSON.
fn is_form_labeled_json(request: &HttpRequest) -> bool {
    let is_tc3 = request.header(AUTHORIZATION).is_some();
    !is_tc3 && !request.body.starts_with(b"{") && has_signature(&request.body)
}

fn form_labeled_json() -> ApiError {
    ApiError::new(
        INVALID_REQUEST,
        "Content-Type is application/json, and the body is a form that is signed in version 1; such a form is sent as \
         application/x-www-form-urlencoded. The client @tencent-sdk/capi does so: give it `isV3: true`. A lenient \
         emulator lets it pass",
    )
}

fn media_type(request: &HttpRequest) -> Cow<'_, str> {
    let content_type = request.header(CONTENT_TYPE).unwrap_or_default();
    let media_type = content_type.split(';').next().unwrap_or_default();
    lower_case(media_type.trim())
}

fn wrong_content_type(request: &HttpRequest, expected: &str) -> ApiError {
    let given = excerpt_of(request.header(CONTENT_TYPE).unwrap_or_default(), MAX_EXCERPT_CHARS);
    ApiError::new(
        INVALID_REQUEST,
        format!(
            "Content-Type of this {} is `{given}`; expected {expected}",
            request.method
        ),
    )
}

fn check_head_size(request: &HttpRequest) -> Result<(), ApiError> {
    let headers = request.headers.iter();
    let headers: usize = headers.map(|(name, value)| name.as_str().len() + value.len()).sum();
    if headers <= MAX_HEADERS_BYTES {
        return Ok(());
    }
    Err(ApiError::new(
        REQUEST_SIZE_LIMIT_EXCEEDED,
        format!("the names and values of the headers have {headers} bytes; at most {MAX_HEADERS_BYTES} are read"),
    ))
}

fn check_size(request: &HttpRequest, encoding: Encoding) -> Result<(), ApiError> {
    let (part, size) = match encoding {
        Encoding::Query => ("query", request.query().len()),
        _ => ("body", request.body.len()),
    };
    let limit = encoding.max_bytes();
    if size <= limit {
        return Ok(());
    }
    Err(ApiError::new(
        REQUEST_SIZE_LIMIT_EXCEEDED,
        format!(
            "the {part} has {size} bytes; {} has at most {limit}",
            encoding.described()
        ),
    ))
}
