//! Command lines to paste into a shell.

use std::path::Path;

use super::displayed;

/// `cargo tc3-codegen` with a subcommand and its options.
pub(super) struct CommandLine(String);

impl CommandLine {
    pub(super) fn new(subcommand: &str) -> Self {
        Self(format!("cargo tc3-codegen {subcommand}"))
    }

    pub(super) fn flag(mut self, flag: &str, given: bool) -> Self {
        if given {
            self.0 = format!("{} {flag}", self.0);
        }
        self
    }

    pub(super) fn path(mut self, option: &str, path: Option<&Path>) -> Self {
        if let Some(path) = path {
            self.0 = format!("{} {option} {}", self.0, quoted(&displayed(path)));
        }
        self
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

/// `word` as a shell takes it for one word.
fn quoted(word: &str) -> String {
    let is_bare = |byte: u8| byte.is_ascii_alphanumeric() || b"/._-+=:,@%".contains(&byte);
    if !word.is_empty()
        && word
            .bytes()
            .all(|byte| is_bare(byte) || (cfg!(windows) && byte == b'\\'))
    {
        word.to_owned()
    } else if cfg!(windows) {
        format!("\"{word}\"") // a Windows path holds no quotes
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}
