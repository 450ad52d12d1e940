//! Requests to the emulator: whatever the bytes, each request is answered or its connection is closed.
//!
//! **Input:** what a client writes to a connection. An input that begins with the line `signed` is a request that is
//! signed before it is sent, so that mutations of parameters are not refused for their signature.
//!
//! **Must hold:** answers are complete HTTP with a known status; an answer in JSON is JSON and an envelope.

use std::sync::{LazyLock, Mutex, PoisonError};
use std::time::{Duration, UNIX_EPOCH};

use serde_json::Value;
use tc3::Credentials;
use tc3::runtime::sign::{Payload, SigningInput, sign};
use tc3_emulator::{Emulator, SAMPLE_SECRET_ID, SAMPLE_SECRET_KEY, fuzzing};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::runtime::Runtime;

use crate::{Surface, root, seeds};

/// What clients send to the emulator.
pub const SURFACE: Surface = Surface {
    name: "emulator",
    run,
    seeds,
    words: &[
        "signed\n",
        "POST / HTTP/1.1\r\n",
        "GET /?",
        "PUT ",
        "HEAD ",
        "OPTIONS ",
        "Host: ",
        "Content-Type: ",
        "Content-Length: ",
        "Transfer-Encoding: chunked\r\n",
        "Connection: close\r\n",
        "Expect: 100-continue\r\n",
        "X-TC-Action: ",
        "X-TC-Version: ",
        "X-TC-Region: ",
        "X-TC-Timestamp: 1700000000\r\n",
        "X-TC-Token: ",
        "X-TC-Language: ",
        "Authorization: SKIP\r\n",
        "Authorization: TC3-HMAC-SHA256 Credential=",
        "SignedHeaders=content-type;host",
        "application/json",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/octet-stream",
        "\r\n\r\n",
        "\r\n",
        "--x\r\n",
        "--x--",
        "%00",
        "%F0%9F",
        "&Action=",
        "&Filters.0.Name=",
        ".18446744073709551615",
        "null",
        "[]",
        "{}",
        "/_emulator/",
        "/_emulator/requests.json",
        "/latest/meta-data/cam/security-credentials/",
        "http://a/",
        "\u{202e}",
    ],
    test_inputs: 6_000,
};

/// The time of the emulator and of signatures, in Unix seconds.
const NOW: u64 = 1_700_000_000;

/// The room in each direction of a connection, in bytes.
const BUFFER_BYTES: usize = 64 * 1024;

/// How many inputs an emulator serves: its state and record grow.
const MOST_INPUTS: u32 = 20_000;

/// An emulator, the runtime that it runs on, and how many inputs it has served.
struct Running {
    runtime: Runtime,
    emulator: Emulator,
    inputs: u32,
}

static RUNNING: LazyLock<Mutex<Option<Running>>> = LazyLock::new(Mutex::default);

impl Running {
    fn start() -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let Ok(runtime) = runtime else {
            panic!("no runtime: {runtime:?}");
        };
        let builder = Emulator::builder()
            .spec_dir(root().join("spec"))
            .spec_dir(root().join("emulator/tests/data/spec"))
            .spec_dir(root().join("emulator/tests/data/state-spec"))
            .clock(|| UNIX_EPOCH + Duration::from_secs(NOW))
            .machine_role("deploy")
            .id_seed(1);
        match runtime.block_on(builder.start()) {
            Ok(emulator) => Self {
                runtime,
                emulator,
                inputs: 0,
            },
            Err(error) => panic!("no emulator: {error}"),
        }
    }

    fn exchange(&self, sent: &[u8]) -> Vec<u8> {
        let (mut client, server) = tokio::io::duplex(BUFFER_BYTES);
        self.runtime.block_on(async move {
            let serving = fuzzing::serve(&self.emulator, server);
            let exchange = async move {
                let (mut reading, mut writing) = tokio::io::split(&mut client);
                let write = async move {
                    // The server may close early.
                    let _ = writing.write_all(sent).await;
                    let _ = writing.shutdown().await;
                };
                let mut received = Vec::new();
                let (_, read) = tokio::join!(write, reading.read_to_end(&mut received));
                drop(read);
                received
            };
            tokio::join!(serving, exchange).1
        })
    }
}

