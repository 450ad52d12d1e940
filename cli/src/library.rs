//! Opens what is known of services and actions: a spec folder, the user's catalog, the catalog in the binary.

use std::path::Path;

use tc3_catalog::{Catalog, Library};
use tc3_codegen::load;
use tc3_codegen::spec::SourceSet;

use crate::error::CliError;

/// Opens the library. `--spec`, or else a folder `spec` in the working directory, wins over the catalogs.
pub(crate) fn open(spec: Option<&Path>) -> Result<Library, CliError> {
    let folder = spec.unwrap_or_else(|| Path::new("spec"));
    let embedded = Catalog::embedded().map_err(|error| CliError::configuration(error.to_string()))?;
    let library = Library::new().with_catalog(embedded);
    if spec.is_none() && !folder.is_dir() {
        return Ok(library);
    }
    let sources = SourceSet::read_dir(folder)
        .map_err(|error| CliError::input(format!("--spec {}: {error}", folder.display())))?;
    match load(&sources) {
        Ok(checked) => Ok(library.with_spec(checked.spec)),
        Err(diagnostics) => Err(CliError::input(format!("the spec has errors:\n{diagnostics}"))),
    }
}
