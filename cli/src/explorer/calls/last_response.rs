//! What the last attempt of a call was answered with: its status and its headers.

use std::sync::{Arc, Mutex, PoisonError};

use tc3_runtime::interceptor::{Interceptor, Received};

use crate::explorer::answers::Head;

/// An interceptor of a client, whose clones share what it saw.
#[derive(Clone, Default)]
pub(super) struct LastResponse(Arc<Mutex<Option<Head>>>);

impl LastResponse {
    /// The status and headers; none if there was no answer.
    pub(super) fn head(&self) -> Option<Head> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Interceptor for LastResponse {
    fn after_receiving(&self, received: &Received<'_>) {
        let headers = received.headers().into_iter().flatten();
        let headers = headers.map(|(name, value)| {
            let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
            (name.as_str().to_owned(), value)
        });
        let head = received.status().map(|status| Head {
            status: status.as_u16(),
            headers: headers.collect(),
        });
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = head;
    }
}
