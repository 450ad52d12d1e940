//! Measures how the cost of a request grows with the number of records that the emulator keeps.
//!
//! ```text
//! cargo run --release -p tc3-emulator --example growth -- [RECORDS]... > growth.tsv
//! ```
//!
//! Without numbers of records they are 1,000, 10,000, 100,000 and 1,000,000. Each line of the output has the number of
//! records, the operation, and the microseconds of CPU time that it takes, the median of several. Client and server
//! share one thread, whose CPU time is that of Linux; elsewhere it is the wall time. The first use of a filter makes
//! the index of its member, and is measured as an operation of its own. Three operations have another unit in their
//! name: the start with a data file, in milliseconds of wall time, the size of that file, and the memory, both in bytes
//! per record.

#[path = "growth/connection.rs"]
mod connection;
#[path = "growth/meter.rs"]
mod meter;

use std::error::Error;
use std::path::Path;
use std::time::{Duration, Instant, UNIX_EPOCH};

use connection::{Connection, Service};
use serde_json::{Value, json};
use tc3_emulator::{Builder, Emulator};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const SPEC: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../spec");
const SPEC_OF_DNSPOD: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/spec");

const GAAP: Service = Service {
    name: "gaap",
    version: "2018-05-29",
};
const DNSPOD: Service = Service {
    name: "dnspod",
    version: "2021-03-23",
};

/// How many groups of records have a value in common, each of them 1 % of the records.
const GROUPS: usize = 100;

/// How often an operation is measured.
const TIMES: usize = 15;

/// The records of one page.
const PAGE: usize = 20;

