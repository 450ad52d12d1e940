//! What holds for the parameters of every action that there is.

use std::collections::{BTreeMap, BTreeSet};

use tc3_catalog::{Catalog, Library};
use tc3_codegen::spec::Member;

use super::path::{NotFound, member};
use crate::arguments::{OPTIONS, find_option};
use crate::near::folded;

/// Calls `look` with the members of each action and of each type.
fn for_all_members(mut look: impl FnMut(&str, &[Member], bool)) {
    let library = Library::new().with_catalog(Catalog::embedded().unwrap());
    for service in library.services().unwrap() {
        for version in &service.versions {
            let whole = library.service(&service.name, Some(&version.version)).unwrap();
            for action in &whole.actions {
                look(
                    &format!("{} {}", service.name, action.name.value),
                    &action.parameters,
                    true,
                );
            }
            for shared in &whole.types {
                look(
                    &format!("{} {}", service.name, shared.name.value),
                    shared.members.as_deref().unwrap_or_default(),
                    false,
                );
            }
        }
    }
}

#[test]
fn parameters_differ_from_options_and_members_from_each_other() {
    let options: BTreeSet<String> = OPTIONS.iter().map(|option| folded(option.name)).collect();
    let mut like_options = 0;
    let mut same_as_options = Vec::new();
    let mut pairs = 0;
    for_all_members(|place, members, is_action| {
        for declared in members.iter().filter(|_| is_action) {
            let name = &declared.name.value;
            if find_option(name).is_some() {
                same_as_options.push(format!("{place} {name}"));
            } else if options.contains(&folded(name)) {
                like_options += 1;
            }
        }
        let mut by_fold: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for declared in members {
            by_fold.entry(folded(&declared.name)).or_default().push(&declared.name);
            let found = member(members, &declared.name).ok().map(|found| &*found.name.value);
            assert_eq!(found, Some(&*declared.name.value), "{place}");
        }
        for (fold, names) in by_fold {
            let found = member(members, &fold);
            match names.as_slice() {
                [name] => assert!(found.is_ok_and(|found| found.name.value == *name), "{place} {fold}"),
                _ if names.contains(&fold.as_str()) => pairs += 1,
                _ => {
                    pairs += 1;
                    assert!(
                        matches!(found, Err(NotFound::Ambiguous(given)) if given == names),
                        "{place} {fold}"
                    );
                }
            }
        }
    });
    println!("{like_options} {pairs} {same_as_options:?}");
    assert!(like_options > 500, "{like_options}");
    assert!(pairs > 30, "{pairs}");
    // These are given by `--api.NAME`.
    assert_eq!(same_as_options, [""; 0]);
}
