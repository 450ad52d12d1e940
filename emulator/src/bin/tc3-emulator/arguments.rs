//! The command line.

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::PathBuf;

use lexopt::prelude::{Long, Short, ValueExt};

/// What `--help` prints.
pub(crate) const HELP: &str = "\
A local stand-in for Tencent Cloud, made from a spec folder

Usage: tc3-emulator [OPTIONS]

Options:
  --spec DIR         Folder of the spec to serve; may be given several times [default: spec]
  --listen ADDR      Address and port; port 0 takes a free one [default: 127.0.0.1:9443]
  --secret-id ID     SecretId of the credential to know, with --secret-key
  --secret-key KEY   SecretKey of it
  -h, --help         Print this
  -V, --version      Print the version

Without --secret-id and --secret-key the credential is the sample of the public documentation:
  SecretId   AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE
  SecretKey  Gu5t9xGARNpq86cd98joQYCN3EXAMPLE
";

/// What the command was asked to do.
pub(crate) enum Command {
    Help,
    Version,
    Serve(Options),
}

pub(crate) struct Options {
    /// At least one folder.
    pub(crate) specs: Vec<PathBuf>,
    pub(crate) listen: SocketAddr,
    /// SecretId and SecretKey.
    pub(crate) credential: Option<(String, String)>,
}

/// Reads the arguments that follow the command's name; the error says what to write.
pub(crate) fn read(arguments: impl IntoIterator<Item = OsString>) -> Result<Command, String> {
    let mut parser = lexopt::Parser::from_args(arguments);
    let mut specs = Vec::new();
    let mut listen = SocketAddr::from(([127, 0, 0, 1], 9443));
    let mut secret_id = None;
    let mut secret_key = None;
    while let Some(argument) = parser.next().map_err(|error| error.to_string())? {
        match argument {
            Short('h') | Long("help") => return Ok(Command::Help),
            Short('V') | Long("version") => return Ok(Command::Version),
            Long("spec") => specs.push(parser.value().map_err(|error| error.to_string())?.into()),
            Long("listen") => listen = address(&text(&mut parser, "--listen")?)?,
            Long("secret-id") => secret_id = Some(text(&mut parser, "--secret-id")?),
            Long("secret-key") => secret_key = Some(text(&mut parser, "--secret-key")?),
            other => return Err(other.unexpected().to_string()),
        }
    }
    if specs.is_empty() {
        specs.push(PathBuf::from("spec"));
    }
    let credential = match (secret_id, secret_key) {
        (Some(id), Some(key)) => Some((id, key)),
        (None, None) => None,
        (Some(_), None) => return Err("--secret-id needs --secret-key KEY beside it".to_owned()),
        (None, Some(_)) => return Err("--secret-key needs --secret-id ID beside it".to_owned()),
    };
    Ok(Command::Serve(Options {
        specs,
        listen,
        credential,
    }))
}

fn text(parser: &mut lexopt::Parser, option: &str) -> Result<String, String> {
    let value = parser.value().map_err(|error| error.to_string())?;
    // The value itself is not repeated: it may be a secret.
    let value = value
        .string()
        .map_err(|_| format!("the value of {option} is not UTF-8"))?;
    if value.is_empty() {
        return Err(format!("the value of {option} is empty"));
    }
    Ok(value)
}

fn address(text: &str) -> Result<SocketAddr, String> {
    text.parse()
        .map_err(|_| format!("`--listen {text}` is not an address and port; write one such as 127.0.0.1:9443"))
}
