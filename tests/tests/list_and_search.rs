//! `tc3-codegen list` and `tc3-codegen search`: what is in a spec, or in the vendor's metadata.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod wheel;

use std::fs;

use tc3_tests::FROZEN_SPEC;
use tc3_tests::cli::{scratch, tc3_codegen};
use wheel::{METADATA, wheel};

const SHOP: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/diff-spec");

/// Returns the output of a successful run.
fn out(args: &[&str]) -> String {
    let ran = tc3_codegen(args);
    assert_eq!((ran.exit_code, ran.err.as_str()), (0, ""), "{args:?}");
    ran.out
}

/// Returns the error of a run that finds nothing.
fn err(args: &[&str], exit_code: u8) -> String {
    let ran = tc3_codegen(args);
    assert_eq!((ran.exit_code, ran.out.as_str()), (exit_code, ""), "{args:?}");
    ran.err
}

fn lines(text: &str) -> Vec<&str> {
    text.lines().collect()
}

#[test]
fn a_spec_is_listed() {
    let expected = "\
clock  2020-01-01  default      1 action     0 types  Clock
shop   2019-01-01               1 action     0 types  Shop
shop   2020-01-02  default     4 actions     5 types  Shop

3 service versions, 6 actions, 5 types
";
    assert_eq!(out(&["list", "--spec", SHOP]), expected);
    assert_eq!(out(&["list", SHOP]), expected);
}

#[test]
fn metadata_is_listed_from_a_folder_and_from_a_wheel() {
    let expected = "\
as    2018-04-19  default      1 action     0 types
demo  2019-02-03  default     3 actions     3 types
demo  2020-01-02              3 actions     3 types

3 service versions, 7 actions, 6 types
";
    assert_eq!(out(&["list", METADATA]), expected);
    assert_eq!(out(&["list", "--spec", METADATA]), expected);
    assert_eq!(
        out(&["list", wheel(&scratch("list-wheel")).to_str().unwrap()]),
        expected
    );
}

#[test]
fn the_actions_of_a_service_are_listed_with_their_marks() {
    let expected = "\
shop 2019-01-01, 1 action
  CloseShop
shop 2020-01-02 (default), 4 actions
  CreateThing
  DescribeThings (read only, paged)
  FillForm
  FillLongForm
";
    assert_eq!(out(&["list", SHOP, "--service", "shop"]), expected);
    let demo = out(&["list", METADATA, "--service", "demo"]);
    assert!(demo.contains("\n  ListOldThings (read only, deprecated)\n"), "{demo}");
    let unknown = err(&["list", SHOP, "--service", "shup"], 1);
    assert_eq!(unknown, "error: no service `shup` here\n  help: is it `shop`?\n");
}

#[test]
fn a_word_is_found_in_every_kind_of_name() {
    assert_eq!(
        lines(&out(&["search", "proxygroup", "--spec", FROZEN_SPEC])),
        ["gaap 2018-05-29 action CreateProxyGroup"]
    );
    assert_eq!(
        lines(&out(&["search", "GROUPNAME", "--spec", FROZEN_SPEC])),
        ["gaap 2018-05-29 action CreateProxyGroup parameter GroupName"]
    );
    assert_eq!(lines(&out(&["search", "clock", "--spec", SHOP])), ["clock 2020-01-01"]);
    assert_eq!(
        lines(&out(&["search", "tagpair", "--spec", FROZEN_SPEC])),
        ["gaap 2018-05-29 type TagPair"]
    );
}

#[test]
fn the_best_comes_first() {
    let found = out(&["search", "part", "--spec", SHOP]);
    let expected = [
        "shop 2020-01-02 type Part",
        "shop 2020-01-02 action CreateThing parameter Parts",
    ];
    assert_eq!(lines(&found)[..2], expected);
    let found = out(&["search", "form", "--spec", SHOP]);
    let expected = ["shop 2020-01-02 action FillForm", "shop 2020-01-02 action FillLongForm"];
    assert_eq!(lines(&found), expected);
    let found = out(&["search", "ice", "--spec", SHOP]);
    assert_eq!(lines(&found), ["shop 2020-01-02 action CreateThing output Price"]);
    let found = out(&["search", "thing", "makes", "--spec", SHOP]);
    assert_eq!(lines(&found), ["shop 2020-01-02 action CreateThing (description)"]);
    let found = out(&["search", "text", "--spec", SHOP]);
    assert_eq!(
        found.lines().last(),
        Some("shop 2020-01-02 type Receipt member Text"),
        "{found}"
    );
}

