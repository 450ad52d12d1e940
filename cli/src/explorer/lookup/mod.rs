//! What is known of services and actions, as the page asks for it. Nothing here makes a call.

mod action_document;
mod check;
mod libraries;
mod listing;
mod state;

pub(super) use libraries::Libraries;

use super::Explorer;
use super::web::input::Input;
use crate::error::CliError;
use crate::json::Value;

/// Answers one of the reading paths, without the prefix of the API.
pub(super) fn answer(explorer: &Explorer, path: &str, input: &Input) -> Result<Value, CliError> {
    match path {
        "services" => listing::services(explorer, input),
        "actions" => listing::actions(explorer, input),
        "search" => listing::search(explorer, input),
        "action" => action_document::of(explorer, input),
        "check" => check::check(explorer, input),
        _ => state::state(explorer),
    }
}
