//! Whether a request's parameters fit those that the spec declares.

use tc3_codegen::fit::{Direction, Fit, Leniency, Misfit, MisfitKind};

use super::Read;
use crate::code::{INVALID_PARAMETER, INVALID_PARAMETER_VALUE, MISSING_PARAMETER, UNKNOWN_PARAMETER};
use crate::excerpt::excerpt;
use crate::refusal::Refusal;
use crate::routing::Route;

/// How many faults a message lists.
const MAX_LISTED: usize = 10;

/// How much of a value or a name a message shows, in characters.
const MAX_SHOWN: usize = 80;

/// Compares the parameters with those that the action declares.
pub(crate) fn check(parameters: &Read, route: Route<'_>) -> Result<(), Refusal> {
    let fit = Fit {
        service: route.service,
        leniency: Leniency::Service,
        direction: Direction::Request,
    };
    let mut misfits = fit.body(&parameters.json, &route.action.parameters);
    misfits.sort_by_key(|misfit| rank(&misfit.kind));
    match misfits.first() {
        None => Ok(()),
        Some(first) => Err(refusal(code(&first.kind), parameters.received.json(), &misfits)),
    }
}

/// The kind that comes first decides the code.
fn rank(kind: &MisfitKind) -> u8 {
    match kind {
        MisfitKind::Missing => 0,
        MisfitKind::Unknown { .. } => 1,
        MisfitKind::WrongType { .. } => 2,
        MisfitKind::NotAllowed { .. } | MisfitKind::OutOfRange { .. } => 3,
    }
}

fn code(kind: &MisfitKind) -> &'static str {
    match kind {
        MisfitKind::Missing => MISSING_PARAMETER,
        MisfitKind::Unknown { .. } => UNKNOWN_PARAMETER,
        MisfitKind::WrongType { .. } => INVALID_PARAMETER,
        MisfitKind::NotAllowed { .. } | MisfitKind::OutOfRange { .. } => INVALID_PARAMETER_VALUE,
    }
}

fn refusal(code: &'static str, text: &str, misfits: &[Misfit]) -> Refusal {
    let mut faults: Vec<String> = misfits
        .iter()
        .take(MAX_LISTED)
        .map(|misfit| describe(misfit, text))
        .collect();
    if let Some(more) = misfits.len().checked_sub(MAX_LISTED).filter(|more| *more > 0) {
        faults.push(format!("and {more} more"));
    }
    Refusal::new(code, faults.join("; "))
}

/// One misfit of the body `text`, in words.
fn describe(misfit: &Misfit, text: &str) -> String {
    let path = match misfit.path.as_str() {
        "" => "the body".to_owned(),
        path => format!("`{}`", excerpt(path, MAX_SHOWN)),
    };
    let value = shown_value(misfit, text);
    match &misfit.kind {
        MisfitKind::Missing => format!("{path} is missing; it is required"),
        MisfitKind::Unknown { declared } => {
            format!("{path} is not a parameter; expected one of {}", declared.join(", "))
        }
        MisfitKind::WrongType { expected, found } => match value {
            Some(value) => format!("{path} is {found}, {value}; expected {expected}"),
            None => format!("{path} is {found}; expected {expected}"),
        },
        MisfitKind::NotAllowed { allowed } => {
            let value = value.unwrap_or("a value that is not allowed".to_owned());
            format!("{path} is {value}; expected one of {}", allowed.join(", "))
        }
        MisfitKind::OutOfRange { limit } => {
            let value = value.unwrap_or("out of range".to_owned());
            format!("{path} is {value}; expected {limit}")
        }
    }
}

/// The value as it was sent. Not of an object or a list: what they may hold besides is nobody's business.
fn shown_value(misfit: &Misfit, text: &str) -> Option<String> {
    let sent = text.get(misfit.range.clone())?;
    let is_one_value = !sent.starts_with(['{', '[']) && sent != "null";
    (is_one_value && !misfit.secret).then(|| excerpt(sent, MAX_SHOWN))
}
