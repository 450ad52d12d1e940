//! Reads `~/.tccli/<profile>.configure`: region, output, language, endpoints and versions. Nothing there is ever written.

use std::fs;
use std::path::PathBuf;

use super::file::read_text;
use super::paths::home;
use crate::error::CliError;
use crate::json::{Value, parse};

/// A profile of tccli, without its keys, which the client reads itself.
#[derive(Debug)]
pub(crate) struct TccliProfile {
    pub(crate) path: PathBuf,
    members: Value,
}

impl TccliProfile {
    /// Reads a profile; `None` if tccli has no configuration of this name.
    pub(crate) fn read(name: &str) -> Result<Option<Self>, CliError> {
        let Some(path) = file(name, "configure") else {
            return Ok(None);
        };
        let failed = |why: &dyn std::fmt::Display| {
            CliError::configuration(format!("{}: {why}", path.display()))
                .hint("it is a file of tccli: correct it, or write it anew with `tccli configure`")
        };
        let Some(text) = read_text(&path).map_err(|error| failed(&error))? else {
            return Ok(None);
        };
        let members = parse(text.trim_start_matches('\u{feff}')).map_err(|error| failed(&error))?;
        Ok(Some(Self { path, members }))
    }

    /// A parameter of the whole: `region`, `output`, `language`.
    pub(crate) fn parameter(&self, name: &str) -> Option<&str> {
        text(self.members.get("_sys_param")?.get(name)?)
    }

    /// A parameter of a service: `endpoint`, `version`.
    pub(crate) fn of_service(&self, service: &str, name: &str) -> Option<&str> {
        text(self.members.get(service)?.get(name)?)
    }

    /// Every service with an endpoint of its own that is not the usual one.
    pub(crate) fn services(&self) -> Vec<(&str, &str)> {
        let Value::Object(members) = &self.members else {
            return Vec::new();
        };
        let own = members.iter().filter_map(|(service, value)| {
            let endpoint = text(value.get("endpoint")?)?;
            let usual = format!("{service}.tencentcloudapi.com");
            (endpoint != usual).then_some((service.as_str(), endpoint))
        });
        own.collect()
    }
}

/// Whether tccli has a key under this profile.
pub(super) fn has_credential(name: &str) -> bool {
    file(name, "credential").is_some_and(|path| path.exists())
}

/// The key that tccli has written down under a profile: SecretId, SecretKey and token. None if it is that of a role, or
/// cannot be read.
pub(super) fn key(name: &str) -> Option<(String, String, Option<String>)> {
    let written = read_text(&file(name, "credential")?).ok()??;
    let members = parse(written.trim_start_matches('\u{feff}')).ok()?;
    let member = |name: &str| members.get(name).and_then(text).map(str::to_owned);
    Some((member("secretId")?, member("secretKey")?, member("token")))
}

/// The names of tccli's profiles.
pub(super) fn profile_names() -> Vec<String> {
    let entries = home().and_then(|home| fs::read_dir(home.join(".tccli")).ok());
    let names = entries.into_iter().flatten().flatten().filter_map(|entry| {
        let name = entry.file_name().into_string().ok()?;
        let profile = name
            .strip_suffix(".configure")
            .or_else(|| name.strip_suffix(".credential"))?;
        Some(profile.to_owned())
    });
    names.collect()
}

fn file(profile: &str, extension: &str) -> Option<PathBuf> {
    // A profile is a name, not a path.
    let is_name = !profile.is_empty() && !profile.contains(['/', '\\', '\0']);
    let home = home().filter(|_| is_name)?;
    Some(home.join(".tccli").join(format!("{profile}.{extension}")))
}

fn text(value: &Value) -> Option<&str> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text),
        _ => None,
    }
}
