//! A script of bash that signs the request with openssl and sends it with curl.
//!
//! No secret is in the arguments of a program, where every user of the machine can read it: `openssl dgst` takes the key of
//! an HMAC as an option alone, so the script makes an HMAC of two passes of SHA-256, whose input goes through pipes, and
//! gives curl its headers as a file.

use std::fmt::Write;

use tc3_codegen::spec::Content;

use super::json_text::{json_line, json_lines};
use super::literals::shell_word;
use super::{Sample, SampleError, SampleInput, base64_lines, plain_text};
use crate::json::Value;

/// Functions that the signature is computed with.
const HASHES: &str = r#"
# SHA-256 of standard input, in hexadecimal digits.
sha256() {
  openssl dgst -sha256 -r | cut -d ' ' -f 1
}

# HMAC-SHA256 of standard input, with the key $1; both in hexadecimal digits. openssl would take the key as an argument,
# which every user of this machine can see: two passes of SHA-256 do the same.
hmac() {
  local key=$1 inner='' outer='' at
  if ((${#key} > 128)); then
    key=$(printf '%b' "$(printf '%s' "$key" | sed 's/../\\x&/g')" | sha256)
  fi
  key=$(printf '%-128s' "$key" | tr ' ' 0)
  for ((at = 0; at < 128; at += 2)); do
    printf -v inner '%s\\x%02x' "$inner" $((0x${key:at:2} ^ 0x36))
    printf -v outer '%s\\x%02x' "$outer" $((0x${key:at:2} ^ 0x5c))
  done
  inner=$({ printf '%b' "$inner"; cat; } | sha256)
  printf '%b' "$outer$(printf '%s' "$inner" | sed 's/../\\x&/g')" | sha256
}
"#;

const SIGNATURE: &str = r#"
read -r timestamp day < <(date -u '+%s %Y-%m-%d')
canonical_request="POST
/

content-type:$content_type
host:$host

content-type;host
$(body | sha256)"
string_to_sign="TC3-HMAC-SHA256
$timestamp
$day/$service/tc3_request
$(printf '%s' "$canonical_request" | sha256)"
key=$(printf 'TC3%s' "$TENCENTCLOUD_SECRET_KEY" | od -An -v -tx1 | tr -d ' \n')
for part in "$day" "$service" tc3_request; do
  key=$(printf '%s' "$part" | hmac "$key")
done
signature=$(printf '%s' "$string_to_sign" | hmac "$key")
scope="$TENCENTCLOUD_SECRET_ID/$day/$service/tc3_request"
authorization="TC3-HMAC-SHA256 Credential=$scope, SignedHeaders=content-type;host, Signature=$signature"
"#;

/// Sends the request and prints the answer. An answer that is an error has it before any member of the action.
const CALL: &str = r#"
answer=$(body | curl --silent --show-error --fail --request POST --header @<(headers) --data-binary @- "$url")
printf '%s\n' "$answer"
blank='[[:space:]]*'
is_error="^$blank\{$blank\"Response\"$blank:$blank\{$blank(\"RequestId\"$blank:$blank\"[^\"]*\"$blank,$blank)?\"Error\"$blank:"
if [[ $answer =~ $is_error ]]; then
  echo "the service refused the call" >&2
  exit 1
fi
"#;

pub(super) fn sample(input: SampleInput<'_>) -> Result<Sample, SampleError> {
    let is_signed = input.action.is_signed();
    let content = input.action.content();
    let mut code = format!(
        "#!/usr/bin/env bash\n# {}\n#\n# Needs: bash, curl 7.55 or newer, openssl\n",
        input.title()
    );
    if let Some(comment) = input.key_comment() {
        let _ = writeln!(code, "# {comment}");
    }
    code += "set -euo pipefail\n\n";
    if is_signed {
        code += ": \"${TENCENTCLOUD_SECRET_ID:?}\" \"${TENCENTCLOUD_SECRET_KEY:?}\"\n";
        let _ = writeln!(code, "service={}", shell_word(input.service()));
        let _ = writeln!(code, "host={}", shell_word(input.host));
    }
    let _ = writeln!(code, "url={}", shell_word(&input.url()));
    code += &match content {
        Content::Json => format!("content_type=application/json\n{}", json_body(input.body)),
        Content::Multipart => multipart_body(&input),
        Content::OctetStream => {
            let body = bytes("  ", input.raw_body().unwrap_or_default());
            format!("content_type=application/octet-stream\n\nbody() {{\n{body}}}\n")
        }
    };
    if is_signed {
        code += HASHES;
        code += SIGNATURE;
    } else {
        code += "\n# This action takes no signature.\ntimestamp=$(date +%s)\nauthorization=SKIP\n";
    }
    code += &headers(&input)?;
    code += CALL;
    Ok(Sample {
        code,
        file_name: "call.sh",
        notes: Vec::new(),
    })
}

fn json_body(body: &Value) -> String {
    let json = json_lines(body).join("\n");
    format!("\nbody() {{\n  printf '%s' {}\n}}\n", shell_word(&json))
}

/// The parts, as the official SDKs write them.
fn multipart_body(input: &SampleInput<'_>) -> String {
    let mut code =
        "boundary=$(openssl rand -hex 16)\ncontent_type=\"multipart/form-data; boundary=$boundary\"\n".to_owned();
    code += "\n# The head of the part $1; $2 is more of it.\npart() {\n  printf -- '--%s\\r\\nContent-Disposition: \
             form-data; name=\"%s\"%b\\r\\n\\r\\n' \"$boundary\" \"$1\" \"${2:-}\"\n}\n\nbody() {\n";
    let mut has_parts = false;
    for (name, value) in input.members() {
        let (more, content) = match (input.bytes_of(name), plain_text(value)) {
            (Some(content), _) => (format!("; filename=\"{name}\""), bytes("  ", content)),
            (None, _) if *value == Value::Null => continue,
            (None, Some(text)) if text.contains('\0') => (String::new(), bytes("  ", text.as_bytes())),
            (None, Some(text)) => (String::new(), format!("  printf '%s' {}\n", shell_word(&text))),
            (None, None) => {
                let json = json_line(value);
                let more = "\\r\\nContent-Type: application/json".to_owned();
                (more, format!("  printf '%s' {}\n", shell_word(&json)))
            }
        };
        let more = if more.is_empty() {
            more
        } else {
            format!(" {}", shell_word(&more))
        };
        let _ = write!(code, "  part {}{more}\n{content}  printf '\\r\\n'\n", shell_word(name));
        has_parts = true;
    }
    // Without parameters the body is empty, as that of the official SDKs is.
    code += if has_parts {
        "  printf -- '--%s--\\r\\n' \"$boundary\"\n}\n"
    } else {
        "  :\n}\n"
    };
    code
}

/// Commands that print these bytes.
fn bytes(indent: &str, bytes: &[u8]) -> String {
    if bytes.is_empty() {
        return format!("{indent}:\n");
    }
    format!(
        "{indent}openssl base64 -d <<'BASE64'\n{}\nBASE64\n",
        base64_lines(bytes).join("\n")
    )
}

/// The function that prints the headers of the request.
fn headers(input: &SampleInput<'_>) -> Result<String, SampleError> {
    let mut lines = vec![
        "\"Authorization: $authorization\"".to_owned(),
        "\"Content-Type: $content_type\"".to_owned(),
        shell_word(&format!("X-TC-Action: {}", input.action_name())),
        shell_word(&format!("X-TC-Version: {}", input.version())),
        "\"X-TC-Timestamp: $timestamp\"".to_owned(),
    ];
    if let Some(region) = input.region {
        lines.push(shell_word(&format!("X-TC-Region: {region}")));
    }
    if input.action.content() == Content::OctetStream {
        let own = input.parameter_headers()?;
        lines.extend(own.iter().map(|(name, value)| shell_word(&format!("{name}: {value}"))));
    }
    let mut code = format!("\nheaders() {{\n  printf '%s\\n' {}\n", lines.join(" \\\n    "));
    if input.action.is_signed() {
        code += "  if [[ -n ${TENCENTCLOUD_TOKEN:-} ]]; then printf '%s\\n' \"X-TC-Token: $TENCENTCLOUD_TOKEN\"; fi\n";
    }
    Ok(code + "}\n")
}
