//! Reads the request that is asked about.

use std::fs;
use std::io::{self, IsTerminal, Read};
use std::path::Path;

use tc3_signature::{Parsed, parse};

use crate::error::CliError;

/// The most bytes that are read: the largest request of the cloud, escaped.
const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// Reads a request from a file, or from standard input if none or `-` is named.
///
/// # Errors
/// If it cannot be read, or is no request.
pub(crate) fn read_request(file: Option<&Path>) -> Result<Parsed, CliError> {
    let text = read(file)?;
    parse(&text).map_err(|error| {
        let error = CliError::input(error.to_string());
        error.hint("`curl -v`, the network tools of a browser and `tc3 SERVICE ACTION --dry-run=http` show requests")
    })
}

/// Reads a body from a file.
///
/// # Errors
/// If it cannot be read.
pub(crate) fn read_body(file: &Path) -> Result<Vec<u8>, CliError> {
    read(Some(file))
}

fn read(file: Option<&Path>) -> Result<Vec<u8>, CliError> {
    let mut bytes = Vec::new();
    let named = file.filter(|file| file.as_os_str() != "-");
    let (name, result) = match named {
        Some(file) => {
            let result = fs::File::open(file).and_then(|file| file.take(MAX_BYTES + 1).read_to_end(&mut bytes));
            (file.display().to_string(), result)
        }
        None if io::stdin().is_terminal() => {
            let error = CliError::input("a request is expected on standard input");
            return Err(error.hint("tc3 sign check request.txt, or: pbpaste | tc3 sign check"));
        }
        None => {
            let result = io::stdin().lock().take(MAX_BYTES + 1).read_to_end(&mut bytes);
            ("standard input".to_owned(), result)
        }
    };
    result.map_err(|error| CliError::input(format!("{name} cannot be read: {error}")))?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > MAX_BYTES {
        return Err(CliError::input(format!("{name} has more than {MAX_BYTES} bytes")));
    }
    Ok(bytes)
}
