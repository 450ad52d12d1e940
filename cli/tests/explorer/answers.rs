//! Answers stay in the process: the page gets the part that it shows.

use std::fmt::Write;

use serde_json::{Value, json};

use crate::cloud::{Cloud, GROUP, LIST, serve};
use crate::support::Explorer;

/// An Explorer whose calls are answered by this output.
fn answering(output: &str) -> Explorer {
    let url = serve("200 OK", format!("{{\"Response\":{output}}}"));
    Explorer::start(&["--endpoint", &url, "--region", "ap-guangzhou"])
}

/// Calls once and returns what is said of the answer.
#[track_caller]
fn done(explorer: &Explorer) -> Value {
    let done = explorer.run("DescribeProxyGroupList", LIST);
    assert!(done["done"].is_object(), "{done}");
    done["done"].clone()
}

#[test]
fn each_view_shows_the_same_answer() {
    let output = r#"{"TotalCount":18446744073709551616,"ProxyGroupList":[{"GroupId":"lg-1","a b":[1.0,null]},{"GroupId":"lg-2 中","Status":"RUNNING"}],"RequestId":"r"}"#;
    let explorer = answering(output);
    let id = done(&explorer)["answer"].clone();
    let root = explorer.answer(&id, "view=tree");
    assert_eq!(
        (&root["kind"], &root["count"], &root["path"]),
        (&"object".into(), &3.into(), &"@".into())
    );
    assert_eq!(
        root["items"][0],
        json!({"key": "TotalCount", "kind": "number", "preview": "18446744073709551616", "path": "TotalCount"})
    );
    assert_eq!(
        (&root["items"][1]["kind"], &root["items"][1]["count"]),
        (&"array".into(), &2.into())
    );
    let item = explorer.answer(&id, "view=tree&path=ProxyGroupList%5B0%5D&offset=1&limit=1");
    assert_eq!(item["items"][0]["path"], r#"ProxyGroupList[0]."a b""#);
    let leaf = explorer.answer(&id, "view=tree&path=ProxyGroupList%5B0%5D.%22a%20b%22%5B0%5D");
    assert_eq!((&leaf["kind"], &leaf["preview"]), (&"number".into(), &"1.0".into()));
    // The path of a node is a filter that selects it.
    let filtered = explorer.get(&format!(
        "answer?id={}&view=text&filter=ProxyGroupList%5B0%5D.%22a%20b%22%5B0%5D",
        id.as_str().unwrap()
    ));
    assert_eq!(filtered.body, b"1.0");

    let table = explorer.answer(&id, "view=table");
    assert_eq!(table["columns"], json!(["GroupId", "a b", "Status"]));
    assert_eq!(
        table["rows"],
        json!([["lg-1", "[1.0,null]", ""], ["lg-2 中", "", "RUNNING"]])
    );
    assert_eq!((&table["count"], &table["name"]), (&2.into(), &"ProxyGroupList".into()));
    let table = explorer.answer(&id, "view=table&filter=ProxyGroupList%5B%5D.%5BGroupId%2CStatus%5D");
    assert_eq!(table["rows"][1], json!(["lg-2 中", "RUNNING"]));

    let raw = explorer.answer(&id, "view=raw&offset=1&limit=1");
    assert_eq!(raw["lines"], json!(["    \"TotalCount\": 18446744073709551616,"]));
    let text = explorer.get(&format!("answer?id={}&view=text", id.as_str().unwrap()));
    assert!(text.head.contains("application/json"), "{}", text.head);
    assert_eq!(text.json()["ProxyGroupList"][1]["GroupId"], "lg-2 中");
    assert!(String::from_utf8_lossy(&text.body).contains("18446744073709551616"));

    let hits = explorer.answer(&id, "view=search&q=RUN");
    assert_eq!(
        hits,
        json!({"hits": [{"path": "ProxyGroupList[1].Status", "preview": "RUNNING"}], "more": false})
    );
    for (query, status) in [
        ("view=tree&path=No.Such", 422),
        ("view=tree&path=length(%40)", 422),
        ("view=tree&filter=lenght(%40)", 400),
        ("view=tree&filter=TotalCount%20%3E%20'a'", 400),
        ("view=moon", 422),
        ("view=search", 422),
    ] {
        let reply = explorer.get(&format!("answer?id={}&{query}", id.as_str().unwrap()));
        assert_eq!(reply.status, status, "{query}");
        assert!(reply.json()["error"]["messages"][0].is_string(), "{query}");
    }
    assert_eq!(explorer.get("answer?id=9&view=tree").status, 404);
    assert_eq!(explorer.get("answer?view=tree").status, 422);
}

#[test]
fn an_answer_that_is_not_as_declared_says_where() {
    let explorer = answering(
        r#"{"TotalCount":"many","ProxyGroupList":[{"GroupId":["lg"],"CreateTime":1},{"New":1}],"RequestId":"r"}"#,
    );
    let done = done(&explorer);
    let anomalies = done["anomalies"].as_array().unwrap();
    let at = |path: &str| {
        let found = anomalies.iter().find(|anomaly| anomaly["path"] == path);
        found.unwrap_or_else(|| panic!("{path} is not in {anomalies:?}"))["message"]
            .as_str()
            .unwrap()
    };
    assert_eq!(at("TotalCount"), "Integer is declared, and it is a string");
    assert_eq!(at("ProxyGroupList[0].GroupId"), "String is declared, and it is a list");
    assert_eq!(at("ProxyGroupList[1].New"), "it is not declared");
    assert!(anomalies.iter().all(|anomaly| anomaly["path"] != "RequestId"));
    let cloud = Cloud::start();
    let right = cloud.explorer().run("CreateProxyGroup", GROUP);
    assert_eq!(right["done"]["anomalies"], json!([]), "{right}");
}

#[test]
fn two_answers_are_compared() {
    let cloud = Cloud::start();
    let explorer = cloud.explorer();
    let before = done(&explorer);
    assert!(explorer.run("CreateProxyGroup", GROUP)["done"].is_object());
    let after = done(&explorer);
    let request = json!({"left": before["answer"], "right": after["answer"]});
    let compared = explorer.post("compare", &request).json();
    let differences = compared["differences"].as_array().unwrap();
    let at = |path: &str| {
        differences
            .iter()
            .find(|difference| difference["path"] == path)
            .unwrap()
    };
    assert_eq!(
        (&at("TotalCount")["left"], &at("TotalCount")["right"]),
        (&"0".into(), &"1".into())
    );
    assert_eq!(at("ProxyGroupList[0]")["left"], Value::Null);
    assert!(at("ProxyGroupList[0]")["right"].as_str().unwrap().contains("it's 中"));
    assert_eq!(compared["more"], false);
    let same = json!({"left": before["answer"], "right": before["answer"]});
    assert_eq!(explorer.post("compare", &same).json()["differences"], json!([]));
    assert_eq!(
        explorer.post("compare", &json!({"left": "77", "right": "1"})).status,
        404
    );
}

/// About so many bytes of a list.
fn big(bytes: usize) -> String {
    let mut output = String::from(r#"{"TotalCount":1,"ProxyGroupList":["#);
    let mut index = 0;
    while output.len() < bytes {
        let comma = if index == 0 { "" } else { "," };
        let _ = write!(
            output,
            r#"{comma}{{"GroupId":"lg-{index:08}","GroupName":"中文 name {index}","ProjectId":{index},"Status":"RUNNING","TagSet":[{{"TagKey":"k","TagValue":"v{index}"}}]}}"#
        );
        index += 1;
    }
    output.push_str(r#"],"RequestId":"r"}"#);
    output
}

#[test]
fn a_big_answer_is_looked_at_in_parts() {
    let output = big(20_000_000);
    let explorer = answering(&output);
    let done = done(&explorer);
    assert!(done["bytes"].as_u64().unwrap() > 20_000_000);
    let id = &done["answer"];
    let count = explorer.answer(id, "view=tree&path=ProxyGroupList&limit=1")["count"]
        .as_u64()
        .unwrap();
    assert!(count > 100_000, "{count}");
    let last = count - 1;
    for (query, size) in [
        (format!("view=tree&path=ProxyGroupList&offset={last}"), 1_000),
        (format!("view=table&offset={last}"), 1_000),
        ("view=raw&offset=1000000&limit=100".to_owned(), 20_000),
        (
            "view=table&filter=ProxyGroupList%5B%3FProjectId%3D%3D%60123%60%5D".to_owned(),
            1_000,
        ),
        ("view=search&q=V77777".to_owned(), 1_000),
        ("view=tree&path=ProxyGroupList&limit=100000000".to_owned(), 5_000_000),
    ] {
        let reply = explorer.get(&format!("answer?id={}&{query}", id.as_str().unwrap()));
        assert_eq!(reply.status, 200, "{query}");
        assert!(reply.body.len() < size, "{query}: {}", reply.body.len());
    }
    let hit = explorer.answer(id, "view=search&q=v77777");
    assert_eq!(hit["hits"][0]["path"], "ProxyGroupList[77777].TagSet[0].TagValue");
    let filtered = explorer.answer(id, "view=table&filter=ProxyGroupList%5B%3FProjectId%3D%3D%60123%60%5D");
    assert_eq!(
        (&filtered["count"], &filtered["rows"][0][0]),
        (&1.into(), &"lg-00000123".into())
    );
    let whole = explorer.get(&format!("answer?id={}&view=text", id.as_str().unwrap()));
    assert!(whole.body.len() > output.len());
    assert_eq!(whole.json()["ProxyGroupList"].as_array().unwrap().len() as u64, count);
}

#[test]
fn the_oldest_answers_make_room() {
    let url = serve("502 Bad Gateway", vec![b'x'; 45_000_000]);
    let explorer = Explorer::start(&["--endpoint", &url, "--region", "ap-guangzhou"]);
    let ids: Vec<Value> = (0..5)
        .map(|_| explorer.run("CreateProxyGroup", GROUP)["failed"]["answer"].clone())
        .collect();
    let reply = explorer.get(&format!("answer?id={}&view=headers", ids[0].as_str().unwrap()));
    assert_eq!(reply.status, 410);
    assert_eq!(reply.json()["error"]["hints"][0], "run it again");
    for kept in &ids[1..] {
        assert_eq!(explorer.answer(kept, "view=headers")["status"], 502);
    }
}
