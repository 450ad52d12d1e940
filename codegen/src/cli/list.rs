//! `tc3-codegen list`

use std::io;
use std::path::PathBuf;

use clap::Args;

use super::check::counted;
use super::contents::{Contents, Version, wrong};
use super::{Outcome, Output, displayed};
use crate::diagnostics::{escaped, nearest};
use crate::spec::{ActionFile, Service};

#[derive(Args, Debug)]
pub(super) struct List {
    /// A spec folder, the wheel of tccli as `pip download --no-deps tccli` brings it, or the folder that it was
    /// unpacked to; `spec` if nothing is named
    path: Option<PathBuf>,
    /// Folder of the spec
    #[arg(long, value_name = "DIR", conflicts_with = "path")]
    spec: Option<PathBuf>,
    /// The actions of this service, by its short name: gaap
    #[arg(long, value_name = "NAME")]
    service: Option<String>,
}

impl List {
    pub(super) fn run(&self, output: &mut Output<'_>) -> io::Result<Outcome> {
        let path = self.path.clone().or_else(|| self.spec.clone());
        let contents = match Contents::open(path, output)? {
            Ok(contents) => contents,
            Err(outcome) => return Ok(outcome),
        };
        match &self.service {
            Some(name) => list_actions(name, &contents, output),
            None => list_versions(&contents, output),
        }
    }
}

/// A line of the list of services.
struct Row {
    version: Version,
    actions: usize,
    types: usize,
    title: String,
}

fn list_versions(contents: &Contents, output: &mut Output<'_>) -> io::Result<Outcome> {
    let row = |version: &Version, service: &Service| Row {
        version: version.clone(),
        actions: service.actions.len(),
        types: service.types.len(),
        title: service.file.title.value.clone(),
    };
    let rows = match contents.visit(false, |_| true, row) {
        Ok(rows) => rows,
        Err(error) => return wrong(&error, output),
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
    Ok(Outcome::Fine)
}

fn list_actions(name: &str, contents: &Contents, output: &mut Output<'_>) -> io::Result<Outcome> {
    let versions = contents.versions();
    if !versions.iter().any(|version| version.service == name) {
        let services = versions.iter().map(|version| version.service.as_str());
        let help = match nearest(name, services) {
            Some(near) => format!("is it `{near}`?"),
            None => "`tc3-codegen list` without --service lists them".to_owned(),
        };
        let name = displayed(name.as_ref());
        writeln!(output.err, "error: no service `{name}` here\n  help: {help}")?;
        return Ok(Outcome::Wrong);
    }
    let look = |version: &Version, service: &Service| {
        let mark = if version.is_default { " (default)" } else { "" };
        let actions = counted(service.actions.len(), "action");
        let head = format!("{} {}{mark}, {actions}", version.service, version.version);
        let lines = std::iter::once(head).chain(service.actions.iter().map(line));
        lines.collect::<Vec<String>>()
    };
    let lines = match contents.visit(false, |version| version.service == name, look) {
        Ok(lines) => lines,
        Err(error) => return wrong(&error, output),
    };
    for line in lines.into_iter().flatten() {
        writeln!(output.out, "{}", escaped(&line))?;
    }
    Ok(Outcome::Fine)
}

fn line(action: &ActionFile) -> String {
    let marks = [
        (action.read_only, "read only"),
        (action.paging.is_some(), "paged"),
        (action.deprecated.is_some(), "withdrawn"),
    ];
    let marks: Vec<&str> = marks
        .into_iter()
        .filter_map(|(is_so, mark)| is_so.then_some(mark))
        .collect();
    let name = action.name.as_str();
    match marks.is_empty() {
        true => format!("  {name}"),
        false => format!("  {name} ({})", marks.join(", ")),
    }
}
