//! What is compared, with which target: the rows of all tables.

use self::Target::{AtMost, Less, Limit, Share};

/// The side of tc3 as it is now.
pub const NOW: &str = "now";
/// The side of tc3 at the commit that it is compared with.
pub const BASELINE: &str = "baseline";

/// A row of a table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Declared {
    /// The part that measures it.
    pub part: &'static str,
    /// The name that its samples have.
    pub id: &'static str,
    /// What is measured, with the name of the quantity.
    pub what: &'static str,
    /// What is to be reached.
    pub target: Option<Target>,
}

/// What is to be reached by tc3's side.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Target {
    /// That side costs at least so many times more.
    Less(&'static str, f64),
    /// At least this share of the speed of that side, where more is better.
    Share(&'static str, f64),
    /// At most so many times the cost of that side.
    AtMost(&'static str, f64),
    /// At most this value.
    Limit(f64),
}

const fn row(part: &'static str, id: &'static str, what: &'static str, target: Target) -> Declared {
    Declared {
        part,
        id,
        what,
        target: Some(target),
    }
}

const fn reported(part: &'static str, id: &'static str, what: &'static str) -> Declared {
    Declared {
        part,
        id,
        what,
        target: None,
    }
}

/// All rows, in the order in which they are shown.
pub const ROWS: &[Declared] = &[
    row(
        "crate",
        "check-action",
        "an action of gaap alone, cargo check, CPU",
        Less("aws", 14.0),
    ),
    row(
        "crate",
        "dev-action",
        "an action of gaap alone, dev build, CPU",
        Less("aws", 16.0),
    ),
    row(
        "crate",
        "release-action",
        "an action of gaap alone, release build, CPU",
        Less("aws", 26.0),
    ),
    row(
        "crate",
        "check",
        "gaap alone, cargo check, CPU",
        Less("progenitor", 6.0),
    ),
    row("crate", "dev", "gaap alone, dev build, CPU", Less("progenitor", 5.0)),
    row(
        "crate",
        "release",
        "gaap alone, release build, CPU",
        Less("progenitor", 5.0),
    ),
    row(
        "calls-all",
        "calls-all-dev",
        "a program that calls all 102 actions, alone, dev build, CPU",
        Less(BASELINE, 3.0),
    ),
    row(
        "calls-all",
        "calls-all-release",
        "a program that calls all 102 actions, alone, release build, CPU",
        Less(BASELINE, 3.0),
    ),
    row(
        "program",
        "program-dev",
        "program with one call, cold dev build, CPU",
        Less("aws", 4.5),
    ),
    row(
        "program-release",
        "program-release",
        "program with one call, cold release build, CPU",
        Less("aws", 3.0),
    ),
    row(
        "program",
        "program-crates",
        "program with one call, crates",
        Limit(55.0),
    ),
    row(
        "program-release",
        "program-bytes",
        "program with one call, stripped release binary",
        Less("aws", 3.0),
    ),
    reported(
        "consumer",
        "consumer-prost",
        "crate with a build.rs, cold dev build, next to prost-build, CPU",
    ),
    reported(
        "consumer",
        "consumer-progenitor",
        "crate with a build.rs, cold dev build, next to progenitor, CPU",
    ),
    row(
        "generate",
        "generate-gaap",
        "gaap from its spec to written Rust, CPU",
        Less("progenitor", 3.0),
    ),
    row(
        "workspace",
        "workspace-whole",
        "the whole workspace from the wheel, CPU",
        Limit(6.0),
    ),
    row(
        "workspace",
        "workspace-one-changed",
        "the same, one service changed, CPU",
        Limit(0.6),
    ),
    row(
        "workspace",
        "workspace-unchanged",
        "the same, nothing changed, CPU",
        Limit(0.5),
    ),
    row(
        "workspace",
        "workspace-check",
        "cargo check --workspace of it, warm dependencies, CPU",
        Limit(90.0),
    ),
    row("lines", "lines", "generated lines per action, with docs", Limit(160.0)),
    row(
        "lines",
        "lines-without-docs",
        "generated lines per action, without docs",
        Limit(100.0),
    ),
    row(
        "functions",
        "decode-100-from-str",
        "reading 100 connections, next to derives over checked text",
        Share("derives", 1.1),
    ),
    row(
        "functions",
        "decode-100",
        "reading 100 connections, next to derives over bytes",
        Share("derives", 0.8),
    ),
    reported(
        "functions",
        "decode-100-as-declared",
        "the same, members in declared order",
    ),
    reported(
        "functions",
        "decode-small",
        "reading the response of CreateProxyGroup (89 bytes)",
    ),
    row(
        "functions",
        "encode-full",
        "writing CreateProxyGroup with all parameters",
        Share("derives", 0.8),
    ),
    reported("functions", "encode-small", "writing a request with one parameter"),
    row(
        "functions",
        "sign",
        "a TC3 signature, next to its bare hashing",
        Share("hashing", 0.58),
    ),
    row(
        "calls",
        "sequential",
        "one call after the other, plain HTTP",
        Share("bare", 0.92),
    ),
    row(
        "calls",
        "sequential-cpu",
        "CPU of a call, one after the other",
        AtMost("bare", 1.15),
    ),
    row(
        "calls",
        "concurrent",
        "64 calls at once, one thread",
        Share("bare", 0.9),
    ),
    reported("calls", "concurrent-cpu", "CPU of a call, 64 at once"),
    row(
        "calls",
        "concurrent-memory",
        "memory of a call in flight, 64 at once, persistent connections",
        AtMost("bare", 0.9),
    ),
    row(
        "calls",
        "python-cpu",
        "CPU of a call, next to the official SDK for Python",
        Less("python", 8.0),
    ),
    row(
        "emulator",
        "requests",
        "requests to the emulator, signed and stored, 16 connections",
        Share("hyper", 0.65),
    ),
    row(
        "emulator",
        "start-spec",
        "start with the committed spec, wall",
        Limit(100.0),
    ),
    row(
        "emulator",
        "start-catalog",
        "start with the whole catalog, wall",
        Limit(100.0),
    ),
    row("cli", "version-cpu", "--version, CPU", Less("tccli", 100.0)),
    row("cli", "version-wall", "--version, wall", Less("tccli", 100.0)),
    row("cli", "version-memory", "--version, peak memory", Limit(10.0)),
    row(
        "cli",
        "help-cpu",
        "gaap CreateProxyGroup help, CPU",
        Less("tccli", 100.0),
    ),
    row(
        "cli",
        "help-wall",
        "gaap CreateProxyGroup help, wall",
        Less("tccli", 100.0),
    ),
    row(
        "cli",
        "help-memory",
        "gaap CreateProxyGroup help, peak memory",
        Limit(10.0),
    ),
    row(
        "cli",
        "completion-cpu",
        "completion of an option, CPU",
        Less("tccli", 100.0),
    ),
    row(
        "cli",
        "completion-wall",
        "completion of an option, wall",
        Less("tccli", 100.0),
    ),
    row(
        "cli",
        "completion-memory",
        "completion of an option, peak memory",
        Limit(10.0),
    ),
    row(
        "cli",
        "call-cpu",
        "a signed call to the emulator, CPU",
        Less("tccli", 100.0),
    ),
    reported("cli", "call-wall", "a signed call to the emulator, wall"),
    row(
        "cli",
        "call-memory",
        "a signed call to the emulator, peak memory",
        Less("tccli", 10.0),
    ),
    reported("cli", "nested-cpu", "mps ProcessMedia with nested options, CPU"),
    row(
        "cli",
        "nested-wall",
        "mps ProcessMedia with nested options, wall",
        Less("tccli", 1_000.0),
    ),
    reported(
        "cli",
        "nested-memory",
        "mps ProcessMedia with nested options, peak memory",
    ),
    row(
        "cli",
        "search-wall",
        "api search, the slowest keystroke, wall",
        Limit(10.0),
    ),
    reported("cli", "search-cpu", "api search, the slowest keystroke, CPU"),
    reported("cli", "items-wall", "--all --output json-lines, 100,000 items, wall"),
    row(
        "cli",
        "items-memory",
        "--all --output json-lines, 100,000 items, peak memory",
        Limit(20.0),
    ),
    row(
        "cli",
        "size-catalog",
        "catalog with the texts of both languages",
        Limit(11.0),
    ),
    row(
        "cli",
        "size-binary",
        "binary, stripped, with the facts of all actions",
        Limit(12.0),
    ),
    row(
        "explorer",
        "first",
        "page to first result, with 2,017 actions in swagger-ui",
        Less("swagger-ui", 5.0),
    ),
    row("explorer", "keystroke", "keystroke in the search", Limit(20.0)),
    row("explorer", "form", "form of mps ProcessMedia", Limit(30.0)),
    row("explorer", "unfolded", "all of it unfolded, 1,890 inputs", Limit(100.0)),
    row(
        "explorer",
        "heap",
        "JavaScript heap after the first result",
        Less("swagger-ui", 5.0),
    ),
    row(
        "explorer",
        "assets",
        "page, scripts and styles, compressed",
        Limit(60.0),
    ),
];

/// The row that samples of a part belong to.
#[must_use]
pub fn find(part: &str, id: &str) -> Option<&'static Declared> {
    ROWS.iter().find(|row| row.part == part && row.id == id)
}

/// The rows of a part.
pub fn of(part: &str) -> impl Iterator<Item = &'static Declared> {
    ROWS.iter().filter(move |row| row.part == part)
}

