//! What calls of the Explorer reach: an emulator in this process, or a server with one answer.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};

use serde_json::{Value, json};
use tc3_emulator::{Builder, Emulator};

use crate::support::{Explorer, Reply, SPEC};

/// The parameters of a group that can be created.
pub(crate) const GROUP: &str =
    r#"{"ProjectId":0,"GroupName":"it's 中","RealServerRegion":"Guangzhou","PackageType":"Thunder"}"#;
/// The parameters of the list of groups.
pub(crate) const LIST: &str = r#"{"ProjectId":-1,"Offset":0,"Limit":10}"#;

/// An emulator of the spec, with the runtime that it runs on.
pub(crate) struct Cloud {
    pub(crate) emulator: Emulator,
    _runtime: tokio::runtime::Runtime,
}

impl Cloud {
    pub(crate) fn start() -> Self {
        Self::with(|builder| builder)
    }

    pub(crate) fn with(configure: impl FnOnce(Builder) -> Builder) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let builder = Emulator::builder().spec_dir(SPEC);
        let emulator = runtime.block_on(configure(builder).start()).unwrap();
        Self {
            emulator,
            _runtime: runtime,
        }
    }

    /// How often an action was called.
    pub(crate) fn count(&self, action: &str) -> usize {
        let requests = self.emulator.requests();
        let is_it = |request: &&tc3_emulator::RecordedRequest| request.action.as_deref() == Some(action);
        requests.iter().filter(is_it).count()
    }

    /// An Explorer whose calls come here.
    pub(crate) fn explorer(&self) -> Explorer {
        Explorer::start(&["--endpoint", &self.emulator.url(), "--region", "ap-guangzhou"])
    }
}

/// A server that answers each request with this status and body, and its URL. It ends with the process.
pub(crate) fn serve(status: &str, body: impl Into<Vec<u8>>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (head, body) = (format!("HTTP/1.1 {status}\r\n"), body.into());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut reader = BufReader::new(stream.unwrap());
            while read_request(&mut reader).is_some() {
                let head = format!("{head}Content-Length: {}\r\nX-Served-By: test\r\n\r\n", body.len());
                let answer = [head.as_bytes(), &body].concat();
                if reader.get_mut().write_all(&answer).is_err() {
                    break;
                }
            }
        }
    });
    url
}

fn read_request(reader: &mut BufReader<TcpStream>) -> Option<()> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let line = line.trim_end().to_ascii_lowercase();
        if line.is_empty() {
            break;
        }
        if let Some(value) = line.strip_prefix("content-length: ") {
            length = value.parse().unwrap();
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()
}

/// What the page sends to prepare a call.
pub(crate) fn request(action: &str, body: &str) -> Value {
    json!({"service": "gaap", "action": action, "lang": "en-US", "body": body})
}

impl Explorer {
    /// Prepares a call.
    #[track_caller]
    pub(crate) fn prepare(&self, request: &Value) -> Value {
        let reply = self.post("prepare", request);
        assert_eq!(reply.status, 200, "{}", String::from_utf8_lossy(&reply.body));
        reply.json()
    }

    /// Calls a prepared request, with further members of the page's request.
    pub(crate) fn call(&self, prepared: &Value, more: Value) -> Reply {
        let mut request = json!({"id": prepared["id"], "confirmed": true});
        request
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        self.post("call", &request)
    }

    /// Prepares and calls, and returns the last line.
    #[track_caller]
    pub(crate) fn run(&self, action: &str, body: &str) -> Value {
        let reply = self.call(&self.prepare(&request(action, body)), json!({"mode": "once"}));
        assert_eq!(reply.status, 200, "{}", String::from_utf8_lossy(&reply.body));
        reply.lines().pop().unwrap()
    }

    /// A part of an answer.
    #[track_caller]
    pub(crate) fn answer(&self, id: &Value, query: &str) -> Value {
        let reply = self.get(&format!("answer?id={}&{query}", id.as_str().unwrap()));
        assert_eq!(reply.status, 200, "{query}: {}", String::from_utf8_lossy(&reply.body));
        reply.json()
    }
}
