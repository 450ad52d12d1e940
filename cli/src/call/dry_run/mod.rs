//! `--dry-run`: shows the request that would be sent, made by the code that sends, and sends nothing.

mod credentials;
mod curl;
mod http;
mod json;
mod text;

pub(super) use credentials::local;

use tc3_runtime::Prepared;

use crate::arguments::DryRun;
use crate::console::print_bytes;
use crate::error::CliError;
use crate::exit_status::ExitStatus;

/// Prints a request.
///
/// The session token is in it, where credentials have one: without it the request would not work.
pub(super) fn print(prepared: &Prepared, form: DryRun) -> Result<ExitStatus, CliError> {
    let shown = match form {
        DryRun::Text => text::of(prepared).into_bytes(),
        DryRun::Json => json::of(prepared)?,
        DryRun::Curl => curl::of(prepared).into_bytes(),
        DryRun::Http => http::of(prepared),
    };
    print_bytes(&shown)
}

/// The headers in their order, as text.
fn headers(prepared: &Prepared) -> impl Iterator<Item = (&str, &str)> {
    let headers = prepared.headers().iter();
    // The client makes headers of text alone.
    headers.map(|(name, value)| (name.as_str(), value.to_str().unwrap_or_default()))
}
