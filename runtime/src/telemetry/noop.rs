//! Spans and events in builds without the feature `tracing`: the same functions, and nothing in them, so that the callers
//! need no `cfg`.

use std::time::Duration;

use bytes::Bytes;
use http::{Request, StatusCode};

use super::Subject;
use crate::Error;

pub(crate) struct CallTrace;

pub(crate) struct Scope;

impl CallTrace {
    pub(crate) fn begin(_: &Subject<'_>) -> Self {
        Self
    }

    pub(crate) fn scope(&self) -> Scope {
        Scope
    }

    pub(crate) fn attempt(&mut self, _: &Request<Bytes>) -> Scope {
        Scope
    }

    pub(crate) fn attempt_failed(&mut self, _: &Error) {}

    pub(crate) fn retrying(&mut self, _: Duration) {}

    pub(crate) fn succeeded(&mut self, _: &str, _: StatusCode, _: usize) {}

    pub(crate) fn deprecated(&self, _: &str) {}

    pub(crate) fn failed(&mut self, _: &Error) {}
}

impl Scope {
    pub(crate) fn around<F>(self, future: F) -> F {
        future
    }

    pub(crate) fn within<T>(self, work: impl FnOnce() -> T) -> T {
        work()
    }
}

pub(crate) fn credentials_refreshed(_: Option<Duration>) {}

pub(crate) fn refresh_failed(_: &Error, _: bool) {}

#[cfg(feature = "clock-skew")]
pub(crate) fn clock_skew_learned(_: i64) {}
