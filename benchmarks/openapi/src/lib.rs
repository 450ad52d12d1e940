//! An OpenAPI 3.0 document out of a spec, so that a generator of OpenAPI clients can be measured on the same actions.
//!
//! It says what is plain in OpenAPI, and where there is a choice the one that gives such a generator less to do:
//! - The answer's envelope `{"Response": {..}}` is left out, and errors have one schema with the code as a string. The
//!   documented codes of each action are not in it.
//! - Refusals stand under `4XX`, although the service sends them with status 200: progenitor takes no `default` beside 200.
//! - Limits stand in descriptions: as keywords, typify would make a type of each.

mod schema;
mod uses;

use serde_json::{Map, Value, json};
use tc3_codegen::spec::{ActionFile, Member, Service};

use schema::{object, reference, shared_type};
use uses::Uses;

const ERROR: &str = "ServiceError";

/// The document of one service version.
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
            "4XX": { "description": "What the service refuses.", "content": json_content(ERROR) },
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
    let uses = Uses::of(service);
    let mut schemas: Map<String, Value> = service
        .types
        .iter()
        .map(|file| {
            (
                file.name.value.clone(),
                shared_type(service, file, uses.is_sent(&file.name)),
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
        "description": "What the service refuses.",
        "properties": {
            "Code": { "type": "string", "description": "The documented code, such as `LimitExceeded.TagQuota`." },
            "Message": { "type": "string", "description": "For people." },
            "RequestId": { "type": "string", "description": "ID that the service gave this request." },
        },
        "required": ["Code", "Message", "RequestId"],
    })
}
