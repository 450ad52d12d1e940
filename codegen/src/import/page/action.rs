//! From a page of an action to the action.

use super::super::draft::{Suggestion, only_reads};
use super::super::{plain, rust_names};
use super::columns::Kind;
use super::members::{self, Owner, Side, Use};
use super::report::Report;
use super::row::Row;
use super::tables::{Block, Table};
use super::type_word::is_name;
use super::{examples, facts};
use crate::check::is_date;
use crate::spec::{ActionFile, ErrorCode};

/// What a page says of an action.
pub(super) struct ActionPage {
    pub(super) service: String,
    pub(super) version: String,
    pub(super) host: String,
    pub(super) file: ActionFile,
    pub(super) uses: Vec<Use>,
    pub(super) suggestions: Vec<Suggestion>,
    pub(super) notes: Vec<String>,
}

/// The rows that name the action, its version and its region, and stand before its own parameters.
struct Common {
    action: String,
    version: String,
    region_required: bool,
    /// Whether the page lists the regions that it may be.
    limits_regions: bool,
}

/// Reads the page, or reports why it is none.
pub(super) fn read(blocks: &[Block], docs: bool, report: &mut Report) -> Option<ActionPage> {
    let tables = |kind| tables_of(blocks, kind);
    let input = members::only(&tables(Kind::Parameters), "input parameters", report);
    let output = members::only(&tables(Kind::Output), "output parameters", report);
    let host = host(blocks, report);
    let (common, own) = input.map(|input| split(input, report)).unzip();
    let (output, host, common) = (output?, host?, common??);
    let owner = |side| Owner {
        name: &common.action,
        side,
        docs,
    };
    let mut input = members::read(own.unwrap_or_default(), owner(Side::Input), report);
    let answered = members::read(&output.rows, owner(Side::Output), report);
    if answered.members.iter().all(|member| member.name.value != "RequestId") {
        let message = "the output has no RequestId, which every response has: is the page whole?";
        report.warning("page-section", &output.range, message, "this table");
    }
    let day = facts::day(blocks);
    let has_parts = input.members.iter().any(|member| member.type_name.value == "Binary");
    let file = ActionFile {
        schema: Some("../../../schema/action.schema.json".to_owned()),
        name: common.action.clone().into(),
        description: match docs {
            true => plain::text(&facts::description(blocks)).into(),
            false => String::new().into(),
        },
        imported_from: Some(source(day.as_deref()).into()),
        last_updated: day.map(Into::into),
        rate_limit: facts::rate(blocks, report).map(Into::into),
        region_required: common.region_required,
        read_only: only_reads(&common.action),
        content: has_parts.then(|| "multipart".to_owned().into()),
        parameters: input.members,
        output: answered.members,
        errors: errors(&tables(Kind::Codes), docs, report),
        examples: examples::read(blocks, docs, report),
        ..ActionFile::default()
    };
    let mut notes = left_out(&file, common.limits_regions);
    notes.append(&mut input.notes);
    input.uses.extend(answered.uses);
    Some(ActionPage {
        service: host.split('.').next().unwrap_or_default().to_owned(),
        version: common.version,
        host: host.to_owned(),
        file,
        uses: input.uses,
        suggestions: input.suggestions,
        notes,
    })
}

/// What the page does not have, and what of it no spec can have.
fn left_out(file: &ActionFile, limits_regions: bool) -> Vec<String> {
    let name = &file.name.value;
    let mut notes = Vec::new();
    let missing = [
        ("day", file.last_updated.is_none()),
        ("rate", file.rate_limit.is_none()),
        ("examples", file.examples.is_empty()),
        ("error codes", file.errors.is_empty()),
    ];
    let missing = missing.iter().filter(|(_, is_missing)| *is_missing);
    let missing: Vec<&str> = missing.map(|(what, _)| *what).collect();
    if !missing.is_empty() {
        notes.push(format!("{name}: not on the page: {}", missing.join(", ")));
    }
    if limits_regions {
        let text = "the regions that the page allows are left out: a spec has no place for them";
        notes.push(format!("{name}: {text}"));
    }
    notes
}

/// What a file that comes from a page says of where it comes from.
pub(super) fn source(day: Option<&str>) -> String {
    match day {
        Some(day) => format!("documentation page of {day}"),
        None => "documentation page".to_owned(),
    }
}

pub(super) fn tables_of(blocks: &[Block], kind: Kind) -> Vec<&Table> {
    let tables = blocks.iter().filter_map(|block| match block {
        Block::Table(table) if table.columns.kind == kind => Some(table),
        _ => None,
    });
    tables.collect()
}

fn host<'a>(blocks: &'a [Block], report: &mut Report) -> Option<&'a str> {
    let host = facts::host(blocks);
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

/// The common rows, and those of the action's own parameters.
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
    let mut value = |row: Option<&Row>, fits: fn(&str) -> bool| {
        let row = row?;
        let value = last_value(&row.description);
        if !fits(value) {
            let message = format!("the row {} names no value that can be one", row.name);
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

/// What stands behind the last colon of the first line.
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
            let message = format!("the error code `{}` is there twice: taken once", row.name);
            report.warning("page-row", &row.range, message, "again here");
            continue;
        }
        let description = plain::text(&row.description);
        codes.push(ErrorCode {
            code: row.name.clone().into(),
            description: (docs && !description.is_empty()).then(|| description.into()),
            ..ErrorCode::default()
        });
    }
    rust_names::of_codes(&mut codes);
    codes
}
