//! Turns the parameters of a command line into the JSON body of a request, and checks it.
//!
//! ```text
//! --A.0.B 10   -> path (names, indices, by declared types) -> tree (parts joined, gaps, contradictions)
//!              -> value (10, "10", [10], K=V,K=V, @file by declared type) -> overlay on --cli-input-json -> check
//! ```
//!
//! The order of members is that of `--cli-input-json`; those that only options give follow, as they are declared.

mod check;
mod elsewhere;
mod input_json;
mod path;
mod read_json;
mod shorthand;
mod skeleton;
mod source;
mod tree;
mod value;
#[cfg(test)]
mod whole_catalog;

pub(crate) use check::wrong_places;

use std::mem;

use tc3_catalog::{Found, Library};
use tc3_codegen::spec::{ActionFile, Content, ItemType, Member, Service};

use self::path::{Path, Resolver};
use self::source::Sources;
use self::tree::Tree;
use self::value::Reader;
use crate::arguments::{Invocation, Skeleton};
use crate::call::paging;
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::json::Value;

/// Nobody reads more of what is wrong.
const MOST_FAULTS: usize = 100;
/// So many unknown parameters are looked for in other actions.
const MOST_STRANGERS: usize = 3;

/// The parameters of a call.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Request {
    /// What is sent as JSON. A parameter of bytes is null in it.
    pub(crate) body: Value,
    /// The parameters of bytes, of actions that send parts or a raw body.
    pub(crate) binary: Vec<(String, Vec<u8>)>,
    /// What has to be said on standard error, a line each.
    pub(crate) notes: Vec<String>,
}

/// Returns the parameters of a call, checked unless `--no-check`.
///
/// # Errors
/// If what is given does not match what is declared: all that is wrong, a message each.
pub(crate) fn request(library: &Library, found: &Found, invocation: &Invocation) -> Result<Request, CliError> {
    let action = found
        .action()
        .ok_or_else(|| CliError::input("the action is not there"))?;
    let mut faults = Faults::default();
    let mut sources = Sources::default();
    let base = match &invocation.options.cli_input_json {
        Some(given) => input_json::read(given, &mut sources)?,
        None => Value::Object(Vec::new()),
    };
    if invocation.options.cli_input_json.is_some() && !invocation.options.no_check {
        input_json::placeholders(&base, &action.parameters, &found.service, &mut faults);
    }
    let mut notes = Vec::new();
    notes.extend(other_version(found, action));
    let mut body = apply_options(base, found, action, invocation, &mut sources, &mut faults, &mut notes);
    if invocation.options.all {
        paging::begin(action, &mut body);
    }
    if !invocation.options.no_check {
        check::check(&body, found, action, &mut faults);
    }
    let binary = take_binary(&mut body, action, &mut faults);
    for name in &mem::take(&mut faults.strangers) {
        if let Some(hint) = elsewhere::hint(library, found, action, name) {
            faults.hints.push(hint);
        }
    }
    // What is wrong may be so because of the version.
    faults.hints.extend(other_version(found, action));
    faults.into_result()?;
    notes.extend(sources.notes);
    Ok(Request { body, binary, notes })
}

/// Returns the parameters that are written as the text of one JSON object, checked if asked for. Nothing in the text names
/// a file.
///
/// # Errors
/// As [`request`].
pub(crate) fn request_of_text(found: &Found, text: &str, is_checked: bool) -> Result<Request, CliError> {
    let action = found
        .action()
        .ok_or_else(|| CliError::input("the action is not there"))?;
    let mut faults = Faults::default();
    let mut body = match read_json::parse(if text.trim().is_empty() { "{}" } else { text }) {
        Ok(value @ Value::Object(_)) => value,
        Ok(_) => {
            let message = "the parameters are JSON, but not an object: {\"Name\": ..}";
            return Err(CliError::input(message));
        }
        Err(why) => return Err(CliError::input(format!("the parameters are no JSON: {why}"))),
    };
    if is_checked {
        input_json::placeholders(&body, &action.parameters, &found.service, &mut faults);
        check::check(&body, found, action, &mut faults);
    }
    let binary = take_binary(&mut body, action, &mut faults);
    faults.into_result()?;
    let notes = other_version(found, action).into_iter().collect();
    Ok(Request { body, binary, notes })
}

/// Whether a call of these parameters is accepted without `--no-check`; bytes are in base64.
pub(crate) fn is_right(body: &Value, found: &Found, action: &ActionFile) -> bool {
    let mut faults = Faults::default();
    check::check(body, found, action, &mut faults);
    faults.all.is_empty()
}

/// Says which version an action is taken from, if it is not the one that anyone would think of.
fn other_version(found: &Found, action: &ActionFile) -> Option<String> {
    let (name, service) = (&action.name.value, &found.service.file);
    let note = || {
        let (service, version) = (&service.name.value, &service.version.value);
        format!("{name} is not in the default version of {service}; version {version} is called")
    };
    found.is_other_version.then(note)
}

