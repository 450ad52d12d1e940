//! `tc3-codegen import page` on pages in other wordings and layouts than the fixtures: no row is lost without a word.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod pages;

use pages::Folder;
use serde_json::{Value, json};
use tc3_tests::cli::Ran;

const ACTION: &str = "demo/v20200102/actions/MakeThing.json";
const HEAD: &str = "## 1. API Description\n\nDomain name for API request: demo.tencentcloudapi.com.\n\n";
const INPUT: &str = "## 2. Input Parameters\n\n\
    | Parameter Name | Required | Type | Description |\n|---|---|---|---|\n\
    | Action | Yes | String | Common Params. The value used for this API: MakeThing. |\n\
    | Version | Yes | String | Common Params. The value used for this API: 2020-01-02. |\n\
    | Region | Yes | String | Common Params. |\n\
    | Name | Yes | String | A name. |\n";
const OUTPUT: &str = "\n## 3. Output Parameters\n\n\
    | Parameter Name | Type | Description |\n|---|---|---|\n\
    | ThingId | String | The thing. |\n\
    | RequestId | String | The request. |\n";
const CODES: &str = "\n## 6. Error Codes\n\n\
    | Error Code | Description |\n|---|---|\n\
    | InternalError | It failed. |\n\
    | InvalidParameter.Name | The name is wrong. |\n";

fn page() -> String {
    [HEAD, INPUT, OUTPUT, CODES].concat()
}

/// Imports the page, which must work.
fn imported(test: &str, name: &str, text: &str) -> (Value, Ran) {
    let folder = Folder::new(&format!("page-wordings-{test}"));
    folder.write_page(name, text);
    let ran = folder.import(&[name], &[]);
    assert_eq!(ran.exit_code, 0, "{test}: {}", ran.err);
    (folder.json(ACTION), ran)
}

fn column(action: &Value, table: &str, key: &str) -> Vec<String> {
    let rows = action[table].as_array().into_iter().flatten();
    rows.map(|row| row[key].as_str().unwrap().to_owned()).collect()
}

/// Expects the facts of [`page`].
fn has_every_row(test: &str, action: &Value) {
    assert_eq!(column(action, "parameters", "name"), ["Name"], "{test}");
    assert_eq!(column(action, "output", "name"), ["ThingId", "RequestId"], "{test}");
    let codes = column(action, "errors", "code");
    assert_eq!(codes, ["InternalError", "InvalidParameter.Name"], "{test}");
}

#[test]
fn an_empty_line_within_a_table_loses_no_row() {
    for (test, row) in [
        ("parameters", "| Name | Yes"),
        ("first", "| Action | Yes"),
        ("output", "| RequestId |"),
        ("codes", "| InvalidParameter.Name"),
    ] {
        for between in ["\n", "\n\n \n", "\nA sentence between the rows.\n\n"] {
            let text = page().replace(row, &format!("{between}{row}"));
            let line = text.lines().position(|line| line.starts_with(row)).unwrap() + 1;
            let (action, ran) = imported(test, "page.md", &text);
            has_every_row(test, &action);
            assert!(ran.err.contains("the table goes on here"), "{test}: {}", ran.err);
            assert!(ran.err.contains(&format!("page.md:{line}:1")), "{test}: {}", ran.err);
        }
    }
}

#[test]
fn tables_without_pipes_at_the_start_of_their_rows_go_on_too() {
    let text = page().replace("\n| ", "\n");
    let (action, ran) = imported("pipes", "page.md", &text);
    has_every_row("pipes", &action);
    assert!(!ran.err.contains("warning"), "{}", ran.err);
    let (action, ran) = imported("pipes", "page.md", &text.replace("RequestId |", "\nRequestId |"));
    has_every_row("pipes", &action);
    assert!(ran.err.contains("the table goes on here"), "{}", ran.err);
}

#[test]
fn the_rows_of_every_table_are_counted() {
    let text = page().replace("| ThingId", "| | | |\n| ThingId");
    let (_, ran) = imported("counts", "page.md", &text);
    for count in [
        "page.md:7: table of input parameters: 4 rows read",
        "table of output: 2 rows read, 1 empty",
        "table of error codes: 2 rows read",
        "3 tables read",
    ] {
        assert!(ran.err.contains(count), "{count} in {}", ran.err);
    }
}

