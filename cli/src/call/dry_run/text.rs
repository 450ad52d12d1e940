//! A request for reading: what is sent, and what the signature is computed from.

use std::fmt::Write;

use tc3_runtime::Prepared;

use super::headers;

pub(super) fn of(prepared: &Prepared) -> String {
    let mut text = format!("{} {}\n", prepared.method(), prepared.url());
    for (name, value) in headers(prepared) {
        // A text is for reading, and ends up in logs; the forms that can be sent have it.
        let value = if name == "x-tc-token" {
            "(not shown)".into()
        } else {
            value
        };
        // Writing to a String does not fail.
        let _ = writeln!(text, "{name}: {value}");
    }
    text.push('\n');
    match std::str::from_utf8(prepared.body()) {
        Ok(body) => text.push_str(body),
        Err(_) => {
            let _ = write!(text, "({} bytes that are not text)", prepared.body().len());
        }
    }
    text.push('\n');
    match prepared.signed() {
        Some(signed) => {
            for (title, content) in [
                ("Canonical request", &signed.canonical_request),
                ("String to sign", &signed.string_to_sign),
                ("Signature", &signed.signature),
            ] {
                let _ = write!(text, "\n# {title}\n{content}\n");
            }
        }
        None => text.push_str("\n# The action takes no signature\n"),
    }
    text
}
