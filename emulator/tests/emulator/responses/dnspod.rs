//! The domains and records of `examples/spec`: a service that was imported, with rules for its state.

use std::path::Path;

use serde_json::{Value, json};
use tc3_codegen::spec::{Source, SourceSet};
use tc3_emulator::Emulator;

use crate::support::http::{Reply, Running, at};
use crate::support::signer::{NOW, Signer, unsigned};

const SPEC: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/spec");
const DEFAULT_LINE: &str = "默认";

fn dnspod() -> Running {
    Running::start(Emulator::builder().spec_dir(SPEC).clock(at(NOW)).id_seed(1))
}

fn call(running: &Running, action: &str, body: &Value) -> Reply {
    let mut request = unsigned("dnspod", "2021-03-23", action, body.to_string());
    Signer::for_service("dnspod").sign(&mut request);
    running.send(&request)
}

fn output(running: &Running, action: &str, body: &Value) -> Value {
    let reply = call(running, action, body);
    assert_eq!(reply.code(), "", "{action}: {}", reply.response);
    reply.response
}

fn create_record(running: &Running, name: &str, value: &str) -> Value {
    let body = json!({
        "Domain": "example.com", "SubDomain": name, "RecordType": "TXT", "RecordLine": DEFAULT_LINE, "Value": value,
    });
    output(running, "CreateRecord", &body)["RecordId"].clone()
}

#[test]
fn the_rules_have_no_error_and_no_warning() {
    let sources = SourceSet::read_dir(Path::new(SPEC)).expect("a spec");
    let checked = tc3_codegen::load(&sources).expect("no error");
    assert!(checked.warnings.is_empty(), "{}", checked.warnings);
}

/// The rules that `docs/emulator-rules.md` writes, for fewer actions.
#[test]
fn the_rules_of_the_guide_work() {
    let guide = include_str!("../../../../docs/emulator-rules.md");
    let (_, after) = guide.split_once("```json\n").expect("an example");
    let (rules, _) = after.split_once("```").expect("its end");
    let read = SourceSet::read_dir(Path::new(SPEC)).expect("a spec");
    let sources = read.iter().map(|(_, source)| {
        let mut source: Source = source.clone();
        if source.path.ends_with("emulator.json") {
            rules.clone_into(&mut source.text);
        }
        source
    });
    let sources = SourceSet::new("my-spec", sources);
    let checked = tc3_codegen::load(&sources).expect("no error");
    assert!(checked.warnings.is_empty(), "{}", checked.warnings);

    let running = Running::start(Emulator::builder().sources(sources).clock(at(NOW)));
    let created = output(&running, "CreateDomain", &json!({ "Domain": "example.com" }));
    assert_eq!(created["DomainInfo"]["Id"], 1);
    let listed = output(&running, "DescribeDomainList", &json!({}));
    assert_eq!(listed["DomainList"][0]["Name"], "example.com");
    assert_eq!(listed["DomainCountInfo"]["AllTotal"], 1);
    let again = call(&running, "CreateDomain", &json!({ "Domain": "example.com" }));
    again.assert_refused("FailedOperation.DomainExists", &[]);
    output(&running, "DeleteDomain", &json!({ "Domain": "example.com" }));
    call(&running, "DescribeDomainList", &json!({})).assert_refused("ResourceNotFound.NoDataOfDomain", &[]);
}

#[test]
fn a_domain_is_listed_with_totals_in_a_structure_and_shown_by_id_or_name() {
    let running = dnspod();
    let none = call(&running, "DescribeDomainList", &json!({}));
    none.assert_refused("ResourceNotFound.NoDataOfDomain", &["Domain"]);

    let created = output(&running, "CreateDomain", &json!({ "Domain": "example.com" }));
    let id = created["DomainInfo"]["Id"].as_u64().expect("a number");
    assert!((10_000_000..=99_999_999).contains(&id), "{id}");
    assert_eq!(created["DomainInfo"]["Domain"], "example.com");
    let again = call(&running, "CreateDomain", &json!({ "Domain": "example.com" }));
    again.assert_refused("FailedOperation.DomainExists", &["example.com"]);
    output(&running, "CreateDomain", &json!({ "Domain": "example.net" }));

    let listed = output(&running, "DescribeDomainList", &json!({ "Keyword": ".com" }));
    assert_eq!(listed["DomainList"].as_array().map(Vec::len), Some(1));
    let domain = &listed["DomainList"][0];
    assert_eq!(
        (
            &domain["DomainId"],
            &domain["Name"],
            &domain["RecordCount"],
            &domain["CreatedOn"]
        ),
        (
            &json!(id),
            &json!("example.com"),
            &json!(2),
            &json!("2023-11-14 22:13:20")
        )
    );
    let counts = &listed["DomainCountInfo"];
    let of = |name: &str| counts[name].as_u64();
    assert_eq!(
        (of("DomainTotal"), of("AllTotal"), of("VipTotal"), of("PauseTotal")),
        (Some(1), Some(2), Some(0), Some(0))
    );
    let paused = call(&running, "DescribeDomainList", &json!({ "Type": "PAUSE" }));
    paused.assert_refused("ResourceNotFound.NoDataOfDomain", &[]);

    // The ID counts more than the name.
    for body in [
        json!({ "Domain": "example.com" }),
        json!({ "Domain": "none", "DomainId": id }),
    ] {
        let shown = output(&running, "DescribeDomain", &body);
        assert_eq!(shown["DomainInfo"]["DomainId"], id);
    }
    let other = call(&running, "DescribeDomain", &json!({ "Domain": "none" }));
    other.assert_refused("InvalidParameterValue.DomainNotExists", &["none"]);

    output(&running, "DeleteDomain", &json!({ "Domain": "example.com" }));
    let gone = call(&running, "DeleteDomain", &json!({ "Domain": "example.com" }));
    gone.assert_refused("InvalidParameterValue.DomainNotExists", &["example.com"]);
    let records = running.emulator.state().all("dnspod", "Record").expect("a resource");
    assert_eq!(records.len(), 2, "those of the other domain");
}

