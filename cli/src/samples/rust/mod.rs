//! Rust: through the generated types ([`typed`]), and by the name of the action ([`named`]).

pub(super) mod named;
pub(super) mod typed;

use tc3_codegen::spec::Content;

use super::SampleInput;
use crate::arguments::Site;

/// The version of the crates of this release, as a dependency names it.
const VERSION: &str = concat!(env!("CARGO_PKG_VERSION_MAJOR"), ".", env!("CARGO_PKG_VERSION_MINOR"));

/// What a dependency is without a registry that has this release. `folder` is the crate's in the repository.
fn from_checkout(folder: &str) -> String {
    format!("(path = \"../tc3/{folder}\" in place of the version takes it from a checkout next to this crate)")
}

/// Whether the runtime sends the request by what is behind its feature `encodings`.
fn needs_encodings(input: &SampleInput<'_>) -> bool {
    input.action.content() != Content::Json || !input.action.is_signed()
}

/// The beginning of a program whose call is in a function that may fail. `result` and `boxed` are the paths of the types
/// `Result` and `Box`, which generated types may have the names of.
fn main(result: &str, boxed: &str, is_deprecated: bool) -> String {
    let allow = if is_deprecated { "#[allow(deprecated)]\n" } else { "" };
    format!(
        "#[tokio::main]
async fn main() -> std::process::ExitCode {{
    match call().await {{
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {{
            eprintln!(\"{{error}}\");
            std::process::ExitCode::FAILURE
        }}
    }}
}}

{allow}async fn call() -> {result}<(), {boxed}<dyn std::error::Error>> {{
"
    )
}

/// The statement that makes the client; `runtime` is the path of its crate. `names_host` is whether the crate may know
/// another host of the action than the catalog.
fn client(input: &SampleInput<'_>, runtime: &str, names_host: bool) -> String {
    let mut code = format!(
        "    let client = {runtime}::Client::builder()\n        \
         .credentials_from({runtime}::credentials::Environment::new())\n"
    );
    if let Some(region) = input.region {
        code += &format!("        .region({region:?})\n");
    }
    if names_host || input.is_own_endpoint() {
        let scheme = if input.is_plain_http { "http" } else { "https" };
        let url = format!("{scheme}://{}", input.host);
        code += &format!("        .endpoint({url:?}.parse()?)\n");
    } else if input.site == Site::Intl {
        code += &format!("        .endpoints({runtime}::Endpoints::international())\n");
    }
    code + "        .build()?;\n"
}