/// What the curves of growth count, by the beginning of their names; the longest beginning that fits counts.
const GROWTH: &[(&str, &str, &str)] = &[
    ("generate", "generating a workspace", "actions"),
    ("diff", "diff of two releases", "actions"),
    ("search", "search in the catalog", "actions"),
    ("read", "reading a response", "items"),
    ("write", "writing a request", "items"),
    ("pages", "pages of a list", "pages"),
    ("state", "state of the emulator", "records"),
    ("output", "output of the command line", "items"),
];

/// What the sizes of a curve count, and the name of the group of curves that are drawn together.
#[must_use]
pub fn growth(id: &str) -> (&'static str, &'static str) {
    let found = GROWTH.iter().find(|(beginning, _, _)| id.starts_with(beginning));
    found.map_or(("other", "size"), |(_, what, sizes)| (what, sizes))
}

/// The name of a side as it is shown.
#[must_use]
pub fn side(name: &str) -> &str {
    match name {
        NOW => "tc3",
        BASELINE => "tc3 before",
        "aws" => "AWS SDK",
        "bare" => "bare HTTP client",
        "hyper" => "bare hyper server",
        "derives" => "serde's derives",
        "hashing" => "bare hashing",
        "python" => "Python SDK",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn each_row_is_declared_once() {
        let names: BTreeSet<_> = ROWS.iter().map(|row| (row.part, row.id)).collect();
        assert_eq!(names.len(), ROWS.len());
    }
}
