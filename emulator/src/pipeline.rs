//! The request pipeline: from an HTTP request to its answer and its record.
//!
//! [`RequestPipeline::handle`] plans the injected faults and runs the blocking part, [`respond`], which writes the
//! answer and the record. `respond` asks [`process`] for the output, which first [`authorize`]s the request (format,
//! signature, route, rate limit, parameters) and then [`execute`]s it. The checks run in the order that the guide
//! documents; the first that fails decides the error code.
//!
//! [`respond`]: RequestPipeline::respond
//! [`process`]: RequestPipeline::process
//! [`authorize`]: RequestPipeline::authorize
//! [`execute`]: RequestPipeline::execute

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use bytes::Bytes;
use http::Response;
use http::request::Parts;
use http_body_util::Full;
use tc3_codegen::Diagnostics;
use tc3_codegen::spec::{Json, Service, Spec};

use crate::access::AllowedHosts;
use crate::answers::Answers;
use crate::auth::credentials::{Credential, Credentials};
use crate::auth::{self, AuthContext, tc3};
use crate::faults::{self, ConnectionDropped, Faults, Plan, ShortCircuit};
use crate::params::{self, Params};
use crate::rate_limit::RateLimiter;
use crate::recorder::{MAX_COMMON_PARAM_CHARS, Outcome, ReceivedCall, RecordedRequest, Recorder};
use crate::redact::{self, SecretParams};
use crate::responses::{self, envelope, ids};
use crate::routing::{self, Route, Router};
use crate::service_source::LoadableServices;
use crate::store::{DataFileError, Store};
use crate::sts;
use crate::wire::common_params::{ACTION, Call, CommonParam, CommonParams, REGION, VERSION};
use crate::wire::encoding::MAX_BODY_BYTES;
use crate::wire::error::{ApiError, REQUEST_SIZE_LIMIT_EXCEEDED};
use crate::wire::format::{Scheme, Signature, WireFormat};
use crate::wire::time::{Clock, unix_seconds};
use crate::wire::tolerance::Tolerance;
use crate::wire::{HttpRequest, RequestBody};

/// Called with each request once its answer is known.
pub(crate) type Observer = Arc<dyn Fn(&RecordedRequest) + Send + Sync>;

/// Everything that requests are processed with: the spec, the credentials, the state and the record.
pub(crate) struct RequestPipeline {
    pub(crate) spec: Spec,
    /// What else is served, once it is called.
    pub(crate) loadable: LoadableServices,
    pub(crate) answers: Answers,
    /// Whether mistakes that real tools are known for pass.
    pub(crate) is_lenient: bool,
    pub(crate) allowed_hosts: Arc<AllowedHosts>,
    pub(crate) credentials: Credentials,
    pub(crate) clock: Clock,
    pub(crate) store: Store,
    /// `None` if rate limits are not enforced.
    pub(crate) rate_limiter: Option<RateLimiter>,
    pub(crate) recorder: Recorder,
    pub(crate) observer: Option<Observer>,
    pub(crate) faults: Faults,
    pub(crate) secret_params: Arc<SecretParams>,
    /// Whether records have the parameters of the call, for the log.
    pub(crate) logs_parameters: bool,
    /// The role that the metadata service knows.
    pub(crate) machine_role: Option<String>,
}

/// A request that came in, with the injected faults that hit it.
struct Arrival {
    request: HttpRequest,
    is_complete: bool,
    received_at: SystemTime,
    short_circuit: Option<ShortCircuit>,
    fault: Option<&'static str>,
}

/// A request that is understood, and may be executed if its parameters are valid.
struct Authorized<'s> {
    route: Route<'s>,
    params: Params,
    call: ReceivedCall,
    /// The credential that signed it, if any.
    signer: Option<Arc<Credential>>,
}

/// The members of an answer, and the error among them if it is one by hand.
struct Output {
    members: Vec<(String, Json)>,
    error: Option<ApiError>,
}

impl From<Vec<(String, Json)>> for Output {
    fn from(members: Vec<(String, Json)>) -> Self {
        Self { members, error: None }
    }
}

impl RequestPipeline {
    /// Answers a request, unless an injected fault drops the connection.
    pub(crate) async fn handle(
        self: &Arc<Self>,
        parts: Parts,
        body: RequestBody,
    ) -> Result<Response<Full<Bytes>>, ConnectionDropped> {
        let (request, is_complete) = match body {
            RequestBody::Complete(body) => (HttpRequest::new(parts, body), true),
            RequestBody::TooLarge => (HttpRequest::new(parts, Bytes::new()), false),
        };
        // No page of another site may do anything here, not even use up a fault.
        let access = self.allowed_hosts.check_call(&request.uri, &request.headers);
        let plan = match &access {
            Ok(()) => self.faults.plan(&request),
            Err(_) => Plan::default(),
        };
        let refused = access.err().map(|error| ShortCircuit::Error(error.into()));
        let received_at = plan.arrival(&self.clock).await;
        let arrival = Arrival {
            request,
            is_complete,
            received_at,
            short_circuit: refused.or_else(|| plan.short_circuit()),
            fault: plan.name(),
        };
        let answer = if self.store.is_on_disk() {
            // Other connections continue while this one waits for the disk.
            let pipeline = Arc::clone(self);
            let responding = tokio::task::spawn_blocking(move || pipeline.respond(arrival));
            responding.await.map_err(|_| ConnectionDropped)?
        } else {
            self.respond(arrival)
        };
        plan.send(answer, received_at).await
    }

