//! By what a request shows whose it is.

use crate::code::{INVALID_PARAMETER, INVALID_REQUEST};
use crate::encoding::Encoding;
use crate::form::Form;
use crate::received::Received;
use crate::refusal::Refusal;
use crate::{call, protocol};

/// What the header `Authorization` of an unsigned request says.
const SKIP: &str = "SKIP";

/// By what a request shows whose it is.
#[derive(Debug)]
pub(crate) enum Scheme {
    /// TC3-HMAC-SHA256, in the header `Authorization`.
    Tc3,
    /// Nothing: the action is one of the few that prove themselves by a parameter.
    Skip,
    /// HmacSHA1 or HmacSHA256: the signature is one of these parameters, as are action, key id and all else.
    V1(Form),
}

/// What a request's head says of how to read it.
#[derive(Debug)]
pub(crate) struct Manner {
    pub(crate) encoding: Encoding,
    pub(crate) scheme: Scheme,
}

impl Manner {
    pub(crate) fn of(request: &Received) -> Result<Self, Refusal> {
        let encoding = protocol::check(request)?;
        let scheme = match (request.header("authorization"), encoding) {
            (Some(_), Encoding::Form) => {
                return Err(Refusal::new(
                    INVALID_REQUEST,
                    "Content-Type is application/x-www-form-urlencoded; a form is signed in version 1, by a parameter \
                     Signature, and a POST with the header Authorization sends application/json",
                ));
            }
            (Some(SKIP), _) => Scheme::Skip,
            (None, Encoding::Form) => Scheme::V1(form(&request.body)?),
            (None, Encoding::Query) if request.header(call::ACTION.header).is_none() => {
                Scheme::V1(form(request.query().as_bytes())?)
            }
            _ => Scheme::Tc3,
        };
        Ok(Self { encoding, scheme })
    }
}

fn form(text: &[u8]) -> Result<Form, Refusal> {
    Form::parse(text).map_err(|fault| Refusal::new(INVALID_PARAMETER, fault))
}
