//! Search over a library: a spec folder before the catalog in the crate.

use tc3_catalog::search::LibrarySearch;
use tc3_catalog::{Catalog, Library, Site};
use tc3_codegen::spec::{ActionFile, Service, Spec};

fn embedded() -> Library {
    Library::new().with_catalog(Catalog::embedded().unwrap())
}

fn first(library: &Library, query: &str) -> String {
    let result = LibrarySearch::new(library)
        .unwrap()
        .search(query, 5, None, None)
        .unwrap();
    let hit = result.hits.first();
    hit.map(|hit| format!("{} {} {}", hit.service, hit.version, hit.action))
        .unwrap_or_default()
}

#[test]
fn the_embedded_catalog_is_searched_by_names() {
    let library = embedded();
    for (query, expected) in [
        ("create proxy group", "gaap 2018-05-29 CreateProxyGroup"),
        ("runinstances", "cvm 2017-03-12 RunInstances"),
        ("vod ProcessMedia", "vod 2018-07-17 ProcessMedia"),
        ("mps processmedia", "mps 2019-06-12 ProcessMedia"),
        ("bind snapshot policy", "cbs 2017-03-12 BindAutoSnapshotPolicy"),
    ] {
        assert_eq!(first(&library, query), expected, "{query}");
    }
}

/// The share of all actions that their own names find first: another service may have an action of the same name.
#[test]
fn every_action_of_the_catalog_is_found_by_service_and_name() {
    let library = embedded();
    let search = LibrarySearch::new(&library).unwrap();
    let mut wrong = Vec::new();
    let mut all = 0;
    for service in library.services().unwrap().iter().step_by(12) {
        for action in library.actions(&service.name, None).unwrap().iter().step_by(7) {
            let query = format!("{} {}", service.name, action.name);
            let result = search.search(&query, 1, None, None).unwrap();
            all += 1;
            let is_first = |hit: &tc3_catalog::search::Hit| hit.service == service.name && hit.action == action.name;
            if !result.hits.first().is_some_and(is_first) {
                wrong.push(query);
            }
        }
    }
    assert!(all > 100);
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn a_spec_wins_over_the_catalog_and_both_are_searched() {
    let mut service = Service::default();
    service.file.name = "gaap".to_owned().into();
    service.file.version = "2018-05-29".to_owned().into();
    for name in ["CreateProxyGroup", "PolishTheBrass"] {
        service.actions.push(ActionFile {
            name: name.to_owned().into(),
            description: "From the spec.".to_owned().into(),
            ..ActionFile::default()
        });
    }
    let spec = Spec {
        services: vec![service],
    };
    let library = embedded().with_spec(spec);
    let search = LibrarySearch::new(&library).unwrap();
    let result = search.search("create proxy group", 5, None, None).unwrap();
    assert_eq!(result.hits[0].english, "From the spec.");
    // Of the catalog, that version is not searched.
    assert!(
        search
            .search("CreateProxyGroupDomain", 5, Some("gaap"), None)
            .unwrap()
            .is_partial
            || search
                .search("CreateProxyGroupDomain", 5, Some("gaap"), None)
                .unwrap()
                .hits
                .is_empty()
    );
    assert_eq!(first(&library, "polish brass"), "gaap 2018-05-29 PolishTheBrass");
    assert_eq!(first(&library, "runinstances"), "cvm 2017-03-12 RunInstances");
}

#[test]
fn a_site_is_respected() {
    let library = embedded();
    let search = LibrarySearch::new(&library).unwrap();
    let of = |site| {
        search
            .search("clb AddCustomizedConfig", 1, None, site)
            .unwrap()
            .hits
            .first()
            .cloned()
    };
    assert_eq!(of(None).unwrap().action, "AddCustomizedConfig");
    assert!(!of(None).unwrap().sites.cn);
    assert_eq!(of(Some(Site::Intl)).unwrap().action, "AddCustomizedConfig");
    assert_ne!(
        of(Some(Site::Cn)).map(|hit| hit.action).as_deref(),
        Some("AddCustomizedConfig")
    );
}
