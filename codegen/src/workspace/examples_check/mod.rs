//! A program in the workspace that reads every documented body with the generated types, writes it again, and compares.
//!
//! It uses the reader and the types that a client uses. What the type writes shows the declared types, so the spec is not
//! read a second time: a second reading could share an error with the first. A body counts as complete if all of it is
//! in the type or, undeclared, in `unknown()`.
//!
//! The comparison, `program/round_trip.rs`, is also compiled into `tests/tests/documented.rs`, which runs it over the
//! services of the repository.

use std::fmt::Write;

use super::generated_files::MARK;
use super::manifest::crate_name;
use super::service::ServiceCrate;
use crate::import::metadata::{BodyKind, ExampleBody};
use crate::output::FileSet;

const FOLDER: &str = "examples-check";
const MAIN: &str = include_str!("program/main.rs");
const ROUND_TRIP: &str = include_str!("program/round_trip.rs");
const MANIFEST: &str = include_str!("../texts/examples-check.toml");

pub(super) fn add(crates: &[ServiceCrate], files: &mut FileSet) {
    let mut add = |path: String, text: String| files.insert(format!("{FOLDER}/{path}"), text);
    let dependencies = crates
        .iter()
        .map(|service| format!("{}.workspace = true\n", crate_name(&service.service)));
    let dependencies: String = dependencies.collect();
    let manifest = MANIFEST.replace("MARK", MARK).replace("CRATES\n", &dependencies);
    add("Cargo.toml".to_owned(), manifest);
    add("src/main.rs".to_owned(), format!("// {MARK}\n\n{MAIN}"));
    add("src/round_trip.rs".to_owned(), format!("// {MARK}\n\n{ROUND_TRIP}"));
    add("src/actions.rs".to_owned(), actions(crates));
    for service in crates {
        for (version, bodies) in &service.example_bodies {
            add(format!("data/{}/{version}.txt", service.service), data(bodies));
        }
    }
}

/// Returns the source of the list of actions.
fn actions(crates: &[ServiceCrate]) -> String {
    let mut text = format!(
        "// {MARK}\n\n//! Every action with a documented body.\n\n\
         use super::round_trip::{{Typed, typed}};\n\n\
         pub(crate) static ACTIONS: &[Typed] = &[\n"
    );
    for service in crates {
        let name = crate_name(&service.service).replace('-', "_");
        for (version, bodies) in &service.example_bodies {
            let mut actions: Vec<&str> = bodies.iter().map(|body| body.action.as_str()).collect();
            actions.dedup();
            for action in actions {
                let _ = writeln!(text, "    typed::<{name}::{version}::{action}Request>(),"); // to a String: cannot fail
            }
        }
    }
    text.push_str("];\n");
    text
}

/// Returns a line for each body: action, number of the example, kind, and JSON, which has neither tabs nor line breaks.
fn data(bodies: &[ExampleBody]) -> String {
    let mut text = format!("# {MARK}\n");
    for body in bodies {
        let kind = match body.kind {
            BodyKind::Request => "request",
            BodyKind::Response => "response",
        };
        let json = body.body.as_ref().map(ToString::to_string).unwrap_or_default();
        let _ = writeln!(text, "{}\t{}\t{kind}\t{json}", body.action, body.example); // to a String: cannot fail
    }
    text
}
