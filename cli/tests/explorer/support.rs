//! `tc3 explorer` in a clean environment, and a client that sends what no browser would.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;

use serde_json::Value;
use tc3_emulator::{SAMPLE_SECRET_ID, SAMPLE_SECRET_KEY};

pub(crate) const SPEC: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../spec");

/// A running Explorer.
pub(crate) struct Explorer {
    /// None if something else ends it.
    process: Option<Child>,
    pub(crate) address: SocketAddr,
    pub(crate) token: String,
    /// Everything that it answered.
    traffic: Mutex<Vec<u8>>,
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

/// `tc3` with these words, in a clean environment with the sample credential.
pub(crate) fn tc3(words: &[&str]) -> Command {
    let home = env!("CARGO_TARGET_TMPDIR");
    let mut command = Command::new(env!("CARGO_BIN_EXE_tc3"));
    command
        .args(words)
        .env_clear()
        .envs([
            ("HOME", home),
            ("TENCENTCLOUD_SECRET_ID", SAMPLE_SECRET_ID),
            ("TENCENTCLOUD_SECRET_KEY", SAMPLE_SECRET_KEY),
        ])
        .current_dir(home)
        .stdin(Stdio::null());
    command
}

impl Explorer {
    pub(crate) fn start(words: &[&str]) -> Self {
        Self::start_with(words, |command| command)
    }

    pub(crate) fn start_with(words: &[&str], change: impl FnOnce(&mut Command) -> &mut Command) -> Self {
        let mut command = tc3(&[&["explorer", "--no-open", "--spec", SPEC], words].concat());
        let mut process = change(command.stdout(Stdio::piped()).stderr(Stdio::null()))
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        Self::of_line(&line, Some(process))
    }

    /// The Explorer that printed this line.
    pub(crate) fn of_line(line: &str, process: Option<Child>) -> Self {
        let (url, token) = line.trim().split_once("/#").unwrap();
        let address = url.strip_prefix("http://").unwrap().parse().unwrap();
        Self {
            process,
            address,
            token: token.to_owned(),
            traffic: Mutex::new(Vec::new()),
        }
    }

    /// The process, for who ends it.
    pub(crate) fn take_process(&mut self) -> Child {
        self.process.take().unwrap()
    }

    /// Sends these lines and this body, and nothing else.
    pub(crate) fn send(&self, request_line: &str, headers: &[(&str, &str)], body: &str) -> Reply {
        let mut stream = TcpStream::connect(self.address).unwrap();
        let mut head = format!("{request_line} HTTP/1.1\r\nConnection: close\r\n");
        for (name, value) in headers {
            head += &format!("{name}: {value}\r\n");
        }
        if !body.is_empty() {
            head += &format!("Content-Length: {}\r\n", body.len());
        }
        stream.write_all(format!("{head}\r\n{body}").as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        self.traffic.lock().unwrap().extend_from_slice(&answer);
        Reply::read(&answer)
    }

    /// The headers that the page's requests have.
    pub(crate) fn headers(&self) -> [(&'static str, String); 5] {
        [
            ("Host", self.address.to_string()),
            ("Origin", format!("http://{}", self.address)),
            ("Sec-Fetch-Site", "same-origin".to_owned()),
            ("Content-Type", "application/json".to_owned()),
            ("Authorization", format!("Bearer {}", self.token)),
        ]
    }

    /// A GET of the page, `path` without the prefix of the API.
    pub(crate) fn get(&self, path: &str) -> Reply {
        let headers = self.headers();
        let headers = headers.each_ref().map(|(name, value)| (*name, value.as_str()));
        self.send(&format!("GET /api/{path}"), &headers, "")
    }

    /// A POST of the page.
    pub(crate) fn post(&self, path: &str, body: &Value) -> Reply {
        let headers = self.headers();
        let headers = headers.each_ref().map(|(name, value)| (*name, value.as_str()));
        self.send(&format!("POST /api/{path}"), &headers, &body.to_string())
    }

    /// Whether anything that it answered so far has this text.
    pub(crate) fn has_said(&self, text: &str) -> bool {
        let traffic = self.traffic.lock().unwrap();
        traffic.windows(text.len()).any(|part| part == text.as_bytes())
    }
}

impl Drop for Explorer {
    fn drop(&mut self) {
        if let Some(process) = &mut self.process {
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}

impl Reply {
    fn read(answer: &[u8]) -> Self {
        let end = answer.windows(4).position(|part| part == b"\r\n\r\n").unwrap();
        let head = String::from_utf8(answer[..end].to_vec()).unwrap().to_ascii_lowercase();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        let mut body = answer[end + 4..].to_vec();
        if head.contains("transfer-encoding: chunked") {
            body = unchunked(&body);
        }
        Self { status, head, body }
    }

    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The lines of a stream, each a JSON object.
    #[track_caller]
    pub(crate) fn lines(&self) -> Vec<Value> {
        let text = std::str::from_utf8(&self.body).unwrap();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

fn unchunked(mut rest: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    loop {
        let end = rest.windows(2).position(|part| part == b"\r\n").unwrap();
        let size = usize::from_str_radix(std::str::from_utf8(&rest[..end]).unwrap(), 16).unwrap();
        if size == 0 {
            return body;
        }
        body.extend_from_slice(&rest[end + 2..end + 2 + size]);
        rest = &rest[end + 4 + size..];
    }
}
