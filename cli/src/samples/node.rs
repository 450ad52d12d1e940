//! Node.js: the generic client of the official SDK.
//!
//! The SDK signs for the first label of the endpoint, without its port, so a call of another address than the service's own
//! fails the check of its signature: there is no program for it. Members that are null are never sent. Its error
//! has the code next to the message, which its text lacks.

use tc3_codegen::spec::Content;

use super::json_text::json_line;
use super::literals::{JAVASCRIPT, literal};
use super::{Sample, SampleError, SampleInput, base64_lines, plain_text};
use crate::json::Value;

const CREDENTIAL: &str = "  credential: {
    secretId: process.env.TENCENTCLOUD_SECRET_ID,
    secretKey: process.env.TENCENTCLOUD_SECRET_KEY,
    token: process.env.TENCENTCLOUD_TOKEN,
  },
";

const CHECK: &str = "
for (const name of [\"TENCENTCLOUD_SECRET_ID\", \"TENCENTCLOUD_SECRET_KEY\"]) {
  if (!process.env[name]) {
    console.error(`set ${name}`);
    process.exit(1);
  }
}
";

const PRINT: &str =
    "  .then((answer) => console.dir(answer, { depth: null, maxArrayLength: null, maxStringLength: null }))\n";

const PRINT_EVENTS: &str = "  .then(async (events) => {
    for await (const event of events) console.log(event.data);
  })
";

const ENDING: &str = "  .catch((error) => {
    console.error(`${error.code || error.name}: ${error.message} (request ${error.requestId})`);
    process.exitCode = 1;
  });
";

pub(super) fn sample(input: SampleInput<'_>) -> Result<Sample, SampleError> {
    let label = input.host.split('.').next().unwrap_or_default();
    if label != input.service() || input.host.contains(':') {
        return Err(format!(
            "the SDK signs for the first label of the host and without its port, so {} would refuse the call",
            input.host
        ));
    }
    if input.action.content() == Content::Json
        && let Some(path) = input.null_member()
    {
        return Err(format!("the SDK leaves out {path}, which is null: leave it out too"));
    }
    let is_signed = input.action.is_signed();
    let text = JAVASCRIPT.text;
    let mut code = format!(
        "// {}\n//\n// Install: npm install tencentcloud-sdk-nodejs-common\n",
        input.title()
    );
    if let Some(comment) = input.key_comment() {
        code += &format!("// {comment}\n");
    }
    code += "\nconst { CommonClient } = require(\"tencentcloud-sdk-nodejs-common\");\n";
    if is_signed {
        code += CHECK;
    }
    let call = call(&input)?;
    code += &format!(
        "\nconst client = new CommonClient({}, {}, {{\n",
        text(input.host),
        text(input.version())
    );
    if is_signed {
        code += CREDENTIAL;
    }
    if let Some(region) = input.region {
        code += &format!("  region: {},\n", text(region));
    }
    let mut profile = Vec::new();
    if input.is_plain_http {
        profile.push("protocol: \"http://\"".to_owned());
    }
    if input.action.content() == Content::OctetStream {
        let headers = input.parameter_headers()?.into_iter();
        let headers = headers.map(|(name, value)| (name, Value::String(value))).collect();
        profile.push(format!(
            "headers: {}",
            literal(&Value::Object(headers), &JAVASCRIPT, 1)?
        ));
    }
    if !profile.is_empty() {
        code += &format!("  profile: {{ httpProfile: {{ {} }} }},\n", profile.join(", "));
    }
    code += "});\n";
    code += &call;
    code += if input.asks_for_events() { PRINT_EVENTS } else { PRINT };
    code += ENDING;
    Ok(Sample {
        code,
        file_name: "main.js",
        notes: Vec::new(),
    })
}

/// The parameters and the call.
fn call(input: &SampleInput<'_>) -> Result<String, SampleError> {
    let action = (JAVASCRIPT.text)(input.action_name());
    let content = input.action.content();
    if content == Content::OctetStream {
        let body = bytes(input.raw_body().unwrap_or_default());
        return Ok(format!(
            "\nconst body = {body};\n\nclient\n  .requestOctetStream({action}, body)\n"
        ));
    }
    let parameters = match content {
        Content::Multipart => literal(&Value::Object(parts(input)), &JAVASCRIPT, 0)?,
        Content::Json | Content::OctetStream => literal(input.body, &JAVASCRIPT, 0)?,
    };
    let mut code = format!("\nconst parameters = {parameters};\n");
    for (name, content) in input.binary {
        code += &format!("parameters[{}] = {};\n", (JAVASCRIPT.text)(name), bytes(content));
    }
    let mut options = Vec::new();
    if !input.action.is_signed() {
        options.push("skipSign: true");
    }
    if content == Content::Multipart {
        options.push("multipart: true");
    }
    let options = if options.is_empty() {
        String::new()
    } else {
        format!(", {{ {} }}", options.join(", "))
    };
    Ok(code + &format!("\nclient\n  .request({action}, parameters{options})\n"))
}

/// The parameters of a multipart body that are not bytes, all of them as the SDK takes them: texts.
fn parts(input: &SampleInput<'_>) -> Vec<(String, Value)> {
    let parts = input
        .members()
        .iter()
        .filter(|(name, value)| *value != Value::Null && input.bytes_of(name).is_none());
    let parts = parts.map(|(name, value)| {
        let text = plain_text(value).unwrap_or_else(|| json_line(value));
        (name.clone(), Value::String(text))
    });
    parts.collect()
}

fn bytes(bytes: &[u8]) -> String {
    let lines = base64_lines(bytes);
    match lines.as_slice() {
        [] => "Buffer.alloc(0)".to_owned(),
        [line] => format!("Buffer.from(\"{line}\", \"base64\")"),
        lines => format!("Buffer.from(`\n{}\n`, \"base64\")", lines.join("\n")),
    }
}
