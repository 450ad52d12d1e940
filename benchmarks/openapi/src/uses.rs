//! Which types are sent in requests, and not answered with alone.

use std::collections::BTreeSet;

use tc3_codegen::spec::{ItemType, Member, Service};

/// The types that requests of a service use.
pub(crate) struct Uses<'a> {
    service: &'a Service,
    sent: BTreeSet<&'a str>,
}

impl<'a> Uses<'a> {
    pub(crate) fn of(service: &'a Service) -> Self {
        let sent = BTreeSet::new();
        let mut uses = Self { service, sent };
        for action in &service.actions {
            uses.follow(&action.parameters);
        }
        uses
    }

    pub(crate) fn is_sent(&self, type_name: &str) -> bool {
        self.sent.contains(type_name)
    }

    fn follow(&mut self, members: &'a [Member]) {
        for member in members {
            let ItemType::Named(name) = self.service.type_of(member).item else {
                continue;
            };
            if self.sent.insert(name) {
                let shared = self.service.type_named(name);
                self.follow(shared.and_then(|shared| shared.members.as_deref()).unwrap_or_default());
            }
        }
    }
}
