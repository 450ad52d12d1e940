//! Which of a request's values a message may show.

use tc3_codegen::spec::{ItemType, Member, Service};

use crate::authentication::Question;
use crate::call::{ACTION, REGION, TIMESTAMP, VERSION};
use crate::routing;
use crate::tc3;

/// Stands in a message where a value may be secret.
pub(crate) const HIDDEN: &str = "<hidden>";

/// Parameters of a signature of version 1 that are no secret; `Token` and `Signature` are.
const OPEN_PARAMETERS: [&str; 9] = [
    ACTION.parameter,
    VERSION.parameter,
    TIMESTAMP.parameter,
    REGION.parameter,
    "Language",
    "Nonce",
    "RequestClient",
    "SecretId",
    "SignatureMethod",
];

/// Signed headers whose values are no secret, beside those that begin with `x-tc-`.
const OPEN_HEADERS: [&str; 2] = ["content-type", "host"];

/// Which of a request's values a message may show: what everybody sends, and what the spec declares and does not mark
/// `secret`.
#[derive(Clone, Copy)]
pub(crate) struct Discretion<'s> {
    declared: Option<(&'s Service, &'s [Member])>,
}

impl<'s> Discretion<'s> {
    /// What may be shown of a request whose signature is yet to be checked.
    pub(crate) fn of(question: &Question<'s, '_>) -> Self {
        let scope = tc3::scope_service(question.request);
        let route = routing::route(question.spec, question.request, question.call, scope);
        Self {
            declared: route.ok().map(|route| (route.service, &route.action.parameters[..])),
        }
    }

    /// Whether the header, its name in lower case, may be shown.
    pub(crate) fn shows_header(name: &str) -> bool {
        OPEN_HEADERS.contains(&name) || (name.starts_with("x-tc-") && name != "x-tc-token")
    }

    /// Whether a parameter of a query or a form may be shown, such as `AccessRegionSet.0.Bandwidth`.
    pub(crate) fn shows_parameter(self, name: &str) -> bool {
        OPEN_PARAMETERS.contains(&name)
            || self
                .declared
                .is_some_and(|(service, members)| is_declared_and_open(service, members, name))
    }
}

/// Not by recursion: the sender decides how long the path is, and a type may contain itself.
fn is_declared_and_open<'s>(service: &'s Service, mut members: &'s [Member], mut path: &str) -> bool {
    loop {
        let (name, below) = match path.split_once('.') {
            Some((name, below)) => (name, Some(below)),
            None => (path, None),
        };
        let Some(member) = members.iter().find(|member| member.name.value == name) else {
            return false;
        };
        if member.secret {
            return false;
        }
        let type_ref = service.type_of(member);
        let below = match below.filter(|_| type_ref.list) {
            Some(indexed) => indexed.split_once('.').map(|(_, below)| below),
            None => below,
        };
        match (type_ref.item, below) {
            (_, None) | (ItemType::Object, Some(_)) => return true,
            (ItemType::Named(type_name), Some(below)) => {
                let declared = service.type_named(type_name);
                let Some(inside) = declared.and_then(|declared| declared.members.as_deref()) else {
                    return false;
                };
                (members, path) = (inside, below);
            }
            _ => return false,
        }
    }
}
