//! What stands behind the server: takes a request, gives the answer, keeps a record.

use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use bytes::Bytes;
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Response};
use http_body_util::Full;
use tc3_codegen::spec::{Json, Spec};

use crate::authentication::{self, Question};
use crate::body::{MAX_BODY_BYTES, ReadBody};
use crate::call::{ACTION, Call, REGION, TOKEN, VERSION, Word, Words};
use crate::clock::{Clock, unix_seconds};
use crate::code::REQUEST_SIZE_LIMIT_EXCEEDED;
use crate::credential::{Credential, Credentials};
use crate::faults::{Faults, Instead, Unanswered};
use crate::rates::Rates;
use crate::received::Received;
use crate::received_call::ReceivedCall;
use crate::recorder::{MAX_WORD_CHARACTERS, Outcome, RecordedRequest, Recorder};
use crate::redact::{SecretNames, redact};
use crate::refusal::Refusal;
use crate::routing::Route;
use crate::scheme::{Manner, Scheme};
use crate::signature::Signature;
use crate::state::Memory;
use crate::{answer, envelope, id, parameters, routing, sts, tc3};

/// Called with each request once its answer is decided.
pub(crate) type Observer = Arc<dyn Fn(&RecordedRequest) + Send + Sync>;

/// The services of a spec, and who may call them.
pub(crate) struct Cloud {
    pub(crate) spec: Spec,
    pub(crate) credentials: Credentials,
    pub(crate) clock: Clock,
    pub(crate) memory: Memory,
    /// `None` if any number of calls is answered.
    pub(crate) rates: Option<Rates>,
    pub(crate) recorder: Recorder,
    pub(crate) observer: Option<Observer>,
    pub(crate) faults: Faults,
    pub(crate) secret_names: SecretNames,
    /// The role that the metadata service knows.
    pub(crate) machine_role: Option<String>,
}

/// A request, and what the scripted faults leave of its way.
struct Arrived {
    request: Received,
    /// Whether its body was read.
    is_whole: bool,
    received_at: SystemTime,
    instead_of_work: Option<Instead>,
    fault: Option<&'static str>,
}

/// A request that is understood, and may be carried out if its parameters are in order.
struct Admitted<'s> {
    route: Route<'s>,
    parameters: parameters::Read,
    call: ReceivedCall,
    /// Whose key signed it, if any did.
    signer: Option<Arc<Credential>>,
}

/// The members of an answer.
type Output = Vec<(String, Json)>;

impl Cloud {
    /// Answers a request, or lets a scripted fault have its way with it.
    pub(crate) async fn handle(
        self: &Arc<Self>,
        parts: Parts,
        body: ReadBody,
    ) -> Result<Response<Full<Bytes>>, Unanswered> {
        let (request, is_whole) = match body {
            ReadBody::Whole(body) => (Received::new(parts, body), true),
            ReadBody::TooLarge => (Received::new(parts, Bytes::new()), false),
        };
        let plan = self.faults.plan(&request);
        let received_at = plan.arrival(&self.clock).await;
        let arrived = Arrived {
            request,
            is_whole,
            received_at,
            instead_of_work: plan.instead_of_work(),
            fault: plan.name(),
        };
        let answer = match self.memory.is_on_disk() {
            // Other connections go on while the disk is waited for.
            true => {
                let cloud = Arc::clone(self);
                let settling = tokio::task::spawn_blocking(move || cloud.settle(arrived));
                settling.await.map_err(|_| Unanswered)?
            }
            false => self.settle(arrived),
        };
        plan.send(answer, received_at).await
    }

    /// The answer to a request, which is recorded.
    fn settle(&self, arrived: Arrived) -> Response<Full<Bytes>> {
        let Arrived {
            request, received_at, ..
        } = arrived;
        let manner = match arrived.is_whole {
            true => Manner::of(&request),
            false => Err(too_large()),
        };
        let (verdict, call) = match arrived.instead_of_work {
            Some(Instead::Nothing) => (None, None),
            Some(Instead::Refuse(refusal)) => (Some(Err(refusal)), None),
            None => {
                let (verdict, call) = self.judge(&request, &manner, unix_seconds(received_at));
                (Some(verdict), call)
            }
        };
        let request_id = id::request_id();
        let (answer, outcome) = match verdict {
            None => (Response::default(), Outcome::Unserved),
            Some(Ok(output)) => (envelope::answer(output, &request_id), Outcome::Answered),
            Some(Err(refusal)) => (
                envelope::refusal(&refusal, &request_id),
                self.refused(refusal, &request),
            ),
        };
        let words = match &manner {
            Ok(manner) => Words::of(&request, &manner.scheme),
            Err(_) => Words::Headers(&request),
        };
        let text = |word: &Word| {
            words
                .get(word)
                .map(|text| text.chars().take(MAX_WORD_CHARACTERS).collect())
        };
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
            headers: to_keep(request.headers),
            body: request.body,
            outcome,
            fault: arrived.fault,
        });
        answer
    }

    /// What the service answers, and what the request asked for if it was understood.
    fn judge(
        &self,
        request: &Received,
        manner: &Result<Manner, Refusal>,
        now: i64,
    ) -> (Result<Output, Refusal>, Option<ReceivedCall>) {
        let admitted = match manner {
            Ok(manner) => self.admit(request, manner, now),
            Err(refusal) => Err(refusal.clone()),
        };
        match admitted {
            Ok(admitted) => (self.carry_out(&admitted, now), Some(admitted.call)),
            Err(refusal) => (Err(refusal), None),
        }
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
        let scope_service = signer.as_ref().and_then(|signer| signer.service);
        let route = routing::route(&self.spec, request, &call, scope_service)?;
        if signer.is_none() && route.action.is_signed() {
            return Err(tc3::invalid_authorization(&format!(
                "Authorization is SKIP, and {} needs a signature",
                route.action.name.value
            )));
        }
        let secret_id = signer.as_ref().map(|signer| signer.secret_id);
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
            signer: signer.map(|signer| signer.credential),
        })
    }

    fn carry_out(&self, admitted: &Admitted<'_>, now: i64) -> Result<Output, Refusal> {
        let route = admitted.route;
        parameters::check(&admitted.parameters, route)?;
        let body = &admitted.parameters.json;
        // What a service remembers comes before what the documentation shows.
        sts::output(route, body, admitted.signer.as_deref(), &self.credentials, now)
            .or_else(|| self.memory.answer(route, body, now))
            .unwrap_or_else(|| Ok(answer::output(route, now, self.memory.seed())))
    }

    /// A refusal as it is recorded: without the secrets that its message quotes.
    fn refused(&self, refusal: Refusal, request: &Received) -> Outcome {
        Outcome::Refused {
            code: refusal.code.into_owned(),
            message: redact(refusal.message, request, &self.secret_names, &self.credentials),
        }
    }

    pub(crate) fn record(&self, recorded: RecordedRequest) {
        if let Some(observer) = &self.observer {
            observer(&recorded);
        }
        self.recorder.record(recorded);
    }
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

fn too_large() -> Refusal {
    Refusal::new(
        REQUEST_SIZE_LIMIT_EXCEEDED,
        format!("the body is larger than {MAX_BODY_BYTES} bytes"),
    )
}

/// Headers as a record keeps them. `Debug` of them shows neither keys nor tokens nor parameters, which are in those that
/// begin with the service's name. Their values are copies: those that came hold on to all that was read with them.
pub(crate) fn to_keep(mut headers: HeaderMap) -> HeaderMap {
    for (name, value) in &mut headers {
        if let Ok(copy) = HeaderValue::from_bytes(value.as_bytes()) {
            *value = copy;
        }
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
