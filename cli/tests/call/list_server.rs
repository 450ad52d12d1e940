//! A server of one long list, for what takes an emulator too long: by offset, at most 1,000 items on a page.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};

pub(crate) const MAX_SIZE: u64 = 1_000;

/// Serves a list of `total` groups, and returns the URL. It ends with the process.
pub(crate) fn serve(total: u64) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            std::thread::spawn(move || answer(stream.unwrap(), total));
        }
    });
    url
}

/// The item at a position.
pub(crate) fn item(index: u64) -> String {
    format!(r#"{{"GroupId":"lg-{index:08}","GroupName":"中 {index}","ProjectId":{index}}}"#)
}

fn answer(stream: TcpStream, total: u64) {
    let mut reader = BufReader::new(stream);
    while let Some(body) = request(&mut reader) {
        let body: serde_json::Value = serde_json::from_slice(&body).unwrap();
        let offset = body["Offset"].as_u64().unwrap_or_default();
        let size = body["Limit"].as_u64().unwrap_or(20).min(MAX_SIZE);
        let items: Vec<String> = (offset..total.min(offset + size)).map(item).collect();
        let body = format!(
            r#"{{"Response":{{"TotalCount":{total},"ProxyGroupList":[{}],"RequestId":"r-{offset}"}}}}"#,
            items.join(",")
        );
        let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", body.len());
        // The client may have enough and be gone.
        if reader
            .get_mut()
            .write_all(&[head.as_bytes(), body.as_bytes()].concat())
            .is_err()
        {
            return;
        }
    }
}

/// The body of the next request; `None` once the client has closed.
pub(crate) fn request(reader: &mut BufReader<TcpStream>) -> Option<Vec<u8>> {
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
    reader.read_exact(&mut body).ok()?;
    Some(body)
}
