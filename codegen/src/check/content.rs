//! How the parameters of an action are encoded, and where bytes can be sent.

use super::members::limits::is_binary;
use super::scope::{MemberList, Role, Scope};
use crate::source::{Diagnostic, nearest, quoted};
use crate::spec::{ActionFile, CONTENTS, Content, ItemType, Member};

pub(super) fn check(scope: &Scope<'_>, found: &mut Vec<Diagnostic>) {
    for action in &scope.service.actions {
        check_word(action, found);
        check_bytes_are_carried(action, found);
        if action.content() == Content::OctetStream {
            check_body(action, found);
            check_headers(scope, action, found);
        }
    }
    let elsewhere = scope.member_lists().filter(|list| list.role != Role::Parameter);
    for (list, member) in elsewhere.flat_map(|list| binary(&list).map(move |member| (list, member))) {
        let message = format!("{} cannot be bytes", list.role.noun_with_article());
        found.push(
            Diagnostic::error("misplaced-binary", message)
                .at(member.type_name.span.clone(), "for a parameter of an action alone")
                .help("write `String`: bytes within JSON are sent as text, in base64"),
        );
    }
}

fn binary<'a>(list: &MemberList<'a>) -> impl Iterator<Item = &'a Member> + use<'a> {
    list.members.iter().filter(|member| is_binary(member))
}

fn check_word(action: &ActionFile, found: &mut Vec<Diagnostic>) {
    let unknown = action.content.as_ref();
    let Some(word) = unknown.filter(|word| !CONTENTS.contains(&word.as_str())) else {
        return;
    };
    let help = match nearest(word, CONTENTS) {
        Some(near) => format!("write `{near}`"),
        None => "write `json`, `multipart` or `octetStream`, or leave `content` out for JSON".to_owned(),
    };
    found.push(
        Diagnostic::error("unknown-content", format!("unknown content {}", quoted(word)))
            .at(word.span.clone(), "no such way to send parameters")
            .help(help),
    );
}

fn check_bytes_are_carried(action: &ActionFile, found: &mut Vec<Diagnostic>) {
    let is_known = action
        .content
        .as_ref()
        .is_none_or(|word| CONTENTS.contains(&word.as_str()));
    if action.content() != Content::Json || !is_known {
        return;
    }
    for member in action.parameters.iter().filter(|member| is_binary(member)) {
        found.push(
            Diagnostic::error("misplaced-binary", "an action that is sent as JSON cannot send bytes")
                .at(member.type_name.span.clone(), "no place in JSON")
                .help("write `\"content\": \"multipart\"` or `\"octetStream\"` in the action, or make it a `String`"),
        );
    }
}

/// An octet stream is the value of one parameter.
fn check_body(action: &ActionFile, found: &mut Vec<Diagnostic>) {
    let mut bodies = action.parameters.iter().filter(|member| is_binary(member));
    let word = action.content.as_ref().map(|content| &content.span).cloned();
    let (first, second) = (bodies.next(), bodies.next());
    let diagnostic = match (first, second, word) {
        (None, _, Some(word)) => Diagnostic::error("octet-stream-body", "no parameter is the octet stream")
            .at(word, "needs a body")
            .help("give the parameter that is the body the type `Binary`"),
        (Some(first), Some(second), _) => {
            Diagnostic::error("octet-stream-body", "two parameters would be the octet stream")
                .at(second.type_name.span.clone(), "a second body")
                .and(first.type_name.span.clone(), "the first one")
                .help("keep one `Binary`, or write `\"content\": \"multipart\"`")
        }
        _ => return,
    };
    found.push(diagnostic);
}

/// The other parameters of an octet stream are headers.
fn check_headers(scope: &Scope<'_>, action: &ActionFile, found: &mut Vec<Diagnostic>) {
    let word = action.content.as_ref().map(|content| &content.span);
    let written = action.parameters.iter().filter(|member| scope.knows_type(member));
    for member in written {
        let type_ref = member.type_ref();
        let is_nested = matches!(type_ref.item, ItemType::Named(_) | ItemType::Object);
        if !type_ref.list && !is_nested {
            continue;
        }
        let message = format!("{} cannot be sent along with an octet stream", quoted(&member.name));
        let diagnostic = Diagnostic::error("octet-stream-header", message)
            .at(member.type_name.span.clone(), "no list and no object can be a header");
        let diagnostic = match word {
            Some(word) => diagnostic.and(word.clone(), "parameters other than the body are headers"),
            None => diagnostic,
        };
        found.push(diagnostic.help("make it text, a number or a boolean"));
    }
}
