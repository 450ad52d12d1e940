//! What searches find, and what comes first.

use tc3_catalog::search::{Matched, SearchIndex, SearchIndexBuilder, SearchResult};
use tc3_codegen::spec::{ActionFile, Member, Service};

use crate::{INDEX, SERVICES, index_of};

fn search(query: &str) -> SearchResult {
    SearchIndex::open(&INDEX).unwrap().search(query, 10)
}

fn first(query: &str) -> String {
    let result = search(query);
    let hit = result.hits.first();
    hit.map(|hit| format!("{} {}", hit.service, hit.action))
        .unwrap_or_default()
}

#[test]
fn the_action_that_is_meant_comes_first() {
    let cases = [
        ("create proxy group", "gaap CreateProxyGroup"),
        ("CreateProxyGroup", "gaap CreateProxyGroup"),
        ("createproxygroup", "gaap CreateProxyGroup"),
        ("gaap CreateProxyGroup", "gaap CreateProxyGroup"),
        ("group proxy create", "gaap CreateProxyGroup"),
        ("create proxy groups", "gaap CreateProxyGroup"),
        ("createproxygr", "gaap CreateProxyGroup"),
        ("create https listener", "gaap CreateHTTPSListener"),
        ("assume role", "sts AssumeRole"),
        ("sts caller", "sts GetCallerIdentity"),
        ("tag describe resources", "tag DescribeResourcesByTags"),
    ];
    for (query, expected) in cases {
        assert_eq!(first(query), expected, "{query}");
    }
}

#[test]
fn every_action_is_found_by_its_name_and_by_its_words() {
    let index = SearchIndex::open(&INDEX).unwrap();
    for service in SERVICES.iter() {
        for action in &service.actions {
            let name = &action.name.value;
            for query in [
                name.clone(),
                name.to_lowercase(),
                format!("{} {name}", service.file.name.value),
            ] {
                let result = index.search(&query, 1);
                assert_eq!(&result.hits[0].action, name, "{query}");
            }
        }
    }
}

#[test]
fn each_keystroke_finds_what_is_being_typed() {
    for end in 3..="create proxy group".len() {
        let typed = &"create proxy group"[..end];
        let result = search(typed);
        assert!(!result.hits.is_empty(), "{typed}");
        assert!(result.hits[0].action.contains("Create"), "{typed}");
        assert!(!result.is_partial && result.corrections.is_empty(), "{typed}");
    }
}

#[test]
fn typing_errors_are_corrected_and_reported() {
    for query in ["craete proxy group", "create porxy group", "create proxy gruop"] {
        assert_eq!(first(query), "gaap CreateProxyGroup", "{query}");
        assert_eq!(search(query).corrections.len(), 1, "{query}");
    }
    let result = search("create qqqqqqqq");
    assert!(result.is_partial);
    assert_eq!(result.corrections, [("qqqqqqqq".to_owned(), vec![])]);
    assert!(search("qqqqqqqq").hits.is_empty());
    assert!(search("").hits.is_empty() && search(" ,.").hits.is_empty());
}

#[test]
fn a_member_is_found_and_named() {
    for query in ["DelayLoop", "delayloop", "delay loop", "delaylo"] {
        let result = search(query);
        assert!(!result.hits.is_empty() && result.corrections.is_empty(), "{query}");
        let matched = &result.hits[0].matched;
        assert_eq!(*matched, Matched::Member("DelayLoop".to_owned()), "{query}");
    }
}

#[test]
fn a_title_is_the_first_sentence() {
    let result = search("CreateProxyGroup");
    assert!(result.hits[0].english.starts_with("Creates a connection group"));
    assert_eq!(result.hits[0].chinese, "");
    assert_eq!(result.hits[0].matched, Matched::Name);
}

#[test]
fn only_the_services_that_are_wanted_are_searched() {
    let index = SearchIndex::open(&INDEX).unwrap();
    let result = index.search_where("describe", 100, None, &|service, _| service == "region");
    assert!(!result.hits.is_empty() && result.hits.iter().all(|hit| hit.service == "region"));
}

/// A service with one action for each name and its description.
fn service(name: &str, title: &str, actions: &[(&str, &str)]) -> Service {
    let mut service = Service::default();
    service.file.name = name.to_owned().into();
    service.file.version = "2020-01-01".to_owned().into();
    service.file.title = title.to_owned().into();
    for (name, description) in actions {
        service.actions.push(ActionFile {
            name: (*name).to_owned().into(),
            description: (*description).to_owned().into(),
            ..ActionFile::default()
        });
    }
    service
}

