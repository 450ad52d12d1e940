use std::pin::Pin;

use bytes::Bytes;
use http::Request;

use super::{TimeLimit, Transport};
use crate::Error;
use crate::response::Answer;

pub(crate) type ExchangeFuture<'a> = Pin<Box<dyn Future<Output = Result<Answer, Error>> + Send + 'a>>;

/// What takes the signed request of one attempt and comes back with the answer: the network, or what stands in
/// for it.
pub(crate) trait Exchange: Send + Sync {
    fn exchange(&self, request: Request<Bytes>, limit: TimeLimit) -> ExchangeFuture<'_>;
}

impl Exchange for Transport {
    fn exchange(&self, request: Request<Bytes>, limit: TimeLimit) -> ExchangeFuture<'_> {
        Box::pin(self.exchange(request, limit))
    }
}
