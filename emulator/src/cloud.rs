//! What stands behind the server: takes a request, gives the answer, keeps a record.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::request::Parts;
use http::{HeaderMap, Response};
use http_body_util::Full;
use tc3_codegen::spec::{Json, Spec};

use crate::authentication::{self, Question};
use crate::body::{MAX_BODY_BYTES, ReadBody};
use crate::call::{ACTION, Call, REGION, TOKEN, VERSION, Word, Words};
use crate::clock::{Clock, unix_seconds};
use crate::code::REQUEST_SIZE_LIMIT_EXCEEDED;
use crate::credential::Credentials;
use crate::rates::Rates;
use crate::received::Received;
use crate::received_call::ReceivedCall;
use crate::recorder::{Outcome, RecordedRequest, Recorder};
use crate::refusal::Refusal;
use crate::routing::Route;
use crate::scheme::{Manner, Scheme};
use crate::signature::Signature;
use crate::{answer, envelope, id, parameters, routing, tc3};

/// Called with each request once its answer is decided.
pub(crate) type Observer = Arc<dyn Fn(&RecordedRequest) + Send + Sync>;

/// The services of a spec, and who may call them.
pub(crate) struct Cloud {
    pub(crate) spec: Spec,
    pub(crate) credentials: Credentials,
    pub(crate) clock: Clock,
    /// `None` if any number of calls is answered.
    pub(crate) rates: Option<Rates>,
    pub(crate) recorder: Recorder,
    pub(crate) observer: Option<Observer>,
}

/// A request that is understood, and may be carried out if its parameters are in order.
struct Admitted<'s> {
    route: Route<'s>,
    parameters: parameters::Read,
    call: ReceivedCall,
}

impl Cloud {
    pub(crate) fn handle(&self, parts: Parts, body: ReadBody) -> Response<Full<Bytes>> {
        let received_at = self.clock.now();
        let now = unix_seconds(received_at);
        let (request, manner) = match body {
            ReadBody::Whole(body) => {
                let request = Received::new(parts, body);
                let manner = Manner::of(&request);
                (request, manner)
            }
            ReadBody::TooLarge => (Received::new(parts, Bytes::new()), Err(too_large())),
        };
        let admitted = match &manner {
            Ok(manner) => self.admit(&request, manner, now),
            Err(refusal) => Err(refusal.clone()),
        };
        let call = admitted.as_ref().ok().map(|admitted| admitted.call.clone());
        let verdict = admitted.and_then(|admitted| carry_out(&admitted, now));
        let request_id = id::request_id();
        let (response, outcome) = match verdict {
            Ok(output) => (envelope::answer(output, &request_id), Outcome::Answered),
            Err(refusal) => (envelope::refusal(&refusal, &request_id), refusal.into()),
        };
        let words = match &manner {
            Ok(manner) => Words::of(&request, &manner.scheme),
            Err(_) => Words::Headers(&request),
        };
        let text = |word: &Word| words.get(word).map(str::to_owned);
        self.record(RecordedRequest {
            request_id,
            received_at,
            service: service(&request, call.as_ref()),
            action: text(&ACTION),
            version: text(&VERSION),
            region: text(&REGION),
            call,
            query: request.query().to_owned(),
            method: request.method,
            headers: mark_secrets(request.headers),
            body: request.body,
            outcome,
        });
        response
    }

    /// The checks before those of the parameters, in their order. The first that fails decides the code.
    fn admit<'s>(&'s self, request: &Received, manner: &Manner, now: i64) -> Result<Admitted<'s>, Refusal> {
        let Manner { encoding, scheme } = manner;
        let call = Call::read(Words::of(request, scheme))?;
        let question = Question {
            request,
            call: &call,
            spec: &self.spec,
            credentials: &self.credentials,
            now,
        };
        let signer = authentication::authenticate(&question, scheme)?;
        let scope_service = signer.and_then(|signer| signer.service);
        let route = routing::route(&self.spec, request, &call, scope_service)?;
        if signer.is_none() && route.action.is_signed() {
            return Err(tc3::invalid_authorization(&format!(
                "Authorization is SKIP, and {} needs a signature",
                route.action.name.value
            )));
        }
        let secret_id = signer.map(|signer| signer.secret_id);
        if let Some(rates) = &self.rates {
            rates.count(secret_id.unwrap_or_default(), route, now)?;
        }
        let parameters = parameters::read(request, manner, route)?;
        let call = ReceivedCall {
            service: route.service.file.name.value.clone(),
            version: route.service.file.version.value.clone(),
            action: route.action.name.value.clone(),
            region: call.words.get(&REGION).map(str::to_owned),
            secret_id: secret_id.map(str::to_owned),
            encoding: *encoding,
            signature: signature(request, scheme),
            parameters: parameters.received.clone(),
        };
        Ok(Admitted {
            route,
            parameters,
            call,
        })
    }

    fn record(&self, recorded: RecordedRequest) {
        if let Some(observer) = &self.observer {
            observer(&recorded);
        }
        self.recorder.record(recorded);
    }
}

fn carry_out(admitted: &Admitted<'_>, now: i64) -> Result<Vec<(String, Json)>, Refusal> {
    parameters::check(&admitted.parameters, admitted.route)?;
    Ok(answer::output(admitted.route, now))
}

fn signature(request: &Received, scheme: &Scheme) -> Signature {
    match scheme {
        Scheme::Tc3 if tc3::leaves_out_body(request) => Signature::Tc3UnsignedPayload,
        Scheme::Tc3 => Signature::Tc3,
        Scheme::V1(_) => Signature::V1,
        Scheme::Skip => Signature::Skip,
    }
}

/// The service of a request, for the record: of one that was not understood, what its host or else its scope names.
fn service(request: &Received, call: Option<&ReceivedCall>) -> Option<String> {
    call.map(|call| call.service.clone())
        .or_else(|| routing::service_of_host(request))
        .or_else(|| tc3::scope_service(request).map(str::to_owned))
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

/// So that `Debug` of the headers shows neither keys nor tokens nor parameters, which are in those that begin with the
/// service's name.
fn mark_secrets(mut headers: HeaderMap) -> HeaderMap {
    for (name, value) in &mut headers {
        let is_parameter = name.as_str().starts_with("x-") && !name.as_str().starts_with("x-tc-");
        if name == http::header::AUTHORIZATION || name.as_str().eq_ignore_ascii_case(TOKEN.header) || is_parameter {
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
