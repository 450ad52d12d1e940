//! What the clients of SDKs would send otherwise than it was given, and what programs do about it.

use crate::support::{code, sample};

const INSTANCES: (&str, &str) = ("cvm", "DescribeInstances");

fn instances(language: &str, json: &str) -> String {
    let (service, action) = INSTANCES;
    sample(language, service, action, json, &["--no-check"])
}

#[test]
fn numbers_of_go_have_types_that_hold_them() {
    let program = instances(
        "go",
        r#"{"Limit":20,"Offset":18446744073709551615,"Id":-9007199254740993}"#,
    );
    for literal in ["20,", "uint64(18446744073709551615),", "int64(-9007199254740993),"] {
        assert!(program.contains(literal), "{literal}\n{program}");
    }
    assert!(!program.contains("encoding/json"), "{program}");
    let program = instances("go", r#"{"Id":1180591620717411303424}"#);
    assert!(
        program.contains(r#"json.RawMessage("1180591620717411303424")"#),
        "{program}"
    );
    assert!(program.contains("\t\"encoding/json\"\n"), "{program}");
}

#[test]
fn php_signs_by_itself_where_its_integers_are_too_small() {
    let program = instances("php", r#"{"Offset":9223372036854775807}"#);
    assert!(program.contains("callJson("), "{program}");
    let program = instances("php", r#"{"Offset":9223372036854775808}"#);
    assert!(
        program.contains("\"Offset\": 9223372036854775808") && program.contains("hash_hmac("),
        "{program}"
    );
    assert!(!program.contains("autoload.php"), "{program}");
}

#[test]
fn php_says_that_it_signs_by_itself() {
    let words = ["php", "gaap", "DescribeProxies", "--endpoint", "http://127.0.0.1:9443"];
    let run = code(&words);
    assert!(run.stderr.contains("The program signs by itself"), "{}", run.stderr);
    assert!(run.output().contains("'http://127.0.0.1:9443/'"));
}

#[test]
fn objects_of_php_are_no_lists() {
    let program = instances("php", r#"{"Placement":{},"Filters":[],"Names":{"0":1}}"#);
    for literal in [
        "'Placement' => new \\stdClass()",
        "'Filters' => []",
        "'Names' => (object) [",
    ] {
        assert!(program.contains(literal), "{literal}\n{program}");
    }
    assert!(instances("php", "{}").contains("$parameters = new \\stdClass();"));
}

#[test]
fn java_has_no_constant_that_is_too_long() {
    let text = "中".repeat(30_000);
    let program = instances("java", &format!(r#"{{"InstanceName":"{text}"}}"#));
    // The class file has three bytes for each of these letters, and room for 65,535 in a constant.
    let longest = program.split('"').map(str::len).max();
    assert!(longest < Some(65_536), "{longest:?}");
    assert!(program.contains("new StringBuilder()"));
}

#[test]
fn java_calls_no_host_that_its_sdk_would_sign_wrongly() {
    let run = code(&["java", "gaap", "DescribeProxies", "--endpoint", "http://127.0.0.1:9443"]);
    assert_eq!(run.status, 2, "{}{}", run.stdout, run.stderr);
    assert!(
        run.stderr.contains("signs for the first label of the host"),
        "{}",
        run.stderr
    );
    assert_eq!(run.stdout, "");
}

#[test]
fn streams_are_read_or_refused() {
    let body = r#"{"Model":"hunyuan-lite","Messages":[{"Role":"user","Content":"hi"}],"Stream":true}"#;
    for (language, reader) in [
        ("python", "client.call_sse("),
        ("go", "range response.Events"),
        ("java", "CommonSSEResponse.class"),
        ("php", "callJsonWithSSEResponse("),
        ("csharp", "text/event-stream"),
    ] {
        let program = sample(language, "hunyuan", "ChatCompletions", body, &[]);
        assert!(program.contains(reader), "{program}");
    }
    for language in ["rust", "rust-named", "tc3", "tccli"] {
        let run = code(&[language, "hunyuan", "ChatCompletions", "--cli-input-json", body]);
        assert_eq!(run.status, 2, "{}{}", run.stdout, run.stderr);
        assert!(run.stderr.contains("stream of events"), "{}", run.stderr);
    }
}
