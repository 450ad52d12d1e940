//! The connection pool: one client for many calls at a time, and how long an idle connection is kept.

use std::sync::Arc;
use std::time::Duration;

use tc3_runtime::{Client, ClientBuilder};
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Barrier, Notify, watch};
use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::authority::Authority;
use crate::support::{Reply, Server, builder, http, listen, read_request};
use crate::{OK, create};

const CALLS: usize = 1000;

const _: fn() = || {
    fn can_be_shared<T: Clone + Send + Sync + 'static>() {}
    can_be_shared::<Client>();
    can_be_shared::<ClientBuilder>();
};

/// Connections of a server.
#[derive(Clone, Copy, Default)]
struct Count {
    accepted: usize,
    open: usize,
}

/// A server that answers the first requests of its first connections when `together` of them are there.
async fn start(together: usize) -> (String, watch::Receiver<Count>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (count, counted) = watch::channel(Count::default());
    let count = Arc::new(count);
    let all_there = Arc::new(Barrier::new(together));
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            count.send_modify(|count| {
                count.accepted += 1;
                count.open += 1;
            });
            tokio::spawn(serve(stream, Arc::clone(&all_there), Arc::clone(&count)));
        }
    });
    (url, counted)
}

async fn serve(mut stream: TcpStream, all_there: Arc<Barrier>, count: Arc<watch::Sender<Count>>) {
    let mut is_first = true;
    while read_request(&mut stream, 0).await.is_some() {
        if std::mem::take(&mut is_first) {
            all_there.wait().await;
        }
        stream.write_all(&http("200 OK", "", OK)).await.unwrap();
    }
    count.send_modify(|count| count.open -= 1);
}

async fn calls(client: &Client, number: usize) {
    let mut calls = JoinSet::new();
    for _ in 0..number {
        let client = client.clone();
        calls.spawn(async move { create(&client).await });
    }
    for result in calls.join_all().await {
        result.unwrap();
    }
}

/// All calls are there at the same time, and `kept` connections are left open.
async fn assert_keeps(kept: usize, settings: impl FnOnce(ClientBuilder) -> ClientBuilder) {
    let (url, mut counted) = start(CALLS).await;
    // So many on one machine may take longer than one would.
    let builder = builder()
        .connect_timeout(Duration::from_secs(60))
        .endpoint(url.parse().unwrap());
    let client = settings(builder).build().unwrap();
    calls(&client, CALLS).await;
    let left = counted.wait_for(|count| count.open == kept);
    // Ends a wait that would never end.
    timeout(Duration::from_secs(60), left).await.unwrap().unwrap();
    calls(&client, kept).await;
    assert_eq!(counted.borrow().accepted, CALLS);
}

/// In a child process that may have as many files open as it takes: a socket at either end for each call.
#[cfg(unix)]
#[test]
fn a_thousand_calls_at_a_time_succeed_and_leave_a_hundred_connections() {
    const CHILD: &str = "TC3_TEST_CHILD";
    const NAME: &str = "pool::a_thousand_calls_at_a_time_succeed_and_leave_a_hundred_connections";
    if std::env::var_os(CHILD).is_some() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        return runtime.unwrap().block_on(async {
            assert_keeps(100, |builder| builder).await;
            assert_keeps(7, |builder| builder.pool_max_idle_per_host(7)).await;
        });
    }
    let output = std::process::Command::new("sh")
        .args(["-c", r#"ulimit -n 4096; exec "$0" "$@""#])
        .arg(std::env::current_exe().unwrap())
        .args([NAME, "--exact", "--nocapture"])
        .env(CHILD, "1")
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && text.contains("1 passed"), "{text}{errors}");
}

#[tokio::test]
async fn without_a_pool_each_call_connects() {
    let mut server = Server::start(Reply::json(OK)).await;
    let client = builder()
        .endpoint(server.endpoint.clone())
        .pool_max_idle_per_host(0)
        .build()
        .unwrap();
    for connection in 0..3 {
        create(&client).await.unwrap();
        assert_eq!(server.next().await.connection, connection);
    }
}

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

