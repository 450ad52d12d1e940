//! Python: the generic client of the official SDK.
//!
//! It takes the parameters as they are sent, so one program works for every action; the typed clients lack what is newer
//! than them, and drop it without a word. Bytes of multipart bodies and other values of theirs have to be texts or bytes.

use tc3_codegen::spec::Content;

use super::literals::{PYTHON, literal};
use super::{Sample, SampleError, SampleInput, base64_lines, plain_text};
use crate::json::Value;

const IMPORTS: &str = "\
from tencentcloud.common.common_client import CommonClient
from tencentcloud.common.credential import Credential
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
";

const PRINT: &str = "
    print(json.dumps(answer[\"Response\"], ensure_ascii=False, indent=2))
";

const ENDING: &str = "

if __name__ == \"__main__\":
    try:
        main()
    except TencentCloudSDKException as error:
        sys.exit(f\"{error.code}: {error.message} (request {error.requestId})\")
";

const CREDENTIAL: &str = "    credential = Credential(
        os.environ.get(\"TENCENTCLOUD_SECRET_ID\"),
        os.environ.get(\"TENCENTCLOUD_SECRET_KEY\"),
        os.environ.get(\"TENCENTCLOUD_TOKEN\"),
    )
";

pub(super) fn sample(input: SampleInput<'_>) -> Result<Sample, SampleError> {
    let is_signed = input.action.is_signed();
    let call = call(&input)?;
    let mut code = format!(
        "# {}\n#\n# Install: pip install tencentcloud-sdk-python-common\n",
        input.title()
    );
    if let Some(comment) = input.key_comment() {
        code += &format!("# {comment}\n");
    }
    code += "\n";
    if !input.binary.is_empty() {
        code += "import base64\n";
    }
    if !input.asks_for_events() {
        code += "import json\n";
    }
    if is_signed {
        code += "import os\n";
    }
    code += "import sys\n\n";
    for line in IMPORTS.lines().filter(|line| is_signed || !line.contains("Credential")) {
        code += &format!("{line}\n");
    }
    code += "\n\ndef main():\n";
    let credential = if is_signed {
        code += CREDENTIAL;
        "credential"
    } else {
        "None"
    };
    let scheme = if input.is_plain_http { "protocol=\"http\", " } else { "" };
    let text = PYTHON.text;
    code += &format!(
        "    profile = ClientProfile(httpProfile=HttpProfile({scheme}endpoint={}))\n",
        text(input.host)
    );
    code += &format!(
        "    client = CommonClient({}, {}, {credential}, {}, profile)\n",
        text(input.service()),
        text(input.version()),
        text(input.region.unwrap_or_default())
    );
    code += &call;
    if !input.asks_for_events() {
        code += PRINT;
    }
    code += ENDING;
    Ok(Sample {
        code,
        file_name: "main.py",
        notes: Vec::new(),
    })
}

/// The parameters and the call.
fn call(input: &SampleInput<'_>) -> Result<String, SampleError> {
    let action = (PYTHON.text)(input.action_name());
    if input.action.content() == Content::OctetStream {
        let headers = input.parameter_headers()?.into_iter();
        let headers = headers.map(|(name, value)| (name, Value::String(value))).collect();
        let headers = literal(&Value::Object(headers), &PYTHON, 1)?;
        let body = bytes(input.raw_body().unwrap_or_default());
        return Ok(format!(
            "    headers = {headers}\n    body = {body}\n    answer = client.call_octet_stream({action}, headers, body)"
        ));
    }
    let is_multipart = input.action.content() == Content::Multipart;
    let parameters = match input.body {
        body if !is_multipart => literal(body, &PYTHON, 1)?,
        _ => literal(&Value::Object(parts(input)), &PYTHON, 1)?,
    };
    let mut code = format!("    parameters = {parameters}\n");
    for (name, content) in input.binary {
        code += &format!("    parameters[{}] = {}\n", (PYTHON.text)(name), bytes(content));
    }
    let mut options = Vec::new();
    if !input.action.is_signed() {
        options.push(("SkipSign".to_owned(), Value::Bool(true)));
    }
    if is_multipart {
        let names = input.binary.iter().map(|(name, _)| Value::String(name.clone()));
        options.push(("IsMultipart".to_owned(), Value::Bool(true)));
        options.push(("BinaryParams".to_owned(), Value::Array(names.collect())));
    }
    let options = if options.is_empty() {
        String::new()
    } else {
        format!(", options={}", literal(&Value::Object(options), &PYTHON, 1)?)
    };
    if input.asks_for_events() {
        return Ok(code
            + &format!(
                "    for event in client.call_sse({action}, parameters{options}):\n        print(event[\"data\"])\n"
            ));
    }
    Ok(code + &format!("    answer = client.call_json({action}, parameters{options})"))
}

/// The parameters of a multipart body that are not bytes: the SDK takes lists, structures and texts, and fails for numbers.
fn parts(input: &SampleInput<'_>) -> Vec<(String, Value)> {
    let parts = input.members().iter().filter(|(_, value)| *value != Value::Null);
    let parts = parts.map(|(name, value)| {
        let value = plain_text(value).map_or_else(|| value.clone(), Value::String);
        (name.clone(), value)
    });
    parts.collect()
}

fn bytes(bytes: &[u8]) -> String {
    let lines = base64_lines(bytes);
    match lines.as_slice() {
        [] => "b\"\"".to_owned(),
        [line] => format!("base64.b64decode(\"{line}\")"),
        lines => format!("base64.b64decode(\n        \"{}\"\n    )", lines.join("\"\n        \"")),
    }
}
