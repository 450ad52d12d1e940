//! Lists with filters, orders and pages, next to a walk over the records in the test, while records change.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, UNIX_EPOCH};

use fastrand::Rng;
use serde_json::{Value, json};
use tc3_codegen::spec::{Source, SourceSet};
use tc3_emulator::{Emulator, Record};

use crate::support::http::{Reply, Running, at};
use crate::support::signer::{NOW, Signer, unsigned};
use crate::support::spec::{SPEC, read};

fn call(running: &Running, action: &str, body: &Value) -> Reply {
    let mut request = unsigned("gaap", "2018-05-29", action, body.to_string());
    Signer::default().sign(&mut request);
    let reply = running.send(&request);
    assert_eq!(reply.code(), "", "{action} {body}: {}", reply.response);
    reply
}

fn any_proxy(rng: &mut Rng) -> Value {
    json!({
        "ProjectId": rng.u8(..4), "ProxyName": "proxy", "AccessRegion": *rng.choice(&["North", "South"]).expect("one"),
        "RealServerRegion": "East", "Bandwidth": rng.u8(1..9), "Concurrent": 2,
        "TagSet": [{ "TagKey": "team", "TagValue": rng.u8(..3).to_string() }],
    })
}

/// Makes one random change.
fn change(running: &Running, rng: &mut Rng) {
    let all = running.emulator.state().all("gaap", "Proxy").expect("proxies");
    let any = rng.choice(&all).and_then(Record::id);
    match (rng.u8(..6), any) {
        (0, Some(id)) => call(running, "DestroyProxies", &json!({ "ProxyIds": [id], "Force": 1 })),
        (1, Some(id)) => {
            let body = json!({ "ProxyIds": [id], "ProjectId": rng.u8(..4) });
            call(running, "ModifyProxiesProject", &body)
        }
        (2, Some(id)) => {
            let body = json!({ "ProxyId": id, "Bandwidth": rng.u8(1..9) });
            call(running, "ModifyProxyConfiguration", &body)
        }
        _ => call(running, "CreateProxy", &any_proxy(rng)),
    };
}

/// A list: its parameters, and which records they let through.
struct List {
    body: Value,
    holds: Box<dyn Fn(&Record) -> bool>,
}

