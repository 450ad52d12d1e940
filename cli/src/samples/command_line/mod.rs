//! Command lines of `tc3` and `tccli`, as scripts of a POSIX shell.
//!
//! Parameters are options while every word can be read, copied and shown; otherwise all of them are one JSON object on
//! standard input: what cannot be seen or be in a word, a secret, which every user of a machine can read in the arguments
//! of a program, and more than the system takes as arguments.

pub(super) mod tc3;
pub(super) mod tccli;

use tc3_codegen::spec::Member;

use super::facts::is_plain;
use super::json_text::json_lines;
use super::literals::shell_word;
use super::{Sample, SampleInput};
use crate::json::Value;

/// The longest word: Linux takes no argument of 128 KiB.
const MAX_WORD: usize = 100_000;
/// Shorter lines are not broken.
const SHORT: usize = 100;

/// Whether the parameters go as JSON on standard input, for a reason that holds for any command.
fn needs_input(input: &SampleInput<'_>) -> bool {
    let declared = &input.action.parameters;
    let is_odd = |(name, value): &(String, Value)| match value {
        _ if !declared.iter().any(|member| member.name.value == *name) => true,
        Value::Null => input.bytes_of(name).is_none(),
        Value::String(text) => !text.chars().all(|letter| is_plain(letter) || letter == '\n'),
        _ => false,
    };
    input.members().iter().any(is_odd) || input.holds(Member::is_secret)
}

/// An option with its value.
fn option(name: &str, value: &str) -> String {
    if value.starts_with('-') {
        return format!("--{name}={}", shell_word(value));
    }
    format!("--{name} {}", shell_word(value))
}

/// The script that runs a command with these words.
fn script(input: &SampleInput<'_>, comments: &[&str], mut words: Vec<String>, json: Option<&Value>) -> Sample {
    let mut code = format!("#!/bin/sh\n# {}\n", input.title());
    for comment in comments {
        code += &format!("# {comment}\n");
    }
    let json = json.map(|json| json_lines(json).join("\n"));
    if let (Some(_), Some(last)) = (&json, words.last_mut()) {
        *last += " <<'JSON'";
    }
    let line = words.join(" ");
    code += "\n";
    if line.len() <= SHORT {
        code += &line;
    } else {
        code += &words.join(" \\\n  ");
    }
    code += "\n";
    if let Some(json) = json {
        code += &format!("{json}\nJSON\n");
    }
    Sample {
        code,
        file_name: "call.sh",
        notes: Vec::new(),
    }
}
