//! A request as the log and the page show it, without anything that could be secret.

use std::borrow::Cow;
use std::time::SystemTime;

use tc3_codegen::spec::{Json, JsonValue};

use super::recorded_request::{Outcome, RecordedRequest};
use crate::wire::json::{json, object, string};
use crate::wire::time::{self, unix_seconds};

pub(crate) struct Summary<'r> {
    /// `2023-11-14T22:13:20Z`
    pub(crate) time: String,
    /// `answered`, `refused` or `unserved`.
    pub(crate) outcome: &'static str,
    /// The error message in full, if the request was refused.
    pub(crate) message: Option<&'r str>,
    /// The parameters in JSON, if they are to be shown.
    pub(crate) parameters: Option<Cow<'r, str>>,
    pub(crate) request: &'r RecordedRequest,
}

impl<'r> Summary<'r> {
    pub(crate) fn of(request: &'r RecordedRequest) -> Self {
        let (outcome, message) = match &request.outcome {
            Outcome::Answered => ("answered", None),
            Outcome::Unserved => ("unserved", None),
            Outcome::Refused { message, .. } => ("refused", Some(message.as_str())),
        };
        Self {
            time: date_time(request.received_at),
            outcome,
            message,
            parameters: request.redacted_parameters.as_deref().map(Cow::Borrowed),
            request,
        }
    }

    /// The summary with these parameters, in JSON.
    pub(crate) fn with_parameters(mut self, parameters: Option<String>) -> Self {
        self.parameters = parameters.map(Cow::Owned);
        self
    }

    /// The summary as a JSON object, without members that have no value.
    pub(crate) fn json(&self) -> Json {
        self.json_with(self.message)
    }

    fn json_with(&self, message: Option<&str>) -> Json {
        let request = self.request;
        let members = [
            ("time", Some(self.time.as_str())),
            ("requestId", Some(request.request_id.as_str())),
            ("method", Some(request.method.as_str())),
            ("service", request.service.as_deref()),
            ("action", request.action.as_deref()),
            ("version", request.version.as_deref()),
            ("region", request.region.as_deref()),
            ("outcome", Some(self.outcome)),
            ("code", request.error_code()),
            ("message", message),
            ("fault", request.fault),
        ];
        let given = members.into_iter().filter_map(|(name, value)| Some((name, value?)));
        let texts = given.map(|(name, value)| (name.to_owned(), string(value)));
        let notes: Vec<Json> = request.short_notes().into_iter().map(string).collect();
        let notes = (!notes.is_empty()).then(|| ("notes".to_owned(), json(JsonValue::Array(notes))));
        let parameters = self.parameters.as_deref().and_then(|text| Json::parse(text).ok());
        let parameters = parameters.map(|parameters| ("parameters".to_owned(), parameters));
        object(texts.chain(notes).chain(parameters))
    }
}

impl RecordedRequest {
    /// Returns one line of JSON for a log, without headers, body, keys and tokens.
    ///
    /// The members are `time` (`2023-11-14T22:13:20Z`), `requestId`, `method`, `service`, `action`, `version`,
    /// `region`, `outcome` (`answered`, `refused` or `unserved`), `code`, `message`, `fault`, `notes`, which is a list
    /// of strings, and with [`Builder::log_parameters`](crate::Builder::log_parameters) `parameters`, an object. Members
    /// that have no value are left out. The message is that of [`error_message`](Self::error_message).
    ///
    /// ```
    /// # fn example(spec: &str) {
    /// let builder = tc3_emulator::Emulator::builder().embedded_spec();
    /// let builder = builder.on_request(|request| println!("{}", request.to_json()));
    /// # }
    /// ```
    pub fn to_json(&self) -> String {
        let message = self.error_message();
        Summary::of(self).json_with(message.as_deref()).to_string()
    }
}

fn date_time(time: SystemTime) -> String {
    let seconds = unix_seconds(time);
    format!("{}T{}Z", time::date(seconds), time::time_of_day(seconds))
}
