//! A request as a log and the page show it: nothing of it that could be a secret.

use std::time::SystemTime;

use tc3_codegen::spec::Json;

use crate::clock::unix_seconds;
use crate::date;
use crate::json::{object, string};
use crate::recorder::{Outcome, RecordedRequest};

pub(crate) struct Summary<'r> {
    /// `2023-11-14T22:13:20Z`
    pub(crate) time: String,
    /// `answered`, `refused` or `unserved`.
    pub(crate) outcome: &'static str,
    /// Why it was refused, in full.
    pub(crate) message: Option<&'r str>,
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
            time: time(request.received_at),
            outcome,
            message,
            request,
        }
    }

    /// An object; a member without a value is left out.
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
        object(given.map(|(name, value)| (name.to_owned(), string(value))))
    }
}

impl RecordedRequest {
    /// One line of JSON for a log, without headers, body, keys and tokens: `{"time": "2023-11-14T22:13:20Z",
    /// "requestId": .., "method": .., "service": .., "action": .., "version": .., "region": .., "outcome": "answered",
    /// "refused" or "unserved", "code": .., "message": .., "fault": ..}`. What has no value is left out; the message
    /// is [`error_message`](Self::error_message).
    pub fn to_json(&self) -> String {
        let reason = self.error_message();
        Summary::of(self).json_with(reason.as_deref()).to_string()
    }
}

fn time(time: SystemTime) -> String {
    let seconds = unix_seconds(time);
    format!("{}T{}Z", date::date(seconds), date::time_of_day(seconds))
}