/// Sends the request or requests to an emulator.
///
/// # Panics
/// If a promise is broken.
pub fn run(input: &[u8]) -> bool {
    let sent = match input.strip_prefix(b"signed\n") {
        Some(request) => match signed(request) {
            Some(sent) => sent,
            None => return false,
        },
        None => input.to_vec(),
    };
    let mut running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
    // Taken out, so that an emulator in which something panicked is not used again.
    let server = running.take().filter(|running| running.inputs < MOST_INPUTS);
    let mut server = server.unwrap_or_else(Running::start);
    server.inputs += 1;
    let is_answered = check(&server.exchange(&sent));
    *running = Some(server);
    is_answered
}

/// Signs a request with the sample credential: method, query, content type, host and body are as they were given.
fn signed(request: &[u8]) -> Option<Vec<u8>> {
    let end = request.windows(4).position(|bytes| bytes == b"\r\n\r\n")?;
    let head = str::from_utf8(&request[..end]).ok()?;
    let body = &request[end + 4..];
    let (first, headers) = head.split_once("\r\n")?;
    let mut words = first.split(' ');
    let (method, target) = (words.next()?, words.next()?);
    let header = |name: &str| {
        let mut headers = headers.split("\r\n").filter_map(|line| line.split_once(':'));
        let value = headers.find(|(given, _)| given.eq_ignore_ascii_case(name));
        value.map(|(_, value)| value.trim()).unwrap_or_default()
    };
    let host = header("host");
    let service = host.split('.').next().unwrap_or_default();
    let input = SigningInput::new(service, host, NOW, Payload::Bytes(body))
        .method(method)
        .query(target.split_once('?').unwrap_or_default().1)
        .content_type(header("content-type"));
    let signed = sign(&input, &Credentials::new(SAMPLE_SECRET_ID, SAMPLE_SECRET_KEY));
    let mut sent = format!(
        "{head}\r\nX-TC-Timestamp: {NOW}\r\nAuthorization: {}\r\nContent-Length: {}\r\n\r\n",
        signed.authorization,
        body.len()
    )
    .into_bytes();
    sent.extend_from_slice(body);
    Some(sent)
}

/// Checks the first answer of a connection, and returns whether it is a success. Nothing at all is a closed connection.
fn check(received: &[u8]) -> bool {
    if received.is_empty() {
        return false;
    }
    let end = received.windows(4).position(|bytes| bytes == b"\r\n\r\n");
    let head = end.and_then(|end| str::from_utf8(&received[..end]).ok());
    let (Some(end), Some(head)) = (end, head) else {
        panic!("no head: {:?}", String::from_utf8_lossy(received));
    };
    let status = head
        .strip_prefix("HTTP/1.1 ")
        .or_else(|| head.strip_prefix("HTTP/1.0 "));
    let status = status.and_then(|status| status.get(..3)).unwrap_or_default();
    const STATUSES: [&str; 10] = ["100", "200", "400", "403", "404", "405", "413", "414", "431", "500"];
    assert!(STATUSES.contains(&status), "{head}");
    let lower = head.to_ascii_lowercase();
    let value = |name: &str| lower.split("\r\n").find_map(|line| line.strip_prefix(name));
    let Some(length) = value("content-length: ").and_then(|length| length.parse::<usize>().ok()) else {
        return false;
    };
    let body = &received[end + 4..];
    // The answer to HEAD has the length of a body and none.
    if body.len() < length || value("content-type: ").is_none_or(|value| !value.starts_with("application/json")) {
        return false;
    }
    match serde_json::from_slice::<Value>(&body[..length]) {
        Ok(json) => json.pointer("/Response/RequestId").is_some() && json.pointer("/Response/Error").is_none(),
        Err(error) => panic!("{error}: {}", String::from_utf8_lossy(received)),
    }
}

fn seeds() -> Vec<Vec<u8>> {
    let mut seeds: Vec<Vec<u8>> = RAW.map(|raw| raw.replace('\n', "\r\n").into_bytes()).into();
    for exchange in seeds::exchanges()
        .iter()
        .filter(|exchange| exchange.request.len() < 4_000)
    {
        let (service, version, action) = (&exchange.service, &exchange.version, &exchange.action);
        let common = format!(
            "Host: {service}.tencentcloudapi.com\r\nX-TC-Action: {action}\r\nX-TC-Version: {version}\r\n\
             X-TC-Region: ap-guangzhou\r\n"
        );
        let request = &exchange.request;
        seeds.push(
            format!("signed\nPOST / HTTP/1.1\r\n{common}Content-Type: application/json\r\n\r\n{request}").into_bytes(),
        );
        if let Some(query) = query(request) {
            let content_type = "Content-Type: application/x-www-form-urlencoded";
            seeds.push(format!("signed\nGET /?{query} HTTP/1.1\r\n{common}{content_type}\r\n\r\n").into_bytes());
        }
    }
    seeds
}

