//! Rust, typed: the request type and the function that are generated for the action.
//!
//! The request is built by the rules of `tc3-codegen`. The crate `tc3` has four services; the crates of others are made by
//! `tc3-codegen workspace`. Paths are written whole where a generated type may have the name: `Environment`, `Error`.

use std::borrow::Cow;

use tc3_codegen::request_code;
use tc3_codegen::spec::{Json, Service};

use super::{VERSION, client, from_checkout, main, needs_encodings};
use crate::json::write_compact;
use crate::samples::{Sample, SampleError, SampleInput};

/// The services of the crate `tc3`, with their versions.
const GENERATED: [(&str, &str); 4] = [
    ("gaap", "2018-05-29"),
    ("region", "2022-06-27"),
    ("sts", "2018-08-13"),
    ("tag", "2018-08-13"),
];

/// Where the types of a service are.
struct Crate {
    /// The path of the runtime: `tc3`.
    runtime: String,
    /// The path of the types: `tc3::gaap`.
    module: String,
    /// Lines of `Cargo.toml`, and how the crate is had.
    comments: Vec<String>,
}

pub(in crate::samples) fn sample(input: SampleInput<'_>) -> Result<Sample, SampleError> {
    if let Some(path) = input.null_at() {
        return Err(format!("a typed request has no null, which {path} is: leave it out"));
    }
    let json = json_of(&input)?;
    let service = service(&input);
    let request = request_code(&service, input.action, &json, input.binary, 1)
        .map_err(|error| format!("{error}; `tc3 code rust-named` takes any JSON"))?;
    let Crate {
        runtime,
        module,
        comments,
    } = crate_of(&input);
    let mut code = format!("// {}\n//\n// Cargo.toml:\n", input.title());
    for comment in comments {
        code += &format!("// {comment}\n");
    }
    code += "// tokio = { version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }\n";
    if let Some(comment) = input.key_comment() {
        code += &format!("//\n// {comment}\n");
    }
    code += &format!("\n{}\n", imports(&module, &request.imports));
    let has_own = |name: &str| request.imports.iter().any(|import| import == name);
    let result = if has_own("Result") {
        "std::result::Result"
    } else {
        "Result"
    };
    let boxed = if has_own("Box") { "std::boxed::Box" } else { "Box" };
    let is_deprecated = input.action.deprecated.is_some() || input.holds(|member| member.deprecated.is_some());
    code += &main(result, boxed, is_deprecated);
    // A crate that is made of the wheels of both sites has the other site's host for what is there alone.
    let names_host = runtime != "tc3" && !is_of_mainland(&input);
    code += &client(&input, &runtime, names_host);
    let name = module.rsplit("::").next().unwrap_or_default();
    let call = if module.contains("::") {
        format!("{name}::{}", request.function)
    } else {
        format!("{module}::{}", request.function)
    };
    code += &format!(
        "    let request = {};\n    let response = {call}(&client, &request).await?;\n    println!(\"{{response:#?}}\");\n    \
         Ok(())\n}}\n",
        request.code
    );
    Ok(Sample {
        code,
        file_name: "main.rs",
        notes: Vec::new(),
    })
}

/// The service whose types are named. A catalog lacks the names that a spec gives to values in Rust, so values are texts
/// then, which the types take as well.
fn service<'a>(input: &SampleInput<'a>) -> Cow<'a, Service> {
    let service = &input.found.service;
    if input.found.is_from_spec {
        return Cow::Borrowed(service);
    }
    let mut service = service.clone();
    let sets = service.types.iter_mut().filter_map(|shared| shared.values.as_mut());
    sets.for_each(Vec::clear);
    Cow::Owned(service)
}

/// The parameters as `tc3-codegen` reads them, without those of bytes.
fn json_of(input: &SampleInput<'_>) -> Result<Json, SampleError> {
    let mut text = Vec::new();
    // Writing to memory does not fail.
    let _ = write_compact(input.body, &mut text);
    let text = String::from_utf8(text).unwrap_or_default();
    Json::parse(&text).map_err(|error| error.message)
}

/// Whether the action is on the site of mainland China.
fn is_of_mainland(input: &SampleInput<'_>) -> bool {
    input.found.sites.has(tc3_catalog::Site::Cn)
}

fn crate_of(input: &SampleInput<'_>) -> Crate {
    let (service, version) = (input.service(), input.version());
    let version_module = format!("v{}", version.replace('-', ""));
    if GENERATED.contains(&(service, version)) {
        let mut features = vec!["client", service];
        features.extend(needs_encodings(input).then_some("encodings"));
        return Crate {
            runtime: "tc3".to_owned(),
            module: format!("tc3::{service}"),
            comments: vec![
                format!("tc3 = {{ version = \"{VERSION}\", default-features = false, features = {features:?} }}"),
                format!("  {}", from_checkout("generated")),
            ],
        };
    }
    let name = format!("tc3_{service}");
    // The wheel of the other site has actions of its own.
    let more = if is_of_mainland(input) {
        ""
    } else {
        " --actions-from tccli_intl_en-*.whl"
    };
    let mut comments = vec![
        format!("tc3-{service} = {{ path = \"../tencent/crates/{service}\" }}"),
        format!("  (made by `tc3-codegen workspace tccli-*.whl{more} --out ../tencent`)"),
    ];
    if needs_encodings(input) {
        comments.push(format!(
            "tc3-runtime = {{ version = \"{VERSION}\", features = [\"encodings\"] }}"
        ));
    }
    Crate {
        runtime: format!("{name}::runtime"),
        module: if input.found.service.file.default_version {
            name
        } else {
            format!("{name}::{version_module}")
        },
        comments,
    }
}

/// `use tc3::gaap::{self, CreateProxyGroupRequest};` in lines that are not too long.
fn imports(module: &str, names: &[String]) -> String {
    // A crate needs no import.
    let own = module.contains("::").then_some("self");
    let names: Vec<&str> = own.into_iter().chain(names.iter().map(String::as_str)).collect();
    let whole = match names.as_slice() {
        [name] => format!("use {module}::{name};\n"),
        names => format!("use {module}::{{{}}};\n", names.join(", ")),
    };
    if whole.len() <= 101 {
        return whole;
    }
    let mut code = format!("use {module}::{{\n");
    let mut line = String::new();
    for name in names {
        if !line.is_empty() && line.len() + name.len() > 92 {
            code += &format!("    {}\n", line.trim_end());
            line.clear();
        }
        line += &format!("{name}, ");
    }
    code + &format!("    {}\n}};\n", line.trim_end())
}

#[cfg(test)]
mod tests {
    use super::GENERATED;

    #[test]
    fn the_services_of_the_crate_are_known() {
        let services = tc3_spec::files()
            .iter()
            .filter(|file| file.path.ends_with("/service.json"));
        let of_spec: Vec<(&str, String)> = services.map(|file| (file.service(), file.version())).collect();
        assert_eq!(
            of_spec,
            GENERATED.map(|(service, version)| (service, version.to_owned()))
        );
    }
}
