//! Calls on connections that the server has closed, or is about to.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc;

use tc3_runtime::Client;

use crate::support::{builder, http};
use crate::{OK, create};

/// A server on a thread of its own, so that it acts while the runtime of the client does not run. It answers the first
/// request of a connection and closes it, without having announced that.
struct Closing {
    address: SocketAddr,
    /// Lets the server close the connection that it has answered on.
    close: mpsc::Sender<()>,
    /// Receives the body of a request once its connection is closed.
    closed: mpsc::Receiver<String>,
}

impl Closing {
    /// Closes on request.
    fn start() -> Self {
        Self::serving(|commands| commands.recv().is_ok())
    }

    /// Closes at once.
    fn at_once() -> Self {
        Self::serving(|_| true)
    }

    fn serving(is_closed: impl Fn(&mpsc::Receiver<()>) -> bool + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (close, commands) = mpsc::channel();
        let (sender, closed) = mpsc::channel();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let stream = stream.unwrap();
                let Some(body) = answer(&stream) else { continue };
                if !is_closed(&commands) {
                    return;
                }
                drop(stream);
                if sender.send(body).is_err() {
                    return;
                }
            }
        });
        Self { address, close, closed }
    }

    fn close(&self) {
        self.close.send(()).unwrap();
        self.closed.recv().unwrap();
    }

    fn client(&self) -> Client {
        let endpoint = format!("http://{}", self.address).parse().unwrap();
        builder().endpoint(endpoint).build().unwrap()
    }
}

/// Answers one request and gives its body.
fn answer(mut stream: &TcpStream) -> Option<String> {
    let mut reader = BufReader::new(stream);
    let mut length = 0;
    loop {
        let mut line = String::new();
        // A client may have let go of the connection.
        reader.read_line(&mut line).ok().filter(|length| *length > 0)?;
        match line.trim_end().split_once(": ") {
            Some((name, value)) if name.eq_ignore_ascii_case("content-length") => length = value.parse().unwrap(),
            None if line == "\r\n" => break,
            _ => {}
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    stream.write_all(&http("200 OK", "", OK)).ok()?;
    Some(String::from_utf8(body).unwrap())
}

/// Lets the tasks of the runtime do what is left to do after a call: the connection goes back into the pool.
async fn settle() {
    for _ in 0..10 {
        tokio::task::yield_now().await;
    }
}

/// On one thread, where nothing looks at the sockets between the calls: as in a program that blocks on its calls.
#[tokio::test]
async fn a_connection_that_was_closed_before_the_call_is_not_used() {
    let server = Closing::start();
    let client = server.client();
    for _ in 0..20 {
        create(&client).await.unwrap();
        settle().await;
        // Blocks the thread on purpose: the runtime is not to see the closing before the next call.
        server.close();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nor_is_it_on_many_threads() {
    let server = Closing::start();
    let client = server.client();
    for _ in 0..20 {
        create(&client).await.unwrap();
        settle().await;
        server.close();
    }
}

/// Whether the next call detects the closed connection in time is not determined. Whatever happens is recorded, and nothing happens
/// twice.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_that_races_with_the_closing_is_carried_out_once_or_ambiguous() {
    const CALLS: usize = 500;
    let server = Closing::at_once();
    let client = server.client();
    let call = async |client: &Client, number: usize| {
        let body = number.to_string();
        client.call_raw("gaap", "2018-05-29", "CreateProxy", body).await
    };
    let mut outcomes = Vec::new();
    for number in 0..CALLS {
        outcomes.push(call(&client, number).await);
    }
    call(&server.client(), CALLS).await.unwrap();

    let mut carried_out = [0; CALLS];
    let bodies = server.closed.iter().map(|body| body.parse().unwrap());
    bodies
        .take_while(|number| *number != CALLS)
        .for_each(|number: usize| carried_out[number] += 1);
    for (outcome, times) in outcomes.iter().zip(carried_out) {
        match outcome {
            Ok(_) => assert_eq!(times, 1),
            Err(error) => assert!(error.is_ambiguous() && times <= 1, "{times} times: {error}"),
        }
    }
}
