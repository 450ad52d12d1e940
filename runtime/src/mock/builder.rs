//! The part of the client's builder that puts a mock or a recorder in place of the network.

use super::{MockTransport, Recorder};
use crate::ClientBuilder;
use crate::transport::Exchange;

/// The mock and the recorder of a client, where they are set.
#[derive(Clone, Debug, Default)]
pub(crate) struct MockSettings {
    mock: Option<MockTransport>,
    recorder: Option<Recorder>,
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

impl ClientBuilder {
    /// Records what calls exchange in `recorder`, whether over the network or over a mock.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// use tc3::mock::{MockTransport, Recorder};
    ///
    /// let recorder = Recorder::new();
    /// let client = MockTransport::new().client().record(&recorder).build()?;
    /// # Ok::<(), tc3::Error>(())
    /// ```
    pub fn record(mut self, recorder: &Recorder) -> Self {
        self.mock.recorder = Some(recorder.clone());
        self
    }

    pub(crate) fn mock(mut self, mock: MockTransport) -> Self {
        self.mock.mock = Some(mock);
        self
    }
}
