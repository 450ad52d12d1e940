//! The credentials of a dry run, for which nothing is asked: neither STS nor the metadata service of a machine, nor another
//! program.

use tc3_runtime::Credentials;

use crate::config::Settings;
use crate::error::CliError;

/// Credentials that are at hand, and a note if what is sent would be signed with others.
///
/// # Errors
/// If the configuration of credentials is wrong.
pub(in crate::call) fn local(settings: &Settings) -> Result<(Credentials, Option<String>), CliError> {
    let identity = settings.identity()?;
    if let Some(credentials) = identity.known {
        return Ok((credentials, None));
    }
    let note = format!(
        "signed with a placeholder, since a dry run asks nobody for a key: a call would take it from {}",
        identity.source
    );
    Ok((Credentials::new("AKIDplaceholder", "placeholder"), Some(note)))
}
