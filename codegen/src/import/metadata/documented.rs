//! Documented bodies one by one, for who checks types against them: an example of a spec needs both of its bodies,
//! and here each counts for itself.

use super::super::{ImportError, examples};
use super::index::{MetadataIndex, ServiceVersion};
use crate::spec::Json;

/// A body that the documentation shows.
pub(crate) struct Documented {
    pub(crate) action: String,
    /// Number of the example, from 1.
    pub(crate) example: usize,
    pub(crate) kind: BodyKind,
    /// The body; none if the documentation shows no JSON.
    pub(crate) body: Option<Json>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum BodyKind {
    Request,
    Response,
}

/// The bodies that the documentation of a service version shows.
pub(crate) fn documented(
    metadata_index: &mut MetadataIndex,
    version: &ServiceVersion,
) -> Result<Vec<Documented>, ImportError> {
    let mut bodies = Vec::new();
    for (action, examples) in metadata_index.examples(version)?.actions {
        for (index, example) in examples.iter().enumerate() {
            let request = examples::request(example.input.as_deref().unwrap_or_default());
            let response = examples::response(example.output.as_deref().unwrap_or_default());
            for (kind, body) in [(BodyKind::Request, request), (BodyKind::Response, response)] {
                bodies.push(Documented {
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
