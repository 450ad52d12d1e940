//! What stands behind the server: takes a request, gives the answer, keeps a record.

use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use bytes::Bytes;
use http::request::Parts;
use http::{HeaderMap, Response};
use http_body_util::Full;
use tc3_codegen::spec::{Json, Spec};

use crate::body::{MAX_BODY_BYTES, ReadBody};
use crate::call::{ACTION, Call, REGION, TOKEN, VERSION};
use crate::clock::{Clock, unix_seconds};
use crate::code::REQUEST_SIZE_LIMIT_EXCEEDED;
use crate::credential::Credentials;
use crate::received::Received;
use crate::recorder::{Outcome, RecordedRequest, Recorder};
use crate::refusal::Refusal;
use crate::{answer, envelope, id, parameters, protocol, routing, tc3};

/// Called with each request once its answer is decided.
pub(crate) type Observer = Arc<dyn Fn(&RecordedRequest) + Send + Sync>;

/// The services of a spec, and who may call them.
pub(crate) struct Cloud {
    pub(crate) spec: Spec,
    pub(crate) credentials: Credentials,
    pub(crate) clock: Clock,
    pub(crate) recorder: Recorder,
    pub(crate) observer: Option<Observer>,
}

impl Cloud {
    pub(crate) fn handle(&self, parts: Parts, body: ReadBody) -> Response<Full<Bytes>> {
        let received_at = self.clock.now();
        let (request, verdict) = match body {
            ReadBody::Whole(body) => {
                let request = Received::new(parts, body);
                let verdict = self.judge(&request, unix_seconds(received_at));
                (request, verdict)
            }
            ReadBody::TooLarge => (Received::new(parts, Bytes::new()), Err(too_large())),
        };
        let request_id = id::request_id();
        let (response, outcome) = match verdict {
            Ok(output) => (envelope::answer(output, &request_id), Outcome::Answered),
            Err(refusal) => (envelope::refusal(&refusal, &request_id), refusal.into()),
        };
        self.record(request, received_at, request_id, outcome);
        response
    }

    /// The checks, in their order. The first that fails decides the code.
    fn judge(&self, request: &Received, now: i64) -> Result<Vec<(String, Json)>, Refusal> {
        protocol::check(request)?;
        let call = Call::read(request)?;
        let signer = tc3::authenticate(request, &call, &self.credentials, now)?;
        signer.credential.check_token(call.token)?;
        let route = routing::route(&self.spec, request, &call, signer.service)?;
        parameters::check(&request.body, route)?;
        Ok(answer::output(route, now))
    }

    fn record(&self, request: Received, received_at: SystemTime, request_id: String, outcome: Outcome) {
        let text = |name| request.header(name).map(str::to_owned);
        let recorded = RecordedRequest {
            request_id,
            received_at,
            service: routing::service_of_host(&request).or_else(|| service_of_scope(&request)),
            action: text(ACTION),
            version: text(VERSION),
            region: text(REGION),
            method: request.method,
            headers: mark_secrets(request.headers),
            body: request.body,
            outcome,
        };
        if let Some(observer) = &self.observer {
            observer(&recorded);
        }
        self.recorder.record(recorded);
    }
}

impl From<Refusal> for Outcome {
    fn from(refusal: Refusal) -> Self {
        Self::Refused {
            code: refusal.code.to_owned(),
            message: refusal.message,
        }
    }
}

fn too_large() -> Refusal {
    Refusal::new(
        REQUEST_SIZE_LIMIT_EXCEEDED,
        format!("the body is larger than {MAX_BODY_BYTES} bytes"),
    )
}

fn service_of_scope(request: &Received) -> Option<String> {
    let authorization = tc3::Authorization::parse(request.header("authorization")?).ok()?;
    Some(authorization.service.to_owned())
}

/// So that `Debug` of the headers does not show them.
fn mark_secrets(mut headers: HeaderMap) -> HeaderMap {
    for (name, value) in &mut headers {
        if name == http::header::AUTHORIZATION || name == TOKEN {
            value.set_sensitive(true);
        }
    }
    headers
}

impl fmt::Debug for Cloud {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cloud")
            .field("services", &self.spec.services.len())
            .field("credentials", &self.credentials)
            .finish_non_exhaustive()
    }
}
