//! Damaged data files, and what survives a restart.
#![cfg(feature = "data-file")]

use std::fs;
use std::path::{Path, PathBuf};

use tc3_emulator::StartError;
use tokio::runtime::Runtime;

use super::command::output;
use crate::support::http::{Request, Running};
use crate::support::signer::{Signer, create_proxy_group, unsigned};
use crate::support::spec::{SPEC, builder};

const BODY: &str = r#"{"ProjectId":0,"GroupName":"a name that is found","RealServerRegion":"EastChina"}"#;

fn path(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("data-file");
    fs::create_dir_all(&folder).expect("a folder");
    let path = folder.join(name);
    let _ = fs::remove_file(&path);
    path
}

fn started(path: &Path) -> Running {
    Running::start(builder().data_file(path).machine_role("deploy"))
}

fn stop(running: Running) {
    let Running { emulator, runtime } = running;
    runtime.block_on(emulator.shutdown());
}

/// The bytes of a file with a group.
fn filled() -> Vec<u8> {
    let path = path(&format!("filled-{:016x}", fastrand::u64(..)));
    let running = started(&path);
    assert_eq!(running.send(&create_proxy_group(BODY)).code(), "");
    stop(running);
    let bytes = fs::read(&path).expect("the file");
    fs::remove_file(&path).expect("the file");
    bytes
}

#[test]
fn a_damaged_file_is_an_error_and_stays_as_it_is() {
    let bytes = filled();
    let mut with_changed_value = bytes.clone();
    let value = b"a name that is found";
    let places: Vec<usize> = (0..bytes.len()).filter(|at| bytes[*at..].starts_with(value)).collect();
    places.into_iter().for_each(|at| with_changed_value[at] ^= 1);
    let mut with_changed_header = bytes.clone();
    with_changed_header[12] ^= 1;
    for (name, damaged, said) in [
        ("truncated", bytes[..bytes.len() / 2].to_vec(), "is damaged"),
        ("truncated-in-the-header", bytes[..100].to_vec(), "is damaged"),
        ("text", b"some text\n".to_vec(), "is not a data file"),
        (
            "zeroed-header",
            [&[0; 512], &bytes[512..]].concat(),
            "is not a data file",
        ),
        ("changed-value", with_changed_value, "is damaged"),
        ("changed-header", with_changed_header, "is damaged"),
    ] {
        let path = path(name);
        fs::write(&path, &damaged).expect("a file");
        let data = path.to_str().expect("UTF-8");
        let refused = output(&["--spec", SPEC, "--listen", "127.0.0.1:0", "--data", data]);
        let text = String::from_utf8_lossy(&refused.stderr);
        assert_eq!(refused.status.code(), Some(1), "{name}: {text}");
        assert!(
            text.contains(said) && text.contains(data),
            "{name}: no `{said}` in {text}"
        );
        assert!(!text.contains("panicked"), "{name}: {text}");
        let in_library = Runtime::new()
            .expect("a runtime")
            .block_on(builder().data_file(&path).start());
        let is_damaged = match in_library {
            Err(StartError::DataFile(error)) => error.is_damaged(),
            other => panic!("{name}: {other:?}"),
        };
        assert_eq!(is_damaged, said == "is damaged", "{name}");
        assert!(
            fs::read(&path).expect("the file") == damaged,
            "{name}: the file was changed"
        );
    }
}

#[test]
fn an_intact_file_and_an_empty_one_are_opened() {
    let path = path("intact");
    fs::write(&path, filled()).expect("a file");
    let running = started(&path);
    let groups = running.emulator.state().all("gaap", "ProxyGroup").expect("a resource");
    assert_eq!(groups.len(), 1);
    stop(running);
    fs::write(&path, "").expect("a file");
    stop(started(&path));
}

fn assume_role() -> Request {
    let body =
        r#"{"RoleArn":"qcs::cam::uin/100000000002:roleName/deploy","RoleSessionName":"test","DurationSeconds":60}"#;
    let mut request = unsigned("sts", "2018-08-13", "AssumeRole", body);
    Signer::for_service("sts").sign(&mut request);
    request
}

/// A credential that was issued: SecretId, SecretKey and token.
type Issued = [String; 3];

fn issued(document: &serde_json::Value) -> Issued {
    ["TmpSecretId", "TmpSecretKey", "Token"].map(|name| document[name].as_str().expect("text").to_owned())
}

fn who_am_i(running: &Running, [id, key, token]: &Issued) -> (String, String) {
    let mut request = unsigned("sts", "2018-08-13", "GetCallerIdentity", "{}");
    request.set("X-TC-Token", token);
    let signer = Signer {
        secret_id: id.clone(),
        secret_key: key.clone(),
        ..Signer::for_service("sts")
    };
    signer.sign(&mut request);
    let reply = running.send(&request);
    (reply.code().to_owned(), reply.response["Arn"].to_string())
}

#[test]
fn issued_credentials_survive_a_restart_until_they_expire_or_a_reset() {
    let path = path("issued");
    let running = started(&path);
    let of_sts = issued(&running.send(&assume_role()).response["Credentials"]);
    let metadata = "GET /latest/meta-data/cam/security-credentials/deploy HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    let answer = crate::support::http::exchange(running.emulator.addr(), metadata.as_bytes()).expect("an answer");
    let text = String::from_utf8(answer).expect("text");
    let document = text.split_once("\r\n\r\n").expect("a head").1;
    let of_machine = issued(&serde_json::from_str(document).expect("JSON"));
    let before = [&of_sts, &of_machine].map(|issued| who_am_i(&running, issued));
    assert_eq!(before.each_ref().map(|(code, _)| code.as_str()), ["", ""]);
    // The state of the services does not include them.
    running.emulator.state().clear().expect("no state");
    stop(running);

    let again = started(&path);
    assert_eq!([&of_sts, &of_machine].map(|issued| who_am_i(&again, issued)), before);
    stop(again);

    let later = Running::start(
        builder()
            .data_file(&path)
            .clock(crate::support::http::at(crate::support::signer::NOW + 61)),
    );
    assert_eq!(who_am_i(&later, &of_sts).0, "AuthFailure.TokenFailure");
    assert_eq!(who_am_i(&later, &of_machine).0, "");
    later.emulator.reset().expect("a reset");
    assert_eq!(who_am_i(&later, &of_machine).0, "AuthFailure.SecretIdNotFound");
    stop(later);
    assert_eq!(who_am_i(&started(&path), &of_machine).0, "AuthFailure.SecretIdNotFound");
}
