//! The part of the client's builder that puts a mock or a recorder in place of the network.

use super::{MockTransport, Recorder};
use crate::ClientBuilder;

impl<C> ClientBuilder<C> {
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
