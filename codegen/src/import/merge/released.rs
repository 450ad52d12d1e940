//! Keeps what was released where no spec is kept from one release to the next: a workspace is generated from metadata alone.
//!
//! The arguments of `new` follow the order of members, and fields that collide are numbered in it. Calls name neither, so
//! with another order a call may compile as it is and send its values as other parameters. Vendors do change the order:
//! what was released keeps its place and its Rust name, as it does in an import into a spec.
//!
//! A release may also keep which members are optional, where code that was written for the release before stays right: a
//! request that has a member which need no longer be sent, or a response whose member is handled as if it may be absent.
//! That is decided for a crate as a whole, by the caller.

use std::collections::BTreeSet;

use super::members::{RecordedOrder, counterpart, with_new_spelling};
use crate::import::numbering::{number_codes, number_members};
use crate::request_code::takes_in_new;
use crate::spec::{ActionFile, Member, Service, ServiceFile, TypeFile};

/// What is kept of what was released.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keep {
    /// The order of members and the Rust names.
    Order,
    /// These, the arguments of `new` although a request need no longer have them, and the `Option`s of responses that
    /// always have the member.
    OrderAndOptionality,
}

/// Gives the members of actions and types the order and the Rust names that they have in `released`, and error codes their
/// Rust names. What is new comes after what the source has before it, and is numbered last.
pub(crate) fn keep_released(
    service: &mut ServiceFile,
    actions: &mut [ActionFile],
    types: &mut [TypeFile],
    released: &Service,
    keep: Keep,
) {
    number_codes(&mut service.errors, &released.file.errors);
    for action in actions {
        let Some(old) = released.action(&action.name) else {
            continue;
        };
        keep_members(&mut action.parameters, &old.parameters, keep);
        keep_members(&mut action.output, &old.output, keep);
        number_codes(&mut action.errors, &old.errors);
    }
    for shared in types {
        let old = released.type_named(&shared.name).and_then(|old| old.members.as_ref());
        if let (Some(members), Some(old)) = (&mut shared.members, old) {
            keep_members(members, old, keep);
        }
    }
}

fn keep_members(members: &mut Vec<Member>, old: &[Member], keep: Keep) {
    let names: BTreeSet<&str> = members.iter().map(|member| member.name.as_str()).collect();
    if names.len() < members.len() {
        return; // two members of one name, which the check refuses
    }
    let mut new = std::mem::take(members);
    let matches: Vec<Option<usize>> = new.iter().map(|member| counterpart(member, &new, old)).collect();
    if keep == Keep::OrderAndOptionality {
        let by_new = takes_in_new(old);
        for (new, index) in new.iter_mut().zip(&matches) {
            let Some(old) = index.and_then(|index| old.get(index)) else {
                continue;
            };
            // Without `new` a member that becomes optional breaks nothing.
            new.required |= by_new && old.required;
            // A list is the same list whether or not it may be absent.
            new.nullable |= old.nullable && !new.type_ref().list;
        }
    }
    let respelled: Vec<(String, String)> = new
        .iter()
        .zip(&matches)
        .filter_map(|(new, index)| Some((old.get((*index)?)?.name.value.clone(), new.name.value.clone())))
        .filter(|(old, new)| old != new)
        .collect();
    *members = RecordedOrder::of(matches.into_iter().zip(new).collect()).members;
    number_members(members, &with_new_spelling(old, &respelled));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn members(names: &[&str]) -> Vec<Member> {
        let member = |name: &&str| Member {
            name: (*name).to_owned().into(),
            ..Member::default()
        };
        names.iter().map(member).collect()
    }

    fn kept(old: &[&str], new: &[&str]) -> Vec<String> {
        let mut kept = members(new);
        keep_members(&mut kept, &members(old), Keep::Order);
        let name = |member: &Member| match &member.rust_name {
            Some(rust) => format!("{} as {}", member.name.value, rust.value),
            None => member.name.value.clone(),
        };
        kept.iter().map(name).collect()
    }

    #[test]
    fn the_released_order_wins_over_that_of_the_source() {
        assert_eq!(kept(&["A", "B", "C"], &["C", "A", "B"]), ["A", "B", "C"]);
    }

    #[test]
    fn what_is_new_follows_what_the_source_has_before_it() {
        assert_eq!(
            kept(&["A", "B"], &["New", "B", "After", "A"]),
            ["New", "A", "B", "After"]
        );
    }

    #[test]
    fn what_is_gone_leaves_no_gap() {
        assert_eq!(kept(&["A", "B", "C"], &["C", "A"]), ["A", "C"]);
    }

    #[test]
    fn another_spelling_is_the_same_member() {
        assert_eq!(kept(&["TcpTime", "Id"], &["Id", "TCPTime"]), ["TCPTime", "Id"]);
    }

    #[test]
    fn colliding_names_stay_with_their_members() {
        assert_eq!(kept(&["UUI"], &["Uui", "UUI"]), ["Uui as uui_2", "UUI"]);
    }

    /// Keeps optionality: for each member whether it is required and nullable, before and in the source.
    fn kept_optionality(members: &[[(bool, bool); 2]]) -> Vec<(bool, bool)> {
        let side = |side: usize| -> Vec<Member> {
            let named = members.iter().enumerate().map(|(index, sides)| Member {
                name: format!("M{index}").into(),
                required: sides[side].0,
                nullable: sides[side].1,
                ..Member::default()
            });
            named.collect()
        };
        let mut kept = side(1);
        keep_members(&mut kept, &side(0), Keep::OrderAndOptionality);
        kept.iter().map(|member| (member.required, member.nullable)).collect()
    }

    #[test]
    fn what_code_relies_on_is_kept_and_what_it_has_to_follow_is_not() {
        let (plain, required, nullable) = ((false, false), (true, false), (false, true));
        assert_eq!(
            kept_optionality(&[
                [required, plain],
                [plain, required],
                [nullable, plain],
                [plain, nullable],
            ]),
            [required, required, nullable, nullable]
        );
    }

    #[test]
    fn a_list_that_is_always_there_is_the_same_list() {
        let list = |nullable| Member {
            name: "Items".to_owned().into(),
            type_name: "Array of String".to_owned().into(),
            nullable,
            ..Member::default()
        };
        let mut kept = vec![list(false)];
        keep_members(&mut kept, &[list(true)], Keep::OrderAndOptionality);
        assert!(!kept[0].nullable);
    }

    #[test]
    fn a_member_that_new_never_took_becomes_optional() {
        let members = [[(true, false), (false, false)]; 8];
        assert_eq!(kept_optionality(&members), [(false, false); 8]);
    }
}
