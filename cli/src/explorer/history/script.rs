//! The calls of a session as a script of a POSIX shell, which makes them again with `tc3`.

use std::fmt::Write;
use std::sync::Arc;

use super::{Entry, site_name, time};
use crate::arguments::Site;
use crate::explorer::calls::EndpointChoice;
use crate::shell_word::{quoted, word};

/// The longest parameters in a word: Linux takes no argument of 128 KiB.
const MAX_WORD: usize = 100_000;
/// Ends parameters that are too long for a word; a line of compact JSON is never this.
const END: &str = "TC3_PARAMETERS";

/// The script. Keys come from the profile when it is run; calls that did not succeed are comments.
pub(super) fn script(entries: &[Arc<Entry>]) -> String {
    let mut script = String::from(
        "#!/bin/sh\n# Calls of tc3 explorer. Keys are not in here: each call takes its profile's.\nset -eu\n",
    );
    for entry in entries {
        let call = &entry.call;
        let _ = write!(
            script,
            "\n# {} {}",
            time::iso8601(call.started_at),
            call.status.replace('_', " ")
        );
        if let Some(id) = &call.request_id {
            let _ = write!(script, ", request ID {}", one_line(id));
        }
        script.push('\n');
        if call.status == "ambiguous" {
            script.push_str("# It may have been carried out: look before you repeat it.\n");
        }
        for place in &call.sent.exported.places {
            let _ = writeln!(
                script,
                "# {} is secret and not in here: put it in place of <hidden>.",
                one_line(place)
            );
        }
        let command = command(entry);
        if call.status == "done" {
            script.push_str(&command);
        } else {
            for line in command.lines() {
                let _ = writeln!(script, "# {line}");
            }
        }
    }
    script
}

fn command(entry: &Entry) -> String {
    let sent = &entry.call.sent;
    let mut command = format!(
        "tc3 {} {} --version {}",
        word(&sent.service),
        word(&sent.action),
        word(&sent.version)
    );
    let body = &sent.exported.text;
    let is_long = body.len() > MAX_WORD;
    if is_long {
        command.push_str(" --cli-input-json -");
    } else {
        let _ = write!(command, " --cli-input-json {}", quoted(body));
    }
    if let Some(region) = &sent.region {
        let _ = write!(command, " --region {}", word(region));
    }
    match &sent.endpoint {
        EndpointChoice::Emulator => command.push_str(" --emulator"),
        EndpointChoice::Own(url) => {
            let _ = write!(command, " --endpoint {}", word(url));
        }
        EndpointChoice::Service | EndpointChoice::International => {
            if let Some(url) = &sent.endpoint_of_command {
                let _ = write!(command, " --endpoint {}", word(url));
            }
        }
    }
    if sent.site == Site::Intl {
        let _ = write!(command, " --site {}", site_name(sent.site));
    }
    // The emulator has a key of its own.
    if sent.endpoint != EndpointChoice::Emulator && sent.profile != "default" {
        let _ = write!(command, " --profile {}", word(&sent.profile));
    }
    if is_long {
        let _ = write!(command, " <<'{END}'\n{body}\n{END}");
    }
    command.push('\n');
    command
}

/// A text that ends no comment.
fn one_line(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_control()).collect()
}