#[test]
fn chinese_is_found_by_pairs_and_mixes_with_english() {
    let services = [
        service("bmlb", "黑石负载均衡", &[("CreateListeners", "创建黑石负载均衡监听器")]),
        service(
            "clb",
            "负载均衡",
            &[
                ("CreateListener", "在负载均衡实例上创建监听器。"),
                ("DescribeTargets", "查询后端"),
            ],
        ),
        service(
            "cvm",
            "云服务器",
            &[("RebootInstances", "本接口用于重启实例"), ("RunInstances", "创建实例")],
        ),
        service("other", "其他", &[("Restart", "重启 cvm 的容器")]),
    ];
    let bytes = index_of(&services);
    let index = SearchIndex::open(&bytes).unwrap();
    let cases = [
        ("负载均衡 监听器", "clb CreateListener"),
        ("黑石 监听器", "bmlb CreateListeners"),
        ("cvm 重启", "cvm RebootInstances"),
        ("重启实例", "cvm RebootInstances"),
        ("创建 instances", "cvm RunInstances"),
        ("runinstances", "cvm RunInstances"),
        ("重", "cvm RebootInstances"),
    ];
    for (query, expected) in cases {
        let hit = &index.search(query, 5).hits[0];
        assert_eq!(format!("{} {}", hit.service, hit.action), expected, "{query}");
    }
    assert_eq!(index.search("RebootInstances", 1).hits[0].chinese, "重启实例");
}

#[test]
fn texts_of_another_language_are_searched_too() {
    let english = service(
        "gaap",
        "Acceleration",
        &[("CreateProxyGroup", "Creates a connection group.")],
    );
    let chinese = service(
        "gaap",
        "全球应用加速",
        &[("CreateProxyGroup", "本接口用于创建通道组。其他。")],
    );
    let mut builder = SearchIndexBuilder::new();
    builder.add(&english, true, &[&chinese]);
    let bytes = builder.finish().unwrap();
    let result = SearchIndex::open(&bytes).unwrap().search("创建通道组", 5);
    assert_eq!(result.hits[0].english, "Creates a connection group.");
    assert_eq!(result.hits[0].chinese, "创建通道组");
}

#[test]
fn what_is_deprecated_comes_last_and_a_version_comes_once() {
    let mut old = service("es", "", &[("CreateIndex", ""), ("OldOnly", "")]);
    let mut new = service("es", "", &[("CreateIndex", ""), ("CreateIndexV1", "")]);
    old.file.version = "2018-01-01".to_owned().into();
    new.actions[1].deprecated = Some("gone".to_owned().into());
    let mut builder = SearchIndexBuilder::new();
    builder.add(&old, false, &[]);
    builder.add(&new, true, &[]);
    let bytes = builder.finish().unwrap();
    let index = SearchIndex::open(&bytes).unwrap();
    let hits = index.search("create index", 5).hits;
    let names: Vec<_> = hits
        .iter()
        .map(|hit| (hit.action.as_str(), hit.version.as_str()))
        .collect();
    assert_eq!(names, [("CreateIndex", "2020-01-01"), ("CreateIndexV1", "2020-01-01")]);
    assert!(hits[1].is_deprecated);
    assert_eq!(index.search("old only", 5).hits[0].version, "2018-01-01");
}

#[test]
fn recursive_types_end() {
    use tc3_codegen::spec::TypeFile;

    let mut service = service("a", "", &[("DoIt", "")]);
    let member = |name: &str, type_name: &str| {
        let mut member = Member::default();
        (member.name, member.type_name) = (name.to_owned().into(), type_name.to_owned().into());
        member
    };
    service.types.push(TypeFile {
        name: "Tree".to_owned().into(),
        members: Some(vec![member("Children", "Array of Tree"), member("LeafName", "String")]),
        ..TypeFile::default()
    });
    service.actions[0].parameters.push(member("Root", "Tree"));
    let bytes = index_of(&[service]);
    let result = SearchIndex::open(&bytes).unwrap().search("leaf", 5);
    assert_eq!(result.hits[0].matched, Matched::Member("LeafName".to_owned()));
}
