//! A command line of curl, as people write it and as `tc3 --dry-run=curl` prints it.

use bytes::Bytes;

use super::http::absolute_target;
use super::shell::{printf, split};
use super::{Form, ParseError, Parsed};
use crate::Request;
use crate::query::escape;

/// Options with a value that says nothing of the request.
const OTHER_VALUES: &str = "-o --output -m --max-time -x --proxy --connect-timeout --resolve --cacert -c --cookie-jar -w \
                            --write-out --retry --limit-rate -E --cert --key -T --upload-file --interface -D \
                            --dump-header --connect-to --retry-delay --retry-max-time --noproxy -K --config";

/// Whether a text is a command line of curl.
pub(super) fn is_command(text: &str) -> bool {
    let mut lines = text.lines().map(|line| line.trim_start_matches(['$', ' ', '\t']));
    let first = lines.find(|line| !line.is_empty() && !line.starts_with('#'));
    first.is_some_and(|line| {
        line.starts_with("curl ")
            || line.starts_with("curl.exe ")
            || (line.starts_with("printf ") && text.contains("| curl"))
    })
}

pub(super) fn parse(text: &str) -> Result<Parsed, ParseError> {
    let words = split(text.trim_start().trim_start_matches("$ ")).map_err(ParseError::new)?;
    let mut notes = Vec::new();
    if words.has_expansion {
        notes.push("the command has variables that its shell would expand, which were left as they are".to_owned());
    }
    let mut command = Command::default();
    let mut rest = words.words.into_iter().peekable();
    if rest.peek().is_some_and(|word| word == b"printf") {
        let format = rest.nth(1).unwrap_or_default();
        command.stdin = Some(printf(&format));
        rest.next();
    }
    rest.next();
    while let Some(word) = rest.next() {
        if word == b"|" {
            break;
        }
        command.read(word, &mut rest)?;
    }
    let request = command.request()?;
    Ok(Parsed {
        request,
        form: Form::CurlCommand,
        lacks: Vec::new(),
        notes,
    })
}

#[derive(Default)]
struct Command {
    url: Option<String>,
    method: Option<String>,
    headers: Vec<(String, String)>,
    data: Vec<Vec<u8>>,
    /// Whether a part of the data is in a file.
    has_unknown_data: bool,
    is_get: bool,
    is_json: bool,
    is_head: bool,
    stdin: Option<Vec<u8>>,
}