#[test]
fn a_table_that_is_not_read_is_reported_with_its_rows() {
    let other = "\n## 5. States\n\n| State | Meaning |\n|---|---|\n| 1 | On |\n| 2 | Off |\n";
    let html = "<table><tr><td>State</td><td>Meaning</td></tr><tr><td>1</td><td>On</td></tr>\
                <tr><td>2</td><td>Off</td></tr></table>\n";
    for (test, other, count) in [("other", other, 2), ("other-html", html, 3)] {
        let text = page().replace("\n## 6.", &format!("{other}\n## 6."));
        let (action, ran) = imported(test, "page.md", &text);
        has_every_row(test, &action);
        let expected = format!("{count} rows of a table are not read: `State | Meaning`");
        assert!(ran.err.contains(&expected), "{}", ran.err);
        assert!(ran.err.contains("warning[page-table]"), "{}", ran.err);
    }
}

#[test]
fn a_table_goes_on_behind_a_row_that_cannot_be_read() {
    let text = page().replace("| Name |", "\n| Bad | maybe | String | x |\n| Name |");
    let (action, ran) = imported("behind", "page.md", &text);
    has_every_row("behind", &action);
    assert!(
        ran.err
            .contains("1 row of a table is not read: `Bad | maybe | String | x`"),
        "{}",
        ran.err
    );
}

#[test]
fn facts_in_traditional_characters_are_read() {
    let stated = "(已廢棄) A name.";
    let text = page().replace(
        "| Name | Yes | String | A name. |",
        "| Size | No | Integer | 大小。默認值為 5。 |\n| Name | Yes | String | A name. |",
    );
    let text = text
        .replace("A name.", stated)
        .replace("The thing.", "注意：此欄位可能返回 null。");
    let (action, _) = imported("traditional", "page.md", &text);
    assert_eq!(action["parameters"][0]["default"], 5);
    assert!(action["parameters"][1]["deprecated"].is_string());
    assert_eq!(action["output"][0]["nullable"], true);
}

#[test]
fn every_wording_of_the_labels_gives_the_same_facts() {
    let input = "Parameter Name | Required | Type";
    let (codes, output) = ("Error Code | Description", "Parameter Name | Type | Description");
    for (number, (old, new)) in [
        (input, "参数名称 | 是否必选 | 类型"),
        (input, "參數名稱 | 必選 | 類型"),
        (input, "请求参数 | 是否必填 | 参数类型"),
        (input, "**Parameter** | Required | Type"),
        (output, "返回参数 | 类型 | 描述"),
        (output, "參數名稱 | 類型 | 說明"),
        (codes, "错误代码 | 错误描述"),
        (codes, "錯誤碼 | 說明"),
        ("Common Params. The value used", "公共參數，本接口取值：x"),
        ("## 2. Input Parameters", "## 2\\. 请求参数"),
        ("## 2. Input Parameters", "### 請求參數"),
        ("## 3. Output Parameters", "### 返回参数"),
        ("Domain name for API request:", "接口請求域名："),
        ("Domain name for API request:", "API domain name:"),
        ("\n|---|---|---|---|\n", "\n"),
        ("\n|---|---|---|\n", "\n"),
        ("\n|---|---|\n", "\n"),
        ("| Region | Yes | String | Common Params. |\n", ""),
    ]
    .into_iter()
    .enumerate()
    {
        let text = page();
        assert!(text.contains(old), "{old}");
        let (action, _) = imported(&format!("label-{number}"), "page.md", &text.replace(old, new));
        has_every_row(new, &action);
    }
}

#[test]
fn tables_and_code_of_html_may_be_in_markdown() {
    let html = "<table>\n<thead><tr><th>Parameter Name</th><th>Type</th><th>Description</th></tr></thead>\n\
                <tbody>\n<tr><td>ThingId</td><td>String</td><td>The thing,<br>with a | in it.</td></tr>\n\n\
                <tr><td>RequestId</td><td>String</td><td>The request.</td></tr></tbody></table>\n";
    let example = "\n## 4. Samples\n\n### Sample 1. Making a thing\n\n#### Input Sample Code\n\n```\n\
                   https://demo.tencentcloudapi.com/?Action=MakeThing\n&Name=Qcloud@Test++\n\
                   &<Common request parameter>\n```\n\n#### Output Sample Code\n\n<pre><code>{\"Response\": \
                   {\"ThingId\": \"t-1\", \"RequestId\": \"r\"}}</code></pre>\n";
    let text = [HEAD, INPUT, "\n## 3. Output Parameters\n\n", html, example, CODES].concat();
    let (action, _) = imported("mixed", "page.md", &text);
    has_every_row("mixed", &action);
    assert_eq!(action["examples"][0]["request"], json!({ "Name": "Qcloud@Test++" }));
    assert_eq!(action["examples"][0]["response"]["Response"]["ThingId"], "t-1");
}

