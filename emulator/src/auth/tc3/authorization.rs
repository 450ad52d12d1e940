//! Parses the `Authorization` header.

use super::{ALGORITHM, TERMINATOR};
use crate::wire::sanitize::excerpt;

/// Headers that every signature covers.
const ALWAYS_SIGNED: [&str; 2] = ["content-type", "host"];

/// The content of an `Authorization` header.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Authorization<'r> {
    pub(crate) secret_id: &'r str,
    pub(crate) date: &'r str,
    pub(crate) service: &'r str,
    /// In lower case, in ascending order, each once.
    pub(crate) signed_headers: Vec<String>,
    pub(crate) signature: &'r str,
}

impl<'r> Authorization<'r> {
    /// Parses the value of a header. The error says what is wrong with it.
    pub(crate) fn parse(value: &'r str) -> Result<Self, String> {
        let (algorithm, parameters) = value.split_once(' ').unwrap_or((value, ""));
        if algorithm != ALGORITHM {
            return Err("the algorithm is not supported".to_owned());
        }
        let mut credential = None;
        let mut signed_headers = None;
        let mut signature = None;
        for parameter in parameters.split(',').map(str::trim) {
            let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            let slot = match name {
                "Credential" => &mut credential,
                "SignedHeaders" => &mut signed_headers,
                "Signature" => &mut signature,
                _ => {
                    let name = excerpt(name);
                    return Err(format!("`{name}` is none of Credential, SignedHeaders, Signature"));
                }
            };
            if slot.replace(value).is_some() {
                return Err(format!("{name} is given twice"));
            }
        }
        let [secret_id, date, service] = read_scope(given(credential, "Credential")?)?;
        Ok(Self {
            secret_id,
            date,
            service,
            signed_headers: read_signed_headers(given(signed_headers, "SignedHeaders")?)?,
            signature: given(signature, "Signature")?,
        })
    }
}

fn given<'r>(value: Option<&'r str>, name: &str) -> Result<&'r str, String> {
    value
        .filter(|value| !value.is_empty())
        .ok_or_else(|| format!("{name} is missing"))
}

fn read_scope(credential: &str) -> Result<[&str; 3], String> {
    let parts: Vec<&str> = credential.split('/').collect();
    match parts[..] {
        [secret_id, date, service, TERMINATOR] if ![secret_id, date, service].contains(&"") => {
            Ok([secret_id, date, service])
        }
        _ => Err(format!("Credential is `{}`", excerpt(credential))),
    }
}

fn read_signed_headers(list: &str) -> Result<Vec<String>, String> {
    let mut names: Vec<String> = list.split(';').map(|name| name.trim().to_ascii_lowercase()).collect();
    names.sort();
    names.dedup();
    let absent = ALWAYS_SIGNED
        .iter()
        .find(|name| !names.iter().any(|given| given == *name));
    if let Some(absent) = absent {
        return Err(format!("SignedHeaders lacks `{absent}`"));
    }
    let documented = names.join(";");
    if documented != list {
        let [list, documented] = [list, &documented].map(excerpt);
        return Err(format!(
            "SignedHeaders is `{list}`; its names are in lower case, in ascending order and each once: `{documented}`"
        ));
    }
    Ok(names)
}
