//! `tc3 api update --download`, from an index on this machine.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;

use zip::write::SimpleFileOptions;

use crate::{empty_folder, run, unpacked, user_catalog};

/// Serves files by path until the process of the test ends; returns its address.
fn serve(answer: impl Fn(&str, &str) -> (u16, Vec<u8>) + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let own = address.clone();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let _ = respond(stream.unwrap(), &own, &answer);
        }
    });
    address
}

fn respond(mut stream: TcpStream, own: &str, answer: &impl Fn(&str, &str) -> (u16, Vec<u8>)) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut first = String::new();
    reader.read_line(&mut first)?;
    let mut line = String::new();
    while reader.read_line(&mut line)? > 2 {
        line.clear();
    }
    let path = first.split(' ').nth(1).unwrap_or_default();
    let (status, body) = answer(own, path);
    write!(
        stream,
        "HTTP/1.1 {status} x\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    )?;
    stream.write_all(&body)
}

fn wheel(home: &Path, package: &str) -> Vec<u8> {
    let folder = unpacked(home, package);
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let mut ahead = vec![folder.clone()];
    while let Some(at) = ahead.pop() {
        if at.is_dir() {
            ahead.extend(fs::read_dir(at).unwrap().map(|entry| entry.unwrap().path()));
            continue;
        }
        let name = at.strip_prefix(&folder).unwrap().to_str().unwrap().replace('\\', "/");
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        let mut bytes = Vec::new();
        fs::File::open(at).unwrap().read_to_end(&mut bytes).unwrap();
        zip.write_all(&bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn sha256(bytes: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// An index with both wheels, of which `hash` says the hash.
fn index(home: &Path, hash: impl Fn(&[u8]) -> String + Send + 'static) -> String {
    index_at(home, hash, |own, package| format!("{own}/files/{package}"))
}

/// An index that names the wheels as `address` does, from its own address and the package.
fn index_at(
    home: &Path,
    hash: impl Fn(&[u8]) -> String + Send + 'static,
    address: impl Fn(&str, &str) -> String + Send + 'static,
) -> String {
    let wheels = ["tccli", "tccli-intl-en"].map(|package| (package, wheel(home, package)));
    serve(move |own, path| {
        for (package, bytes) in &wheels {
            if path == format!("/pypi/{package}/json") {
                let (hash, size, address) = (hash(bytes), bytes.len(), address(own, package));
                let text = format!(
                    r#"{{"info": {{}}, "urls": [{{"packagetype": "sdist", "url": "{own}/none"}},
                    {{"packagetype": "bdist_wheel", "url": "{address}", "size": {size},
                    "digests": {{"sha256": "{hash}"}}}}]}}"#
                );
                return (200, text.into_bytes());
            }
            if path == format!("/files/{package}") {
                return (200, bytes.clone());
            }
        }
        (404, Vec::new())
    })
}

#[test]
fn both_wheels_are_downloaded_and_read() {
    let home = empty_folder("download");
    let index = index(&home, sha256);
    let printed = run(&home, &["api", "update", "--download", "--index-url", &index]);
    assert_eq!(printed.code, 0, "{}", printed.stderr);
    assert!(printed.stdout.contains("\ntccli 9.8.7 sha256:"), "{}", printed.stdout);
    assert!(
        printed.stdout.contains("\ntccli-intl-en 9.8.7 sha256:"),
        "{}",
        printed.stdout
    );
    // The wheels do not stay.
    let left = fs::read_dir(user_catalog(&home).parent().unwrap()).unwrap();
    assert_eq!(left.count(), 2);
}

#[test]
fn an_index_may_name_its_files_relative_to_its_page() {
    let home = empty_folder("download-relative");
    let index = index_at(&home, sha256, |_, package| match package {
        "tccli" => "../../files/tccli".to_owned(),
        other => format!("/files/{other}"),
    });
    let printed = run(&home, &["api", "update", "--download", "--index-url", &index]);
    assert_eq!(printed.code, 0, "{}", printed.stderr);
    assert!(user_catalog(&home).exists());
}

#[test]
fn what_cannot_be_downloaded_leaves_the_old_catalog() {
    let home = empty_folder("download-fails");
    let wrong_hash = index(&home, |_| "00".repeat(32));
    let unpacked = ["tccli", "tccli-intl-en"].map(|name| home.join(format!("unpacked-{name}")));
    let [china, international] = unpacked.each_ref().map(|folder| folder.to_str().unwrap());
    assert_eq!(run(&home, &["api", "update", china, international]).code, 0);
    let old = fs::read(user_catalog(&home)).unwrap();
    let no_index = serve(|_, _| (404, Vec::new()));
    let no_json = serve(|_, _| (200, b"<html>".to_vec()));
    let no_wheel = serve(|_, _| (200, b"{\"urls\": []}".to_vec()));
    for (index, code, expected) in [
        (wrong_hash.as_str(), 4, "as the index says"),
        (&no_index, 4, "answers with 404"),
        (&no_json, 4, "not the JSON of an index"),
        (&no_wheel, 4, "it lists no wheel"),
        ("http://127.0.0.1:1", 4, "127.0.0.1:1/pypi/tccli/json: "),
        ("nonsense", 2, "not a URL"),
    ] {
        let printed = run(&home, &["api", "update", "--download", "--index-url", index]);
        assert_eq!(
            (printed.code, printed.stdout.as_str()),
            (code, ""),
            "{index}: {}",
            printed.stderr
        );
        assert!(printed.stderr.contains(expected), "{index}: {}", printed.stderr);
        assert_eq!(fs::read(user_catalog(&home)).unwrap(), old);
        assert_eq!(fs::read_dir(user_catalog(&home).parent().unwrap()).unwrap().count(), 2);
    }
}
