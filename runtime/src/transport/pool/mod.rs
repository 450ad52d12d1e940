//! The pool of connections of a client: HTTP/1.1, over the connections of hyper.
//!
//! hyper-util has a client with a pool. It is for any protocol and any executor: it hashes the host twice, and clones itself,
//! the URI and the connector for each request, which with hyper's own sending was about 9,300 of the 54,000 instructions that
//! a call took in user space without its hashing (callgrind). And it does not say which connection gets a request, which that connection has to
//! know; see [`connect::RequestNotice`](super::connect::RequestNotice).
//!
//! - A call takes the idle connection that was used last, so that those which are not needed run into the idle timeout.
//! - Without one it connects, and takes a connection that another call is done with meanwhile, if that is earlier. What it
//!   has begun to connect to is then kept for the next call.
//! - A request is sent again, over another connection, only if hyper gives it back, as it does if nothing of it was
//!   written, and only if the connection was used before: a new one that fails would fail again.

mod hosts;

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::task::Poll;
use std::time::Duration;

use http::{Request, Response, Uri};
use hyper::body::Incoming;
use hyper::client::conn::TrySendError;
use hyper::client::conn::http1::{self, SendRequest};
use tokio::runtime::Handle;
use tokio::sync::oneshot;

use self::hosts::Hosts;
use super::connect::{Connector, HttpConnection, RequestNotice};
use super::request_body::RequestBody;
use crate::error::BoxError;
use crate::tasks;

/// Services close idle connections after about 60 s. Closing them earlier keeps requests off connections that are just
/// being closed.
const IDLE_TIMEOUT: Duration = Duration::from_secs(50);

pub(super) struct Pool(Arc<Shared>);

struct Shared {
    connector: Connector,
    hosts: Mutex<Hosts<Link>>,
    /// Whether a task closes connections that are idle for too long.
    is_swept: AtomicBool,
}

/// A connection, of which a task reads and writes the socket.
struct Link {
    sender: SendRequest<RequestBody>,
    notice: RequestNotice,
    /// Whether a proxy reads the requests. It then needs the absolute URI.
    is_read_by_proxy: bool,
}

/// A request on its way, and then the connection that its response comes over. If this is dropped before the connection
/// is given back, that is closed.
pub(super) struct Sending<'p> {
    pool: &'p Pool,
    target: Uri,
    way: Way<'p>,
    link: Option<Link>,
}

enum Way<'p> {
    /// Over an idle connection.
    Idle(Started),
    /// Over any connection, as soon as there is one.
    Any(SentFuture<'p>),
}

/// The response to a request that was handed to a connection. A box, because the future of hyper has room for the request.
type Started = Pin<Box<dyn Future<Output = Result<Response<Incoming>, TrySendError<Request<RequestBody>>>> + Send>>;

/// A response, and the connection that it comes over. A box, because few calls need it, and the future of each would be
/// as large.
type SentFuture<'p> = Pin<Box<dyn Future<Output = Result<(Response<Incoming>, Link), SendError>> + Send + 'p>>;

/// Why there is no response.
pub(super) enum SendError {
    Connect(BoxError),
    Exchange(hyper::Error),
}

impl Pool {
    pub(super) fn new(connector: Connector, max_idle_per_host: usize) -> Self {
        Self(Arc::new(Shared {
            connector,
            hosts: Mutex::new(Hosts::new(max_idle_per_host, IDLE_TIMEOUT)),
            is_swept: AtomicBool::new(false),
        }))
    }

    /// Sends a request to `target`, in whose place its URI has the form that the connection needs. If there is an idle
    /// connection, the request is handed to it at once, so that no future holds it.
    pub(super) fn send(&self, request: Request<RequestBody>, target: Uri) -> Sending<'_> {
        let mut link = self.0.hosts().take(&target, Link::is_ready);
        let way = match &mut link {
            Some(link) => Way::Idle(link.start(request, &target)),
            None => Way::Any(Box::pin(self.send_over_any(request, target.clone()))),
        };
        Sending {
            pool: self,
            target,
            way,
            link,
        }
    }

    async fn send_over_any(
        &self,
        mut request: Request<RequestBody>,
        target: Uri,
    ) -> Result<(Response<Incoming>, Link), SendError> {
        loop {
            let (mut link, is_reused) = self.link(&target).await.map_err(SendError::Connect)?;
            match link.start(request, &target).await {
                Ok(response) => return Ok((response, link)),
                Err(error) => request = given_back(error, is_reused)?,
            }
        }
    }

    /// A connection to `target`, and whether it carried requests before: an idle one, one that another call gives back, or
    /// a new one, whichever is there first.
    async fn link(&self, target: &Uri) -> Result<(Link, bool), BoxError> {
        let mut waiting = {
            let mut hosts = self.0.hosts();
            if let Some(link) = hosts.take(target, Link::is_ready) {
                return Ok((link, true));
            }
            hosts.wait(target).map(|receiver| Waiting {
                shared: &self.0,
                target,
                receiver,
            })
        };
        let mut connecting = Box::pin(Arc::clone(&self.0).connect(target.clone()));
        let (link, is_reused) = poll_fn(|cx| {
            if let Some(Waiting { receiver, .. }) = &mut waiting
                && let Poll::Ready(Ok(link)) = Pin::new(receiver).poll(cx)
            {
                return Poll::Ready((Ok(link), true));
            }
            connecting.as_mut().poll(cx).map(|link| (link, false))
        })
        .await;
        if is_reused {
            spawn(Arc::clone(&self.0).keep(target.clone(), connecting));
        }
        Ok((link?, is_reused))
    }
}