/// Returns what `--generate-cli-skeleton` prints, with the parameters that are given in it.
///
/// # Errors
/// If there is no such skeleton, or what is given matches no parameter.
pub(crate) fn skeleton(found: &Found, invocation: &Invocation, kind: Skeleton) -> Result<Value, CliError> {
    let action = found
        .action()
        .ok_or_else(|| CliError::input("the action is not there"))?;
    let has_parameters = !invocation.parameters.is_empty();
    if invocation.options.cli_input_json.is_some() || (kind == Skeleton::Output && has_parameters) {
        return Err(CliError::input(
            "--generate-cli-skeleton takes no parameters of this kind: leave them out",
        ));
    }
    let base = skeleton::of(&found.service, action, kind)?;
    let mut faults = Faults::default();
    let mut sources = Sources::default();
    let body = apply_options(
        base,
        found,
        action,
        invocation,
        &mut sources,
        &mut faults,
        &mut Vec::new(),
    );
    faults.into_result()?;
    Ok(body)
}

/// Puts the parameters that are given as options on top of `base`.
fn apply_options(
    base: Value,
    found: &Found,
    action: &ActionFile,
    invocation: &Invocation,
    sources: &mut Sources,
    faults: &mut Faults,
    notes: &mut Vec<String>,
) -> Value {
    let resolver = Resolver {
        service: &found.service,
        action,
        accepts_unknown: invocation.options.no_check,
    };
    let mut tree = Tree::default();
    for parameter in &invocation.parameters {
        let mut path = Path::new();
        match resolver.path(&parameter.name, &mut path) {
            Ok(()) => tree.put(path, &parameter.values, faults),
            Err(fault) => {
                if path.is_empty() && fault.is_stranger && faults.strangers.len() < MOST_STRANGERS {
                    let first = parameter.name.split('.').next().unwrap_or_default();
                    faults.strangers.push(first.to_owned());
                }
                faults.add(fault);
                tree.touch(path);
            }
        }
    }
    let mut reader = Reader {
        service: &found.service,
        sources,
        faults,
    };
    tree.overlay(base, &action.parameters, &mut reader, notes)
}

/// Takes the parameters of bytes out of the body, where they are base64, and leaves null.
fn take_binary(body: &mut Value, action: &ActionFile, faults: &mut Faults) -> Vec<(String, Vec<u8>)> {
    let mut binary = Vec::new();
    let Value::Object(members) = body else {
        return binary;
    };
    if action.content() == Content::Json {
        return binary;
    }
    let is_binary =
        |name: &str| find(&action.parameters, name).is_some_and(|member| member.type_ref().item == ItemType::Binary);
    for (name, value) in members.iter_mut().filter(|(name, _)| is_binary(name)) {
        let Value::String(text) = value else { continue };
        match source::decode_base64(text) {
            Some(bytes) => {
                binary.push((name.clone(), bytes));
                *value = Value::Null;
            }
            None => faults.add(Fault::with_hint(
                format!("{name}: the text is not base64"),
                format!("give the bytes of a file by --{name} fileb://FILE"),
            )),
        }
    }
    binary
}

/// The member of exactly this name.
fn find<'a>(members: &'a [Member], name: &str) -> Option<&'a Member> {
    members.iter().find(|member| member.name.value == name)
}

/// The members of a structure, none for a type that is not there.
fn members_of<'a>(service: &'a Service, type_name: &str) -> &'a [Member] {
    let declared = service.type_named(type_name);
    declared
        .and_then(|declared| declared.members.as_deref())
        .unwrap_or_default()
}

/// Something that is wrong with the parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Fault {
    message: String,
    hint: Option<String>,
    /// Whether a name is no parameter of the action, and like none.
    is_stranger: bool,
}

impl Fault {
    fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            hint: None,
            is_stranger: false,
        }
    }

    fn with_hint(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            hint: Some(hint.into()),
            is_stranger: false,
        }
    }
}

/// All that is wrong with the parameters.
#[derive(Debug, Default)]
struct Faults {
    all: Vec<Fault>,
    /// Where something is wrong, as the service names parameters, so that one mistake is not reported twice.
    places: Vec<String>,
    /// The names that are no parameter of the action and like none.
    strangers: Vec<String>,
    /// What else there is to say.
    hints: Vec<String>,
    /// How many faults were not kept.
    left_out: usize,
}

impl Faults {
    fn add(&mut self, fault: Fault) {
        if self.all.len() >= MOST_FAULTS {
            self.left_out += 1;
        } else if !self.all.contains(&fault) {
            self.all.push(fault);
        }
    }

    /// Adds a fault of the value at `place`.
    fn add_at(&mut self, place: &str, fault: Fault) {
        self.places.push(place.to_owned());
        self.add(fault);
    }

    /// Whether the value at `place`, or one that it is part of or that is part of it, was found wrong already.
    fn is_known(&self, place: &str) -> bool {
        let is_part = |part: &str, whole: &str| {
            part.strip_prefix(whole)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        self.places
            .iter()
            .any(|known| is_part(known, place) || is_part(place, known))
    }

    fn into_result(self) -> Result<(), CliError> {
        if self.all.is_empty() {
            return Ok(());
        }
        let mut error = CliError::new(ExitStatus::WrongInput, "");
        error.messages.clear();
        let mut hints = Vec::new();
        for fault in self.all {
            error.messages.push(fault.message);
            hints.extend(fault.hint);
        }
        if self.left_out > 0 {
            error.messages.push(format!("and {} more", self.left_out));
        }
        for hint in hints.into_iter().chain(self.hints) {
            if !error.hints.contains(&hint) {
                error.hints.push(hint);
            }
        }
        Err(error)
    }
}
