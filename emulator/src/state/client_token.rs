//! The same request with the same token is carried out once.

use tc3_codegen::spec::Json;

use super::carry_out::Work;
use super::record::Record;
use crate::json::{object, string};
use crate::refusal::Refusal;

/// The table of the tokens seen; no resource can bear its name.
pub(super) const TABLE: &str = "#tokens";

/// Most tokens that are remembered; older ones are forgotten.
const MOST_TOKENS: usize = 10_000;

pub(super) const TOKEN: &str = "Token";
const ACTION: &str = "Action";
const REQUEST: &str = "Request";
const ANSWER: &str = "Answer";

/// Carries the request out, unless the same one was.
pub(super) fn carry_out_once(work: &mut Work<'_, '_>) -> Result<Vec<(String, Json)>, Refusal> {
    let Some((token, conflict)) = token_of(work) else {
        return work.carry_out();
    };
    let table = work.world.table(TABLE);
    let request = work.request.to_json();
    let tables = work.world.transaction.tables();
    let seen = tables.alike(&table, &[(TOKEN, &token)]);
    if let Some(before) = seen.first().and_then(|number| tables.get(&table, *number)) {
        let is_same = before.get(ACTION).and_then(Json::as_str) == Some(work.action.name.as_str())
            && before.get(REQUEST) == Some(&request);
        let answer = before.get(ANSWER).and_then(Json::as_object).filter(|_| is_same);
        return match answer {
            Some(answer) => Ok(answer
                .iter()
                .map(|entry| (entry.name.clone(), entry.value.clone()))
                .collect()),
            None => Err(Refusal::new(
                conflict,
                "another request came with the same client token",
            )),
        };
    }
    let answer = work.carry_out()?;
    let mut record = Record::new(work.world.now);
    record.set(TOKEN, token);
    record.set(ACTION, string(work.action.name.value.as_str()));
    record.set(REQUEST, request);
    record.set(ANSWER, object(answer.clone()));
    work.world.transaction.add(&table, record);
    forget_old(work, &table);
    Ok(answer)
}

/// The token, if the request has one and changes something, and the code for another request with it.
fn token_of(work: &Work<'_, '_>) -> Option<(Json, String)> {
    let rule = work.world.rules.client_token.as_ref()?;
    let changes = !(work.rule.creates.is_empty() && work.rule.modifies.is_empty() && work.rule.deletes.is_empty());
    let token = work.request.get(&rule.parameter).filter(|_| changes)?;
    let is_empty = token.as_str() == Some("");
    (!is_empty).then(|| (token.clone(), rule.conflict.value.clone()))
}

fn forget_old(work: &mut Work<'_, '_>, table: &str) {
    let tables = work.world.transaction.tables();
    let too_many = tables.count(table).saturating_sub(MOST_TOKENS);
    let oldest: Vec<u64> = tables.records(table).map(|(number, _)| number).take(too_many).collect();
    for number in oldest {
        work.world.transaction.remove(table, number);
    }
}
