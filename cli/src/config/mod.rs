//! What is configured: profile, region, endpoint, credentials, from options, environment and files.
//!
//! Options win over the environment, which wins over `config.toml`, which wins over the files of tccli. A profile that
//! the command line names is that identity alone: the keys and the region of the environment are then left out of
//! account, as with tccli. No two halves of an identity are joined from two places.

mod credentials;
mod edit;
mod file;
mod keys;
mod paths;
mod process;
mod settings;
mod tccli;

use tc3_runtime::Credentials;

pub(crate) use credentials::{Identity, key_end, sample_credentials};
pub(crate) use edit::{Change, apply, remove, remove_profile, validate};
pub(crate) use file::{ConfigFile, Profile, masked};
pub(crate) use keys::{KEYS, Key, Kind, find as find_key};
pub(crate) use paths::{config_file, data_dir};
pub(crate) use settings::{Confirm, Settings};
pub(crate) use tccli::TccliProfile;

/// Returns the keys that are written down in profiles, by the name of the profile: those that nobody has to be asked for.
pub(crate) fn written_keys() -> Vec<(String, Credentials)> {
    let file = ConfigFile::read().ok();
    let names = profile_names().into_iter();
    names
        .filter_map(|name| {
            let own = file.as_ref().and_then(|file| file.profile_named(&name));
            let text = |key: &str| own.and_then(|own| own.text(key)).map(str::to_owned);
            let (id, key, token) = match (text("secret_id"), text("secret_key")) {
                (Some(id), Some(key)) => (id, key, text("token")),
                _ => tccli::key(&name)?,
            };
            let credentials = Credentials::new(id, key);
            let credentials = match token {
                Some(token) => credentials.with_token(token),
                None => credentials,
            };
            Some((name, credentials))
        })
        .collect()
}

/// Returns the names of the profiles of `config.toml` and of tccli, sorted.
pub(crate) fn profile_names() -> Vec<String> {
    let mut names = ConfigFile::read().map(|file| file.profile_names()).unwrap_or_default();
    names.extend(tccli::profile_names());
    names.sort();
    names.dedup();
    names
}
