//! The lines of a call, which the page reads while the call goes on: progress, and how it ended.

use bytes::Bytes;
use http_body_util::BodyExt;
use http_body_util::channel::{Channel, Sender};
use hyper::body::Frame;
use tokio::sync::oneshot;

use crate::explorer::web::reply::{Body, json_bytes, object, text};
use crate::json::Value;

/// So many lines wait for a page that reads slowly; further lines of progress are left out.
const MOST_WAITING: usize = 64;

/// The end that writes.
pub(super) struct Lines(Sender<Bytes>);

/// Resolves when the page has gone away.
pub(super) type Gone = oneshot::Receiver<()>;

/// Makes the body of a reply, the end that writes it, and what tells when nobody reads it any more.
pub(super) fn lines() -> (Body, Lines, Gone) {
    let (sender, channel) = Channel::<Bytes>::new(MOST_WAITING);
    // Dropped with the body, which says that the page has gone.
    let (is_read, gone) = oneshot::channel::<()>();
    let body = channel.map_frame(move |frame| {
        let _ = &is_read;
        frame
    });
    (body.boxed_unsync(), Lines(sender), gone)
}

impl Lines {
    /// Says how far the call is.
    pub(super) fn progress(&mut self, progress: &str) {
        // The next one will do as well.
        let _ = self
            .0
            .try_send(Frame::data(line(&object([("progress", text(progress))]))));
    }

    /// Says how the call ended.
    pub(super) async fn end(mut self, member: &str, value: Value) {
        // What it was is in the history, if nobody reads it here.
        let _ = self.0.send_data(line(&object([(member, value)]))).await;
    }
}

fn line(value: &Value) -> Bytes {
    let mut line = json_bytes(value);
    line.push(b'\n');
    line.into()
}
