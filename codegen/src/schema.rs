//! JSON Schemas of the spec's files, for completion and checks in an editor.

use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use schemars::{JsonSchema, Schema};
use serde_json::Value;

use crate::spec::emulator::EmulatorFile;
use crate::spec::{ActionFile, ServiceFile, TypeFile};

/// Returns the JSON Schemas of `spec/schema/`: the name of each file and its text.
pub fn schemas() -> Vec<(&'static str, String)> {
    vec![
        ("action.schema.json", text_of::<ActionFile>()),
        ("emulator.schema.json", text_of::<EmulatorFile>()),
        ("service.schema.json", text_of::<ServiceFile>()),
        ("type.schema.json", text_of::<TypeFile>()),
    ]
}

/// Draft 7 is the newest one that every editor supports.
fn text_of<T: JsonSchema>() -> String {
    let generator = SchemaSettings::draft07()
        .with_transform(RecursiveTransform(without_null))
        .into_generator();
    let mut schema = Value::from(generator.into_root_schema_for::<T>());
    // The order of keys must not depend on features that another crate turns on.
    schema.sort_all_objects();
    format!("{schema:#}\n")
}

/// A key that a spec file may leave out must not be null either.
fn without_null(schema: &mut Schema) {
    if let Some(Value::Array(types)) = schema.get_mut("type") {
        types.retain(|name| name != "null");
        if let [single] = types.as_slice() {
            let single = single.clone();
            schema.insert("type".to_owned(), single);
        }
    }
}
