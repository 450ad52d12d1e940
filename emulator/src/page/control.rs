//! The resources by which a test controls the emulator over HTTP: health, faults and reset.

use std::sync::Arc;

use bytes::Bytes;
use http::{Response, StatusCode};
use http_body_util::Full;
use tc3_codegen::spec::JsonValue;

use super::{ResourceError, respond_json};
use crate::pipeline::RequestPipeline;
use crate::wire::RequestBody;
use crate::wire::encoding::MAX_BODY_BYTES;
use crate::wire::json::{json, object, string};

/// `{"status":"ok","version":"0.1.0","services":2}`
pub(super) fn health(pipeline: &RequestPipeline) -> Response<Full<Bytes>> {
    let services = (pipeline.spec.services.len() + pipeline.loadable.versions().len()).to_string();
    let health = object([
        ("status".to_owned(), string("ok")),
        ("version".to_owned(), string(env!("CARGO_PKG_VERSION"))),
        ("services".to_owned(), json(JsonValue::Number(services))),
    ]);
    respond_json(StatusCode::OK, &health)
}

/// The active faults, in the format of a faults file.
pub(super) fn faults(pipeline: &RequestPipeline) -> Response<Full<Bytes>> {
    respond_json(StatusCode::OK, &pipeline.faults.to_json())
}

/// Adds the faults of a body in the format of a faults file: all of them, or none if there is a mistake.
pub(super) fn add_faults(
    pipeline: &RequestPipeline,
    body: RequestBody,
) -> Result<Response<Full<Bytes>>, ResourceError> {
    let bad_request = |message| ResourceError {
        status: StatusCode::BAD_REQUEST,
        message,
    };
    let RequestBody::Complete(body) = body else {
        return Err(ResourceError {
            status: StatusCode::PAYLOAD_TOO_LARGE,
            message: format!("the body is larger than {MAX_BODY_BYTES} bytes"),
        });
    };
    let text = String::from_utf8(body.into()).map_err(|_| bad_request("the body is not UTF-8".to_owned()))?;
    pipeline
        .add_faults(text, "body")
        .map_err(|mistakes| bad_request(format!("no fault was added: the body has mistakes\n{mistakes}")))?;
    Ok(faults(pipeline))
}

/// Removes every fault.
pub(super) fn clear_faults(pipeline: &RequestPipeline) -> Response<Full<Bytes>> {
    pipeline.faults.clear();
    faults(pipeline)
}

/// Makes the emulator as it was when it started, with empty state.
pub(super) async fn reset(
    pipeline: &Arc<RequestPipeline>,
    body: RequestBody,
) -> Result<Response<Full<Bytes>>, ResourceError> {
    let is_empty = matches!(&body, RequestBody::Complete(body) if matches!(body.trim_ascii(), b"" | b"{}"));
    if !is_empty {
        return Err(ResourceError {
            status: StatusCode::BAD_REQUEST,
            message: "nothing was reset: a reset has no parameters; send no body".to_owned(),
        });
    }
    let of_thread = Arc::clone(pipeline);
    // The state may be on a disk.
    let done = tokio::task::spawn_blocking(move || of_thread.reset()).await;
    let failed = match done {
        Ok(Ok(())) => {
            return Ok(respond_json(
                StatusCode::OK,
                &object([("status".to_owned(), string("ok"))]),
            ));
        }
        Ok(Err(error)) => error.to_string(),
        Err(_) => "the reset panicked".to_owned(),
    };
    Err(ResourceError {
        status: StatusCode::INTERNAL_SERVER_ERROR,
        message: failed,
    })
}
