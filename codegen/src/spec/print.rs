//! Prints spec files in their one layout, so that an import over a file shows as the facts that changed.

use std::fmt::{self, Display, Formatter};

use serde::Serialize;

use super::json::{Json, JsonEntry, JsonError, JsonValue};
use super::json_text::json_string;
use super::model::{ActionFile, ServiceFile, TypeFile};

/// Keys whose objects are tables: each is on a line of its own.
const TABLES: [&str; 3] = ["errors", "values", "integers"];

/// A file of a spec.
pub trait SpecFile: Serialize {
    /// Formats the file: two spaces a level, keys in the order of the schema, a line for each error code and for
    /// each allowed value or integer, a line break at the end. Reading it back gives an equal value.
    ///
    /// ```
    /// use tc3_codegen::spec::{ErrorCode, ServiceFile, SpecFile};
    ///
    /// let mut service = ServiceFile::default();
    /// service.name = "clock".to_owned().into();
    /// assert!(service.to_text()?.starts_with("{\n  \"name\": \"clock\",\n"));
    /// # Ok::<(), tc3_codegen::spec::PrintError>(())
    /// ```
    ///
    /// # Errors
    /// Returns an error for a value that JSON cannot express: a limit that is not finite, or a number in an example that is
    /// not a number.
    fn to_text(&self) -> Result<String, PrintError> {
        let json = Json::parse(&self.to_line()?)?;
        Ok(laid_out(&json))
    }

    /// Formats the file on one line, for a reader that is not a person. Reading it back gives an equal value.
    ///
    /// # Errors
    /// Returns an error as [`to_text`](Self::to_text) does.
    fn to_line(&self) -> Result<String, PrintError> {
        serde_json::to_string(self).map_err(|error| PrintError(error.to_string()))
    }
}

impl SpecFile for ServiceFile {}
impl SpecFile for ActionFile {}
impl SpecFile for TypeFile {}

/// A value of a spec that JSON cannot express.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrintError(String);

impl Display for PrintError {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "not a value for a spec file: {}", self.0)
    }
}

impl std::error::Error for PrintError {}

impl From<JsonError> for PrintError {
    fn from(error: JsonError) -> Self {
        Self(error.message)
    }
}

/// The text of a file whose object is `json`, in the order that it has.
pub(super) fn laid_out(json: &Json) -> String {
    format!("{}\n", Laid(json))
}

/// The object of a whole file.
struct Laid<'a>(&'a Json);

impl Display for Laid<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let entries = self.0.as_object().unwrap_or_default();
        f.write_str("{")?;
        for (index, JsonEntry { name, value, .. }) in entries.iter().enumerate() {
            let comma = if index > 0 { "," } else { "" };
            write!(f, "{comma}\n  {}: ", json_string(name))?;
            match &value.value {
                JsonValue::Array(rows) if TABLES.contains(&name.as_str()) && all_objects(rows) => table(rows, f)?,
                _ => indented(value, f)?,
            }
        }
        f.write_str("\n}")
    }
}

fn all_objects(rows: &[Json]) -> bool {
    rows.iter().all(|row| row.as_object().is_some())
}

fn table(rows: &[Json], f: &mut Formatter<'_>) -> fmt::Result {
    f.write_str("[")?;
    for (index, row) in rows.iter().enumerate() {
        let comma = if index > 0 { "," } else { "" };
        write!(f, "{comma}\n    {{ ")?;
        for (index, JsonEntry { name, value, .. }) in row.as_object().unwrap_or_default().iter().enumerate() {
            let comma = if index > 0 { ", " } else { "" };
            write!(f, "{comma}{}: {value}", json_string(name))?;
        }
        f.write_str(" }")?;
    }
    f.write_str(if rows.is_empty() { "]" } else { "\n  ]" })
}

/// Line breaks of a JSON text are never part of a string: those are escaped.
fn indented(value: &Json, f: &mut Formatter<'_>) -> fmt::Result {
    f.write_str(&format!("{value:#}").replace('\n', "\n  "))
}