impl Sending<'_> {
    pub(super) fn target(&self) -> &Uri {
        &self.target
    }

    /// The response, as soon as its head is there.
    pub(super) async fn response(&mut self) -> Result<Response<Incoming>, SendError> {
        loop {
            match &mut self.way {
                Way::Idle(started) => match started.await {
                    Ok(response) => return Ok(response),
                    Err(error) => {
                        let request = given_back(error, true)?;
                        self.link = None;
                        self.way = Way::Any(Box::pin(self.pool.send_over_any(request, self.target.clone())));
                    }
                },
                Way::Any(sent) => {
                    let (response, link) = sent.await?;
                    self.link = Some(link);
                    return Ok(response);
                }
            }
        }
    }

    /// Gives the connection back, as soon as the response was read from it.
    pub(super) fn give_back(&mut self) {
        let Some(link) = self.link.take() else { return };
        let shared = &self.pool.0;
        if link.is_ready() {
            shared.hosts().put(&self.target, link);
        } else if !link.sender.is_closed() {
            spawn(Arc::clone(shared).keep(self.target.clone(), std::future::ready(Ok(link))));
        }
    }
}

impl Link {
    /// Whether a request can be sent now.
    fn is_ready(&self) -> bool {
        self.sender.is_ready()
    }

    /// Hands a request to the connection.
    fn start(&mut self, mut request: Request<RequestBody>, target: &Uri) -> Started {
        *request.uri_mut() = if self.is_read_by_proxy {
            target.clone()
        } else {
            origin_form(target)
        };
        self.notice.give();
        Box::pin(self.sender.try_send_request(request))
    }
}

impl Shared {
    fn hosts(&self) -> MutexGuard<'_, Hosts<Link>> {
        // A panic cannot leave it inconsistent.
        self.hosts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn connect(self: Arc<Self>, target: Uri) -> Result<Link, BoxError> {
        let HttpConnection {
            io,
            notice,
            is_read_by_proxy,
        } = self.connector.connect(&target).await?;
        let (sender, task) = http1::handshake(io).await?;
        // Its error, if any, is also that of the request it is about. It ends when the sender is dropped.
        spawn(async { drop(task.await) });
        self.sweep();
        Ok(Link {
            sender,
            notice,
            is_read_by_proxy,
        })
    }

    /// Keeps a connection from when it is ready.
    async fn keep(self: Arc<Self>, target: Uri, connecting: impl Future<Output = Result<Link, BoxError>> + Send) {
        if let Ok(mut link) = connecting.await
            && link.sender.ready().await.is_ok()
        {
            self.hosts().put(&target, link);
        }
    }

    /// Closes connections that are idle for too long, in a task of its own, for as long as the pool exists.
    fn sweep(self: &Arc<Self>) {
        if !self.hosts().keeps_any() || self.is_swept.swap(true, Ordering::Relaxed) {
            return;
        }
        let sweeper = Sweeper(Arc::downgrade(self));
        spawn(async move {
            loop {
                tokio::time::sleep(IDLE_TIMEOUT).await;
                let Some(shared) = sweeper.0.upgrade() else { return };
                shared.hosts().purge(|link| !link.sender.is_closed());
            }
        });
    }
}

/// The task that closes idle connections. Its runtime may end before the pool; the next connection then starts another.
struct Sweeper(Weak<Shared>);

impl Drop for Sweeper {
    fn drop(&mut self) {
        if let Some(shared) = self.0.upgrade() {
            shared.is_swept.store(false, Ordering::Relaxed);
        }
    }
}

/// A call that waits for a connection. One that comes too late is passed on.
struct Waiting<'a> {
    shared: &'a Shared,
    target: &'a Uri,
    receiver: oneshot::Receiver<Link>,
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.receiver.close();
        if let Ok(link) = self.receiver.try_recv() {
            self.shared.hosts().put(self.target, link);
        }
    }
}

/// Spawns a task on the runtime of the call.
fn spawn(task: impl Future<Output = ()> + Send + 'static) {
    tasks::spawn(&Handle::current(), task);
}

/// The request, if nothing of it was written and another connection may do better.
fn given_back(
    mut error: TrySendError<Request<RequestBody>>,
    is_reused: bool,
) -> Result<Request<RequestBody>, SendError> {
    match error.take_message() {
        Some(request) if is_reused => Ok(request),
        _ => Err(SendError::Exchange(error.into_error())),
    }
}

/// The URI as a server reads it: path and query.
fn origin_form(target: &Uri) -> Uri {
    match target.path_and_query() {
        Some(path) if path != "/" => Uri::from(path.clone()),
        _ => Uri::default(),
    }
}
