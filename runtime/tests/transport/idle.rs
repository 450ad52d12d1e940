//! How long an idle connection is kept.

use std::time::Duration;

use crate::OK;
use crate::create;
use crate::support::{Reply, Server};

/// The connections that two calls go over, with so much time between them.
async fn connections(seconds_between: u64) -> [usize; 2] {
    let mut server = Server::start(Reply::json(OK)).await;
    let client = server.client();
    create(&client).await.unwrap();
    let first = server.next().await.connection;
    tokio::time::pause();
    tokio::time::advance(Duration::from_secs(seconds_between)).await;
    tokio::time::resume();
    create(&client).await.unwrap();
    [first, server.next().await.connection]
}

#[tokio::test]
async fn a_connection_is_dropped_before_the_service_closes_it() {
    assert_eq!(connections(49).await, [0, 0]);
    assert_eq!(connections(51).await, [0, 1]);
}
