//! What is known of services and actions, as the page gets it.

use serde_json::{Value, json};

use crate::support::Explorer;

#[test]
fn services_actions_and_search_are_those_of_the_catalog() {
    let explorer = Explorer::start(&[]);
    let services = explorer.get("services").json();
    let services = services["services"].as_array().unwrap();
    let gaap = services.iter().find(|service| service["name"] == "gaap").unwrap();
    assert_eq!(gaap["versions"][0]["version"], "2018-05-29");
    assert!(services.len() > 270);
    let count: u64 = services
        .iter()
        .flat_map(|service| service["versions"].as_array().unwrap())
        .map(|version| version["actions"].as_u64().unwrap())
        .sum();
    assert!(count >= 16_204, "{count}");

    let actions = explorer.get("actions?service=gaap").json();
    let named = |name: &str| {
        let actions = actions["actions"].as_array().unwrap();
        actions.iter().find(|action| action["name"] == name).unwrap().clone()
    };
    assert_eq!(named("CreateProxyGroup")["reads"], false);
    assert_eq!(named("DescribeProxyGroupList")["reads"], true);
    assert_eq!(named("DescribeProxyGroupList")["pages"], true);

    for (query, service, action) in [
        ("create+proxy+group", "gaap", "CreateProxyGroup"),
        ("%E5%88%9B%E5%BB%BA+runinstances", "cvm", "RunInstances"),
    ] {
        let hits = explorer.get(&format!("search?q={query}&limit=5")).json();
        let is_hit = |hit: &Value| hit["service"] == service && hit["action"] == action;
        assert!(hits["hits"].as_array().unwrap().iter().any(is_hit), "{query}: {hits}");
    }
    let first = explorer.get("search?q=describe&limit=3").json();
    let second = explorer.get("search?q=describe&limit=3&offset=3").json();
    assert_eq!(first["hits"].as_array().unwrap().len(), 3);
    assert_ne!(first["hits"], second["hits"]);
    for beyond in ["500", "5000"] {
        let none = explorer
            .get(&format!("search?q=describe&limit=3&offset={beyond}"))
            .json();
        assert_eq!(none["hits"], json!([]), "{beyond}");
    }
    assert_eq!(explorer.get("search?q=a&offset=18446744073709551616").status, 422);
    assert_eq!(explorer.get(&format!("search?q={}", "a".repeat(201))).status, 422);
}

/// The page offers a search only where it finds something: Chinese titles come with the descriptions.
#[test]
fn the_searches_to_try_find_something() {
    let explorer = Explorer::start(&[]);
    assert_eq!(explorer.get("state").json()["hasTexts"], false);
    let page = include_str!("../../explorer/js/search_page.js");
    let offered = page
        .lines()
        .find(|line| line.contains("\"create proxy group\""))
        .unwrap();
    let (list, _) = offered.split_once(']').unwrap();
    let mut found = 0;
    for words in list.trim().trim_start_matches('[').split(", ") {
        // The others have a condition.
        if let Some(words) = words.strip_prefix('"').and_then(|words| words.strip_suffix('"')) {
            let hits = explorer
                .get(&format!("search?q={}&limit=1", words.replace(' ', "+")))
                .json();
            assert_ne!(hits["hits"], json!([]), "{words}");
            found += 1;
        }
    }
    assert!(found >= 3, "{offered}");
}

#[test]
fn a_search_is_filtered_before_it_is_cut() {
    let explorer = Explorer::start(&[]);
    let hits = |query: &str| {
        let found = explorer.get(&format!("search?q=proxy&{query}")).json();
        found["hits"].as_array().unwrap().clone()
    };
    assert!(hits("limit=20").iter().any(|hit| hit["reads"] == false));
    let reads = hits("limit=20&reads=1");
    assert_eq!(reads.len(), 20);
    assert!(reads.iter().all(|hit| hit["reads"] == true), "{reads:?}");
    assert_eq!(hits("limit=20&reads=1&offset=5")[0], reads[5]);

    let pages = hits("limit=20&pages=1&service=gaap");
    let actions = explorer.get("actions?service=gaap").json();
    let has_pages = |hit: &Value| {
        let mut actions = actions["actions"].as_array().unwrap().iter();
        actions.any(|action| action["name"] == hit["action"] && action["pages"] == true)
    };
    assert!(!pages.is_empty() && pages.iter().all(has_pages), "{pages:?}");
}

