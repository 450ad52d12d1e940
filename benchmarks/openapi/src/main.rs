//! `tc3-openapi SPEC SERVICE` writes the OpenAPI document for one service version, such as `spec gaap/v20180529`, to
//! standard output.

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use tc3_codegen::spec::SourceSet;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [spec, service] = arguments.as_slice() else {
        eprintln!("usage: tc3-openapi SPEC SERVICE, such as: tc3-openapi spec gaap/v20180529");
        return ExitCode::from(2);
    };
    match document(Path::new(spec), service).and_then(|text| io::stdout().write_all(text.as_bytes())) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn document(spec: &Path, folder: &str) -> io::Result<String> {
    let sources = SourceSet::read_dir(spec)?;
    let validated = tc3_codegen::load(&sources).map_err(|diagnostics| io::Error::other(diagnostics.to_string()))?;
    let service = validated.spec.services.iter().find(|service| service.folder == folder);
    let service = service.ok_or_else(|| io::Error::other(format!("no service version {folder} in the spec")))?;
    let document = tc3_openapi::document(service);
    Ok(format!("{document:#}\n"))
}
