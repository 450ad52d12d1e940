//! Reads the page of an action: its tables, and what is outside of them (host, rate limit, date, description).

use std::ops::Range;

use super::super::draft::Suggestion;
use super::super::example_text::Documented;
use super::super::infer::Inferred;
use super::super::plain_text::plain_text;
use super::super::rust_names;
use super::example_sections;
use super::labels::TableKind;
use super::members::{self, Owner, Side, Use};
use super::report::Report;
use super::row::{Row, is_name};
use super::tables::{Block, Table};
use crate::check::is_date;
use crate::spec::{ActionFile, ErrorCode};

/// An action as its page describes it.
pub(super) struct ActionPage {
    pub(super) service: String,
    pub(super) version: String,
    pub(super) host: String,
    pub(super) file: ActionFile,
    pub(super) uses: Vec<Use>,
    pub(super) suggestions: Vec<Suggestion>,
    pub(super) inferred: Inferred,
    pub(super) notes: Vec<String>,
}

/// The rows before the action's own parameters, which name the action, its version and its region.
struct Common {
    action: String,
    version: String,
    region_required: bool,
    /// Whether the page lists the allowed regions.
    limits_regions: bool,
}

/// Reads the page, or reports why it cannot be read.
pub(super) fn read(blocks: &[Block], docs: bool, report: &mut Report) -> Option<ActionPage> {
    let tables = |kind| tables_of(blocks, kind);
    let input = members::only(&tables(TableKind::Parameters), "input parameters", report);
    let output_table = members::only(&tables(TableKind::Output), "output parameters", report);
    let host = host(blocks, report);
    let (common, own) = input.map(|input| split(input, report)).unzip();
    let (output_table, host, common) = (output_table?, host?, common??);
    let owner = |side| Owner {
        name: &common.action,
        side,
        docs,
    };
    let own = own.unwrap_or_default();
    let mut input = members::read(own.iter().copied(), owner(Side::Input), report);
    let output = members::read(&output_table.rows, owner(Side::Output), report);
    if output.members.iter().all(|member| member.name.value != "RequestId") {
        let message = "the output has no RequestId, which every response has: is the page whole?";
        report.warning("page-section", &output_table.range, message, "this table");
    }
    let date = date(blocks);
    let has_parts = input.members.iter().any(|member| member.type_name.value == "Binary");
    let mut file = ActionFile {
        schema: Some("../../../schema/action.schema.json".to_owned()),
        name: common.action.clone().into(),
        description: if docs {
            plain_text(&description(blocks)).into()
        } else {
            String::new().into()
        },
        imported_from: Some(source(date.as_deref()).into()),
        last_updated: date.map(Into::into),
        rate_limit: rate_limit(blocks, report).map(Into::into),
        region_required: common.region_required,
        content: has_parts.then(|| "multipart".to_owned().into()),
        parameters: input.members,
        output: output.members,
        errors: errors(&tables(TableKind::Codes), docs, report),
        ..ActionFile::default()
    };
    let reader = Documented {
        version: &common.version,
        parameters: &file.parameters,
    };
    file.examples = example_sections::read(blocks, &reader, docs, report);
    let mut inferred = Inferred::default();
    inferred.action(&mut file, |parameter| {
        let mut rows = own.iter().filter(|row| row.name == parameter);
        rows.next().map_or("", |row| row.description.as_str())
    });
    let mut notes = left_out(&file, common.limits_regions);
    notes.append(&mut input.notes);
    input.uses.extend(output.uses);
    Some(ActionPage {
        service: host.split('.').next().unwrap_or_default().to_owned(),
        version: common.version,
        host: host.to_owned(),
        file,
        uses: input.uses,
        suggestions: input.suggestions,
        inferred,
        notes,
    })
}

/// Returns what is not on the page, and what is on it that a spec cannot have.
fn left_out(file: &ActionFile, limits_regions: bool) -> Vec<String> {
    let name = &file.name.value;
    let mut notes = Vec::new();
    let missing = [
        ("date", file.last_updated.is_none()),
        ("rate limit", file.rate_limit.is_none()),
        ("examples", file.examples.is_empty()),
        ("error codes", file.errors.is_empty()),
    ];
    let missing = missing.iter().filter(|(_, is_missing)| *is_missing);
    let missing: Vec<&str> = missing.map(|(what, _)| *what).collect();
    if !missing.is_empty() {
        notes.push(format!("{name}: not on the page: {}", missing.join(", ")));
    }
    if limits_regions {
        let text = "the allowed regions are left out: a spec has no key for them";
        notes.push(format!("{name}: {text}"));
    }
    notes
}

