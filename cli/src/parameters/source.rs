//! Where the text of a word comes from: the word itself, a file, or standard input.
//!
//! | word | text |
//! |---|---|
//! | `@FILE`, `file://FILE` | of the file, as it is, the last line end included |
//! | `@-`, `file://-` | of standard input, which is read once |
//! | `fileb://FILE` | of the file, in base64 |
//! | `@@TEXT` | `@TEXT` |
//! | `@`, and anything else | the word |

use std::env;
use std::fs::File;
use std::io::{self, IsTerminal, Read};
use std::path::{Path, PathBuf};

use base64ct::{Base64, Encoding};

use super::Fault;
use crate::console::print_note;

/// No request is so large; a file that is, is another one than was meant.
const MOST_BYTES: u64 = 64 << 20;

/// What a word names.
#[derive(Debug)]
pub(super) enum Word {
    /// The word itself.
    Text(String),
    /// The content of a file.
    File {
        /// How messages name the file.
        name: String,
        bytes: Vec<u8>,
    },
    /// The content of a file that is sent in base64 where a text is expected.
    Bytes(Vec<u8>),
}

impl Word {
    /// The text: a file's must be UTF-8, bytes are written in base64.
    pub(super) fn text(self) -> Result<String, Fault> {
        match self {
            Self::Text(text) => Ok(text),
            Self::Bytes(bytes) => Ok(encode_base64(&bytes)),
            Self::File { name, bytes } => String::from_utf8(bytes).map_err(|error| {
                let place = error.utf8_error().valid_up_to();
                let hint = "bytes that are no text are given by fileb://FILE, and sent in base64";
                Fault::with_hint(format!("{name} is not UTF-8 (byte {place})"), hint)
            }),
        }
    }

    /// The value of a parameter of bytes, in base64.
    pub(super) fn base64(self) -> String {
        match self {
            Self::Text(text) => text,
            Self::File { bytes, .. } | Self::Bytes(bytes) => encode_base64(&bytes),
        }
    }
}

/// Reads files, and standard input once.
#[derive(Debug, Default)]
pub(super) struct Sources {
    stdin_is_read: bool,
    /// What has to be said of what was read, a line each.
    pub(super) notes: Vec<String>,
}

enum Source<'a> {
    Text(&'a str),
    File(&'a str),
    Bytes(&'a str),
}

impl Sources {
    /// Returns what a word names.
    pub(super) fn word(&mut self, word: &str) -> Result<Word, Fault> {
        match source(word) {
            Source::Text(text) => Ok(Word::Text(text.to_owned())),
            Source::Bytes(file) => self.bytes(file).map(Word::Bytes),
            Source::File(file) => {
                let bytes = self.bytes(file).map_err(|fault| explain_at_sign(fault, word))?;
                let name = named(file).to_owned();
                Ok(Word::File { name, bytes })
            }
        }
    }

    /// The text of `--cli-input-json`.
    pub(super) fn json(&mut self, word: &str) -> Result<String, Fault> {
        let file = match source(word) {
            Source::File(file) => file,
            _ if word == "-" => "-",
            Source::Text(_) | Source::Bytes(_) => return Ok(word.to_owned()),
        };
        let name = named(file).to_owned();
        let bytes = self.bytes(file)?;
        Word::File { name, bytes }.text()
    }

    fn bytes(&mut self, file: &str) -> Result<Vec<u8>, Fault> {
        if file != "-" {
            let path = expanded(file);
            return read(File::open(&path)).map_err(|error| unreadable(&path, &error));
        }
        if std::mem::replace(&mut self.stdin_is_read, true) {
            return Err(Fault::new(
                "standard input was read already: only one parameter can come from it",
            ));
        }
        if io::stdin().is_terminal() {
            print_note("reading standard input from the terminal; Ctrl-D on a line of its own ends it");
        }
        read(Ok(io::stdin().lock())).map_err(|error| Fault::new(format!("standard input: {error}")))
    }
}

fn source(word: &str) -> Source<'_> {
    if let Some(file) = word.strip_prefix("fileb://") {
        return Source::Bytes(file);
    }
    if let Some(file) = word.strip_prefix("file://") {
        return Source::File(file);
    }
    match word.strip_prefix('@') {
        None | Some("") => Source::Text(word),
        Some(text) if text.starts_with('@') => Source::Text(text),
        Some(file) => Source::File(file),
    }
}

fn read(input: io::Result<impl Read>) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    input?.take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(io::Error::other("it is larger than 64 MiB, and no request may be"));
    }
    Ok(bytes)
}

/// A file as shells would name it: `~/x` is in the home folder.
fn expanded(file: &str) -> PathBuf {
    match (file.strip_prefix("~/"), env::var_os("HOME")) {
        (Some(rest), Some(home)) => Path::new(&home).join(rest),
        _ => PathBuf::from(file),
    }
}

fn named(file: &str) -> &str {
    if file == "-" { "standard input" } else { file }
}

fn unreadable(path: &Path, error: &io::Error) -> Fault {
    Fault::new(format!("cannot read {}: {error}", path.display()))
}

/// A text that begins with `@` is taken for a file.
fn explain_at_sign(fault: Fault, word: &str) -> Fault {
    if !word.starts_with('@') || fault.hint.is_some() {
        return fault;
    }
    Fault {
        hint: Some("`@` names a file; a text that begins with it is given with a second one: @@TEXT".to_owned()),
        ..fault
    }
}

pub(super) fn encode_base64(bytes: &[u8]) -> String {
    Base64::encode_string(bytes)
}

/// Bytes of base64; line breaks do not count.
pub(super) fn decode_base64(text: &str) -> Option<Vec<u8>> {
    let joined: String = text.split_ascii_whitespace().collect();
    Base64::decode_vec(&joined).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_are_no_files() {
        for (word, text) in [
            ("a", "a"),
            ("@", "@"),
            ("@@", "@"),
            ("@@x", "@x"),
            ("-", "-"),
            ("a@b", "a@b"),
            ("", ""),
        ] {
            assert_eq!(Sources::default().word(word).unwrap().text().unwrap(), text, "{word}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let folder = env::temp_dir();
        for word in [
            format!("@{}", folder.display()),
            "file:///nowhere/x".to_owned(),
            "@/nowhere/x".to_owned(),
            "fileb://".to_owned(),
        ] {
            assert!(Sources::default().word(&word).is_err(), "{word}");
        }
        assert!(
            Sources::default()
                .word("@/nowhere")
                .unwrap_err()
                .hint
                .unwrap()
                .contains("@@TEXT")
        );
    }

    #[test]
    fn base64_there_and_back() {
        assert_eq!(encode_base64(b"\x00\xff"), "AP8=");
        assert_eq!(decode_base64("AP8=\n"), Some(vec![0, 0xff]));
        assert_eq!(decode_base64("a b!"), None);
    }
}
