//! Which objects of the metadata actions reach.

use std::collections::BTreeSet;

use super::super::ImportError;
use super::api::{self, Api};
use super::convert::Side;

/// The objects that the chosen actions reach on one side, the bodies themselves included.
pub(super) fn reach<'a>(
    api: &'a Api,
    file: &str,
    is_chosen: &dyn Fn(&str) -> bool,
    side: Side,
) -> Result<BTreeSet<&'a str>, ImportError> {
    let mut reached = BTreeSet::new();
    let chosen = api.actions.iter().filter(|(name, _)| is_chosen(name));
    let mut ahead: Vec<(&str, &str)> = chosen
        .map(|(name, action)| match side {
            Side::Input => (name, action.input.as_str()),
            Side::Output | Side::Shared => (name, action.output.as_str()),
        })
        .collect();
    while let Some((user, name)) = ahead.pop() {
        let object = api.objects.get(name);
        let object =
            object.ok_or_else(|| ImportError::new(file, format!("`{user}` uses `{name}`, which is not described")))?;
        if reached.insert(name) {
            let objects = object.members.iter().filter(|member| is_object(member, api));
            ahead.extend(objects.map(|member| (name, member.member.as_str())));
        }
    }
    Ok(reached)
}

/// Whether a member holds an object of its own. One that says so and names what is not there is let through to be
/// reported.
fn is_object(member: &api::Member, api: &Api) -> bool {
    member.kind == "object" || api.objects.get(&member.member).is_some()
}