/// The second connection never gets its TLS, so the call that began it can only succeed over the first.
#[tokio::test]
async fn a_call_that_connects_takes_a_connection_that_is_free_earlier() {
    let authority = Authority::new();
    let acceptor = authority.acceptor("127.0.0.1");
    let second_came = Arc::new(Notify::new());
    let address = listen(move |stream, connection| {
        let (acceptor, second_came) = (acceptor.clone(), Arc::clone(&second_came));
        async move {
            if connection > 0 {
                second_came.notify_one();
                return std::future::pending().await;
            }
            let mut stream = acceptor.accept(stream).await.unwrap();
            let mut is_first = true;
            while read_request(&mut stream, connection).await.is_some() {
                if std::mem::take(&mut is_first) {
                    second_came.notified().await;
                }
                stream.write_all(&http("200 OK", "", OK)).await.unwrap();
            }
        }
    })
    .await;
    let client = builder()
        .endpoint(format!("https://{address}").parse().unwrap())
        .trust_system_roots(false)
        .add_root_certificates_pem(authority.pem())
        .unwrap()
        .build()
        .unwrap();
    let (one, two) = tokio::join!(create(&client), create(&client));
    one.unwrap();
    two.unwrap();
}

/// The runtime of the first call is gone, and with it the task of the connection.
#[test]
fn a_client_outlives_the_runtime_of_its_connections() {
    let runtime = || {
        tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap()
    };
    let of_server = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap();
    let mut server = of_server.block_on(Server::start(Reply::json(OK)));
    let client = server.client();
    for connection in 0..3 {
        let runtime = runtime();
        for _ in 0..2 {
            runtime.block_on(create(&client)).unwrap();
            assert_eq!(of_server.block_on(server.next()).connection, connection);
        }
    }
}

#[tokio::test]
async fn an_idle_connection_is_closed_though_no_call_follows() {
    let (url, mut count) = start(1).await;
    let client = builder().endpoint(url.parse().unwrap()).build().unwrap();
    create(&client).await.unwrap();
    // The clock goes on to the next timer whenever nothing else is to be done.
    tokio::time::pause();
    let closed = count.wait_for(|count| count.open == 0);
    timeout(Duration::from_secs(120), closed).await.unwrap().unwrap();
    tokio::time::resume();
    create(&client).await.unwrap();
    assert_eq!(count.borrow().accepted, 2);
}

/// Calls that are dropped while they connect, wait, write and read.
#[tokio::test]
async fn canceled_calls_leave_nothing_in_the_pool() {
    let server =
        Server::answering(move |request| Reply::json(&OK.replace(r#""r""#, &request.json().to_string()))).await;
    let client = server.client();
    let call = async |body: &str| {
        client
            .call_raw("gaap", "2018-05-29", "CreateProxy", body)
            .await
            .unwrap()
    };
    for polls in 0..40 {
        let canceled = || async {
            let mut call = std::pin::pin!(call(r#""canceled""#));
            for _ in 0..polls {
                tokio::select! {
                    biased;
                    response = call.as_mut() => return assert_eq!(response.request_id(), "canceled"),
                    () = tokio::task::yield_now() => {}
                }
            }
        };
        tokio::join!(canceled(), canceled(), canceled(), canceled());
        assert_eq!(call(r#""next""#).await.request_id(), "next");
    }
}

/// The connection of the second call if the first gets this response and the server does not close.
async fn connection_after(response: &str) -> usize {
    let first = response.to_owned().into_bytes();
    let mut server = Server::answering(move |request| {
        let is_first = request.connection == 0 && request.body == b"1";
        Reply::Bytes(if is_first {
            first.clone()
        } else {
            http("200 OK", "", OK)
        })
    })
    .await;
    let client = builder()
        .endpoint(server.endpoint.clone())
        .max_response_bytes(3 * OK.len())
        .build()
        .unwrap();
    // Some of the responses are errors.
    let _ = client.call_raw("gaap", "2018-05-29", "CreateProxy", "1").await;
    server.next().await;
    client.call_raw("gaap", "2018-05-29", "CreateProxy", "2").await.unwrap();
    server.next().await.connection
}

#[tokio::test]
async fn a_connection_is_used_again_only_after_a_whole_response() {
    let length = OK.len();
    let whole = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{OK}");
    for response in [
        whole.clone(),
        format!("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{length:x}\r\n{OK}\r\n0\r\n\r\n"),
        format!("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: {length}\r\n\r\n{OK}"),
    ] {
        assert_eq!(connection_after(&response).await, 0, "{response}");
    }
    for response in [
        format!("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{OK}"),
        format!("HTTP/1.0 200 OK\r\nContent-Length: {length}\r\n\r\n{OK}"),
        // A second response that was not asked for is not the one to the next call.
        format!("{whole}{}", whole.replace("200 OK", "500 Oops")),
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nno length\r\n".to_owned(),
        format!("HTTP/1.1 200 OK\r\nContent-Length: 1234\r\n\r\n{OK}{OK}{OK}{OK}"),
    ] {
        assert_eq!(connection_after(&response).await, 1, "{response}");
    }
}
