//! Converts a spec to an OpenAPI 3.0 document, so that a generator of OpenAPI clients can be measured on the same actions.
//!
//! Where OpenAPI offers a choice, the document takes the one that gives such a generator less work:
//! - The envelope `{"Response": {..}}` is omitted, and errors have one schema with the code as a string. The documented
//!   codes of each action are not included.
//! - Errors are under `4XX`, although the service sends them with status 200: progenitor accepts no `default` next to 200.
//! - Limits are in descriptions: typify would generate a type for each if they were keywords.

mod schema;

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};
use tc3_codegen::spec::{ActionFile, ItemType, Member, Service};

use schema::{object, reference, shared_type};

const ERROR: &str = "ServiceError";

/// The document for one service version.
pub fn document(service: &Service) -> Value {
    json!({
        "openapi": "3.0.3",
        "info": {
            "title": &*service.file.title,
            "description": &*service.file.description,
            "version": &*service.file.version,
        },
        "servers": [{ "url": format!("https://{}", &*service.file.host) }],
        "paths": service.actions.iter().map(path).collect::<Map<_, _>>(),
        "components": { "schemas": schemas(service) },
    })
}

fn path(action: &ActionFile) -> (String, Value) {
    let name = &*action.name;
    let operation = json!({
        "operationId": name,
        "description": &*action.description,
        "deprecated": action.deprecated.is_some(),
        "requestBody": {
            "required": true,
            "content": json_content(&request_name(action)),
        },
        "responses": {
            "200": { "description": format!("Response of {name}."), "content": json_content(&response_name(action)) },
            "4XX": { "description": "Error of the service.", "content": json_content(ERROR) },
        },
    });
    (format!("/{name}"), json!({ "post": operation }))
}

fn json_content(schema: &str) -> Value {
    json!({ "application/json": { "schema": reference(schema) } })
}

fn request_name(action: &ActionFile) -> String {
    format!("{}Request", &*action.name)
}

fn response_name(action: &ActionFile) -> String {
    format!("{}Response", &*action.name)
}

fn schemas(service: &Service) -> Map<String, Value> {
    let request_types = RequestTypes::of(service);
    let mut schemas: Map<String, Value> = service
        .types
        .iter()
        // Named integers are plain integers, and OpenAPI has no names for them.
        .filter(|file| file.integers.is_none())
        .map(|file| {
            (
                file.name.value.clone(),
                shared_type(service, file, request_types.contains(&file.name)),
            )
        })
        .collect();
    for action in &service.actions {
        let name = &*action.name;
        let sent = |member: &Member| member.required;
        let request = object(service, &format!("Request of {name}."), &action.parameters, sent);
        let response = object(service, &format!("Response of {name}."), &action.output, |member| {
            !member.nullable
        });
        schemas.insert(request_name(action), request);
        schemas.insert(response_name(action), response);
    }
    schemas.insert(ERROR.to_owned(), error());
    schemas
}

fn error() -> Value {
    json!({
        "type": "object",
        "description": "Error of the service.",
        "properties": {
            "Code": { "type": "string", "description": "The documented code, such as `LimitExceeded.TagQuota`." },
            "Message": { "type": "string", "description": "A message for people." },
            "RequestId": { "type": "string", "description": "ID of the request." },
        },
        "required": ["Code", "Message", "RequestId"],
    })
}

/// The types that requests of a service use.
struct RequestTypes<'a> {
    service: &'a Service,
    sent: BTreeSet<&'a str>,
}

impl<'a> RequestTypes<'a> {
    fn of(service: &'a Service) -> Self {
        let sent = BTreeSet::new();
        let mut types = Self { service, sent };
        for action in &service.actions {
            types.follow(&action.parameters);
        }
        types
    }

    fn contains(&self, type_name: &str) -> bool {
        self.sent.contains(type_name)
    }

    fn follow(&mut self, members: &'a [Member]) {
        for member in members {
            let ItemType::Named(name) = self.service.type_of(member).item else {
                continue;
            };
            if self.sent.insert(name) {
                let shared = self.service.type_named(name);
                self.follow(shared.and_then(|shared| shared.members.as_deref()).unwrap_or_default());
            }
        }
    }
}