#[test]
fn request_and_response_parameters_mark_an_example() {
    let example = "<h2>5. 示例</h2><h3>请求参数</h3><pre><code>https://demo.tencentcloudapi.com/?Action=MakeThing\n\
                   &amp;Name=a\n&amp;&lt;公共請求參數&gt;</code></pre><h3>返回参数</h3>\
                   <pre><code>{\"Response\": {\"RequestId\": \"1\"}}</code></pre>";
    let text = [HEAD, INPUT, OUTPUT, "\n", example, "\n", CODES].concat();
    let (action, _) = imported("marks", "page.md", &text);
    has_every_row("marks", &action);
    assert_eq!(action["examples"][0]["request"], json!({ "Name": "a" }));
}

#[test]
fn listed_values_are_suggested_as_a_set_of_their_type() {
    let rows = "| Name | Yes | String | A name. |\n\
        | Kind | No | String | A kind. Valid values: fast and slow. |\n\
        | Level | No | Integer | A level. Valid values: 0 (default), 1 and -1. |\n\
        | Share | No | Float | A share. Valid values: 0, 1. |\n\
        | State | No | Integer | A state. Valid values: on, off. |\n";
    let text = page().replace("| Name | Yes | String | A name. |\n", rows);
    let (_, ran) = imported("values", "page.md", &text);
    for line in [
        "`Kind` takes fast, slow: for an enum, list them as `values` of a type and name the type here",
        "`Level` takes 0, 1, -1: for constants, list and name them as `integers` of a type and name the type here",
    ] {
        assert!(ran.err.contains(line), "{line} in {}", ran.err);
    }
    assert!(
        !ran.err.contains("`Share` takes") && !ran.err.contains("`State` takes"),
        "{}",
        ran.err
    );
}

#[test]
fn a_fence_that_nobody_closed_takes_no_table() {
    let text = page()
        .replace("\n## 3.", "\n```\ncode\n\n## 3.")
        .replace("\n## 6.", "\n```\n\n## 6.");
    let (action, _) = imported("fence", "page.md", &text);
    has_every_row("fence", &action);
}

#[test]
fn a_table_of_html_that_ends_in_the_middle_goes_on() {
    let row = |cells: &str| {
        let cells = cells.split(" | ").map(|cell| format!("<td>{cell}</td>"));
        format!("<tr>{}</tr>", cells.collect::<String>())
    };
    let table = |text: &str| {
        let lines = text.lines().filter(|line| line.starts_with("| "));
        let rows: String = lines.map(|line| row(line.trim_matches(['|', ' ']))).collect();
        format!("<table>{rows}</table>")
    };
    let text = format!(
        "<html><body><p>API domain name: demo.tencentcloudapi.com</p><h2>2. Input Parameters</h2>{}\
         <h2>3. Output Parameters</h2>{}<h2>6. Error Codes</h2>{}</body></html>",
        table(INPUT),
        table(OUTPUT),
        table(CODES)
    );
    let (action, ran) = imported("html", "page.html", &text);
    has_every_row("html", &action);
    assert!(!ran.err.contains("warning"), "{}", ran.err);
    for split in ["<tr><td>RequestId", "<tr><td>InvalidParameter.Name"] {
        for end in ["</table><table>", "</table>\n<p></p><table>"] {
            let text = text.replace(split, &format!("{end}{split}"));
            let (action, ran) = imported("html", "page.html", &text);
            has_every_row(split, &action);
            assert!(ran.err.contains("the table goes on here"), "{}", ran.err);
        }
    }
    // Nobody has to close a table.
    let (action, _) = imported("html", "page.html", &text.replace("</table><h2>3.", "<h2>3."));
    has_every_row("unclosed", &action);
}

#[test]
fn an_empty_line_among_the_members_of_a_type_loses_none() {
    let types = "## Thing\n\nA thing.\n\nUsed by actions: MakeThing.\n\n\
                 | Name | Type | Required | Description |\n|---|---|---|---|\n| Size | Integer | No | Its size. |\n\n\
                 | Color | String | Yes | Its color. |\n\n## Part\n\nUsed by actions: MakeThing.\n\n\
                 | Name | Type | Description |\n|---|---|---|\n| Weight | Float | Its weight. |\n";
    let text = page().replace("| ThingId | String |", "| Thing | Thing |\n| Parts | Array of Part |");
    let folder = Folder::new("page-wordings-types");
    folder.write_page("page.md", &text);
    folder.write_page("types.md", types);
    let ran = folder.import(&["page.md", "types.md"], &[]);
    assert_eq!(ran.exit_code, 0, "{}", ran.err);
    let thing = folder.json("demo/v20200102/types/Thing.json");
    assert_eq!(column(&thing, "members", "name"), ["Size", "Color"]);
    assert_eq!(thing["members"][1]["required"], true);
    assert!(ran.err.contains("table of members: 2 rows read"), "{}", ran.err);
}
