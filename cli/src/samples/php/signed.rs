//! The program that signs by itself.

use base64ct::{Base64, Encoding};
use tc3_codegen::spec::Content;

use super::literal::string;
use crate::samples::facts::Facts;
use crate::samples::json_text::json_lines;
use crate::samples::parts::{PartContent, parts};
use crate::samples::{SampleError, SampleInput};

pub(super) fn program(input: SampleInput<'_>, facts: Facts<'_>) -> Result<String, SampleError> {
    let mut headers = vec![
        ("Host".to_owned(), input.host.to_owned()),
        ("X-TC-Action".to_owned(), facts.action.to_owned()),
        ("X-TC-Version".to_owned(), facts.version.to_owned()),
    ];
    if let Some(region) = input.region {
        headers.push(("X-TC-Region".to_owned(), region.to_owned()));
    }
    let (content_type, payload) = match facts.content {
        Content::OctetStream => {
            headers.extend(input.parameter_headers()?);
            let body = string(&Base64::encode_string(input.raw_body().unwrap_or_default()));
            (string("application/octet-stream"), format!("base64_decode({body});"))
        }
        Content::Multipart => (
            "'multipart/form-data; boundary=' . bin2hex(random_bytes(16))".to_owned(),
            multipart(input)?,
        ),
        Content::Json => {
            // No line of JSON begins with the word that ends the text.
            let json = json_lines(input.body).join("\n");
            (string("application/json"), format!("<<<'JSON'\n{json}\nJSON;"))
        }
    };
    let headers = headers
        .iter()
        .map(|(name, text)| format!("    {},\n", string(&format!("{name}: {text}"))))
        .collect::<String>();
    let (key, authorization) = if facts.is_signed {
        (KEY, AUTHORIZATION.replace("SERVICE", &string(facts.service)))
    } else {
        ("", "$headers[] = 'Authorization: SKIP';\n".to_owned())
    };
    let comment = input
        .key_comment()
        .map_or_else(String::new, |comment| format!("//\n// {comment}\n"));
    Ok(format!(
        "<?php\n// {title} Needs the extension curl.\n{comment}{key}\n$url = {url};\n$host = {host};\n$contentType = \
         {content_type};\n$payload = {payload}\n$timestamp = time();\n$headers = [\n{headers}    'Content-Type: ' . \
         $contentType,\n    'X-TC-Timestamp: ' . $timestamp,\n];\n\n{authorization}{SEND}",
        title = input.title(),
        url = string(&input.url()),
        host = string(input.host),
    ))
}

/// The statements that put the parts into the body.
fn multipart(input: SampleInput<'_>) -> Result<String, SampleError> {
    let parts = parts(input)?.into_iter().map(|(head, content)| {
        let content = match content {
            PartContent::Text(text) => string(&text),
            PartContent::Bytes(bytes) => format!("base64_decode({})", string(&Base64::encode_string(bytes))),
        };
        format!("    [{}, {content}],\n", string(&head))
    });
    Ok(MULTIPART.replace("PARTS", &parts.collect::<String>()))
}

const MULTIPART: &str = r#"'';
$boundary = explode('=', $contentType)[1];
foreach ([
PARTS] as [$head, $content]) {
    $payload .= "--$boundary\r\nContent-Disposition: form-data; $head\r\n\r\n$content\r\n";
}
$payload .= "--$boundary--\r\n";"#;

const KEY: &str = "
$secretId = getenv('TENCENTCLOUD_SECRET_ID');
$secretKey = getenv('TENCENTCLOUD_SECRET_KEY');
if (!$secretId || !$secretKey) {
    fwrite(STDERR, 'set TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY' . PHP_EOL);
    exit(1);
}
$token = getenv('TENCENTCLOUD_TOKEN');
";

const AUTHORIZATION: &str = r#"// The signature TC3-HMAC-SHA256.
$service = SERVICE;
$canonicalRequest = "POST\n/\n\ncontent-type:$contentType\nhost:$host\n\ncontent-type;host\n" . hash('sha256', $payload);
$date = gmdate('Y-m-d', $timestamp);
$scope = "$date/$service/tc3_request";
$stringToSign = "TC3-HMAC-SHA256\n$timestamp\n$scope\n" . hash('sha256', $canonicalRequest);
$key = hash_hmac('sha256', $date, 'TC3' . $secretKey, true);
$key = hash_hmac('sha256', $service, $key, true);
$key = hash_hmac('sha256', 'tc3_request', $key, true);
$signature = hash_hmac('sha256', $stringToSign, $key);
$headers[] = "Authorization: TC3-HMAC-SHA256 Credential=$secretId/$scope, SignedHeaders=content-type;host, Signature=$signature";
if ($token) {
    $headers[] = 'X-TC-Token: ' . $token;
}
"#;

const SEND: &str = r#"
$curl = curl_init($url);
curl_setopt_array($curl, [
    CURLOPT_POSTFIELDS => $payload,
    CURLOPT_HTTPHEADER => $headers,
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_TIMEOUT => 60,
]);
$answer = curl_exec($curl);
if ($answer === false) {
    fwrite(STDERR, curl_error($curl) . PHP_EOL);
    exit(1);
}
$status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
$error = json_decode($answer, true)['Response']['Error'] ?? null;
if ($status !== 200 || $error) {
    fwrite(STDERR, "HTTP status $status: $answer" . PHP_EOL);
    exit(1);
}
echo $answer . PHP_EOL;
"#;
