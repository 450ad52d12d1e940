//! The lines that the usual subscriber prints, which are those in the documentation.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use tc3_runtime::mock::MockTransport;
use tc3_runtime::record::{Action, ActionInfo, Field, ServiceInfo};
use tracing::Level;
use tracing_subscriber::fmt::MakeWriter;

use crate::support::actions::Output;
use crate::support::record;

const PAGE: &str = include_str!("../../../docs/observability.md");

struct DescribeProxies {}
struct CreateProxyGroup {
    group_name: String,
}

record!(DescribeProxies {});
record!(CreateProxyGroup {
    0: group_name = Field::required("GroupName"),
});

const GAAP: ServiceInfo = ServiceInfo::new("gaap", "2018-05-29", "gaap.tencentcloudapi.com");

impl Action for DescribeProxies {
    type Output = Output;
    const INFO: &'static ActionInfo = &GAAP.action("DescribeProxies").read_only();
}

impl Action for CreateProxyGroup {
    type Output = Output;
    const INFO: &'static ActionInfo = &GAAP.action("CreateProxyGroup");
}

/// Collects what a subscriber prints.
#[derive(Clone, Default)]
pub(crate) struct Printed(Arc<Mutex<Vec<u8>>>);

impl Printed {
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }

    /// The lines, with the same durations in every run.
    fn lines(&self) -> Vec<String> {
        self.text().lines().map(steady).collect()
    }
}

impl Write for Printed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Printed {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

/// A line with the durations of the documentation in it.
fn steady(line: &str) -> String {
    let mut line = line.to_owned();
    for (name, shown) in [(" wait_ms=", "87"), (" elapsed_ms=", "132")] {
        if let Some((before, rest)) = line.split_once(name) {
            let after = rest.trim_start_matches(|c: char| c.is_ascii_digit());
            line = format!("{before}{name}{shown}{after}");
        }
    }
    line
}

#[tokio::test]
async fn the_documented_lines_are_those_that_the_usual_subscriber_prints() {
    let failure =
        r#"{"Response":{"Error":{"Code":"LimitExceeded.TagQuota","Message":"of what"},"RequestId":"b5b41468"}}"#;
    let mock = MockTransport::new();
    mock.on::<DescribeProxies>()
        .respond_error("RequestLimitExceeded", "slow down")
        .respond_json(r#"{"Response":{"RequestId":"cd7f2a8e"}}"#);
    mock.on::<CreateProxyGroup>().respond_json(failure);
    let client = mock.client().region("ap-guangzhou").build().unwrap();

    let create = CreateProxyGroup {
        group_name: "test".to_owned(),
    };

    let printed = Printed::default();
    let usual = tracing_subscriber::fmt().with_writer(printed.clone()).without_time();
    let guard = tracing::subscriber::set_default(usual.finish());
    client.send(&DescribeProxies {}).await.unwrap();
    client.send(&create).await.unwrap_err();
    drop(guard);
    let lines = printed.lines();
    assert_eq!(lines.len(), 3, "a retry and two ends: {lines:#?}");
    assert!(lines[0].starts_with(" WARN call{"), "{lines:#?}");
    let shown: Vec<&str> = PAGE.lines().filter(|line| line.contains(": tc3: ")).collect();
    assert_eq!(
        lines, shown,
        "the lines of docs/observability.md, on the right, are others"
    );

    let printed = Printed::default();
    let detailed = tracing_subscriber::fmt().with_writer(printed.clone()).without_time();
    let guard = tracing::subscriber::set_default(detailed.with_max_level(Level::DEBUG).finish());
    client.send(&DescribeProxies {}).await.unwrap();
    drop(guard);
    let lines = printed.lines();
    let events = [": tc3: call started", ": tc3: call ended outcome=\"ok\" attempts=1 "];
    assert_eq!(lines.len(), events.len(), "{lines:#?}");
    for (line, event) in lines.iter().zip(events) {
        assert!(line.contains(event), "{line}");
    }
}
