//! Reads the page of an action: its tables, and what is outside of them (host, rate limit, date, description).

use std::collections::BTreeSet;
use std::ops::Range;

use super::super::common_parameters::simplified;
use super::super::draft::Suggestion;
use super::super::example_text::Documented;
use super::super::infer::Inferred;
use super::super::numbering;
use super::super::plain_text::plain_text;
use super::example_sections;
use super::labels::TableKind;
use super::members::{self, Owner, Side, Use};
use super::prose::{self, StatedRate};
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
    /// Whether the page has a row for the region.
    has_region: bool,
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
    let mut notes = left_out(&file, &common);
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
fn left_out(file: &ActionFile, common: &Common) -> Vec<String> {
    let name = &file.name.value;
    let mut notes = Vec::new();
    let missing = [
        ("date", file.last_updated.is_none()),
        ("rate limit", file.rate_limit.is_none()),
        ("examples", file.examples.is_empty()),
        ("error codes", file.errors.is_empty()),
        ("row of the region, so no region is required", !common.has_region),
    ];
    let missing = missing.iter().filter(|(_, is_missing)| *is_missing);
    let missing: Vec<&str> = missing.map(|(what, _)| *what).collect();
    if !missing.is_empty() {
        notes.push(format!("{name}: not found on the page: {}", missing.join(", ")));
    }
    if common.limits_regions {
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

/// Whether the row is that of a common parameter.
fn is_common(row: &Row) -> bool {
    let text = simplified(&row.description).to_ascii_lowercase();
    ["common param", "common request param", "公共参数", "公共请求参数"]
        .iter()
        .any(|start| text.starts_with(start))
}

/// Splits the rows into the common ones and the action's own parameters.
fn split<'a>(input: &'a Table, report: &mut Report) -> (Option<Common>, Vec<&'a Row>) {
    let row = |name: &str| input.rows.iter().find(|row| row.name == name && is_common(row));
    let mut value = |name: &str, is_valid: fn(&str) -> bool| {
        let Some(row) = row(name) else {
            let message = format!("the table of input parameters has no row of the common parameter {name}");
            report.error("page-section", &input.range, message, "this table");
            report.help("only pages of API 3.0 can be read: their tables start with Action and Version");
            return None;
        };
        let value = last_value(&row.description);
        if !is_valid(value) {
            let message = format!("the row {} has no valid value", row.name);
            report.error("page-row", &row.range, message, "no value behind a colon");
            return None;
        }
        Some(value.to_owned())
    };
    let (action, version) = (value("Action", is_name), value("Version", is_date));
    // Actions that know no region may have no such row.
    let region = row("Region");
    let common = action.zip(version).map(|(action, version)| Common {
        action,
        version,
        region_required: region.and_then(|row| row.required).unwrap_or_default(),
        has_region: region.is_some(),
        limits_regions: region.is_some_and(|row| limits_regions(&row.description)),
    });
    let is_own = |row: &&Row| !(COMMON_ROWS.contains(&row.name.as_str()) && is_common(row));
    (common, input.rows.iter().filter(is_own).collect())
}

const COMMON_ROWS: [&str; 3] = ["Action", "Version", "Region"];

fn limits_regions(description: &str) -> bool {
    let description = simplified(description);
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
    let mut known = BTreeSet::new();
    for row in &table.rows {
        if !known.insert(row.name.as_str()) {
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
    numbering::number_codes(&mut codes, &[]);
    codes
}

const DOMAIN: &str = ".tencentcloudapi.com";
/// Words before the host of the API, in small letters and simplified characters.
const HOST_WORDS: [&str; 4] = ["domain name", "endpoint", "域名", "接入点"];
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

/// Returns the host that the page names, or else the one that its examples are sent to, or else any above its tables.
fn named_host(blocks: &[Block]) -> Option<&str> {
    let is_sent = |text: &str| ["Host:", "https://"].iter().any(|start| text.starts_with(start));
    let mut named = texts(blocks).filter_map(|(text, _)| host_line(text));
    let mut sent = texts(blocks)
        .filter(|(text, _)| is_sent(text))
        .filter_map(|(text, _)| host_in(text));
    let mut above = texts(head(blocks)).filter_map(|(text, _)| host_in(text));
    named.next().or_else(|| sent.next()).or_else(|| above.next())
}

/// Returns the host in a line that names it as such.
fn host_line(text: &str) -> Option<&str> {
    let host = host_in(text)?;
    let words = simplified(text).to_lowercase();
    HOST_WORDS.iter().any(|known| words.contains(known)).then_some(host)
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

/// Returns the rate limit in requests per second, which is above the tables. A line about it in unknown words is reported.
fn rate_limit(blocks: &[Block], report: &mut Report) -> Option<u64> {
    let mut unclear = None;
    for (text, range) in texts(head(blocks)) {
        match prose::rate(text) {
            StatedRate::Is(rate) => return Some(rate),
            StatedRate::Unclear => unclear = unclear.or(Some(range)),
            StatedRate::None => {}
        }
    }
    if let Some(range) = unclear {
        let message = "the line about the rate limit cannot be read, so none is imported";
        report.warning("page-fact", range, message, "no number of requests per second");
    }
    None
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
    let is_rate_line = |text: &str| prose::rate(text) != StatedRate::None;
    let after_host = texts(head(blocks))
        .skip_while(|(text, _)| host_line(text).is_none())
        .skip(1);
    let own = after_host.take_while(|(text, _)| !BOILERPLATE.iter().any(|line| text.starts_with(line)));
    let lines: Vec<&str> = own
        .map(|(text, _)| text)
        .filter(|text| !text.is_empty() && !is_rate_line(text))
        .collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::host_in;

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
}