#[test]
fn an_action_has_its_types_and_recursive_ones_once() {
    let explorer = Explorer::start(&[]);
    let action = explorer
        .get("action?service=gaap&action=CreateProxyGroup&lang=en-US")
        .json();
    assert_eq!(action["host"], "gaap.tencentcloudapi.com");
    assert_eq!(action["reads"], false);
    let parameters = action["parameters"].as_array().unwrap();
    let list = parameters
        .iter()
        .find(|member| member["name"] == "AccessRegionSet")
        .unwrap();
    assert_eq!(
        (list["type"].as_str(), list["list"].as_bool()),
        (Some("AccessConfiguration"), Some(true))
    );
    let members = action["types"]["AccessConfiguration"]["members"].as_array().unwrap();
    assert!(
        members
            .iter()
            .any(|member| member["name"] == "Bandwidth" && member["required"] == true)
    );
    assert!(
        action["examples"]
            .as_array()
            .unwrap()
            .iter()
            .all(|example| { serde_json::from_str::<Value>(example["request"].as_str().unwrap()).is_ok() })
    );
    let big = explorer.get("action?service=mps&action=ProcessMedia");
    assert!(big.body.len() < 300_000, "{}", big.body.len());

    let unknown = explorer.get("action?service=gaap&action=CreateProxyGruop");
    assert_eq!(unknown.status, 422);
    let hints = unknown.json()["error"].to_string();
    assert!(hints.contains("CreateProxyGroup"), "{hints}");
    assert_eq!(explorer.get("action?service=gaap").status, 422);
    assert_eq!(explorer.get("services?lang=fr").status, 422);
}

#[test]
fn faults_have_places() {
    let explorer = Explorer::start(&[]);
    let check = |body: &str| {
        let request = json!({"service": "gaap", "action": "CreateProxyGroup", "lang": "en-US", "body": body});
        explorer.post("check", &request).json()["faults"].clone()
    };
    let wrong = "{\n  \"ProjectId\": \"x\",\n  \"GroupName\": \"中\", \"RealServerRegion\": \"Guangzhou\",\n  \
                 \"AccessRegionSet\": [{\"Bandwith\": 1}]\n}";
    let faults = check(wrong);
    let at = |path: &str| {
        let faults = faults.as_array().unwrap();
        let fault = faults.iter().find(|fault| fault["path"] == path);
        let fault = fault.unwrap_or_else(|| panic!("{path} is not in {faults:?}"));
        (fault["line"].as_u64().unwrap(), fault["column"].as_u64().unwrap())
    };
    assert_eq!(at("ProjectId"), (2, 16));
    assert_eq!(at("AccessRegionSet.0.Bandwidth").0, 4);
    assert_eq!(at("AccessRegionSet.0.Bandwith"), (4, 24));
    let right = r#"{"ProjectId":0,"GroupName":"中","RealServerRegion":"Guangzhou"}"#;
    assert_eq!(check(right), json!([]));
    let no_json = check("{\n\"A\": }");
    assert_eq!(
        (no_json[0]["path"].as_str(), no_json[0]["line"].as_u64()),
        (Some(""), Some(2))
    );
    for whole in ["null", "[]", "\"x\""] {
        let message = check(whole)[0]["message"].as_str().unwrap().to_owned();
        assert!(message.starts_with("the parameters: "), "{whole}: {message}");
    }
    let nameless = check(r#"{"":1,"ProjectId":0,"GroupName":"a","RealServerRegion":"b"}"#);
    assert!(
        nameless[0]["message"]
            .as_str()
            .unwrap()
            .starts_with("\"\" is no parameter"),
        "{nameless}"
    );
    let big = check(r#"{"ProjectId":18446744073709551616,"GroupName":"a","RealServerRegion":"b"}"#);
    assert_eq!(big[0]["path"], "ProjectId");
}

#[test]
fn a_request_that_is_no_json_is_refused_by_name() {
    let explorer = Explorer::start(&[]);
    let headers = explorer.headers();
    let headers = headers.each_ref().map(|(name, value)| (*name, value.as_str()));
    for body in ["{", "[]", "x=1", "\"a\""] {
        let reply = explorer.send("POST /api/check", &headers, body);
        assert_eq!(reply.status, 400, "{body}");
        assert!(
            reply.json()["error"]["messages"][0].as_str().unwrap().contains("JSON"),
            "{body}"
        );
    }
}
