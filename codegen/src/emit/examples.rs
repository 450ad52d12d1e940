//! Documented examples as documentation: code that runs where there is a test, else the documented JSON.

use crate::format;
use crate::lower::{Accessor, Call, Example, ExampleTest, Expected, ExpectedMember, RequestTest, ResponseTest};
use crate::request_code::{expression, raw};

/// The lines that show `examples` below the docs of an action.
pub(super) fn lines(examples: &[Example]) -> Vec<String> {
    let mut lines = Vec::new();
    for example in examples {
        lines.push(String::new());
        lines.push(format!("# Example: {}", example.title));
        let test = example.test.as_ref().and_then(test);
        lines.extend(test.unwrap_or_else(|| documented(example)));
    }
    lines
}

/// The call of the action's function with a client, by the first example that is code.
pub(super) fn typed_call(call: &Call) -> Vec<String> {
    let mut tests = call.examples.iter().filter_map(|example| example.test.as_ref());
    let Some((test, request)) = tests.find_map(|test| Some((test, test.request.as_ref()?))) else {
        return Vec::new();
    };
    let root = test.module_path.split("::").next().unwrap_or_default();
    let module = test.module_path.rsplit("::").next().unwrap_or_default();
    let import = format!("use {}::{{self, {}}};", test.module_path, request.imports.join(", "));
    let code = format!(
        "let request = {}; let response = {module}::{}(&client, &request).await?; \
         println!(\"{{}}\", response.request_id());",
        expression(&request.built, 0),
        call.function
    );
    let (Some(import), Some(code)) = (format::items(&import), format::statements(&code)) else {
        return Vec::new();
    };
    let mut lines = vec![
        String::new(),
        "```no_run".to_owned(),
        "# #![allow(deprecated)]".to_owned(),
    ];
    lines.extend(import);
    lines.push(String::new());
    lines.push(format!("# async fn call(client: {root}::Client) -> {RESULT} {{"));
    lines.extend(code);
    lines.extend([format!("# {OK}"), "# }".to_owned(), "```".to_owned()]);
    lines
}

/// Absolute paths, since services define types called `Result` and `Box`.
const RESULT: &str = "::std::result::Result<(), ::std::boxed::Box<dyn ::std::error::Error>>";
const OK: &str = "::std::result::Result::Ok::<(), ::std::boxed::Box<dyn ::std::error::Error>>(())";

/// An example as the documentation prints it, not run.
fn documented(example: &Example) -> Vec<String> {
    let fence = |title: &str, json: &str| {
        let mut lines = vec![title.to_owned(), "```json".to_owned()];
        lines.extend(json.lines().map(str::to_owned));
        lines.push("```".to_owned());
        lines
    };
    let request = example.request.as_ref().map(|json| fence("The request:", json));
    let response = example.response.as_ref().map(|json| fence("The response:", json));
    request.into_iter().chain(response).flatten().collect()
}

/// An example as a test; `None` if its parts are not valid Rust.
fn test(test: &ExampleTest) -> Option<Vec<String>> {
    let root = test.module_path.split("::").next().unwrap_or_default();
    let request = test.request.as_ref().map(|test| request(test, root));
    let response = test.response.as_ref().map(|test| response(test, root));
    let code: String = request.into_iter().chain(response).collect();
    let import = format!("use {}::{{{}}};", test.module_path, test.imports.join(", "));
    let (Some(import), Some(code)) = (format::items(&import), format::statements(&code)) else {
        return None;
    };
    let mut lines = vec!["```".to_owned(), "# #![allow(deprecated)]".to_owned()];
    lines.extend(import);
    lines.push(String::new());
    lines.extend(code);
    lines.extend([format!("# {OK}"), "```".to_owned()]);
    Some(lines)
}

/// Statements that build the request and compare the JSON that is sent for it.
fn request(test: &RequestTest, root: &str) -> String {
    let RequestTest {
        type_name: name,
        built,
        sent,
        ..
    } = test;
    let mut code = format!("let request = {};", expression(built, 0));
    code.push_str(&format!("let json = {root}::to_json(&request);"));
    code.push_str(&format!("assert_eq!(json, {});", raw(sent)));
    if let Some(documented) = &test.documented {
        code.push_str(&format!("let documented = {};", raw(documented)));
        code.push_str(&format!("let read: {name} = {root}::from_json(documented)?;"));
        code.push_str("assert_eq!(read, request);");
    }
    code
}

/// Statements that read the documented response and compare its members.
fn response(test: &ResponseTest, root: &str) -> String {
    let read = format!(
        "let answer = {}; let response = {root}::Response::<{}>::from_json(answer)",
        raw(&test.body),
        test.type_name
    );
    match &test.expected {
        Expected::ErrorCode(code) => {
            format!("{read}; assert_eq!(response.unwrap_err().code().unwrap_or_default(), {code:?});")
        }
        Expected::Members(members) => format!("{read}?;{}", members.iter().map(look).collect::<String>()),
    }
}

fn look(member: &ExpectedMember) -> String {
    let got = match &member.accessor {
        Accessor::RequestId => "response.request_id()".to_owned(),
        Accessor::Text(field) => format!("response.{field}"),
        Accessor::OpenEnum(field) => format!("response.{field}.as_str()"),
    };
    format!("assert_eq!({got}, {:?});", member.text)
}
