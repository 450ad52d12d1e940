//! Documented bodies one by one, for the program that checks types against them. An example in a spec needs both of its
//! bodies; here each counts.

use super::super::{ImportError, example_text};
use super::index::{MetadataIndex, ServiceVersion};
use crate::spec::Json;

/// A body in the documentation.
pub(crate) struct ExampleBody {
    pub(crate) action: String,
    /// The number of the example, from 1.
    pub(crate) example: usize,
    pub(crate) kind: BodyKind,
    /// The body; `None` if it is not JSON.
    pub(crate) body: Option<Json>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum BodyKind {
    Request,
    Response,
}

/// Returns the bodies in the documentation of a service version.
pub(crate) fn example_bodies(
    metadata_index: &mut MetadataIndex,
    version: &ServiceVersion,
) -> Result<Vec<ExampleBody>, ImportError> {
    let mut bodies = Vec::new();
    for (action, examples) in metadata_index.examples(version)?.actions {
        for (index, example) in examples.iter().enumerate() {
            let request = example_text::request(example.input.as_deref().unwrap_or_default());
            let response = example_text::response(example.output.as_deref().unwrap_or_default());
            for (kind, body) in [(BodyKind::Request, request), (BodyKind::Response, response)] {
                bodies.push(ExampleBody {
                    action: action.clone(),
                    example: index + 1,
                    kind,
                    body: body.ok(),
                });
            }
        }
    }
    Ok(bodies)
}
