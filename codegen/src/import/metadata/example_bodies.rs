//! Documented bodies one by one, for the program that checks types against them, and those too that an import leaves out.

use std::collections::BTreeMap;

use super::super::ImportError;
use super::super::example_text::{self, Documented};
use super::index::{MetadataIndex, ServiceVersion};
use crate::spec::{ActionFile, Json, Member};

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

/// Returns the bodies in the documentation of a service version; `imported` are its actions as they are imported.
pub(crate) fn example_bodies(
    metadata_index: &mut MetadataIndex,
    version: &ServiceVersion,
    imported: &[ActionFile],
) -> Result<Vec<ExampleBody>, ImportError> {
    let mut bodies = Vec::new();
    let parameters: BTreeMap<&str, &[Member]> = imported
        .iter()
        .map(|action| (action.name.as_str(), action.parameters.as_slice()))
        .collect();
    for (action, examples) in metadata_index.examples(version)?.actions {
        let reader = Documented {
            version: &version.version,
            parameters: parameters.get(action.as_str()).copied().unwrap_or_default(),
        };
        for (index, example) in examples.iter().enumerate() {
            let request = reader.request(example.input.as_deref().unwrap_or_default());
            let response = example_text::response(example.output.as_deref().unwrap_or_default());
            for (kind, body) in [(BodyKind::Request, request), (BodyKind::Response, response)] {
                bodies.push(ExampleBody {
                    action: action.clone(),
                    example: index + 1,
                    kind,
                    body: body.ok().map(|body| body.json),
                });
            }
        }
    }
    Ok(bodies)
}