#[test]
fn a_record_is_added_found_changed_and_deleted() {
    let running = dnspod();
    output(&running, "CreateDomain", &json!({ "Domain": "example.com" }));
    let first = create_record(&running, "_acme-challenge", "one");
    let second = create_record(&running, "_acme-challenge", "two");
    assert!(first.is_u64() && first != second, "{first} {second}");
    let twice = json!({
        "Domain": "example.com", "SubDomain": "_acme-challenge", "RecordLine": DEFAULT_LINE, "Value": "one",
    });
    call(&running, "CreateTXTRecord", &twice).assert_refused("InvalidParameter.DomainRecordExist", &["one"]);

    let body = json!({ "Domain": "example.com", "Subdomain": "_acme-challenge", "Limit": 1, "Offset": 1 });
    let listed = output(&running, "DescribeRecordList", &body);
    let record = &listed["RecordList"][0];
    assert_eq!(
        (
            &record["RecordId"],
            &record["Name"],
            &record["Type"],
            &record["LineId"],
            &record["TTL"]
        ),
        (
            &second,
            &json!("_acme-challenge"),
            &json!("TXT"),
            &json!("0"),
            &json!(600)
        )
    );
    assert_eq!(
        listed["RecordCountInfo"],
        json!({ "SubdomainCount": 2, "ListCount": 1, "TotalCount": 2 })
    );

    let change = json!({
        "Domain": "example.com", "RecordId": first, "RecordType": "TXT", "RecordLine": DEFAULT_LINE, "Value": "three",
        "Status": "DISABLE",
    });
    assert_eq!(output(&running, "ModifyRecord", &change)["RecordId"], first);
    let by_id = json!({ "Domain": "example.com", "RecordId": first });
    let shown = &output(&running, "DescribeRecord", &by_id)["RecordInfo"];
    assert_eq!(
        (&shown["SubDomain"], &shown["Value"], &shown["Enabled"]),
        (&json!("@"), &json!("three"), &json!(0)),
        "a name that is left out is the domain itself"
    );

    output(&running, "DeleteRecord", &by_id);
    for action in ["DeleteRecord", "DescribeRecord"] {
        call(&running, action, &by_id).assert_refused("InvalidParameter.RecordIdInvalid", &["RecordId"]);
    }
    let elsewhere = json!({ "Domain": "example.net", "RecordId": second });
    call(&running, "DeleteRecord", &elsewhere)
        .assert_refused("InvalidParameterValue.DomainNotExists", &["example.net"]);
}

#[test]
fn an_empty_list_of_records_is_refused_unless_the_request_accepts_it() {
    let running = dnspod();
    output(&running, "CreateDomain", &json!({ "Domain": "example.com" }));
    let mut body = json!({ "Domain": "example.com", "SubDomain": "www" });
    call(&running, "DescribeRecordList", &body).assert_refused("ResourceNotFound.NoDataOfRecord", &["Record"]);
    body["ErrorOnEmpty"] = json!("no");
    let listed = output(&running, "DescribeRecordList", &body);
    assert_eq!(
        (&listed["RecordList"], &listed["RecordCountInfo"]["TotalCount"]),
        (&json!([]), &json!(0))
    );

    let filtered = json!({ "Domain": "example.com", "RecordType": ["A", "TXT"] });
    call(&running, "DescribeRecordFilterList", &filtered).assert_refused("ResourceNotFound.NoDataOfRecord", &[]);
    let servers = json!({ "Domain": "example.com", "RecordType": ["NS"], "SortField": "VALUE", "SortType": "DESC" });
    let listed = output(&running, "DescribeRecordFilterList", &servers);
    let values = listed["RecordList"].as_array().expect("a list").iter();
    let values: Vec<&str> = values.filter_map(|record| record["Value"].as_str()).collect();
    assert_eq!(values, ["ns2.dnspod.example.", "ns1.dnspod.example."]);
}
