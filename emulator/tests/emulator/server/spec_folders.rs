//! Several spec folders in one emulator.

use std::fs;
use std::path::PathBuf;

use tc3_codegen::spec::{Source, SourceSet};
use tc3_emulator::{Builder, Emulator, StartError};
use tokio::runtime::Runtime;

use crate::support::http::{Running, at};
use crate::support::signer::{NOW, Signer, create_proxy_group, unsigned};
use crate::support::spec::{OTHER_SPEC, SPEC};

const BODY: &str = r#"{"ProjectId":0,"GroupName":"test","RealServerRegion":"EastChina"}"#;

fn start_error(builder: Builder) -> StartError {
    let runtime = Runtime::new().expect("a runtime");
    runtime.block_on(builder.start()).expect_err("no start")
}

#[test]
fn every_folder_is_served() {
    let builder = Emulator::builder().spec_dir(SPEC).spec_dir(OTHER_SPEC);
    let running = Running::start(builder.clock(at(NOW)));
    assert_eq!(running.send(&create_proxy_group(BODY)).code(), "");
    let mut request = unsigned("other", "2024-01-31", "Ping", "{}");
    Signer::for_service("other").sign(&mut request);
    assert_eq!(running.send(&request).code(), "");
}

#[test]
fn an_action_can_be_in_another_folder_than_its_service() {
    let action = Source {
        path: "other/v20240131/actions/Pong.json".to_owned(),
        text: r#"{"name":"Pong","description":"Answers.","regionRequired":false,"parameters":[],"output":[
            {"name":"RequestId","type":"String","description":"ID of the request."}]}"#
            .to_owned(),
    };
    let builder = Emulator::builder()
        .spec_dir(OTHER_SPEC)
        .sources(SourceSet::new("", [action]));
    let running = Running::start(builder.clock(at(NOW)));
    let mut request = unsigned("other", "2024-01-31", "Pong", "{}");
    Signer::for_service("other").sign(&mut request);
    assert_eq!(running.send(&request).code(), "");
}

#[test]
fn a_file_in_two_folders_is_an_error_that_names_both() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("second-spec");
    let copy = folder.join("other/v20240131/service.json");
    fs::create_dir_all(copy.parent().expect("a folder")).expect("a folder");
    fs::copy(format!("{OTHER_SPEC}/other/v20240131/service.json"), copy).expect("a copy");

    let error = start_error(Emulator::builder().spec_dir(OTHER_SPEC).spec_dir(&folder));
    assert!(matches!(error, StartError::SpecTwice { .. }), "{error:?}");
    let second = folder.to_string_lossy();
    for part in ["`other/v20240131/service.json`", OTHER_SPEC, &second] {
        assert!(error.to_string().contains(part), "no {part} in {error}");
    }
}

#[test]
fn a_diagnostic_names_the_folders() {
    let action = Source {
        path: "other/v20240131/actions/Pong.json".to_owned(),
        text: "{".to_owned(),
    };
    let builder = Emulator::builder()
        .spec_dir(OTHER_SPEC)
        .sources(SourceSet::new("mine", [action]));
    let said = start_error(builder).to_string();
    let path = format!("{{{OTHER_SPEC},mine}}/other/v20240131/actions/Pong.json");
    assert!(said.contains(&path), "{said}");
}
