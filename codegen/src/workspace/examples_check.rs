//! A program beside the crates that reads every documented body by the generated types.
//!
//! It goes through the reader and the types that a client goes through; nothing is judged by the spec.

use std::fmt::Write;

use super::disk::MARK;
use super::manifest::crate_name;
use super::service::ServiceCrate;
use crate::file_set::FileSet;
use crate::import::metadata::{BodyKind, Documented};

const FOLDER: &str = "examples-check";
const MAIN: &str = include_str!("examples_check/main.rs");
const JUDGE: &str = include_str!("examples_check/judge.rs");
const MANIFEST: &str = include_str!("texts/examples-check.toml");

pub(super) fn add(crates: &[ServiceCrate], files: &mut FileSet) {
    let mut add = |path: String, text: String| files.insert(format!("{FOLDER}/{path}"), text);
    let dependencies = crates
        .iter()
        .map(|made| format!("{}.workspace = true\n", crate_name(&made.service)));
    let dependencies: String = dependencies.collect();
    let manifest = MANIFEST.replace("MARK", MARK).replace("CRATES\n", &dependencies);
    add("Cargo.toml".to_owned(), manifest);
    add("src/main.rs".to_owned(), format!("// {MARK}\n\n{MAIN}"));
    add("src/judge.rs".to_owned(), format!("// {MARK}\n\n{JUDGE}"));
    add("src/actions.rs".to_owned(), actions(crates));
    for made in crates {
        for (version, bodies) in &made.documented {
            add(format!("data/{}/{version}.txt", made.service), data(bodies));
        }
    }
}

/// Each action with its types.
fn actions(crates: &[ServiceCrate]) -> String {
    let mut text = format!(
        "// {MARK}\n\n//! Every action that the documentation shows a body of.\n\n\
         use super::judge::{{Typed, typed}};\n\n\
         pub(crate) static ACTIONS: &[Typed] = &[\n"
    );
    for made in crates {
        let name = crate_name(&made.service).replace('-', "_");
        for (version, bodies) in &made.documented {
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

/// A line for each body: action, number of the example, kind, and JSON, which has neither tabs nor line breaks.
fn data(bodies: &[Documented]) -> String {
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
