//! C#, by the standard library alone: the program signs by itself.
//!
//! The official SDK's `CommonRequest` reads its JSON with Newtonsoft's defaults, which make a date of text that looks
//! like one and write it back otherwise (`2024-01-01T00:00:00.000Z` is sent as `2024-01-01T00:00:00Z`), so it is not
//! used. The program keeps to C# 7, so that Mono compiles it too.

use base64ct::{Base64, Encoding};
use tc3_codegen::spec::Content;

use super::facts::Facts;
use super::json_text::{json_line, json_lines, pieces, string_literal as string};
use super::{Sample, SampleError, SampleInput};

/// Compilers go deep into expressions of many parts; longer text is built of pieces.
const PIECE: usize = 8_000;
const LINES: usize = 2_000;

pub(super) fn sample(input: SampleInput<'_>) -> Result<Sample, SampleError> {
    let facts = Facts::of(input);
    let mut headers = vec![
        ("X-TC-Action".to_owned(), facts.action.to_owned()),
        ("X-TC-Version".to_owned(), facts.version.to_owned()),
    ];
    if let Some(region) = input.region {
        headers.push(("X-TC-Region".to_owned(), region.to_owned()));
    }
    let (content_type, payload) = match facts.content {
        Content::Json => (
            "application/json",
            format!(
                "Encoding.UTF8.GetBytes({})",
                text(json_lines(input.body), &json_line(input.body))
            ),
        ),
        Content::OctetStream => {
            headers.extend(input.parameter_headers()?);
            let body = Base64::encode_string(input.raw_body().unwrap_or_default());
            (
                "application/octet-stream",
                format!("Convert.FromBase64String({})", text(vec![body.clone()], &body)),
            )
        }
        Content::Multipart => return Err("the program for C# sends no multipart/form-data".to_owned()),
    };
    let headers = headers
        .iter()
        .map(|(name, text)| {
            format!(
                "        request.Headers.TryAddWithoutValidation({}, {});\n",
                string(name),
                string(text)
            )
        })
        .collect::<String>();
    let about_key = input
        .key_comment()
        .map_or_else(String::new, |comment| format!("//\n// {comment}\n"));
    let (key, authorization) = if facts.is_signed {
        (KEY, AUTHORIZATION.replace("SERVICE", &string(facts.service)))
    } else {
        (
            "",
            "        request.Headers.TryAddWithoutValidation(\"Authorization\", \"SKIP\");\n".to_owned(),
        )
    };
    let code = format!(
        "// {title}\n//\n// Needs no package: put it in place of the file that `dotnet new console` makes, and `dotnet run`.\n{about_key}{HEAD}{key}        string host = {host};\n        string \
         contentType = {content_type};\n        byte[] payload = {payload};\n        string timestamp = \
         DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString();\n\n        var request = new \
         HttpRequestMessage(HttpMethod.Post, {url});\n        request.Content = new \
         ByteArrayContent(payload);\n        request.Content.Headers.ContentType = new \
         MediaTypeHeaderValue(contentType);\n        request.Headers.TryAddWithoutValidation(\"X-TC-Timestamp\", \
         timestamp);\n{headers}{authorization}{SEND}{functions}}}\n",
        title = input.title(),
        url = string(&input.url()),
        host = string(input.host),
        content_type = string(content_type),
        functions = if facts.is_signed { FUNCTIONS } else { "" },
    );
    Ok(Sample {
        code,
        file_name: "Program.cs",
        notes: Vec::new(),
    })
}

/// An expression of text: a line of it in a line, or pieces if there is too much of it.
fn text(lines: Vec<String>, compact: &str) -> String {
    if let [only] = lines.as_slice()
        && only.chars().count() <= PIECE
    {
        return string(only);
    }
    let is_long = lines.len() > LINES || lines.iter().any(|line| line.chars().count() > PIECE);
    let (separator, parts) = if is_long {
        ("", pieces(compact, PIECE).into_iter().map(string).collect::<Vec<_>>())
    } else {
        ("\n", lines.iter().map(|line| string(line)).collect())
    };
    format!(
        "string.Join({}, new[] {{\n            {},\n        }})",
        string(separator),
        parts.join(",\n            ")
    )
}