fn main() -> Result<()> {
    let sizes = std::env::args().skip(1).map(|text| text.parse::<usize>());
    let mut sizes = sizes.collect::<std::result::Result<Vec<_>, _>>()?;
    if sizes.is_empty() {
        sizes = vec![1_000, 10_000, 100_000, 1_000_000];
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    println!("records\toperation\tmicroseconds");
    for records in sizes {
        let records = records.max(GROUPS).next_multiple_of(GROUPS);
        runtime.block_on(measure_servers(records))?;
        runtime.block_on(measure_proxies(records))?;
        runtime.block_on(measure_domain(records))?;
        runtime.block_on(measure_start(records))?;
    }
    Ok(())
}

fn builder(spec: &str) -> Builder {
    let signed_at = UNIX_EPOCH + Duration::from_secs(connection::SIGNED_AT);
    Emulator::builder().spec_dir(spec).clock(move || signed_at)
}

fn print(records: usize, operation: &str, value: f64) {
    println!("{records}\t{operation}\t{value:.1}");
}

/// A series of measurements on one emulator.
struct Series {
    service: Service,
    connection: Connection,
    records: usize,
}

impl Series {
    /// Measures one request, which is another one each time.
    async fn measure(&mut self, operation: &str, action: &str, body: impl Fn(usize) -> Value) -> Result<()> {
        let mut costs = Vec::new();
        for time in 0..TIMES {
            let request = connection::request(self.service, action, &body(time));
            let before = meter::thread_time();
            self.connection.send(&request).await?;
            costs.push((meter::thread_time() - before).as_secs_f64() * 1e6);
        }
        costs.sort_by(f64::total_cmp);
        print(self.records, operation, costs[TIMES / 2]);
        Ok(())
    }

    /// Measures the first request of a kind, which makes the index, and then others.
    async fn measure_list(&mut self, operation: &str, action: &str, body: impl Fn(usize) -> Value) -> Result<()> {
        let request = connection::request(self.service, action, &body(TIMES));
        let before = meter::thread_time();
        self.connection.send(&request).await?;
        let first = (meter::thread_time() - before).as_secs_f64() * 1e6;
        print(self.records, &format!("{operation}, for the first time"), first);
        self.measure(operation, action, body).await
    }
}

/// The address of a server; no two have the same.
fn address(number: usize) -> String {
    format!("10.{}.{}.{}", number >> 16 & 0xff, number >> 8 & 0xff, number & 0xff)
}

/// Adds servers in [`GROUPS`] requests, each with a project, a name and a tag of its own; returns some of their IDs.
async fn add_servers(connection: &mut Connection, records: usize) -> Result<Vec<String>> {
    let mut ids = Vec::new();
    let each = records / GROUPS;
    for group in 0..GROUPS {
        let addresses: Vec<String> = (group * each..(group + 1) * each).map(address).collect();
        let body = json!({
            "ProjectId": group, "RealServerName": format!("server-{group}"), "RealServerIP": addresses,
            "TagSet": [{ "TagKey": "owner", "TagValue": format!("team-{group}") }],
        });
        let answer = connection
            .send(&connection::request(GAAP, "AddRealServers", &body))
            .await?;
        ids.extend(answer["RealServerSet"][0]["RealServerId"].as_str().map(str::to_owned));
    }
    Ok(ids)
}

/// Lists without an order of their own, and changes.
async fn measure_servers(records: usize) -> Result<()> {
    let memory = meter::memory();
    let emulator = builder(SPEC).start().await?;
    let mut connection = Connection::open(emulator.addr()).await?;
    let before = meter::thread_time();
    let ids = add_servers(&mut connection, records).await?;
    let per_record = (meter::thread_time() - before).as_secs_f64() * 1e6 / records as f64;
    print(records, "create in bulk, each", per_record);
    print(
        records,
        "memory before any list, bytes per record",
        (meter::memory() - memory) / records as f64,
    );
    let series = &mut Series {
        service: GAAP,
        connection,
        records,
    };
    let list = "DescribeRealServers";
    let (last, last_of_group) = last_pages(records);
    let page = |offset: usize| json!({ "ProjectId": -1, "Offset": offset, "Limit": PAGE });
    let with = |mut body: Value, name: &str, value: Value| {
        body[name] = value;
        body
    };
    series
        .measure(
            "create",
            "AddRealServers",
            |time| json!({ "ProjectId": 7, "RealServerName": "new", "RealServerIP": [format!("192.168.0.{time}")] }),
        )
        .await?;
    series.measure("list, first page", list, |_| page(0)).await?;
    series.measure("list, last page", list, |_| page(last)).await?;
    series
        .measure_list(
            "list by ID",
            "DescribeRealServersStatus",
            |time| json!({ "RealServerIds": [ids[time]] }),
        )
        .await?;
    series
        .measure_list("filter with 1 match", list, |time| {
            with(
                page(0),
                "Filters",
                json!([{ "Name": "RealServerIP", "Values": [address(time)] }]),
            )
        })
        .await?;
    series
        .measure_list("filter with 1 %, first page", list, |time| {
            with(page(0), "ProjectId", json!(time))
        })
        .await?;
    series
        .measure("filter with 1 %, last page", list, |time| {
            with(page(last_of_group), "ProjectId", json!(time))
        })
        .await?;
    series
        .measure_list("filter with 2 values, last page", list, |time| {
            let names = [format!("server-{time}"), format!("server-{}", time + 1)];
            with(
                page(2 * last_of_group),
                "Filters",
                json!([{ "Name": "RealServerName", "Values": names }]),
            )
        })
        .await?;
    series
        .measure_list("tag with 1 %, last page", list, |time| {
            with(
                page(last_of_group),
                "TagSet",
                json!([{ "TagKey": "owner", "TagValue": format!("team-{time}") }]),
            )
        })
        .await?;
    series
        .measure_list("2 filters with 1 % each, last page", list, |time| {
            let filters = json!([{ "Name": "RealServerName", "Values": [format!("server-{time}")] }]);
            with(with(page(last_of_group), "ProjectId", json!(time)), "Filters", filters)
        })
        .await?;
    series
        .measure_list("the same 2 filters, page after page", list, |time| {
            let filters = json!([{ "Name": "RealServerName", "Values": ["server-3"] }]);
            with(
                with(page(time % (last_of_group + 1)), "ProjectId", json!(3)),
                "Filters",
                filters,
            )
        })
        .await?;
    series
        .measure("text within a member, which no index has", list, |time| {
            with(page(0), "SearchValue", json!(format!(".0.{time}")))
        })
        .await?;
    series
        .measure(
            "modify",
            "ModifyRealServerName",
            |time| json!({ "RealServerId": ids[time], "RealServerName": format!("renamed-{time}") }),
        )
        .await?;
    series
        .measure(
            "create with every index",
            "AddRealServers",
            |time| json!({ "ProjectId": 7, "RealServerName": "new", "RealServerIP": [format!("192.168.1.{time}")] }),
        )
        .await?;
    series
        .measure(
            "delete",
            "RemoveRealServers",
            |time| json!({ "RealServerIds": [ids[GROUPS - 1 - time]] }),
        )
        .await?;
    print(
        records,
        "memory with every index, bytes per record",
        (meter::memory() - memory) / records as f64,
    );
    Ok(())
}

/// Lists with an order.
async fn measure_proxies(records: usize) -> Result<()> {
    let emulator = builder(SPEC).start().await?;
    for number in 0..records {
        let members = json!({
            "ProjectId": number % GROUPS, "ProxyName": format!("proxy-{number}"), "AccessRegion": "EastChina",
            "RealServerRegion": "EastChina", "Status": "RUNNING", "Bandwidth": number * 7919 % 1009, "Concurrent": 2,
        });
        emulator.state().add("gaap", "Proxy", &members.to_string())?;
    }
    let connection = Connection::open(emulator.addr()).await?;
    let series = &mut Series {
        service: GAAP,
        connection,
        records,
    };
    let list = "DescribeProxies";
    let page = |offset: usize| json!({ "OrderField": "bandwidth", "Order": "asc", "Offset": offset, "Limit": PAGE });
    let (last, last_of_group) = last_pages(records);
    let filtered = |time: usize, offset: usize| {
        let mut body = page(offset);
        body["Filters"] = json!([{ "Name": "ProjectId", "Values": [time.to_string()] }]);
        body
    };
    series
        .measure_list("ordered list, first page", list, |_| page(0))
        .await?;
    series.measure("ordered list, last page", list, |_| page(last)).await?;
    series
        .measure_list("ordered list with 1 %, first page", list, |time| filtered(time, 0))
        .await?;
    series
        .measure("ordered list with 1 %, last page", list, |time| {
            filtered(time, last_of_group)
        })
        .await
}

/// Lists and changes within one parent, which has all of the records.
async fn measure_domain(records: usize) -> Result<()> {
    let emulator = builder(SPEC_OF_DNSPOD).start().await?;
    let state = emulator.state();
    let domain = state.add("dnspod", "Domain", r#"{"Domain": "example.com"}"#)?;
    let domain = domain.json("DomainId").map(ToString::to_string).unwrap_or_default();
    let mut ids = Vec::new();
    for number in 0..records {
        let members = format!(
            r#"{{"DomainId": {domain}, "SubDomain": "host-{}", "RecordType": "A", "Value": "{}"}}"#,
            number % GROUPS,
            address(number)
        );
        let added = state.add("dnspod", "Record", &members)?;
        ids.extend(added.id().filter(|_| number < GROUPS).map(str::to_owned));
    }
    let ids: Vec<u64> = ids.iter().map(|id| id.parse()).collect::<std::result::Result<_, _>>()?;
    let connection = Connection::open(emulator.addr()).await?;
    let series = &mut Series {
        service: DNSPOD,
        connection,
        records,
    };
    let body = |mut members: Value| {
        members["Domain"] = json!("example.com");
        members
    };
    let page = |offset: usize| json!({ "Offset": offset, "Limit": PAGE });
    let (last, last_of_group) = last_pages(records);
    series
        .measure_list("list of a parent, last page", "DescribeRecordList", |_| {
            body(page(last))
        })
        .await?;
    series
        .measure_list("list of a parent with 1 %, last page", "DescribeRecordList", |time| {
            let mut members = page(last_of_group);
            members["Subdomain"] = json!(format!("host-{time}"));
            body(members)
        })
        .await?;
    let record =
        |value: String| body(json!({ "SubDomain": "host", "RecordType": "A", "RecordLine": "默认", "Value": value }));
    series
        .measure("create in a parent", "CreateRecord", |time| {
            record(format!("192.168.0.{time}"))
        })
        .await?;
    series
        .measure("modify in a parent", "ModifyRecord", |time| {
            let mut members = record(format!("192.168.1.{time}"));
            members["RecordId"] = json!(ids[time]);
            members
        })
        .await?;
    series
        .measure("delete in a parent", "DeleteRecord", |time| {
            body(json!({ "RecordId": ids[GROUPS - 1 - time] }))
        })
        .await
}

/// The offsets of the last page, of all records and of those of one group.
fn last_pages(records: usize) -> (usize, usize) {
    (records - PAGE, (records / GROUPS).saturating_sub(PAGE))
}

/// The start with a data file.
async fn measure_start(records: usize) -> Result<()> {
    let folder = std::env::temp_dir().join(format!("tc3-emulator-growth-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let measured = start_with(&folder.join("state.redb"), records).await;
    std::fs::remove_dir_all(&folder)?;
    measured
}

async fn start_with(file: &Path, records: usize) -> Result<()> {
    let emulator = builder(SPEC).data_file(file).start().await?;
    add_servers(&mut Connection::open(emulator.addr()).await?, records).await?;
    let addr = emulator.addr();
    drop(emulator);
    // The file is free once the last connection is.
    while Connection::open(addr).await.is_ok() {
        tokio::task::yield_now().await;
    }
    print(
        records,
        "data file, bytes per record",
        std::fs::metadata(file)?.len() as f64 / records as f64,
    );
    let began = Instant::now();
    let emulator = builder(SPEC).data_file(file).start().await?;
    print(
        records,
        "start with a data file, milliseconds",
        began.elapsed().as_secs_f64() * 1e3,
    );
    drop(emulator);
    Ok(())
}
