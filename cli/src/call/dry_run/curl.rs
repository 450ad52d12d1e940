//! A request as a command for a POSIX shell that sends it with curl.
//!
//! The signature is in it, so it works for the five minutes that the service accepts its time. Bytes that are not text go
//! through `printf`, whose octal escapes every shell has, on the standard input of curl.

use std::fmt::Write;

use tc3_runtime::Prepared;

use super::headers;
use crate::shell_word::quoted;

/// The longest body in a word: Linux takes no argument of 128 KiB.
const MAX_WORD: usize = 100_000;

pub(super) fn of(prepared: &Prepared) -> String {
    let body = prepared.body();
    // A shell's word cannot hold NUL, and curl would strip nothing else with `--data-binary`.
    let text = std::str::from_utf8(body)
        .ok()
        .filter(|text| !text.contains('\0') && text.len() <= MAX_WORD);
    let mut command = String::new();
    if text.is_none() {
        let _ = write!(command, "printf '{}' | ", escaped(body));
    }
    let _ = write!(command, "curl -sS -X {} {}", prepared.method(), quoted(&prepared.url()));
    for (name, value) in headers(prepared).filter(|(name, _)| *name != "host") {
        // curl takes `name:` for a header to leave out, and `name;` for one without a value.
        let header = if value.is_empty() {
            format!("{name};")
        } else {
            format!("{name}: {value}")
        };
        let _ = write!(command, " \\\n  -H {}", quoted(&header));
    }
    match text {
        // An empty body of a GET is none.
        Some("") if prepared.method() == "GET" => {}
        // `@` would be read as the name of a file.
        Some(text) => {
            let _ = write!(command, " \\\n  --data-raw {}", quoted(text));
        }
        None => command.push_str(" \\\n  --data-binary @-"),
    }
    command.push('\n');
    command
}

/// The bytes as octal escapes of `printf`.
fn escaped(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "\\{byte:03o}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_become_octal_escapes() {
        assert_eq!(escaped(&[0, 39, 255]), r"\000\047\377");
    }
}
