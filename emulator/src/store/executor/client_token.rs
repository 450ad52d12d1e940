//! Makes requests idempotent: one that is retried with the same client token is executed once.

use tc3_codegen::spec::Json;

use super::RuleExecutor;
use crate::store::tables::Record;
use crate::wire::error::ApiError;
use crate::wire::json::{object, string};

/// The table of the tokens that were seen; no resource can have this name.
pub(crate) const TABLE: &str = "#tokens";

/// The most tokens that are kept; older ones are evicted.
const MAX_TOKENS: usize = 10_000;

pub(crate) const TOKEN: &str = "Token";
const ACTION: &str = "Action";
const REQUEST: &str = "Request";
const ANSWER: &str = "Answer";

/// Executes a request, or returns the answer that it got before with the same token.
pub(crate) fn execute_once(executor: &mut RuleExecutor<'_, '_>) -> Result<Vec<(String, Json)>, ApiError> {
    let Some((token, conflict)) = token_of(executor) else {
        return executor.execute();
    };
    let table = executor.session.table(TABLE);
    let request = executor.request.to_json();
    let tables = executor.session.transaction.tables();
    let seen = tables.find_matching(&table, &[(TOKEN, &token)]);
    if let Some(before) = seen.first().and_then(|number| tables.get(&table, *number)) {
        let is_retry = before.get(ACTION).and_then(Json::as_str) == Some(executor.action.name.as_str())
            && before.get(REQUEST) == Some(&request);
        let answer = before.get(ANSWER).and_then(Json::as_object).filter(|_| is_retry);
        return match answer {
            Some(answer) => Ok(answer
                .iter()
                .map(|entry| (entry.name.clone(), entry.value.clone()))
                .collect()),
            None => Err(ApiError::new(
                conflict,
                "another request came with the same client token",
            )),
        };
    }
    let answer = executor.execute()?;
    let mut record = Record::new(executor.session.now);
    record.set(TOKEN, token);
    record.set(ACTION, string(executor.action.name.value.as_str()));
    record.set(REQUEST, request);
    record.set(ANSWER, object(answer.clone()));
    executor.session.transaction.add(&table, record);
    evict_old(executor, &table);
    Ok(answer)
}

/// The token of a request that has one and changes something, and the error code for another request with that token.
fn token_of(executor: &RuleExecutor<'_, '_>) -> Option<(Json, String)> {
    let rule = executor.session.rules.client_token.as_ref()?;
    let changes =
        !(executor.rule.creates.is_empty() && executor.rule.modifies.is_empty() && executor.rule.deletes.is_empty());
    let token = executor.request.get(&rule.parameter).filter(|_| changes)?;
    let is_empty = token.as_str() == Some("");
    (!is_empty).then(|| (token.clone(), rule.conflict.value.clone()))
}

fn evict_old(executor: &mut RuleExecutor<'_, '_>, table: &str) {
    let tables = executor.session.transaction.tables();
    let excess = tables.count(table).saturating_sub(MAX_TOKENS);
    let oldest: Vec<u64> = tables.records(table).map(|(number, _)| number).take(excess).collect();
    for number in oldest {
        executor.session.transaction.remove(table, number);
    }
}
