//! One answer in every format.

use crate::support::{Cloud, Run};

const ANSWER: &str = r#"{"DescribeDestRegions":[{"DestRegionSet":[
    {"RegionId":"a,1","RegionName":"网站","Big":18446744073709551617,"Tags":[{"K":"v"}]},
    {"RegionId":"b","RegionName":null,"Big":1.0}],"TotalCount":2,"RequestId":"r-1"}]}"#;

fn run(options: &[&str]) -> Run {
    let cloud = Cloud::with(|builder| builder.answers(ANSWER));
    let words = [&["gaap", "DescribeDestRegions"], options].concat();
    cloud.run(&words)
}

#[test]
fn csv_and_text_have_the_list_of_the_answer() {
    let csv = run(&["--output", "csv", "--columns", "RegionId,Tags.K,Big"]);
    assert_eq!(
        csv.stdout, "RegionId,Tags.K,Big\n\"a,1\",\"[\"\"v\"\"]\",18446744073709551617\nb,,1.0\n",
        "{}",
        csv.stderr
    );
    let text = run(&["--output", "text", "--columns", "RegionName,RegionId"]);
    assert_eq!(text.stdout, "网站\ta,1\nNone\tb\n", "{}", text.stderr);
}

#[test]
fn tables_say_on_standard_error_what_they_leave_out() {
    let table = run(&["--output", "table"]);
    assert!(
        table.stdout.contains("| RegionId | RegionName | Big "),
        "{}",
        table.stdout
    );
    assert!(table.stderr.contains("Tags"), "{}", table.stderr);
}

#[test]
fn a_filter_that_finds_nothing_prints_nothing() {
    for format in ["json", "json-lines", "yaml", "csv", "table", "raw"] {
        let nothing = run(&["--output", format, "--filter", "Nothing"]);
        assert_eq!(
            (nothing.status, nothing.stdout.as_str()),
            (0, ""),
            "{format}: {}",
            nothing.stderr
        );
    }
    assert_eq!(run(&["--output", "text", "--filter", "Nothing"]).stdout, "None\n");
}

#[test]
fn yaml_and_json_lines_keep_numbers() {
    let yaml = run(&["--output", "yaml", "--filter", "DestRegionSet[].Big"]);
    assert_eq!(yaml.stdout, "- 18446744073709551617\n- 1.0\n");
    let lines = run(&["--output", "json-lines", "--filter", "DestRegionSet[].Big"]);
    assert_eq!(lines.stdout, "18446744073709551617\n1.0\n");
}

#[test]
fn unknown_columns_are_wrong_input() {
    let wrong = run(&["--output", "csv", "--columns", "RegionIdd"]);
    assert_eq!((wrong.status, wrong.stdout.as_str()), (2, ""));
    assert!(wrong.stderr.contains("near: RegionId"), "{}", wrong.stderr);
}

#[test]
fn text_against_a_number_is_an_error() {
    let wrong = run(&["--filter", "DestRegionSet[?RegionId > `1`]"]);
    assert_eq!((wrong.status, wrong.stdout.as_str()), (2, ""));
    assert!(wrong.stderr.contains("compared with the number 1"), "{}", wrong.stderr);
}
