//! Answers that are given by hand, in place of those that the emulator makes.
//!
//! An action that is in no metadata, as older tools call them, can so be answered too: naming it with its service
//! declares it.

mod file;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use tc3_codegen::spec::{Json, Spec};

use crate::service_source::LoadableServices;
use crate::wire::error::ApiError;

pub(crate) use self::file::{parse, read};

/// What answers may be given for.
#[derive(Clone, Copy)]
pub(crate) struct Served<'s> {
    pub(crate) spec: &'s Spec,
    pub(crate) loadable: &'s LoadableServices,
}

impl<'s> Served<'s> {
    fn names(self) -> impl Iterator<Item = &'s str> {
        let of_spec = self.spec.services.iter().map(|service| service.file.name.as_str());
        of_spec.chain(self.loadable.versions().iter().map(|version| &version.service[..]))
    }

    /// Whether a service has the action, or may have it, as only its name is known.
    fn may_have(self, action: &str) -> bool {
        let mut services = self.spec.services.iter();
        !self.loadable.versions().is_empty() || services.any(|service| service.action(action).is_some())
    }
}

/// The answers by action.
#[derive(Debug, Default)]
pub(crate) struct Answers(BTreeMap<Key, Turns>);

/// What an answer is given for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    /// `None` for every service that has the action.
    service: Option<String>,
    action: String,
}

/// The answers of one action, which are used in turn; the last one stays.
#[derive(Debug)]
struct Turns {
    /// At least one.
    answers: Vec<Answer>,
    next: AtomicUsize,
}

/// One answer.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    /// The members of the envelope without `RequestId`, as they are written.
    pub(crate) members: Vec<(String, Json)>,
    /// The error that is among them, for the record.
    pub(crate) error: Option<ApiError>,
}

impl Answers {
    /// Whether there is an answer for an action of this service by name, so that the spec need not declare it.
    pub(crate) fn declare(&self, service: &str, action: &str) -> bool {
        self.0.contains_key(&Key::of_service(service, action))
    }

    /// Begins every list with its first answer again.
    pub(crate) fn restart(&self) {
        for turns in self.0.values() {
            turns.next.store(0, Ordering::Relaxed);
        }
    }

    /// The next answer for an action; `None` if the emulator makes it.
    pub(crate) fn next(&self, service: &str, action: &str) -> Option<&Answer> {
        if self.0.is_empty() {
            return None;
        }
        let turns = self.0.get(&Key::of_service(service, action));
        turns.or_else(|| self.0.get(&Key::of_any(action)))?.next()
    }

    /// Adds the answers of another file, which win over those that are here.
    pub(crate) fn extend(&mut self, more: Self) {
        self.0.extend(more.0);
    }
}

impl Key {
    fn of_service(service: &str, action: &str) -> Self {
        Self {
            service: Some(service.to_owned()),
            action: action.to_owned(),
        }
    }

    fn of_any(action: &str) -> Self {
        Self {
            service: None,
            action: action.to_owned(),
        }
    }
}

impl Turns {
    fn new(answers: Vec<Answer>) -> Self {
        Self {
            answers,
            next: AtomicUsize::new(0),
        }
    }

    fn next(&self) -> Option<&Answer> {
        let last = self.answers.len().saturating_sub(1);
        let step = |at: usize| (at < last).then_some(at + 1);
        let at = match self.next.fetch_update(Ordering::Relaxed, Ordering::Relaxed, step) {
            Ok(at) | Err(at) => at,
        };
        self.answers.get(at)
    }
}
