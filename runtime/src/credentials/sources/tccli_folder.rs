//! The folder `~/.tccli` of the command-line tool tccli: which profile is used, and which files it has.

use std::path::{Path, PathBuf};

use crate::credentials::secret_file;
use crate::credentials::secret_json::SecretJson;
use crate::{Endpoint, Error};

pub(in crate::credentials) const PROFILE: &str = "TCCLI_PROFILE";
pub(in crate::credentials) const DEFAULT_PROFILE: &str = "default";

/// The file of a profile with the keys.
pub(in crate::credentials) fn credential_file(home: &Path, profile: &str) -> Result<PathBuf, Error> {
    file(home, profile, "credential")
}

/// The file of a profile with the settings.
pub(in crate::credentials) fn configure_file(home: &Path, profile: &str) -> Result<PathBuf, Error> {
    file(home, profile, "configure")
}

/// # Errors
/// If the name of the profile would lead out of the folder.
fn file(home: &Path, profile: &str, extension: &str) -> Result<PathBuf, Error> {
    if profile.is_empty() || profile.contains(['/', '\\', '\0']) {
        return Err(Error::config(format!(
            "the profile {profile:?} is not the name of a file"
        )));
    }
    Ok(home.join(".tccli").join(format!("{profile}.{extension}")))
}

/// The endpoint of STS that a file of settings names. It may block: see [`secret_file::off_thread`].
///
/// # Errors
/// If the file cannot be read, or names something else than an endpoint. To ask the default endpoint in its place would
/// send the request to another site than the configured one.
pub(in crate::credentials) fn sts_endpoint(configure: &Path) -> Result<Option<Endpoint>, Error> {
    let Some(json) = secret_file::read(configure)? else {
        return Ok(None);
    };
    endpoint_in(&json).map_err(|why| secret_file::unusable(configure, why))
}

fn endpoint_in(json: &[u8]) -> Result<Option<Endpoint>, Error> {
    let document = SecretJson::parse(json)?;
    for name in ["/sts.endpoint", "/sts"] {
        if document.text(name).is_some() {
            return Err(Error::config(
                r#"the endpoint of STS is written as {"sts": {"endpoint": "sts.tencentcloudapi.com"}}"#,
            ));
        }
    }
    match document.optional_text("/sts/endpoint")? {
        Some(endpoint) => endpoint.parse().map(Some),
        None => Ok(None),
    }
}
