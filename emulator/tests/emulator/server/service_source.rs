//! Services that are loaded when they are first called.

use std::path::Path;
use std::sync::{Arc, Mutex};

use tc3_codegen::spec::{Service, SourceSet};
use tc3_emulator::{Emulator, ServedVersion, ServiceSource};

use crate::support::http::{Running, at};
use crate::support::signer::{NOW, Signer, create_proxy_group, unsigned};
use crate::support::spec::{OTHER_SPEC, SPEC};

const BODY: &str = r#"{"ProjectId":0,"GroupName":"test","RealServerRegion":"EastChina"}"#;

/// Services that were read before, of which `broken` cannot be loaded.
struct Shelf {
    services: Vec<Service>,
    loads: Arc<Mutex<Vec<String>>>,
}

fn read(folder: &str) -> Vec<Service> {
    let sources = SourceSet::read_dir(Path::new(folder)).expect("a spec folder");
    tc3_codegen::load(&sources).expect("a valid spec").spec.services
}

impl ServiceSource for Shelf {
    fn versions(&self) -> Vec<ServedVersion> {
        let version = |service: &Service| ServedVersion {
            service: service.file.name.value.clone(),
            version: service.file.version.value.clone(),
        };
        let broken = ServedVersion {
            service: "broken".to_owned(),
            version: "2020-01-01".to_owned(),
        };
        self.services.iter().map(version).chain([broken]).collect()
    }

    fn load(&self, wanted: &ServedVersion) -> Result<Service, String> {
        self.loads.lock().expect("a lock").push(wanted.service.clone());
        let found = self
            .services
            .iter()
            .find(|service| service.file.name.value == wanted.service);
        found.cloned().ok_or_else(|| "the block is damaged".to_owned())
    }
}

fn start(eager: &[Service]) -> (Running, Arc<Mutex<Vec<String>>>) {
    let loads = Arc::default();
    let shelf = Shelf {
        services: [read(SPEC), read(OTHER_SPEC)].concat(),
        loads: Arc::clone(&loads),
    };
    let builder = Emulator::builder().services(shelf).clock(at(NOW)).log_parameters();
    let builder = eager.iter().cloned().fold(builder, tc3_emulator::Builder::service);
    (Running::start(builder), loads)
}

#[test]
fn a_service_is_loaded_when_it_is_called_and_kept() {
    let (running, loads) = start(&[]);
    assert!(loads.lock().unwrap().is_empty());
    let mut ping = unsigned("other", "2024-01-31", "Ping", "{}");
    Signer::for_service("other").sign(&mut ping);
    for _ in 0..2 {
        assert_eq!(running.send(&ping).code(), "");
        assert_eq!(running.send(&create_proxy_group(BODY)).code(), "");
    }
    assert_eq!(*loads.lock().unwrap(), ["other", "gaap"]);
    running
        .send(&create_proxy_group(r#"{"GroupName":1}"#))
        .assert_refused("MissingParameter", &["ProjectId"]);
}

#[test]
fn a_service_that_cannot_be_loaded_is_an_error_of_the_call_alone() {
    let (running, _) = start(&[]);
    let mut call = unsigned("broken", "2020-01-01", "Ping", "{}");
    Signer::for_service("broken").sign(&mut call);
    running
        .send(&call)
        .assert_refused("InternalError", &["broken 2020-01-01", "the block is damaged"]);
    assert_eq!(running.send(&create_proxy_group(BODY)).code(), "");
}

#[test]
fn what_is_not_served_is_refused_with_what_is() {
    let (running, loads) = start(&[]);
    let mut call = unsigned("gap", "2018-05-29", "Ping", "{}");
    Signer::for_service("gap").sign(&mut call);
    running.send(&call).assert_refused("NoSuchProduct", &["`gap`", "gaap"]);
    let mut call = unsigned("gaap", "2001-01-01", "Ping", "{}");
    Signer::for_service("gaap").sign(&mut call);
    running
        .send(&call)
        .assert_refused("NoSuchVersion", &["it has 2018-05-29"]);
    assert!(loads.lock().unwrap().is_empty());
}

#[test]
fn a_service_with_rules_has_state_and_is_not_loaded_again() {
    let mut eager = read(SPEC);
    eager.retain(|service| service.emulator.is_some());
    assert!(!eager.is_empty());
    let (running, loads) = start(&eager);
    assert_eq!(running.send(&create_proxy_group(BODY)).code(), "");
    let groups = running.emulator.state().all("gaap", "ProxyGroup").expect("the state");
    assert_eq!(groups.len(), 1);
    assert!(loads.lock().unwrap().is_empty());
}