/// Returns the value of `importedFrom` for a page.
pub(super) fn source(date: Option<&str>) -> String {
    match date {
        Some(date) => format!("documentation page of {date}"),
        None => "documentation page".to_owned(),
    }
}

pub(super) fn tables_of(blocks: &[Block], kind: TableKind) -> Vec<&Table> {
    let tables = blocks.iter().filter_map(|block| match block {
        Block::Table(table) if table.columns.kind == kind => Some(table),
        _ => None,
    });
    tables.collect()
}

fn host<'a>(blocks: &'a [Block], report: &mut Report) -> Option<&'a str> {
    let host = named_host(blocks);
    if host.is_none() {
        report.error(
            "page-section",
            &(0..0),
            "the page names no host of the API: `<service>.tencentcloudapi.com`",
            "",
        );
        report.help("only pages of API 3.0 can be read; of those, copy the part `API Description` too");
    }
    host
}

/// Splits the rows into the common ones and the action's own parameters.
fn split<'a>(input: &'a Table, report: &mut Report) -> (Option<Common>, Vec<&'a Row>) {
    let is_common = |row: &Row, name: &str| {
        let text = row.description.to_ascii_lowercase();
        row.name == name && (text.starts_with("common param") || text.starts_with("公共参数"))
    };
    let mut find = |name: &str| {
        let row = input.rows.iter().find(|row| is_common(row, name));
        if row.is_none() {
            let message = format!("the table of input parameters has no row of the common parameter {name}");
            report.error("page-section", &input.range, message, "this table");
            report.help("only pages of API 3.0 can be read: their tables start with Action, Version and Region");
        }
        row
    };
    let (action, version, region) = (find("Action"), find("Version"), find("Region"));
    let mut value = |row: Option<&Row>, is_valid: fn(&str) -> bool| {
        let row = row?;
        let value = last_value(&row.description);
        if !is_valid(value) {
            let message = format!("the row {} has no valid value", row.name);
            report.error("page-row", &row.range, message, "no value behind a colon");
            return None;
        }
        Some(value.to_owned())
    };
    let (action, version) = (value(action, is_name), value(version, is_date));
    let common = match (action, version, region.and_then(|row| row.required)) {
        (Some(action), Some(version), Some(region_required)) => Some(Common {
            action,
            version,
            region_required,
            limits_regions: region.is_some_and(|row| limits_regions(&row.description)),
        }),
        _ => None,
    };
    let names = ["Action", "Version", "Region"];
    let own = input
        .rows
        .iter()
        .filter(|row| !names.iter().any(|name| is_common(row, name)));
    (common, own.collect())
}

fn limits_regions(description: &str) -> bool {
    ["only supports", "仅支持"]
        .iter()
        .any(|words| description.contains(words))
}

/// Returns what follows the last colon of the first line.
fn last_value(description: &str) -> &str {
    let line = description.lines().next().unwrap_or_default();
    let value = line.rsplit([':', '：']).next().unwrap_or_default();
    value.trim().trim_end_matches(['.', '。']).trim()
}

fn errors(tables: &[&Table], docs: bool, report: &mut Report) -> Vec<ErrorCode> {
    if tables.is_empty() {
        return Vec::new();
    }
    let Some(table) = members::only(tables, "error codes", report) else {
        return Vec::new();
    };
    let mut codes: Vec<ErrorCode> = Vec::with_capacity(table.rows.len());
    for row in &table.rows {
        if codes.iter().any(|code| code.code.value == row.name) {
            let message = format!("the error code `{}` is listed twice: imported once", row.name);
            report.warning("page-row", &row.range, message, "again here");
            continue;
        }
        let description = plain_text(&row.description);
        codes.push(ErrorCode {
            code: row.name.clone().into(),
            description: (docs && !description.is_empty()).then(|| description.into()),
            ..ErrorCode::default()
        });
    }
    rust_names::number_codes(&mut codes);
    codes
}

const DOMAIN: &str = ".tencentcloudapi.com";
const HOST_LINES: [&str; 2] = ["Domain name for API request", "接口请求域名"];
const RATE_LINES: [&str; 2] = ["per second for this", "频率限制"];
/// The start of the lines that every page has under its description.
const BOILERPLATE: [&str; 3] = [
    "We recommend you to use API Explorer",
    "推荐使用 API Explorer",
    "推荐使用API Explorer",
];
/// The maximum number of characters in the label before a date.
const LONGEST_LABEL: usize = 40;