fn any_list(running: &Running, rng: &mut Rng) -> List {
    let project = rng.u8(..5).to_string();
    let team = rng.u8(..3).to_string();
    let is_in = |projects: Vec<String>| {
        move |record: &Record| {
            record
                .text("ProjectId")
                .is_some_and(|project| projects.contains(&project))
        }
    };
    let order = ["bandwidth", "create_time", "proxy_id"];
    let mut body = json!({
        "OrderField": *rng.choice(&order).expect("an order"), "Order": *rng.choice(&["asc", "desc"]).expect("one"),
    });
    let filter = |name: &str, values: &[&str]| json!({ "Name": name, "Values": values });
    let holds: Box<dyn Fn(&Record) -> bool> = match rng.u8(..6) {
        0 => Box::new(|_| true),
        1 => {
            body["Filters"] = json!([filter("ProjectId", &[&project])]);
            Box::new(is_in(vec![project]))
        }
        2 => {
            body["Filters"] = json!([filter("ProjectId", &[&project, "2"])]);
            Box::new(is_in(vec![project, "2".to_owned()]))
        }
        3 => {
            body["Filters"] = json!([filter("ProjectId", &[&project]), filter("AccessRegion", &["North"])]);
            let is_in = is_in(vec![project]);
            Box::new(move |record| is_in(record) && record.text("AccessRegion").as_deref() == Some("North"))
        }
        4 => {
            body["TagSet"] = json!([{ "TagValue": team, "TagKey": "team" }]);
            let tags = format!(r#"[{{"TagKey":"team","TagValue":"{team}"}}]"#);
            Box::new(move |record| record.json("TagSet").is_some_and(|stored| stored.to_string() == tags))
        }
        _ => {
            let all = running.emulator.state().all("gaap", "Proxy").expect("proxies");
            let ids: Vec<String> = all
                .iter()
                .step_by(3)
                .take(20)
                .filter_map(|record| record.id().map(str::to_owned))
                .collect();
            body["ProxyIds"] = json!(ids);
            // A list without items selects all.
            Box::new(move |record| ids.is_empty() || ids.iter().any(|id| record.id() == Some(id)))
        }
    };
    List { body, holds }
}

/// The IDs of the list, found by a walk over all records.
fn expected(running: &Running, list: &List) -> Vec<String> {
    let all = running.emulator.state().all("gaap", "Proxy").expect("proxies");
    let mut found: Vec<Record> = all.into_iter().filter(|record| (list.holds)(record)).collect();
    let number = |record: &Record, member: &str| record.text(member).and_then(|text| text.parse::<u64>().ok());
    match list.body["OrderField"].as_str() {
        Some("bandwidth") => found.sort_by_key(|record| number(record, "Bandwidth")),
        Some("create_time") => found.sort_by_key(|record| number(record, "CreateTime")),
        _ => found.sort_by(|left, right| left.id().cmp(&right.id())),
    }
    if list.body["Order"] == "desc" {
        found.reverse();
    }
    found
        .iter()
        .filter_map(|record| record.id().map(str::to_owned))
        .collect()
}

fn ids(reply: &Reply) -> Vec<&str> {
    let items = reply.response["ProxySet"].as_array().expect("a list").iter();
    items.map(|proxy| proxy["ProxyId"].as_str().expect("an ID")).collect()
}

#[test]
fn pages_are_right_while_records_change() {
    let running = Running::start(Emulator::builder().spec_dir(SPEC).clock(at(NOW)).id_seed(3));
    let mut rng = Rng::with_seed(11);
    for _ in 0..40 {
        call(&running, "CreateProxy", &any_proxy(&mut rng));
    }
    let mut last_pages = 0;
    for _ in 0..60 {
        let list = any_list(&running, &mut rng);
        for page in 0..4 {
            let mut body = list.body.clone();
            body["Offset"] = json!(page * 7);
            body["Limit"] = json!(7);
            let reply = call(&running, "DescribeProxies", &body);
            let expected = expected(&running, &list);
            assert_eq!(reply.response["TotalCount"], expected.len(), "{body}");
            let rest = expected.get(page * 7..).unwrap_or_default();
            assert_eq!(ids(&reply), rest.iter().take(7).collect::<Vec<_>>(), "{body}");
            last_pages += usize::from(rest.len() <= 7 && page > 0);
            if rng.bool() {
                change(&running, &mut rng);
            }
        }
    }
    assert!(last_pages > 20, "{last_pages}");
}

/// A status that changes by itself, with time or because it was shown, is seen by a filter for it.
#[test]
fn a_filter_sees_a_status_that_changed_by_itself() {
    let seconds = Arc::new(AtomicU64::new(NOW));
    let clock = Arc::clone(&seconds);
    // The service has no such filter; the rules allow one.
    let with_filter = |source: Source| Source {
        text: source.text.replace(
            r#"{ "name": "IPAddressVersion" }"#,
            r#"{ "name": "IPAddressVersion" }, { "name": "Status" }"#,
        ),
        path: source.path,
    };
    let sources = SourceSet::new("spec", read(SPEC).into_iter().map(with_filter));
    let builder = Emulator::builder().sources(sources);
    let running =
        Running::start(builder.clock(move || UNIX_EPOCH + Duration::from_secs(clock.load(Ordering::Relaxed))));
    for _ in 0..30 {
        call(&running, "CreateProxy", &any_proxy(&mut Rng::with_seed(1)));
    }
    let total = |status: &str, limit: usize| {
        let filters = json!([{ "Name": "Status", "Values": [status] }]);
        let reply = call(
            &running,
            "DescribeProxies",
            &json!({ "Filters": filters, "Limit": limit }),
        );
        reply.response["TotalCount"].as_u64().expect("a number")
    };
    // A list changes those that it has shown: after one time they run.
    assert_eq!(
        (total("CREATING", 10), total("CREATING", 5), total("RUNNING", 20)),
        (30, 20, 15)
    );
    assert_eq!((total("CREATING", 0), total("RUNNING", 0)), (15, 15));
    seconds.fetch_add(29, Ordering::Relaxed);
    assert_eq!((total("CREATING", 0), total("RUNNING", 0)), (15, 15));
    seconds.fetch_add(1, Ordering::Relaxed);
    assert_eq!((total("CREATING", 0), total("RUNNING", 0)), (0, 30));
}
