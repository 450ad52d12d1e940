//! Both sites in one catalog: actions, members and what is required.

use tc3_catalog::{Library, Site, Sites};
use tc3_codegen::spec::Member;

use crate::{embedded, versions};

fn names(members: &[Member]) -> Vec<&str> {
    members.iter().map(|member| member.name.as_str()).collect()
}

#[test]
fn actions_of_one_site_are_found_and_say_so() {
    let library = embedded();
    let mut counts = [0_usize; 3];
    let mut intl_only = None;
    let mut cn_only = None;
    for (service, version) in versions(&library) {
        for action in library.actions(&service, Some(&version)).unwrap() {
            match action.sites {
                Sites { cn: true, intl: true } => counts[0] += 1,
                Sites { cn: true, intl: false } => {
                    counts[1] += 1;
                    cn_only = cn_only.or(Some((service.clone(), version.clone(), action.name)));
                }
                Sites { cn: false, intl: true } => {
                    counts[2] += 1;
                    intl_only = intl_only.or(Some((service.clone(), version.clone(), action.name)));
                }
                Sites { cn: false, intl: false } => panic!("{service} {}: on no site", action.name),
            }
        }
    }
    // As many as both wheels have.
    assert_eq!(counts[0] + counts[1], 16_204, "{counts:?}");
    assert_eq!(counts[2], 860, "{counts:?}");

    for (of, site, other) in [(intl_only, Site::Intl, Site::Cn), (cn_only, Site::Cn, Site::Intl)] {
        let (service, version, action) = of.unwrap();
        let own = embedded().site(site).find(&service, &action, Some(&version)).unwrap();
        assert!(own.sites.has(site) && !own.sites.has(other));
        // The other site falls back to the whole action.
        let there = embedded().site(other).find(&service, &action, Some(&version)).unwrap();
        assert_eq!(there.sites, own.sites);
        let (own, there) = (own.action().unwrap(), there.action().unwrap());
        assert_eq!(names(&own.parameters), names(&there.parameters), "{service} {action}");
    }
}

/// The members of an action of each site, and those that only one has.
#[test]
fn members_and_required_flags_are_those_of_the_site() {
    let (china, international) = (embedded().site(Site::Cn), embedded().site(Site::Intl));
    let both = |name: &str, version: &str| -> Option<_> {
        let of = |library: &Library| library.service(name, Some(version)).ok();
        Some((of(&china)?, of(&international)?))
    };
    let (mut only_china, mut only_international, mut required) = (0, 0, 0);
    for (service, version) in versions(&china) {
        let Some((one, other)) = both(&service, &version) else {
            continue;
        };
        for action in &one.actions {
            let Some(there) = other.action(&action.name) else {
                continue;
            };
            let in_there = |member: &&Member| there.parameters.iter().any(|known| known.name == member.name);
            only_china += action.parameters.iter().filter(|member| !in_there(member)).count();
            for member in &there.parameters {
                match action.parameters.iter().find(|known| known.name == member.name) {
                    None => only_international += 1,
                    Some(known) => required += usize::from(known.required != member.required),
                }
            }
        }
    }
    let counts = (only_china, only_international, required);
    // As many required flags as differ between both wheels.
    assert!(
        only_china > 1_000 && only_international > 0 && required == 91,
        "{counts:?}"
    );
}

/// In these services the vendor's default version is not the newest one.
#[test]
fn the_default_version_is_the_vendors() {
    let library = embedded();
    for name in ["antiddos", "es", "monitor", "tke", "vod"] {
        let services = library.services().unwrap();
        let service = services.iter().find(|service| service.name == name).unwrap();
        let newest = service.versions.iter().map(|version| &version.version).max().unwrap();
        assert_ne!(service.versions[0].version, *newest, "{name}");
        assert_eq!(
            library.service(name, None).unwrap().file.version.value,
            service.versions[0].version
        );
    }
}

#[test]
fn an_action_of_another_version_is_taken_from_there() {
    let library = embedded();
    let default = library.actions("monitor", None).unwrap();
    let services = library.services().unwrap();
    let monitor = services.iter().find(|service| service.name == "monitor").unwrap();
    let (version, action) = monitor.versions[1..]
        .iter()
        .find_map(|version| {
            let actions = library.actions("monitor", Some(&version.version)).unwrap();
            let other = actions
                .into_iter()
                .find(|action| default.iter().all(|known| known.name != action.name))?;
            Some((version.version.clone(), other.name))
        })
        .unwrap();
    let found = library.find("monitor", &action, None).unwrap();
    assert!(found.is_other_version);
    assert_eq!(found.service.file.version.value, version);
    let error = library
        .find("monitor", &action, Some(&monitor.versions[0].version))
        .unwrap_err();
    assert!(matches!(error, tc3_catalog::LookupError::Action { versions, .. } if versions == [version]));
}

#[test]
fn a_lookup_has_one_action_and_the_types_that_it_reaches() {
    let library = embedded();
    let found = library.find("cvm", "RunInstances", None).unwrap();
    let whole = library.service("cvm", None).unwrap();
    assert_eq!(found.service.actions.len(), 1);
    assert!(found.service.types.len() < whole.types.len());
    let members = found
        .service
        .types
        .iter()
        .flat_map(|shared| shared.members.iter().flatten());
    let action = found.action().unwrap();
    for member in action.parameters.iter().chain(&action.output).chain(members) {
        if let tc3_codegen::spec::ItemType::Named(name) = member.type_ref().item {
            assert!(found.service.type_named(name).is_some(), "{name} is not there");
        }
    }
}

#[test]
fn wrong_names_have_near_ones() {
    let library = embedded();
    let near = |service: &str, action: &str| library.find(service, action, None).unwrap_err().near().to_vec();
    assert_eq!(near("GAAP", "DescribeProxies")[0], "gaap");
    assert_eq!(near("gaap", "describeproxies")[0], "DescribeProxies");
    let many = near("gaap", "DescribeProxyGruop");
    assert!(
        many.len() <= 3 && many.contains(&"DescribeProxyGroupList".to_owned()) || !many.is_empty(),
        "{many:?}"
    );
}