/// The parameters of a request as a query.
fn query(request: &str) -> Option<String> {
    let mut pairs = Vec::new();
    flatten("", &serde_json::from_str(request).ok()?, &mut pairs);
    Some(pairs.join("&"))
}

fn flatten(name: &str, value: &Value, pairs: &mut Vec<String>) {
    let named = |part: &str| {
        if name.is_empty() {
            part.to_owned()
        } else {
            format!("{name}.{part}")
        }
    };
    match value {
        Value::Object(members) => {
            for (part, value) in members {
                flatten(&named(part), value, pairs);
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                flatten(&named(&index.to_string()), value, pairs);
            }
        }
        Value::String(text) if text.bytes().all(|byte| byte.is_ascii_alphanumeric()) => {
            pairs.push(format!("{name}={text}"));
        }
        Value::String(_) => pairs.push(format!("{name}=text")),
        Value::Null | Value::Bool(_) | Value::Number(_) => pairs.push(format!("{name}={value}")),
    }
}

/// Connections of every kind, with LF for CRLF.
const RAW: [&str; 8] = [
    "POST / HTTP/1.1\nHost: sts.tencentcloudapi.com\nAuthorization: SKIP\nX-TC-Action: AssumeRoleWithWebIdentity\n\
     X-TC-Version: 2018-08-13\nX-TC-Region: ap-guangzhou\nX-TC-Timestamp: 1700000000\nContent-Type: application/json\n\
     Content-Length: 137\n\n{\"ProviderId\":\"OIDC\",\"WebIdentityToken\":\"token\",\"RoleArn\":\"qcs::cam::uin/1:roleName/\
     deploy\",\"RoleSessionName\":\"a\",\"DurationSeconds\":7200}",
    "GET /_emulator/ HTTP/1.1\nHost: localhost\n\nGET /_emulator/requests.json HTTP/1.1\nHost: 127.0.0.1:1\n\n",
    "GET /latest/meta-data/cam/security-credentials/ HTTP/1.1\nHost: metadata.tencentyun.com\n\n\
     GET /latest/meta-data/cam/security-credentials/deploy HTTP/1.1\nHost: metadata.tencentyun.com\n\n",
    "GET /?Action=DescribeRegions&Version=2022-06-27&Nonce=1&Timestamp=1700000000&SecretId=AKIDEMULATOR&Signature=a%3D \
     HTTP/1.1\nHost: region.tencentcloudapi.com\n\n",
    "POST / HTTP/1.1\nHost: gaap.tencentcloudapi.com\nTransfer-Encoding: chunked\nContent-Type: application/json\n\n\
     2\n{}\n0\n\n",
    "POST / HTTP/1.1\nHost: sample.tencentcloudapi.com\nAuthorization: SKIP\nX-TC-Action: UploadThing\n\
     X-TC-Version: 2024-01-31\nContent-Type: multipart/form-data; boundary=x\nContent-Length: 72\n\n\
     --x\nContent-Disposition: form-data; name=\"File\"; filename=\"a\"\n\nbytes\n--x--\n",
    "signed\nPOST / HTTP/1.1\nHost: sample.tencentcloudapi.com\nX-TC-Action: UploadThing\nX-TC-Version: 2024-01-31\n\
     Content-Type: multipart/form-data; boundary=x\n\n\
     --x\nContent-Disposition: form-data; name=\"File\"; filename=\"a\"\n\nbytes\n--x--\n",
    "signed\nPOST / HTTP/1.1\nHost: library.tencentcloudapi.com\nX-TC-Action: DescribeBooks\nX-TC-Version: 2024-01-31\n\
     Content-Type: application/json\n\n{\"Filters\":[{\"Name\":\"title\",\"Values\":[\"a\"]}],\"Limit\":1}",
];