impl Command {
    fn read(&mut self, word: Vec<u8>, rest: &mut impl Iterator<Item = Vec<u8>>) -> Result<(), ParseError> {
        if !word.starts_with(b"-") || word == b"-" {
            self.url = Some(text(word)?);
            return Ok(());
        }
        let word = text(word)?;
        // `-XPOST`, `-sSH 'A: b'`, `--data-raw=..`
        let (option, mut attached) = match word.split_once('=') {
            Some((option, value)) if option.starts_with("--") => (option.to_owned(), Some(value.as_bytes().to_vec())),
            _ => (word, None),
        };
        let options: Vec<String> = if option.starts_with("--") {
            vec![option]
        } else {
            let mut options = Vec::new();
            for (at, letter) in option[1..].char_indices() {
                options.push(format!("-{letter}"));
                let after = &option[1 + at + letter.len_utf8()..];
                if takes_value(&format!("-{letter}")) && !after.is_empty() {
                    attached = Some(after.as_bytes().to_vec());
                    break;
                }
            }
            options
        };
        for option in options {
            let mut value = || {
                attached
                    .take()
                    .or_else(|| rest.next())
                    .ok_or_else(|| ParseError::new(format!("the option {option} of curl has no value")))
            };
            match option.as_str() {
                "-X" | "--request" => self.method = Some(text(value()?)?),
                "--url" => self.url = Some(text(value()?)?),
                "-H" | "--header" => self.header(&text(value()?)?),
                "-A" | "--user-agent" => {
                    let value = text(value()?)?;
                    self.headers.push(("User-Agent".to_owned(), value));
                }
                "-d" | "--data" | "--data-ascii" | "--data-binary" => {
                    let value = value()?;
                    self.data(value);
                }
                "--data-raw" => {
                    let value = value()?;
                    self.data.push(value);
                }
                "--json" => {
                    let value = value()?;
                    self.is_json = true;
                    self.data(value);
                }
                "--data-urlencode" => {
                    let value = text(value()?)?;
                    let encoded = match value.split_once('=') {
                        Some(("", value)) => escape(value, "-_.~", "%20"),
                        Some((name, value)) => format!("{name}={}", escape(value, "-_.~", "%20")),
                        None => escape(&value, "-_.~", "%20"),
                    };
                    self.data.push(encoded.into_bytes());
                }
                "-F" | "--form" => {
                    value()?;
                    self.has_unknown_data = true;
                }
                "-G" | "--get" => self.is_get = true,
                "-I" | "--head" => self.is_head = true,
                other if takes_value(other) => {
                    value()?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn data(&mut self, value: Vec<u8>) {
        if value == b"@-"
            && let Some(stdin) = self.stdin.take()
        {
            self.data.push(stdin);
        } else if value.starts_with(b"@") {
            self.has_unknown_data = true;
        } else {
            self.data.push(value);
        }
    }

    /// `Name: value`; `Name;` is an empty header, and `Name:` removes one.
    fn header(&mut self, header: &str) {
        if let Some((name, value)) = header.split_once(':') {
            self.headers
                .retain(|(known, _)| !value.trim().is_empty() || !known.eq_ignore_ascii_case(name.trim()));
            if !value.trim().is_empty() {
                self.headers.push((name.trim().to_owned(), value.to_owned()));
            }
        } else if let Some(name) = header.trim().strip_suffix(';') {
            self.headers.push((name.to_owned(), String::new()));
        }
    }

    fn request(self) -> Result<Request, ParseError> {
        let url = self.url.ok_or_else(|| ParseError::new("the curl command has no URL"))?;
        let url = if url.contains("://") {
            url
        } else {
            format!("http://{url}")
        };
        let has_data = !self.data.is_empty() || self.has_unknown_data;
        let default_method = if self.is_head {
            "HEAD"
        } else if has_data && !self.is_get {
            "POST"
        } else {
            "GET"
        };
        let method = self.method.unwrap_or_else(|| default_method.to_owned());
        let mut request = Request::new(method, url.split('#').next().unwrap_or_default());
        request.headers = self.headers;
        absolute_target(&mut request);
        let separator: &[u8] = if self.is_json { b"" } else { b"&" };
        let data = self.data.join(separator);
        if self.is_get {
            if !data.is_empty() {
                let joint = if request.target.contains('?') { '&' } else { '?' };
                request.target = format!("{}{joint}{}", request.target, String::from_utf8_lossy(&data));
            }
            request.body = Some(Bytes::new());
            return Ok(request);
        }
        if has_data && !request.has("content-type") {
            let default = if self.is_json {
                "application/json"
            } else {
                "application/x-www-form-urlencoded"
            };
            request.headers.push(("Content-Type".to_owned(), default.to_owned()));
        }
        request.body = (!self.has_unknown_data).then(|| data.into());
        Ok(request)
    }
}

fn takes_value(option: &str) -> bool {
    const READ: [&str; 18] = [
        "-X",
        "--request",
        "--url",
        "-H",
        "--header",
        "-A",
        "--user-agent",
        "-d",
        "--data",
        "--data-ascii",
        "--data-binary",
        "--data-raw",
        "--json",
        "--data-urlencode",
        "-F",
        "--form",
        "-u",
        "-b",
    ];
    READ.contains(&option) || OTHER_VALUES.split_whitespace().any(|other| other == option)
}

fn text(word: Vec<u8>) -> Result<String, ParseError> {
    String::from_utf8(word).map_err(|_| ParseError::new("the curl command is not UTF-8"))
}
