//! `tc3-codegen list`

use std::io;
use std::path::PathBuf;

use clap::Args;

use super::console::{ExitStatus, Output, counted, displayed};
use super::service_source::{ServiceSource, Version, report_error};
use crate::source::{escaped, nearest};
use crate::spec::{ActionFile, Service};

#[derive(Args, Debug)]
pub(super) struct List {
    /// A spec folder, the wheel of tccli (from `pip download --no-deps tccli`), or the folder that the wheel was
    /// unpacked to [default: spec]
    path: Option<PathBuf>,
    /// Folder of the spec
    #[arg(long, value_name = "DIR", conflicts_with = "path")]
    spec: Option<PathBuf>,
    /// List the actions of this service, by its short name, for example gaap
    #[arg(long, value_name = "NAME")]
    service: Option<String>,
}

impl List {
    pub(super) fn run(&self, output: &mut Output<'_>) -> io::Result<ExitStatus> {
        let path = self.path.clone().or_else(|| self.spec.clone());
        let source = match ServiceSource::open(path, "", output)? {
            Ok(source) => source,
            Err(status) => return Ok(status),
        };
        match &self.service {
            Some(name) => list_actions(name, &source, output),
            None => list_versions(&source, output),
        }
    }
}

/// A row of the list of services.
struct Row {
    version: Version,
    actions: usize,
    types: usize,
    title: String,
}

fn list_versions(source: &ServiceSource, output: &mut Output<'_>) -> io::Result<ExitStatus> {
    let row = |version: &Version, service: &Service| Row {
        version: version.clone(),
        actions: service.actions.len(),
        types: service.types.len(),
        title: service.file.title.value.clone(),
    };
    let rows = match source.visit(false, |_| true, row) {
        Ok(rows) => rows,
        Err(error) => return report_error(&error, output),
    };
    let width = rows.iter().map(|row| row.version.service.len()).max().unwrap_or(0);
    for row in &rows {
        let Version {
            service,
            version,
            is_default,
        } = &row.version;
        let mark = if *is_default { "default" } else { "" };
        let (actions, types) = (counted(row.actions, "action"), counted(row.types, "type"));
        let title = if row.title == *service { "" } else { &row.title };
        let line = format!("{service:width$}  {version}  {mark:7}  {actions:>12}  {types:>10}  {title}");
        writeln!(output.out, "{}", escaped(line.trim_end()))?;
    }
    let total = |count: fn(&Row) -> usize| rows.iter().map(count).sum();
    writeln!(
        output.out,
        "\n{}, {}, {}",
        counted(rows.len(), "service version"),
        counted(total(|row| row.actions), "action"),
        counted(total(|row| row.types), "type")
    )?;
    Ok(ExitStatus::Success)
}

fn list_actions(name: &str, source: &ServiceSource, output: &mut Output<'_>) -> io::Result<ExitStatus> {
    let versions = source.versions();
    if !versions.iter().any(|version| version.service == name) {
        let services = versions.iter().map(|version| version.service.as_str());
        let help = match nearest(name, services) {
            Some(near) => format!("is it `{near}`?"),
            None => "`tc3-codegen list` without --service lists them".to_owned(),
        };
        let name = displayed(name.as_ref());
        writeln!(output.err, "error: no service `{name}` here\n  help: {help}")?;
        return Ok(ExitStatus::Failure);
    }
    let look = |version: &Version, service: &Service| {
        let mark = if version.is_default { " (default)" } else { "" };
        let actions = counted(service.actions.len(), "action");
        let head = format!("{} {}{mark}, {actions}", version.service, version.version);
        let lines = std::iter::once(head).chain(service.actions.iter().map(line));
        lines.collect::<Vec<String>>()
    };
    let lines = match source.visit(false, |version| version.service == name, look) {
        Ok(lines) => lines,
        Err(error) => return report_error(&error, output),
    };
    for line in lines.into_iter().flatten() {
        writeln!(output.out, "{}", escaped(&line))?;
    }
    Ok(ExitStatus::Success)
}

fn line(action: &ActionFile) -> String {
    let marks = [
        (action.is_read_only(), "read only"),
        (action.pages().is_some(), "paged"),
        (action.deprecated.is_some(), "deprecated"),
    ];
    let marks: Vec<&str> = marks
        .into_iter()
        .filter_map(|(is_so, mark)| is_so.then_some(mark))
        .collect();
    let name = action.name.as_str();
    if marks.is_empty() {
        format!("  {name}")
    } else {
        format!("  {name} ({})", marks.join(", "))
    }
}
