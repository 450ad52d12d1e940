//! Writes a fault as a faults file has it.

use tc3_codegen::spec::{Json, JsonValue};

use super::fault::{Effect, Fault, Target};
use crate::wire::json::{json, object, string};

impl Fault {
    /// The fault as it is now: `after` and `times` are how many more requests it lets pass and hits, and `seed` continues its sequence.
    pub(super) fn to_json(&self) -> Json {
        let mut members: Vec<(&str, Json)> = Vec::new();
        match &self.target {
            Target::AnyAction => {}
            Target::Action(name) => members.push(("action", string(name))),
            Target::Metadata => members.push(("metadata", json(JsonValue::Bool(true)))),
        }
        if !self.latency.is_zero() {
            members.push(("latencyMs", number(self.latency.as_millis())));
        }
        if self.skew_seconds != 0 {
            members.push(("clockSkewSeconds", number(self.skew_seconds)));
        }
        match &self.effect {
            None => {}
            Some(Effect::Error { code, message }) => {
                members.push(("errorCode", string(code)));
                members.push(("errorMessage", string(message)));
            }
            Some(Effect::DropBeforeProcessing) => members.push(("effect", string("dropBeforeProcessing"))),
            Some(Effect::DropAfterProcessing) => members.push(("effect", string("dropAfterProcessing"))),
            Some(Effect::BadGateway) => members.push(("effect", string("badGateway"))),
            Some(Effect::Truncate) => members.push(("effect", string("truncate"))),
        }
        if self.to_pass > 0 {
            members.push(("after", number(self.to_pass)));
        }
        if let Some(remaining) = self.remaining {
            members.push(("times", number(remaining)));
        }
        if let Some(chance) = &self.chance {
            members.push(("probability", number(chance.probability)));
            members.push(("seed", number(chance.rng.get_seed())));
        }
        object(members.into_iter().map(|(name, value)| (name.to_owned(), value)))
    }
}

fn number(value: impl ToString) -> Json {
    json(JsonValue::Number(value.to_string()))
}