#[test]
fn words_may_come_in_any_order_and_before_a_path() {
    let expected = ["shop 2020-01-02 action FillLongForm"];
    for words in [["long", "form"], ["Form", "LONG"]] {
        assert_eq!(lines(&out(&["search", words[0], words[1], SHOP])), expected);
        assert_eq!(lines(&out(&["search", words[0], words[1], "--spec", SHOP])), expected);
    }
    let wheel = wheel(&scratch("search-wheel"));
    let found = out(&["search", "create", "thing", wheel.to_str().unwrap()]);
    let actions = [
        "demo 2019-02-03 action CreateThing",
        "demo 2020-01-02 action CreateThing",
    ];
    assert_eq!(lines(&found), actions);
}

#[test]
fn further_hits_are_counted() {
    let folder = scratch("search-many");
    let member = |number| format!(r#"{{ "name": "Part{number}", "type": "String", "description": "A part." }}"#);
    let members: Vec<String> = (0..53).map(member).collect();
    let action = format!(
        r#"{{ "name": "Tell", "description": "Tells.", "regionRequired": false, "parameters": [{}], "output": [] }}"#,
        members.join(",")
    );
    let service = folder.join("clock/v20200101");
    fs::create_dir_all(service.join("actions")).unwrap();
    fs::write(
        service.join("service.json"),
        r#"{ "name": "clock", "version": "2020-01-01", "title": "Clock", "description": "Tells.",
            "host": "clock.tencentcloudapi.com" }"#,
    )
    .unwrap();
    fs::write(service.join("actions/Tell.json"), action).unwrap();
    let found = out(&["search", "part", "--spec", folder.to_str().unwrap()]);
    assert_eq!(found.lines().count(), 51, "{found}");
    assert!(found.ends_with("\nand 3 more\n"), "{found}");
}

#[test]
fn an_empty_result_is_reported() {
    assert_eq!(err(&["search", "zebra", SHOP], 1), "nothing matches `zebra`\n");
    assert!(err(&["search", " ", "--spec", SHOP], 2).contains("no word to search for"));
    assert_eq!(tc3_codegen(&["search"]).exit_code, 2);
    let empty = scratch("list-empty");
    for command in [&["list"][..], &["search", "word"]] {
        let message = err(&[command, &["--spec", empty.to_str().unwrap()]].concat(), 1);
        assert!(
            message.contains("no spec") && message.contains("no metadata"),
            "{message}"
        );
        let nowhere = empty.join("nowhere");
        let message = err(&[command, &["--spec", nowhere.to_str().unwrap()]].concat(), 2);
        assert!(message.starts_with("error: nothing at "), "{message}");
    }
    let message = err(&["list"], 2);
    assert!(
        message.contains("nothing at spec: run from the project's root"),
        "{message}"
    );
}

#[test]
fn what_cannot_be_read_is_named() {
    let folder = scratch("list-cut");
    let wheel = folder.join("tccli.whl");
    fs::write(&wheel, "not a wheel").unwrap();
    assert!(err(&["list", wheel.to_str().unwrap()], 1).contains("not a whole zip archive"));
    let wrong = concat!(env!("CARGO_MANIFEST_DIR"), "/cases/diagnostics/unknown-type/spec");
    assert!(err(&["search", "word", wrong], 1).contains("error[unknown-type]"));
}

#[test]
fn names_that_do_not_look_like_words_are_listed_with_their_places() {
    let folder = scratch("names");
    let api = "tccli/services/demo/v20200102/api.json";
    let text = fs::read_to_string(format!("{METADATA}/{api}")).unwrap();
    let path = folder.join(api);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let text = text
        .replace("\"DnsFormat\"", "\"Q_Type\"")
        .replace("\"Ratio\"", "\"QWRTPSD\"");
    fs::write(&path, text).unwrap();
    let expected = "\
a word of one letter:
  q_type  Q_Type      1  demo 2020-01-02 CreateThing

a long run of capitals that is one word:
  qwrtpsd  QWRTPSD      1  demo 2020-01-02 CreateThing

2 suspicious names of 24 names
";
    assert_eq!(out(&["names", folder.to_str().unwrap()]), expected);
    assert_eq!(
        out(&["names", "--spec", SHOP]).lines().last().unwrap(),
        "0 suspicious names of 44 names"
    );
    assert!(err(&["names", "no/such/path"], 2).starts_with("error: nothing at no/such/path"));
}
