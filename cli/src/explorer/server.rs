//! HTTP on the loopback interface, until Ctrl-C or an hour without a request.

use std::convert::Infallible;
use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::task::Poll;
use std::time::Duration;

use http::Request;
use http_body_util::BodyExt;
use hyper::body::{Body, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::Instant;

use super::Explorer;
use super::routes;
use super::web::guard::Guard;
use super::web::reply::{Reply, refused};
use crate::console::print_note;

/// How long it serves without a request.
const IDLE_TIMEOUT: Duration = Duration::from_secs(60 * 60);
/// The longest time for the head of a request.
const HEAD_TIMEOUT: Duration = Duration::from_secs(30);
/// The pause after a connection could not be accepted, usually because too many files are open.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// When the last request came, and how many are being answered.
struct Activity {
    start: Instant,
    last: AtomicU64,
    in_progress: AtomicUsize,
}

/// Serves until it is interrupted or has nothing to do.
pub(super) async fn serve(listener: TcpListener, guard: Arc<Guard>, explorer: Arc<Explorer>) {
    let activity = Arc::new(Activity {
        start: Instant::now(),
        last: AtomicU64::new(0),
        in_progress: AtomicUsize::new(0),
    });
    let accepting = accept(listener, guard, explorer, Arc::clone(&activity));
    let (mut accepting, mut interrupt, mut idle) =
        (pin!(accepting), pin!(tokio::signal::ctrl_c()), pin!(activity.idle()));
    poll_fn(|context| {
        if interrupt.as_mut().poll(context).is_ready() {
            return Poll::Ready(());
        }
        if idle.as_mut().poll(context).is_ready() {
            print_note("ended after an hour without a request: run `tc3 explorer` again");
            return Poll::Ready(());
        }
        accepting.as_mut().poll(context)
    })
    .await;
}

async fn accept(listener: TcpListener, guard: Arc<Guard>, explorer: Arc<Explorer>, activity: Arc<Activity>) {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                let serving = connection(stream, Arc::clone(&guard), Arc::clone(&explorer), Arc::clone(&activity));
                tokio::spawn(serving);
            }
            Err(_) => tokio::time::sleep(ACCEPT_PAUSE).await,
        }
    }
}

async fn connection(stream: TcpStream, guard: Arc<Guard>, explorer: Arc<Explorer>, activity: Arc<Activity>) {
    // Otherwise a small answer may wait for the acknowledgment of the previous one.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request: Request<Incoming>| {
        let (guard, explorer) = (Arc::clone(&guard), Arc::clone(&explorer));
        let running = activity.begin();
        async move {
            let reply = respond(request, &guard, explorer).await;
            Ok::<Reply, Infallible>(while_it_streams(reply, running))
        }
    });
    let served = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT)
        .serve_connection(TokioIo::new(stream), service);
    // An error here is the client's: bad HTTP, a timeout, a page that was closed.
    let _ = served.await;
}

/// A call that tells how it goes is being answered until the page has all of it: a wait may take longer than an hour.
fn while_it_streams(reply: Reply, running: Running) -> Reply {
    if reply.body().size_hint().exact().is_some() {
        return reply;
    }
    reply.map(|body| {
        let kept = body.map_frame(move |frame| {
            let _ = &running;
            frame
        });
        kept.boxed_unsync()
    })
}

async fn respond(request: Request<Incoming>, guard: &Guard, explorer: Arc<Explorer>) -> Reply {
    let (parts, body) = request.into_parts();
    match guard.check(&parts) {
        Ok(()) => routes::answer(explorer, &parts, body).await,
        Err(refusal) => refused(refusal.status, refusal.message),
    }
}

impl Activity {
    fn begin(self: &Arc<Self>) -> Running {
        self.in_progress.fetch_add(1, Ordering::Relaxed);
        self.note();
        Running(Arc::clone(self))
    }

    fn note(&self) {
        self.last.store(self.start.elapsed().as_secs(), Ordering::Relaxed);
    }

    /// Waits until nothing was asked for so long.
    async fn idle(&self) {
        loop {
            let since_start = Duration::from_secs(self.last.load(Ordering::Relaxed));
            let is_working = self.in_progress.load(Ordering::Relaxed) > 0;
            let end = if is_working {
                Instant::now() + IDLE_TIMEOUT
            } else {
                self.start + since_start + IDLE_TIMEOUT
            };
            if end <= Instant::now() {
                return;
            }
            tokio::time::sleep_until(end).await;
        }
    }
}

/// A request that is being answered.
struct Running(Arc<Activity>);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.in_progress.fetch_sub(1, Ordering::Relaxed);
        self.0.note();
    }
}
