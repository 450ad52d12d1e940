//! Which values must not be shown.

use crate::spec::{ItemType, Member, Service};

/// Whether a value for `members` may hold a secret, however deep.
pub(super) fn holds_secret(service: &Service, members: &[Member]) -> bool {
    let mut seen = Vec::new();
    let mut to_look_at: Vec<&Member> = members.iter().collect();
    while let Some(member) = to_look_at.pop() {
        if member.secret {
            return true;
        }
        let ItemType::Named(name) = member.type_ref().item else {
            continue;
        };
        if !seen.contains(&name) {
            seen.push(name);
            let declared = service.type_named(name);
            to_look_at.extend(
                declared
                    .and_then(|declared| declared.members.as_deref())
                    .unwrap_or_default(),
            );
        }
    }
    false
}
