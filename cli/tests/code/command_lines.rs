//! Lines of `tc3` and `tccli`, run by a shell: `tc3` shows what it would send, under its name and under tccli's.

use serde_json::Value;

use crate::support::{Folder, sample};
use crate::values::bodies;

#[test]
fn command_lines_send_the_values_that_were_given() {
    let folder = Folder::new("command-lines");
    let tccli = folder.alias("tccli");
    let show = "--dry-run=json --quiet";
    folder.stub("tc3", &format!("exec '{}' \"$@\" {show}", env!("CARGO_BIN_EXE_tc3")));
    folder.stub("tccli", &format!("exec '{}' \"$@\" --no-check {show}", tccli.display()));
    for (service, action, json) in bodies() {
        for language in ["tc3", "tccli"] {
            let code = sample(language, service, action, &json, &["--no-check", "--quiet"]);
            let file = folder.file("call.sh", &code);
            let shown = folder.run("sh", &[file.to_str().unwrap()]).output();
            let shown: Value = serde_json::from_str(&shown).unwrap();
            let given: Value = serde_json::from_str(&json).unwrap();
            assert_eq!(shown["body"], given, "{language}\n{code}");
            assert_eq!(shown["headers"]["x-tc-region"], "ap-guangzhou", "{code}");
        }
    }
}

#[test]
fn secrets_are_not_in_the_arguments_of_a_program() {
    let json = r#"{"InstanceIds":["ins-1"],"Password":"hunter2"}"#;
    let run = crate::support::code(&[
        "go",
        "cvm",
        "ResetInstancesPassword",
        "--cli-input-json",
        json,
        "--region=x",
    ]);
    assert_eq!(
        run.stderr,
        "tc3: note: a secret parameter is in the program as it was given: show it to nobody\n"
    );
    for language in ["tc3", "tccli"] {
        let code = sample(language, "cvm", "ResetInstancesPassword", json, &[]);
        let (line, input) = code.split_once("<<'JSON'\n").expect(&code);
        assert!(!line.contains("hunter2") && input.contains("hunter2"), "{code}");
    }
}

#[test]
fn site_endpoint_and_version_are_those_of_the_call() {
    let line = |language: &str, more: &[&str]| {
        let code = sample(language, "tag", "DescribeTags", "{}", more);
        code.lines()
            .skip_while(|line| line.starts_with('#') || line.is_empty())
            .collect::<Vec<_>>()
            .join("\n")
    };
    assert_eq!(line("tc3", &[]), "tc3 tag DescribeTags --region ap-guangzhou");
    assert_eq!(
        line("tc3", &["--site=intl"]),
        "tc3 tag DescribeTags --region ap-guangzhou --site intl"
    );
    assert_eq!(
        line("tccli", &["--site=intl"]),
        "tccli tag DescribeTags --region ap-guangzhou --endpoint tag.intl.tencentcloudapi.com"
    );
    for language in ["tc3", "tccli"] {
        assert_eq!(
            line(language, &["--emulator"]),
            format!("{language} tag DescribeTags --region ap-guangzhou --endpoint http://127.0.0.1:9443")
        );
        let code = sample(language, "cvm", "DescribeZones", "{}", &["--version=2017-03-12"]);
        assert!(!code.contains("--version"), "{code}");
    }
    // bm2 is not known by this name in every version.
    let code = sample("tc3", "as", "DescribeAccountLimits", "{}", &[]);
    assert!(code.contains("tc3 as DescribeAccountLimits"), "{code}");
}
