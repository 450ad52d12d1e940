//! Java, by the generic client of the official SDK, which sends text of JSON as it is.

use base64ct::{Base64, Encoding};
use tc3_codegen::spec::Content;

use super::facts::Facts;
use super::json_text::{json_line, json_lines, pieces, string_literal as string};
use super::{Sample, SampleError, SampleInput};

/// A constant has at most 65,535 bytes and so has the code of a method. Longer text is built of pieces, each with at
/// most three bytes for each of its characters.
const PIECE: usize = 8_000;
const LINES: usize = 2_000;

pub(super) fn sample(input: SampleInput<'_>) -> Result<Sample, SampleError> {
    let facts = Facts::of(input);
    if !facts.is_signed_by_label(input.host) {
        return Err(format!(
            "the SDK signs for the first label of the host, so {} would refuse the call",
            input.host
        ));
    }
    let mut imports = vec![
        "com.tencentcloudapi.common.CommonClient",
        "com.tencentcloudapi.common.Credential",
        "com.tencentcloudapi.common.exception.TencentCloudSDKException",
        "com.tencentcloudapi.common.profile.ClientProfile",
        "com.tencentcloudapi.common.profile.HttpProfile",
    ];
    let is_stream = input.asks_for_events();
    let call = match facts.content {
        Content::Json => {
            let parameters = statement("parameters", json_lines(input.body), &json_line(input.body));
            let call = if is_stream {
                imports.extend([
                    "com.tencentcloudapi.common.CommonRequest",
                    "com.tencentcloudapi.common.CommonSSEResponse",
                    "com.tencentcloudapi.common.SSEResponseModel",
                ]);
                STREAM
            } else if facts.is_signed {
                CALL
            } else {
                imports.push("com.tencentcloudapi.common.CommonRequest");
                UNSIGNED
            };
            format!("{parameters}{}", call.replace("ACTION", &string(facts.action)))
        }
        Content::OctetStream => {
            imports.extend(["java.util.Base64", "java.util.HashMap"]);
            let headers = input
                .parameter_headers()?
                .iter()
                .map(|(name, text)| format!("        headers.put({}, {});\n", string(name), string(text)))
                .collect::<String>();
            let body = Base64::encode_string(input.raw_body().unwrap_or_default());
            format!(
                "        HashMap<String, String> headers = new HashMap<>();\n{headers}{}{}",
                statement("body", vec![body.clone()], &body),
                OCTET_STREAM.replace("ACTION", &string(facts.action))
            )
        }
        Content::Multipart => {
            return Err("the generic client of the SDK for Java sends no multipart/form-data".to_owned());
        }
    };
    imports.sort_unstable();
    let imports = imports
        .iter()
        .map(|import| format!("import {import};\n"))
        .collect::<String>();
    let key = input
        .key_comment()
        .map_or_else(String::new, |comment| format!("//\n// {comment}\n"));
    let credential = if facts.is_signed {
        CREDENTIAL
    } else {
        "        Credential credential = new Credential(\"\", \"\");\n"
    };
    let code = format!(
        "// {title}\n//\n// Maven: com.tencentcloudapi:tencentcloud-sdk-java-common\n//\n//     javac -encoding UTF-8 -cp 'lib/*' Main.java\n//     java -cp \
         'lib/*:.' Main\n{key}{imports}\npublic class Main {{\n    public static void main(String[] arguments) \
         {{\n{credential}        HttpProfile httpProfile = new HttpProfile();\n        \
         httpProfile.setEndpoint({host});\n{scheme}        ClientProfile profile = new ClientProfile();\n        \
         profile.setHttpProfile(httpProfile);\n        CommonClient client = new CommonClient({service_text}, \
         {version_text}, credential, {region}, profile);\n\n{call}{TAIL}",
        title = input.title(),
        scheme = if input.is_plain_http {
            "        httpProfile.setProtocol(\"http://\");\n"
        } else {
            ""
        },
        host = string(input.host),
        service_text = string(facts.service),
        version_text = string(facts.version),
        region = string(input.region.unwrap_or_default()),
    );
    Ok(Sample {
        code,
        file_name: "Main.java",
        notes: Vec::new(),
    })
}

/// A variable with text: a line of it in a line, or pieces if there is too much of it.
fn statement(name: &str, lines: Vec<String>, compact: &str) -> String {
    if lines.len() > LINES || lines.iter().any(|line| line.chars().count() > PIECE) {
        let appends = pieces(compact, PIECE)
            .into_iter()
            .map(|piece| format!("            .append({})\n", string(piece)))
            .collect::<String>();
        return format!("        String {name} = new StringBuilder()\n{appends}            .toString();\n");
    }
    if let [only] = lines.as_slice() {
        return format!("        String {name} = {};\n", string(only));
    }
    let lines = lines
        .iter()
        .map(|line| format!(",\n            {}", string(line)))
        .collect::<String>();
    format!("        String {name} = String.join(\"\\n\"{lines});\n")
}

const CREDENTIAL: &str = r#"        String secretId = System.getenv("TENCENTCLOUD_SECRET_ID");
        String secretKey = System.getenv("TENCENTCLOUD_SECRET_KEY");
        if (secretId == null || secretKey == null) {
            System.err.println("set TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY");
            System.exit(1);
        }
        Credential credential = new Credential(secretId, secretKey, System.getenv("TENCENTCLOUD_TOKEN"));
"#;

const CALL: &str = r"        try {
            System.out.println(client.call(ACTION, parameters));
";

const UNSIGNED: &str = r"        CommonRequest request = new CommonRequest(parameters);
        request.setSkipSign(true);
        try {
            System.out.println(client.commonRequest(request, ACTION));
";

/// `SSEResponseModel.close` fails if the answer was no stream.
const STREAM: &str = r#"        try {
            CommonSSEResponse events = client.commonRequest(
                new CommonRequest(parameters), ACTION, CommonSSEResponse.class);
            if (!events.isStream()) {
                System.out.println("answered without events (request " + events.getRequestId() + ")");
                System.exit(0);
            }
            for (SSEResponseModel.SSE event : events) {
                System.out.println(event.Data);
            }
            events.close();
"#;

const OCTET_STREAM: &str = r"        try {
            System.out.println(client.callOctetStream(ACTION, headers, Base64.getDecoder().decode(body)));
";

const TAIL: &str = r#"        } catch (TencentCloudSDKException error) {
            System.err.println(error.getErrorCode() + ": " + error.getMessage() + " (request " + error.getRequestId() + ")");
            System.exit(1);
        }
        // A connection that the client keeps open is not to keep the program.
        System.exit(0);
    }
}
"#;
