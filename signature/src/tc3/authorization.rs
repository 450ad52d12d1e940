//! Reads the header `Authorization`.

use super::{ALGORITHM, TERMINATOR};

/// What a header `Authorization` says.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Authorization<'r> {
    pub(crate) secret_id: &'r str,
    pub(crate) date: &'r str,
    pub(crate) service: &'r str,
    /// As it was written.
    pub(crate) signed_headers: &'r str,
    pub(crate) signature: &'r str,
}

/// What is wrong with a header `Authorization`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Malformed<'r> {
    OtherAlgorithm(&'r str),
    UnknownParameter(&'r str),
    Repeated(&'static str),
    Missing(&'static str),
    Credential(&'r str),
    /// The terminator is absent or another word.
    Terminator(&'r str),
}

impl<'r> Authorization<'r> {
    /// Parses the value of a header.
    pub(crate) fn parse(value: &'r str) -> Result<Self, Malformed<'r>> {
        let (algorithm, parameters) = value.trim().split_once(' ').unwrap_or((value.trim(), ""));
        if algorithm != ALGORITHM {
            return Err(Malformed::OtherAlgorithm(algorithm));
        }
        Self::parse_parameters(parameters)
    }

    fn parse_parameters(parameters: &'r str) -> Result<Self, Malformed<'r>> {
        let mut credential = None;
        let mut signed_headers = None;
        let mut signature = None;
        for parameter in parameters.split(',').map(str::trim) {
            let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            let (name, slot) = match name {
                "Credential" => ("Credential", &mut credential),
                "SignedHeaders" => ("SignedHeaders", &mut signed_headers),
                "Signature" => ("Signature", &mut signature),
                _ => return Err(Malformed::UnknownParameter(name)),
            };
            if slot.replace(value).is_some() {
                return Err(Malformed::Repeated(name));
            }
        }
        let credential = given(credential, "Credential")?;
        let signed_headers = given(signed_headers, "SignedHeaders")?;
        let signature = given(signature, "Signature")?;
        let parts: Vec<&str> = credential.split('/').collect();
        let (secret_id, date, service) = match parts[..] {
            [secret_id, date, service, TERMINATOR] if ![secret_id, date, service].contains(&"") => {
                (secret_id, date, service)
            }
            [_, _, _] | [_, _, _, _] => return Err(Malformed::Terminator(credential)),
            _ => return Err(Malformed::Credential(credential)),
        };
        Ok(Self {
            secret_id,
            date,
            service,
            signed_headers,
            signature,
        })
    }

    /// The names of the signed headers as the documentation asks for them: in lower case, in ascending order, each once.
    pub(crate) fn documented_headers(&self) -> String {
        documented_headers(self.signed_headers)
    }
}

/// Names of headers in lower case, in ascending order, each once, with semicolons between them.
pub(crate) fn documented_headers(list: &str) -> String {
    let mut names: Vec<String> = list.split(';').map(|name| name.trim().to_ascii_lowercase()).collect();
    names.sort();
    names.dedup();
    names.join(";")
}

fn given<'r>(value: Option<&'r str>, name: &'static str) -> Result<&'r str, Malformed<'r>> {
    value.filter(|value| !value.is_empty()).ok_or(Malformed::Missing(name))
}