const HEAD: &str = r"using System;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Runtime.Serialization.Json;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Tasks;
using System.Xml;
using System.Xml.Linq;

public static class Program
{
    public static int Main()
    {
        try
        {
            return Call().GetAwaiter().GetResult();
        }
        catch (Exception error)
        {
            Console.Error.WriteLine(error.GetBaseException().Message);
            return 1;
        }
    }

    private static async Task<int> Call()
    {
";

const KEY: &str = r#"        string secretId = Environment.GetEnvironmentVariable("TENCENTCLOUD_SECRET_ID");
        string secretKey = Environment.GetEnvironmentVariable("TENCENTCLOUD_SECRET_KEY");
        string token = Environment.GetEnvironmentVariable("TENCENTCLOUD_TOKEN");
        if (string.IsNullOrEmpty(secretId) || string.IsNullOrEmpty(secretKey))
        {
            Console.Error.WriteLine("set TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY");
            return 1;
        }

"#;

const AUTHORIZATION: &str = r#"        if (!string.IsNullOrEmpty(token))
        {
            request.Headers.TryAddWithoutValidation("X-TC-Token", token);
        }

        // The signature TC3-HMAC-SHA256.
        string service = SERVICE;
        string canonicalRequest = "POST\n/\n\ncontent-type:" + contentType + "\nhost:" + host
            + "\n\ncontent-type;host\n" + Sha256(payload);
        string date = DateTimeOffset.FromUnixTimeSeconds(long.Parse(timestamp)).ToString("yyyy-MM-dd",
            System.Globalization.CultureInfo.InvariantCulture);
        string scope = date + "/" + service + "/tc3_request";
        string stringToSign = "TC3-HMAC-SHA256\n" + timestamp + "\n" + scope + "\n"
            + Sha256(Encoding.UTF8.GetBytes(canonicalRequest));
        byte[] key = Hmac(Encoding.UTF8.GetBytes("TC3" + secretKey), date);
        key = Hmac(key, service);
        key = Hmac(key, "tc3_request");
        string signature = Hex(Hmac(key, stringToSign));
        request.Headers.TryAddWithoutValidation("Authorization", "TC3-HMAC-SHA256 Credential=" + secretId + "/" + scope
            + ", SignedHeaders=content-type;host, Signature=" + signature);
"#;

const SEND: &str = r#"
        using (var client = new HttpClient())
        using (var response = await client.SendAsync(request))
        {
            byte[] body = await response.Content.ReadAsByteArrayAsync();
            string answer = Encoding.UTF8.GetString(body);
            bool isStream = response.Content.Headers.ContentType?.MediaType == "text/event-stream";
            if (!response.IsSuccessStatusCode || (!isStream && IsError(body)))
            {
                Console.Error.WriteLine("HTTP status " + (int)response.StatusCode + ": " + answer);
                return 1;
            }
            Console.WriteLine(answer);
            return 0;
        }
    }

    // The members of JSON as elements, by what every .NET has.
    private static bool IsError(byte[] json)
    {
        using (var reader = JsonReaderWriterFactory.CreateJsonReader(json, XmlDictionaryReaderQuotas.Max))
        {
            return XElement.Load(reader).Element("Response")?.Element("Error") != null;
        }
    }
"#;

const FUNCTIONS: &str = r#"
    private static byte[] Hmac(byte[] key, string text)
    {
        using (var hmac = new HMACSHA256(key))
        {
            return hmac.ComputeHash(Encoding.UTF8.GetBytes(text));
        }
    }

    private static string Sha256(byte[] bytes)
    {
        using (var sha256 = SHA256.Create())
        {
            return Hex(sha256.ComputeHash(bytes));
        }
    }

    private static string Hex(byte[] bytes)
    {
        return BitConverter.ToString(bytes).Replace("-", "").ToLowerInvariant();
    }
"#;