/// Returns the lines of text on a page, in order.
fn texts(blocks: &[Block]) -> impl Iterator<Item = (&str, &Range<usize>)> {
    blocks.iter().filter_map(|block| match block {
        Block::Text(text, range) => Some((text.trim(), range)),
        Block::Heading(_) | Block::Table(_) => None,
    })
}

/// Returns the blocks before the first table.
fn head(blocks: &[Block]) -> &[Block] {
    let end = blocks.iter().position(|block| matches!(block, Block::Table(_)));
    blocks.get(..end.unwrap_or(blocks.len())).unwrap_or_default()
}

/// Returns the host that the page names, or else the one that its examples are sent to.
fn named_host(blocks: &[Block]) -> Option<&str> {
    let is_named = |text: &str| HOST_LINES.iter().any(|line| text.contains(line));
    let is_sent = |text: &str| ["Host:", "https://"].iter().any(|start| text.starts_with(start));
    let host_where = |matches: &dyn Fn(&str) -> bool| {
        let lines = texts(blocks).map(|(text, _)| text);
        lines.filter(|text| matches(text)).find_map(host_in)
    };
    host_where(&is_named).or_else(|| host_where(&is_sent))
}

fn host_in(text: &str) -> Option<&str> {
    let end = text.find(DOMAIN)?;
    let is_part = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || matches!(letter, '-' | '.');
    let start = text[..end]
        .rfind(|letter| !is_part(letter))
        .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    let host = &text[start..end + DOMAIN.len()];
    (start < end).then_some(host)
}

/// Returns the rate limit in requests per second. A line about it in unknown words is reported.
fn rate_limit(blocks: &[Block], report: &mut Report) -> Option<u64> {
    let (text, range) = texts(blocks).find(|(text, _)| RATE_LINES.iter().any(|line| text.contains(line)))?;
    let rate = ["requests", "次/秒", "次每秒"]
        .iter()
        .find_map(|unit| number_before(text, unit));
    if rate.is_none() {
        let message = "the line about the rate limit cannot be read, so none is imported";
        report.warning("page-fact", range, message, "no number of requests per second");
    }
    rate
}

fn number_before(text: &str, unit: &str) -> Option<u64> {
    let before = text.get(..text.find(unit)?)?.trim_end();
    let start = before
        .rfind(|letter: char| !letter.is_ascii_digit() && letter != ',')
        .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
    before[start..].replace(',', "").parse().ok()
}

/// Returns the date of the page, which is above its tables.
pub(super) fn date(blocks: &[Block]) -> Option<String> {
    let mut lines = texts(head(blocks));
    lines.find_map(|(text, _)| {
        let at = text.find(|letter: char| letter.is_ascii_digit())?;
        let label = text[..at].trim_end();
        let date = text.get(at..at + "2023-07-13".len())?;
        let is_labeled = label.ends_with([':', '：']) && label.chars().count() <= LONGEST_LABEL;
        (is_labeled && is_date(date)).then(|| date.to_owned())
    })
}

/// Returns the vendor's description of the action.
fn description(blocks: &[Block]) -> String {
    let is_host_line = |text: &str| HOST_LINES.iter().any(|line| text.contains(line));
    let is_rate_line = |text: &str| RATE_LINES.iter().any(|line| text.contains(line));
    let after_host = texts(head(blocks)).skip_while(|(text, _)| !is_host_line(text)).skip(1);
    let own = after_host.take_while(|(text, _)| !BOILERPLATE.iter().any(|line| text.starts_with(line)));
    let lines: Vec<&str> = own
        .map(|(text, _)| text)
        .filter(|text| !text.is_empty() && !is_rate_line(text))
        .collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::{host_in, number_before};

    #[test]
    fn a_host_ends_where_its_name_ends() {
        assert_eq!(
            host_in("request: gaap.tencentcloudapi.com."),
            Some("gaap.tencentcloudapi.com")
        );
        assert_eq!(
            host_in("域名：gaap.intl.tencentcloudapi.com"),
            Some("gaap.intl.tencentcloudapi.com")
        );
        assert_eq!(
            host_in("https://cvm.tencentcloudapi.com/?A=1"),
            Some("cvm.tencentcloudapi.com")
        );
        assert_eq!(host_in("at .tencentcloudapi.com"), None);
        assert_eq!(host_in("gaap.example.com"), None);
    }

    #[test]
    fn a_number_is_read_from_its_unit_back() {
        assert_eq!(number_before("A maximum of 1,000 requests can", "requests"), Some(1000));
        assert_eq!(number_before("频率限制：100次/秒", "次/秒"), Some(100));
        assert_eq!(number_before("many requests", "requests"), None);
    }
}