    /// The answer to a request, which is recorded.
    fn respond(&self, arrival: Arrival) -> Response<Full<Bytes>> {
        let Arrival {
            request, received_at, ..
        } = arrival;
        let tolerance = Tolerance::new(self.is_lenient);
        let format = if arrival.is_complete {
            WireFormat::detect(&request, &tolerance)
        } else {
            Err(too_large())
        };
        let (result, call) = match arrival.short_circuit {
            Some(ShortCircuit::Skip) => (None, None),
            Some(ShortCircuit::Error(error)) => (Some(Err(error)), None),
            None => {
                let (result, call) = self.process(&request, &format, unix_seconds(received_at), &tolerance);
                (Some(result), call)
            }
        };
        let request_id = ids::request_id();
        let (answer, outcome) = match result {
            None => (Response::default(), Outcome::Unserved),
            Some(Ok(Output { members, error })) => {
                let outcome = error.map_or(Outcome::Answered, |error| self.refused(error, &request));
                (envelope::success(members, &request_id), outcome)
            }
            Some(Err(error)) => (envelope::error(&error, &request_id), self.refused(error, &request)),
        };
        let common = match &format {
            Ok(format) => format.common_params(&request),
            Err(_) => CommonParams::Headers(&request),
        };
        let notes = tolerance.into_notes().into_iter();
        let notes = notes.map(|note| self.redacted(note, &request)).collect();
        let text = |param: &CommonParam| {
            let text = common.get(param)?;
            let end = text.char_indices().nth(MAX_COMMON_PARAM_CHARS).map(|(end, _)| end);
            text.get(..end.unwrap_or(text.len())).map(str::to_owned)
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
            headers: redact::mark_sensitive(request.headers),
            body: request.body,
            outcome,
            fault: arrival.fault,
            notes,
            redacted_parameters: None,
        });
        answer
    }

    /// The output for a request, and the call that it made if it was understood.
    fn process(
        &self,
        request: &HttpRequest,
        format: &Result<WireFormat, ApiError>,
        now: i64,
        tolerance: &Tolerance,
    ) -> (Result<Output, ApiError>, Option<ReceivedCall>) {
        let loaded = match format {
            Ok(format) => self.load_candidates(request, format),
            Err(error) => Err(error.clone()),
        };
        let authorized = match (format, &loaded) {
            (Ok(format), Ok(loaded)) => self.authorize(request, format, loaded, now, tolerance),
            (Err(error), _) | (_, Err(error)) => Err(error.clone()),
        };
        match authorized {
            Ok(authorized) => (self.execute(&authorized, now, tolerance), Some(authorized.call)),
            Err(error) => (Err(error), None),
        }
    }

    /// Loads what the request may be for, before anything is known to be right about it: messages about its signature
    /// quote what its service declares.
    fn load_candidates(&self, request: &HttpRequest, format: &WireFormat) -> Result<Vec<Arc<Service>>, ApiError> {
        let common = format.common_params(request);
        if self.loadable.versions().is_empty() {
            return Ok(Vec::new());
        }
        let version = common.get(&VERSION).unwrap_or_default();
        routing::load_candidates(&self.loadable, request, version, tc3::scope_service(request))
    }

    /// Runs every check but the validation of the parameters, in the documented order.
    fn authorize<'s>(
        &'s self,
        request: &'s HttpRequest,
        format: &'s WireFormat,
        loaded: &'s [Arc<Service>],
        now: i64,
        tolerance: &'s Tolerance,
    ) -> Result<Authorized<'s>, ApiError> {
        let call = Call::read(format.common_params(request))?;
        let context = AuthContext {
            request,
            call: &call,
            router: self.router(loaded),
            tolerance,
            credentials: &self.credentials,
            now,
        };
        let signer = auth::authenticate(&context, &format.scheme)?;
        let scope_service = signer.as_ref().and_then(|signer| signer.service);
        let route = self.router(loaded).route(request, &call, scope_service, tolerance)?;
        if signer.is_none() && route.action.is_signed() {
            return Err(tc3::invalid_authorization(&format!(
                "Authorization is SKIP, and {} needs a signature",
                route.name
            )));
        }
        let secret_id = signer.as_ref().map(|signer| signer.secret_id);
        if let Some(rate_limiter) = &self.rate_limiter {
            rate_limiter.count(secret_id.unwrap_or_default(), route, now)?;
        }
        let params = params::read(request, format, route)?;
        let call = ReceivedCall {
            service: route.service.file.name.value.clone(),
            version: route.service.file.version.value.clone(),
            action: route.name.to_owned(),
            region: call.common.get(&REGION).map(str::to_owned),
            secret_id: secret_id.map(str::to_owned),
            encoding: format.encoding,
            signature: signature(request, &format.scheme),
            parameters: params.received.clone(),
        };
        Ok(Authorized {
            route,
            params,
            call,
            signer: signer.map(|signer| signer.credential),
        })
    }

    /// Validates the parameters and runs the action: from the answers by hand, by STS, by the rules of the service, or
    /// from the documentation.
    fn execute(&self, authorized: &Authorized<'_>, now: i64, tolerance: &Tolerance) -> Result<Output, ApiError> {
        let route = authorized.route;
        params::validate(&authorized.params, route, tolerance)?;
        if let Some(answer) = self.answers.next(&route.service.file.name, route.name) {
            return Ok(Output {
                members: answer.members.clone(),
                error: answer.error.clone(),
            });
        }
        let body = &authorized.params.json;
        sts::output(route, body, authorized.signer.as_deref(), self.issuer(), now)
            .or_else(|| self.store.execute(route, body, now))
            .unwrap_or_else(|| Ok(responses::output(route, body, now, self.store.seed())))
            .map(Output::from)
    }

    /// Routes requests to the spec and to services that were `loaded`.
    pub(crate) fn router<'s>(&'s self, loaded: &'s [Arc<Service>]) -> Router<'s> {
        Router {
            spec: &self.spec,
            loadable: &self.loadable,
            loaded,
            answers: &self.answers,
        }
    }

    /// What STS and the metadata service issue credentials by.
    pub(crate) fn issuer(&self) -> sts::Issuer<'_> {
        sts::Issuer {
            credentials: &self.credentials,
            store: &self.store,
        }
    }

    /// Adds the faults of a text, all or none; mistakes are reported for it as `name`.
    pub(crate) fn add_faults(&self, text: String, name: &str) -> Result<(), Diagnostics> {
        self.faults.add(faults::parse(text, name, self.router(&[]))?);
        Ok(())
    }

    /// Makes everything as it was at the start, with empty state.
    pub(crate) fn reset(&self) -> Result<(), DataFileError> {
        self.store.reset()?;
        self.credentials.forget_issued();
        self.faults.reset();
        self.answers.restart();
        if let Some(rate_limiter) = &self.rate_limiter {
            rate_limiter.clear();
        }
        self.recorder.clear();
        Ok(())
    }

    /// The outcome of a refused request, with the secrets in its message redacted.
    fn refused(&self, error: ApiError, request: &HttpRequest) -> Outcome {
        Outcome::Refused {
            code: error.code.into_owned(),
            message: self.redacted(error.message, request),
        }
    }

    /// A message about a request for its record, with the secrets redacted.
    fn redacted(&self, message: String, request: &HttpRequest) -> String {
        redact::redact(message, request, &self.secret_params, |visit| {
            self.credentials.for_each_secret(visit);
        })
    }

    /// The parameters of a call in JSON without secrets; `None` if no call was understood.
    pub(crate) fn redacted_parameters(&self, recorded: &RecordedRequest) -> Option<String> {
        let call = recorded.call.as_ref()?;
        let is_called =
            |service: &&Service| service.file.name.value == call.service && service.file.version.value == call.version;
        let loaded = self
            .loadable
            .load(|version| version.service == call.service && version.version == call.version)
            .unwrap_or_default();
        let mut services = self.spec.services.iter().chain(loaded.iter().map(|service| &**service));
        let service = services.find(is_called)?;
        let action = service.action(&call.action);
        let parameters = params::redacted(&call.parameters, service, action, &self.secret_params);
        Some(redact::redact_known(parameters.to_string(), |visit| {
            self.credentials.for_each_secret(visit);
        }))
    }

    pub(crate) fn record(&self, mut recorded: RecordedRequest) {
        if self.logs_parameters {
            recorded.redacted_parameters = self.redacted_parameters(&recorded);
        }
        if let Some(observer) = &self.observer {
            observer(&recorded);
        }
        self.recorder.record(recorded);
    }
}

fn signature(request: &HttpRequest, scheme: &Scheme) -> Signature {
    match scheme {
        Scheme::Tc3 if tc3::is_payload_unsigned(request) => Signature::Tc3UnsignedPayload,
        Scheme::Tc3 => Signature::Tc3,
        Scheme::V1(_) => Signature::V1,
        Scheme::Skip => Signature::Skip,
    }
}

/// The service of a request in its record: that of the call, or else the one that the host or the scope names.
fn service(request: &HttpRequest, call: Option<&ReceivedCall>) -> Option<String> {
    call.map(|call| call.service.clone())
        .or_else(|| routing::service_of_host(request).map(Cow::into_owned))
        .or_else(|| tc3::scope_service(request).map(str::to_owned))
}

fn too_large() -> ApiError {
    ApiError::new(
        REQUEST_SIZE_LIMIT_EXCEEDED,
        format!("the body is larger than {MAX_BODY_BYTES} bytes"),
    )
}

impl fmt::Debug for RequestPipeline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestPipeline")
            .field("services", &self.spec.services.len())
            .field("credentials", &self.credentials)
            .finish_non_exhaustive()
    }
}
