//! What opens the circuit breaker, so that later calls go to the backup.

use std::collections::BTreeSet;
use std::time::{Duration, SystemTime};

use tc3_runtime::mock::{Failure, Reply};
use tc3_runtime::sign::{Payload, SigningInput, sign};
use tc3_runtime::{Clock, Credentials, Failover, RetryPolicy};

use crate::mock_hosts::{BACKUP, Hosts, PRIMARY, ok, page, refused, seconds};
use crate::support::actions::{CREATE, Create, Describe};
use crate::support::{NOW, SECRET_ID, SECRET_KEY};

#[tokio::test(start_paused = true)]
async fn later_calls_go_to_the_backup_and_none_is_sent_twice() {
    let hosts = Hosts::new();
    for _ in 0..5 {
        let error = hosts.create(refused()).await.unwrap_err();
        assert!(error.is_connect() && error.attempts() == 1);
    }
    assert_eq!(hosts.client.failed_hosts(), [PRIMARY]);
    hosts.works(3).await;
    assert_eq!(hosts.sent(), [[PRIMARY; 5].as_slice(), &[BACKUP; 3]].concat());
    let names: BTreeSet<_> = hosts.mock.calls::<Create>().into_iter().map(|call| call.name).collect();
    assert_eq!(names.len(), 8, "each creation was sent once");
}

#[tokio::test(start_paused = true)]
async fn requests_are_signed_for_the_backup_and_keep_their_region() {
    let hosts = Hosts::with(Failover::to_region("ap-guangzhou"), |builder| {
        let clock = Clock::new(|| SystemTime::UNIX_EPOCH + Duration::from_secs(NOW));
        let credentials = Credentials::new(SECRET_ID, SECRET_KEY);
        builder.region("ap-shanghai").credentials(credentials).clock(clock)
    });
    hosts.fails(5).await;
    assert_eq!(hosts.next().await, BACKUP);
    let sent = hosts.mock.recorded().pop().unwrap();
    let input = SigningInput::new("gaap", BACKUP, NOW, Payload::Bytes(&sent.body));
    let signed = sign(&input, &Credentials::new(SECRET_ID, SECRET_KEY));
    assert_eq!(sent.headers["authorization"], signed.authorization);
    assert_eq!(sent.region.as_deref(), Some("ap-shanghai"));
}

#[tokio::test(start_paused = true)]
async fn failures_of_the_host_count() {
    let failures = [
        refused(),
        Reply::failure(Failure::BrokenAfterSending),
        Reply::failure(Failure::TimedOut),
        page(502),
        Reply::error("InternalError", ""),
        Reply::error("InternalError.DbError", ""),
        Reply::error("ServiceUnavailable", ""),
    ];
    for failure in failures {
        let hosts = Hosts::new();
        let shown = format!("{failure:?}");
        let _stub = hosts.mock.on::<Create>().reply(failure);
        for _ in 0..5 {
            hosts.client.send(&CREATE).await.unwrap_err();
        }
        assert_eq!(hosts.next().await, BACKUP, "{shown}");
    }
}

#[tokio::test(start_paused = true)]
async fn answers_of_the_api_and_successes_count_for_the_host() {
    for code in [
        "InvalidParameter",
        "RequestLimitExceeded",
        "LimitExceeded.Tag",
        "InternalErrors",
    ] {
        let hosts = Hosts::new();
        // With two of the host's, five failures are 71 %.
        for _ in 0..2 {
            hosts.create(Reply::error(code, "")).await.unwrap_err();
        }
        hosts.fails(5).await;
        assert_eq!(hosts.next().await, PRIMARY, "{code}");
        for _ in 0..20 {
            hosts.create(Reply::error(code, "")).await.unwrap_err();
        }
        assert_eq!(hosts.next().await, PRIMARY, "{code}");
    }
    let hosts = Hosts::new();
    hosts.works(20).await;
    assert_eq!(hosts.next().await, PRIMARY);
}

#[tokio::test(start_paused = true)]
async fn answers_of_others_count_neither_way() {
    for status in [200, 302, 403, 429] {
        let hosts = Hosts::new();
        for _ in 0..9 {
            hosts.create(page(status)).await.unwrap_err();
        }
        hosts.fails(4).await;
        assert_eq!(hosts.client.failed_hosts(), [""; 0], "{status}");
        hosts.fails(1).await;
        assert_eq!(hosts.next().await, BACKUP, "{status}");
    }
}

#[tokio::test(start_paused = true)]
async fn five_failures_and_three_quarters_are_needed() {
    let hosts = Hosts::new();
    hosts.fails(4).await;
    assert_eq!(hosts.next().await, PRIMARY);
    hosts.works(1).await;
    hosts.fails(1).await;
    assert_eq!(hosts.client.failed_hosts(), [""; 0], "5 of 7");
    hosts.fails(1).await;
    assert_eq!(hosts.client.failed_hosts(), [PRIMARY], "6 of 8");
}

#[tokio::test(start_paused = true)]
async fn failures_are_forgotten_after_a_window() {
    let hosts = Hosts::new();
    for _ in 0..20 {
        hosts.fails(1).await;
        seconds(15).await;
    }
    assert_eq!(hosts.next().await, PRIMARY, "never five in a minute");
    let hosts = Hosts::new();
    hosts.works(100).await;
    seconds(61).await;
    hosts.fails(5).await;
    assert_eq!(hosts.next().await, BACKUP, "successes are forgotten too");
}

#[tokio::test(start_paused = true)]
async fn hosts_are_counted_one_by_one() {
    let hosts = Hosts::new();
    hosts.fails(5).await;
    let _no_reply = hosts.client.call_raw("cvm", "2017-03-12", "DescribeZones", "{}").await;
    assert_eq!(hosts.last(), "cvm.tencentcloudapi.com");
}

#[tokio::test(start_paused = true)]
async fn only_what_the_policy_retries_is_sent_again() {
    let repeating = RetryPolicy::new().base_delay(Duration::ZERO);
    let hosts = || {
        let failover = Failover::to_region("ap-guangzhou").min_failures(1);
        Hosts::with(failover, |builder| builder.retry(repeating.clone()))
    };
    let broken = || Reply::failure(Failure::BrokenAfterSending);

    let creating = hosts();
    let _stub = creating.mock.on::<Create>().reply(broken()).reply(ok());
    let error = creating.client.send(&CREATE).await.unwrap_err();
    assert!(error.is_ambiguous());
    assert_eq!(creating.client.failed_hosts(), [PRIMARY]);
    assert_eq!(creating.sent(), [PRIMARY]);

    let reading = hosts();
    let _stub = reading.mock.on::<Describe>().reply(broken()).reply(ok());
    reading.client.send(&Describe {}).await.unwrap();
    assert_eq!(reading.sent(), [PRIMARY, BACKUP]);
}
