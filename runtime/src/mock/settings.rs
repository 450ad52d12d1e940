//! What takes the place of the network in a client: a mock, a recorder, or both.

use super::{MockTransport, Recorder};
use crate::transport::Exchange;

/// The mock and the recorder of a client, where they are set.
#[derive(Clone, Debug, Default)]
pub(crate) struct MockSettings {
    pub(super) mock: Option<MockTransport>,
    pub(super) recorder: Option<Recorder>,
}

impl MockSettings {
    /// Whether a mock or a recorder reads the parameters of requests.
    pub(crate) fn is_active(&self) -> bool {
        self.mock.is_some() || self.recorder.is_some()
    }

    /// The mock in place of the network, or the network, with the recorder around either.
    pub(crate) fn wrap(
        &self,
        max_response_bytes: usize,
        network: impl FnOnce() -> Box<dyn Exchange>,
    ) -> Box<dyn Exchange> {
        let exchange = match &self.mock {
            Some(mock) => mock.exchange(max_response_bytes),
            None => network(),
        };
        match &self.recorder {
            Some(recorder) => recorder.wrap(exchange),
            None => exchange,
        }
    }
}
