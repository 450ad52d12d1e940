//! Whether a request comes the way this server reads: POST to `/` with a JSON body.

use http::Method;

use crate::code::{INVALID_REQUEST, UNSUPPORTED_PROTOCOL};
use crate::received::Received;
use crate::refusal::Refusal;

pub(crate) fn check(request: &Received) -> Result<(), Refusal> {
    if request.method != Method::POST {
        return Err(Refusal::new(
            UNSUPPORTED_PROTOCOL,
            format!("the method is {}; this server answers POST", request.method),
        ));
    }
    if request.uri.path() != "/" {
        return Err(Refusal::new(
            INVALID_REQUEST,
            format!("the path is `{}`; requests go to `/`", request.uri.path()),
        ));
    }
    let content_type = request.header("content-type").unwrap_or_default();
    let media_type = content_type.split(';').next().unwrap_or_default().trim();
    if !media_type.eq_ignore_ascii_case("application/json") {
        return Err(Refusal::new(
            INVALID_REQUEST,
            format!("Content-Type is `{content_type}`; this server reads application/json"),
        ));
    }
    Ok(())
}
