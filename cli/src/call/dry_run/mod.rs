//! `--dry-run`: shows the request that would be sent, made by the code that sends, and sends nothing.

mod clock;
mod credentials;
mod curl;
mod http;
mod json;
mod signed;
mod text;

pub(super) use clock::clock;
pub(super) use credentials::local;
pub(crate) use signed::{now, signed};

use std::borrow::Cow;

use tc3_runtime::Prepared;

use crate::arguments::DryRun;
use crate::console::print_bytes;
use crate::error::CliError;
use crate::exit_status::ExitStatus;

/// Prints a request.
///
/// The session token is in it, where credentials have one: without it the request would not work.
///
/// `is_placeholder` is whether nobody's key signed it, so that the script says that it will be refused.
pub(super) fn print(prepared: &Prepared, form: DryRun, is_placeholder: bool) -> Result<ExitStatus, CliError> {
    let shown = match form {
        DryRun::Text => text::of(prepared).into_bytes(),
        DryRun::Json => json::of(prepared)?,
        DryRun::Curl if is_placeholder => {
            let note =
                "# Signed with a placeholder, so the service will refuse it: the key is not known to a dry run.\n";
            format!("{note}{}", curl::of(prepared)).into_bytes()
        }
        DryRun::Curl => curl::of(prepared).into_bytes(),
        DryRun::Http => http::of(prepared),
    };
    print_bytes(&shown)
}

/// The headers in their order. A parameter in one may be any text, in UTF-8.
fn headers(prepared: &Prepared) -> impl Iterator<Item = (&str, Cow<'_, str>)> {
    let headers = prepared.headers().iter();
    headers.map(|(name, value)| (name.as_str(), String::from_utf8_lossy(value.as_bytes())))
}
