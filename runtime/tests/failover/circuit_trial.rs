//! Trial calls: how a circuit breaker closes again.

use std::time::Duration;

use tc3_runtime::{Client, Error, Failover, RetryPolicy};
use tokio::task::JoinHandle;

use crate::mock_hosts::{BACKUP, Hosts, PRIMARY, page, refused, seconds};
use crate::support::actions::CREATE;
use crate::support::scripted_server::{Act, Server};

#[tokio::test(start_paused = true)]
async fn a_call_that_works_brings_all_back() {
    let hosts = Hosts::new();
    hosts.fails(5).await;
    seconds(59).await;
    assert_eq!(hosts.next().await, BACKUP);
    seconds(1).await;
    assert_eq!(hosts.next().await, PRIMARY);
    assert_eq!(hosts.client.failed_hosts(), [""; 0]);
    // It starts afresh: what failed before is forgotten.
    hosts.fails(4).await;
    assert_eq!(hosts.next().await, PRIMARY);
}

#[tokio::test(start_paused = true)]
async fn a_call_that_fails_keeps_all_away_for_as_long_again() {
    let hosts = Hosts::new();
    hosts.fails(5).await;
    for _ in 0..3 {
        seconds(60).await;
        hosts.create(refused()).await.unwrap_err();
        assert_eq!(hosts.last(), PRIMARY);
        seconds(59).await;
        assert_eq!(hosts.next().await, BACKUP);
        assert_eq!(hosts.client.failed_hosts(), [PRIMARY]);
        seconds(1).await;
        hosts.create(refused()).await.unwrap_err();
        assert_eq!(hosts.last(), PRIMARY);
    }
}

#[tokio::test(start_paused = true)]
async fn failures_of_the_backup_change_nothing() {
    let hosts = Hosts::new();
    hosts.fails(25).await;
    assert_eq!(hosts.last(), BACKUP);
    seconds(60).await;
    assert_eq!(hosts.next().await, PRIMARY);
}

#[tokio::test(start_paused = true)]
async fn after_an_inconclusive_trial_the_next_call_tries() {
    let hosts = Hosts::new();
    hosts.fails(5).await;
    seconds(60).await;
    for _ in 0..2 {
        hosts.create(page(403)).await.unwrap_err();
        assert_eq!(hosts.last(), PRIMARY);
    }
    assert_eq!(hosts.client.failed_hosts(), [PRIMARY]);
    assert_eq!(hosts.next().await, PRIMARY);
    assert_eq!(hosts.client.failed_hosts(), [""; 0]);
}

#[tokio::test(start_paused = true)]
async fn a_time_without_end_is_none() {
    let failover = Failover::to_region("ap-guangzhou")
        .open_for(Duration::MAX)
        .window(Duration::MAX);
    let hosts = Hosts::with(failover, |builder| builder);
    hosts.fails(5).await;
    seconds(60 * 60 * 24 * 365).await;
    assert_eq!(hosts.next().await, BACKUP);
}

/// A host and its replacement on the loopback interface. One failure is enough, and the next call tries already.
async fn two_servers(acts: impl Into<Vec<Act>>) -> (Server, Server, Client) {
    let primary = Server::playing(acts).await;
    let backup = Server::playing([Act::ok()]).await;
    let failover = Failover::to_endpoint(backup.endpoint.clone())
        .min_failures(1)
        .open_for(Duration::ZERO);
    let client = primary.builder().retry(RetryPolicy::never()).failover(failover);
    let client = client.build().unwrap();
    (primary, backup, client)
}

fn in_background(client: &Client) -> JoinHandle<Result<(), Error>> {
    let client = client.clone();
    tokio::spawn(async move { client.send(&CREATE).await.map(drop) })
}

#[tokio::test]
async fn while_one_call_tries_all_others_go_to_the_backup() {
    let (mut primary, mut backup, client) = two_servers([Act::Reset, Act::Stall, Act::ok()]).await;
    client.send(&CREATE).await.unwrap_err();
    primary.next().await;
    let trial = in_background(&client);
    primary.next().await;
    let others: Vec<_> = (0..8).map(|_| in_background(&client)).collect();
    for other in others {
        other.await.unwrap().unwrap();
    }
    assert_eq!(backup.rest().len(), 8);
    assert!(primary.rest().is_empty());
    trial.abort();
}

#[tokio::test]
async fn a_trial_that_is_dropped_leaves_its_place() {
    let (mut primary, mut backup, client) = two_servers([Act::Reset, Act::Stall, Act::ok()]).await;
    client.send(&CREATE).await.unwrap_err();
    primary.next().await;
    let trial = in_background(&client);
    primary.next().await;
    trial.abort();
    assert!(trial.await.unwrap_err().is_cancelled());
    assert_eq!(
        client.failed_hosts(),
        [primary.endpoint.host()],
        "it says nothing of the host"
    );
    for _ in 0..3 {
        client.send(&CREATE).await.unwrap();
    }
    assert_eq!(primary.rest().len(), 3);
    assert!(backup.rest().is_empty());
    assert!(client.failed_hosts().is_empty());
}

#[tokio::test]
async fn calls_that_began_before_the_host_failed_do_not_open_or_close_anything_after() {
    let (mut primary, mut backup, client) = two_servers([Act::Stall, Act::Reset, Act::Stall, Act::ok()]).await;
    let early = in_background(&client);
    primary.next().await;
    client.send(&CREATE).await.unwrap_err();
    primary.next().await;
    let trial = in_background(&client);
    primary.next().await;
    early.abort();
    assert!(early.await.unwrap_err().is_cancelled());
    client.send(&CREATE).await.unwrap();
    assert_eq!(backup.rest().len(), 1, "the place of the trial is still taken");
    trial.abort();
}
