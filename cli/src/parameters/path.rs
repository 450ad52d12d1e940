//! Finds what `--AccessRegionSet.0.Bandwidth` names, by the declared types.

use tc3_codegen::spec::{ActionFile, ItemType, Member, Service};

use super::{Fault, find, members_of};
use crate::arguments::OPTIONS;
use crate::near::{folded, near_clause, nearest};

/// A request is refused that is nested deeper: no service has a tenth of it, and stacks are not endless.
const MOST_STEPS: usize = 200;

/// A step into a value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    Member(String),
    Item(usize),
}

/// What a name means, from the top of the request.
pub(super) type Path = Vec<Step>;

/// Finds parameters of an action.
pub(super) struct Resolver<'a> {
    pub(super) service: &'a Service,
    pub(super) action: &'a ActionFile,
    /// Whether members that are not declared are taken as they are given.
    pub(super) accepts_unknown: bool,
}

/// Where the walk along a name is.
enum Place<'a> {
    /// In a structure: its name, and its members.
    Structure(&'a str, &'a [Member]),
    /// At a list of this member.
    List(&'a Member),
    /// In JSON of any form.
    Free,
    /// At a value without parts.
    Scalar(&'a Member),
}

impl<'a> Resolver<'a> {
    /// Returns what a name means. `path` is what was understood of it, also where the rest is wrong.
    pub(super) fn path(&self, name: &str, path: &mut Path) -> Result<(), Fault> {
        let mut place = Place::Structure("", &self.action.parameters);
        for step in name.split('.') {
            if path.len() == MOST_STEPS {
                return Err(Fault::new(format!("a parameter has more than {MOST_STEPS} parts")));
            }
            let so_far = text(path);
            place = match place {
                Place::Structure(type_name, members) => match member(members, step) {
                    Ok(member) => {
                        path.push(Step::Member(member.name.value.clone()));
                        self.at(member, true)
                    }
                    Err(NotFound::Ambiguous(names)) => return Err(ambiguous(&so_far, step, &names)),
                    Err(NotFound::Unknown) if self.accepts_unknown => {
                        path.push(Step::Member(step.to_owned()));
                        Place::Free
                    }
                    Err(NotFound::Unknown) => return Err(self.unknown(&so_far, step, type_name, members)),
                },
                Place::List(member) => {
                    path.push(Step::Item(index(step).ok_or_else(|| no_index(&so_far, step))?));
                    self.at(member, false)
                }
                Place::Free => {
                    path.push(index(step).map_or_else(|| Step::Member(step.to_owned()), Step::Item));
                    Place::Free
                }
                Place::Scalar(member) => {
                    let message = format!("--{name}: {so_far} is {}, which has no parts", described(member));
                    return Err(Fault::new(message));
                }
            };
        }
        Ok(())
    }

    /// Where a member is, or an item of its list.
    fn at(&self, member: &'a Member, is_whole: bool) -> Place<'a> {
        let type_ref = self.service.type_of(member);
        match type_ref.item {
            _ if is_whole && type_ref.list => Place::List(member),
            ItemType::Named(name) => Place::Structure(name, members_of(self.service, name)),
            ItemType::Object => Place::Free,
            _ => Place::Scalar(member),
        }
    }

    fn unknown(&self, so_far: &str, step: &str, type_name: &str, members: &[Member]) -> Fault {
        let near = nearest(step, members.iter().map(|member| member.name.as_str()));
        if !type_name.is_empty() {
            return Fault::new(format!(
                "{so_far}.{step} is no member of {type_name}{}",
                near_clause(&near)
            ));
        }
        let message = format!(
            "--{step} is no parameter of {}{}",
            self.action.name.value,
            near_clause(&near)
        );
        if step.contains(char::is_uppercase) || !near.is_empty() {
            return Fault {
                is_stranger: near.is_empty(),
                ..Fault::new(message)
            };
        }
        let options = nearest(step, OPTIONS.iter().map(|option| option.name));
        match options.first() {
            Some(option) => Fault::with_hint(message, format!("there is an option --{option}")),
            None => Fault {
                is_stranger: true,
                ..Fault::new(message)
            },
        }
    }
}

/// Why a member was not found.
pub(super) enum NotFound<'a> {
    Unknown,
    /// Several are written so but for letter case, `-` and `_`.
    Ambiguous(Vec<&'a str>),
}

/// Finds a member by its exact name, or by one that differs in letter case, `-` and `_` alone.
pub(super) fn member<'a>(members: &'a [Member], name: &str) -> Result<&'a Member, NotFound<'a>> {
    if let Some(member) = find(members, name) {
        return Ok(member);
    }
    let folded_name = folded(name);
    let alike = |member: &&Member| folded(&member.name) == folded_name;
    let mut found = members.iter().filter(alike);
    match (found.next(), found.next()) {
        (None, _) => Err(NotFound::Unknown),
        (Some(member), None) => Ok(member),
        _ => {
            let names = members.iter().filter(alike).map(|member| member.name.as_str());
            Err(NotFound::Ambiguous(names.collect()))
        }
    }
}

pub(super) fn ambiguous(so_far: &str, step: &str, names: &[&str]) -> Fault {
    let place = if so_far.is_empty() {
        String::new()
    } else {
        format!("{so_far}.")
    };
    Fault::new(format!(
        "{place}{step} may be {}: write the exact name",
        names.join(" or ")
    ))
}

fn no_index(so_far: &str, step: &str) -> Fault {
    Fault::with_hint(
        format!("{so_far} is a list: `{step}` is not the number of an item"),
        format!("items are numbered from 0: --{so_far}.0.{step}"),
    )
}

/// The number of an item: digits without leading zeros.
fn index(step: &str) -> Option<usize> {
    let is_canonical = step == "0" || !step.starts_with('0');
    let are_digits = !step.is_empty() && step.bytes().all(|byte| byte.is_ascii_digit());
    step.parse().ok().filter(|_| is_canonical && are_digits)
}

/// A type with its article: `an Integer`.
pub(super) fn described(member: &Member) -> String {
    let name = member.type_name.trim_start_matches("Array of ");
    let article = if name.starts_with(['A', 'E', 'I', 'O']) {
        "an"
    } else {
        "a"
    };
    format!("{article} {name}")
}

/// A path as the service names it: `AccessRegionSet.0.Bandwidth`.
pub(super) fn text(path: &[Step]) -> String {
    let steps = path.iter().map(|step| match step {
        Step::Member(name) => name.clone(),
        Step::Item(index) => index.to_string(),
    });
    steps.collect::<Vec<_>>().join(".")
}
