//! Puts the pages of one import together: which service they are about, and which types the actions reach.
//!
//! A data type that nothing describes stops the import. `stubs` imports it without members, which is free-form JSON; its
//! description tells so, and gives way to the real one.

use std::collections::{BTreeMap, BTreeSet};

use super::super::draft::{Draft, STUB, SourceCapabilities};
use super::super::note::{Note, NoteKind};
use super::action::{self, ActionPage};
use super::data_types::{self, DescribedType};
use super::labels::TableKind;
use super::layout::lines;
use super::members::Use;
use super::report::Report;
use super::row::SpecType;
use super::skipped_rows::{self, RowPlace, SkippedRows};
use super::tables::{self, Block, Table};
use crate::source::{Diagnostic, Diagnostics, LineIndex, escaped};
use crate::spec::{Member, Service, ServiceFile, Source, SourceSet, Span, Spec, TypeFile, version_module};

/// Options for an import from documentation pages.
///
/// ```
/// use tc3_codegen::import::page::PageOptions;
///
/// let options = PageOptions {
///     service_version: Some(("gaap".to_owned(), "2018-05-29".to_owned())),
///     ..PageOptions::default()
/// };
/// assert!(!options.docs);
/// ```
#[derive(Clone, Debug, Default)]
pub struct PageOptions {
    /// Whether to include the vendor's descriptions.
    pub docs: bool,
    /// The service and version of types on a page that does not name them: `gaap`, `2018-05-29`.
    pub service_version: Option<(String, String)>,
    /// Rows of the vendor's that are wrong: the pages are imported without them, and each is reported. A place without
    /// a row is an error.
    pub skip_rows: Vec<RowPlace>,
}

/// What the pages of an import describe.
pub struct Pages {
    sources: SourceSet,
    drafts: Vec<Draft>,
    uses: Vec<Use>,
    warnings: Vec<Diagnostic>,
}

/// The service version that a page is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct ServiceVersion {
    service: String,
    version: String,
}

/// Reads pages of actions and of data types.
///
/// ```
/// use tc3_codegen::import::page::{PageOptions, read};
/// use tc3_codegen::spec::{Source, SourceSet};
///
/// let letter = Source { path: "letter.txt".to_owned(), text: "Dear reader".to_owned() };
/// let diagnostics = read(&SourceSet::new("", [letter]), &PageOptions::default()).err().unwrap();
/// assert!(diagnostics.iter().any(|diagnostic| diagnostic.code == "not-a-page"));
/// ```
///
/// # Errors
/// Returns all diagnostics if at least one is an error.
pub fn read(sources: &SourceSet, options: &PageOptions) -> Result<Pages, Diagnostics> {
    let mut found = Vec::new();
    let mut pages = PageSet::default();
    let mut used = Vec::new();
    for (file, source) in sources.iter() {
        let Some(index) = sources.line_index(file) else {
            continue;
        };
        let skipped = SkippedRows::of_page(&options.skip_rows, sources, file);
        let mut report = Report::new(file, skipped);
        let Page { action, types, tables } = read_page(source, index, options.docs, &mut report);
        let span = |range: &std::ops::Range<usize>| report.span(range);
        pages
            .types
            .extend(types.into_iter().map(|described| (span(&described.range), described)));
        let service_version = action.as_ref().map(|action| ServiceVersion {
            service: action.service.clone(),
            version: action.version.clone(),
        });
        pages.tables.push((service_version, tables));
        pages.actions.extend(action.map(|action| (span(&(0..0)), action)));
        used.append(&mut report.skipped.used(file, &mut found));
        found.append(&mut report.found);
    }
    found.append(&mut skipped_rows::unused(&options.skip_rows, &used));
    let drafts = pages.drafts(options, &mut found);
    let diagnostics = Diagnostics::new(sources.clone(), found.clone());
    if diagnostics.has_errors() {
        return Err(diagnostics);
    }
    Ok(Pages {
        sources: sources.clone(),
        drafts: drafts.into_values().collect(),
        uses: pages.uses,
        warnings: found,
    })
}

/// What one page describes.
struct Page {
    action: Option<ActionPage>,
    types: Vec<DescribedType>,
    /// How many rows each of its tables has: one line each.
    tables: Vec<String>,
}

fn read_page(source: &Source, index: &LineIndex, docs: bool, report: &mut Report) -> Page {
    let text = source.text.as_str();
    let mut lines = lines(text, index);
    data_types::mark_names(&mut lines);
    let blocks = tables::blocks(&lines, report);
    let has = |kind| !action::tables_of(&blocks, kind).is_empty();
    let is_of_types = has(TableKind::Members);
    let is_of_action = has(TableKind::Parameters) || has(TableKind::Output);
    if !is_of_types && !is_of_action {
        let message = if text.trim().is_empty() {
            "the page is empty"
        } else {
            "the page has no table of parameters, of output, or of the members of a type"
        };
        report.error("not-a-page", &(0..0), message, "");
        report
            .help("copy the page of an action of API 3.0, or the page `Data Types` of its service, or save it as HTML");
    }
    let date = action::date(&blocks);
    Page {
        action: is_of_action.then(|| action::read(&blocks, docs, report)).flatten(),
        types: data_types::read(&blocks, date.as_deref(), docs, report),
        tables: row_counts(&blocks, source, index),
    }
}

/// Returns how many rows each table has, and how many of them were not read.
fn row_counts(blocks: &[Block], source: &Source, index: &LineIndex) -> Vec<String> {
    let tables = blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        Block::Heading(_) | Block::Text(..) => None,
    });
    let line = |table: &Table| {
        let path = escaped(&source.path);
        format!("{path}:{}: {}", index.line_of(table.range.start) + 1, table.row_count())
    };
    tables.map(line).collect()
}

#[derive(Default)]
struct PageSet {
    actions: Vec<(Span, ActionPage)>,
    types: Vec<(Span, DescribedType)>,
    /// How many rows the tables of each page have; the service version is that of its action.
    tables: Vec<(Option<ServiceVersion>, Vec<String>)>,
    uses: Vec<Use>,
}

impl PageSet {
    fn drafts(&mut self, options: &PageOptions, found: &mut Vec<Diagnostic>) -> BTreeMap<ServiceVersion, Draft> {
        let mut drafts = BTreeMap::new();
        let requested = options
            .service_version
            .as_ref()
            .map(|(service, version)| ServiceVersion {
                service: service.clone(),
                version: version.clone(),
            });
        for (span, page) in std::mem::take(&mut self.actions) {
            let service_version = ServiceVersion {
                service: page.service.clone(),
                version: page.version.clone(),
            };
            if let Some(requested) = requested.as_ref().filter(|requested| **requested != service_version) {
                let message = format!("the page is of {service_version}, not of {requested}");
                found.push(Diagnostic::error("page-service", message).at(span.clone(), "this page"));
            }
            self.add_action(page, span, draft_of(&mut drafts, &service_version), found);
        }
        let service_version = requested.or_else(|| match drafts.len() {
            1 => drafts.keys().next().cloned(),
            _ => None,
        });
        for (span, described) in std::mem::take(&mut self.types) {
            match &service_version {
                Some(service_version) => self.add_type(described, span, draft_of(&mut drafts, service_version), found),
                None => {
                    found.push(unknown_service(span));
                    break;
                }
            }
        }
        for (own, tables) in std::mem::take(&mut self.tables) {
            if let Some(draft) = own
                .or_else(|| service_version.clone())
                .and_then(|own| drafts.get_mut(&own))
            {
                let notes = tables.into_iter().map(|text| Note::new(NoteKind::Table, "", text));
                draft.notes.extend(notes);
            }
        }
        drafts
    }

    fn add_action(&mut self, page: ActionPage, span: Span, draft: &mut Draft, found: &mut Vec<Diagnostic>) {
        let name = &page.file.name;
        if draft.actions.iter().any(|action| action.name == *name) {
            let message = format!("the action `{}` is on two pages", name.value);
            found.push(Diagnostic::error("page-twice", message).at(span, "the second"));
            return;
        }
        draft.service.host = page.host.into();
        draft.capabilities.hosts = true;
        draft.actions.push(page.file);
        draft.suggestions.extend(page.suggestions);
        draft.inferred.extend(page.inferred);
        draft.notes.extend(page.notes.into_iter().map(missing));
        self.uses.extend(page.uses);
    }

    fn add_type(&mut self, described: DescribedType, span: Span, draft: &mut Draft, found: &mut Vec<Diagnostic>) {
        let name = &described.file.name;
        if draft.types.iter().any(|known| known.name == *name) {
            let message = format!("the type `{}` is described twice", name.value);
            found.push(Diagnostic::error("page-twice", message).at(span, "described again here"));
            return;
        }
        if !described.has_required_column {
            draft.capabilities.without_required.insert(name.value.clone());
        }
        draft.types.push(described.file);
        draft.suggestions.extend(described.suggestions);
        draft.notes.extend(described.notes.into_iter().map(missing));
        self.uses.extend(described.uses);
    }
}

fn draft_of<'a>(drafts: &'a mut BTreeMap<ServiceVersion, Draft>, service_version: &ServiceVersion) -> &'a mut Draft {
    drafts.entry(service_version.clone()).or_insert_with(|| Draft {
        folder: format!(
            "{}/{}",
            service_version.service,
            version_module(&service_version.version)
        ),
        service: ServiceFile {
            schema: Some("../../schema/service.schema.json".to_owned()),
            name: service_version.service.clone().into(),
            version: service_version.version.clone().into(),
            title: service_version.service.clone().into(),
            imported_from: Some("documentation page".to_owned().into()),
            host: format!("{}.tencentcloudapi.com", service_version.service).into(),
            ..ServiceFile::default()
        },
        capabilities: SourceCapabilities::PAGE,
        ..Draft::default()
    })
}

/// Makes a note of what a page does not have, or a spec cannot hold.
fn missing(text: String) -> Note {
    Note::new(NoteKind::Missing, "", text)
}

fn unknown_service(span: Span) -> Diagnostic {
    Diagnostic::error("page-service", "the page does not name the service of its types")
        .at(span, "the first of its types")
        .help("import it together with the page of an action, or pass --service NAME --version DATE")
}

impl Pages {
    /// Returns the warnings about the pages.
    pub fn warnings(&self) -> Diagnostics {
        Diagnostics::new(self.sources.clone(), self.warnings.clone())
    }

    /// Returns the files, with the types that the actions reach; types may also be in the `existing` spec. A type that
    /// nothing describes becomes free-form JSON if `stubs`.
    ///
    /// ```no_run
    /// use tc3_codegen::import::page::{PageOptions, read};
    /// use tc3_codegen::spec::{Source, SourceSet, Spec};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let text = std::fs::read_to_string("CreateProxyGroup.html")?;
    /// let page = Source { path: "CreateProxyGroup.html".to_owned(), text };
    /// let pages = read(&SourceSet::new("", [page]), &PageOptions::default())?;
    /// let drafts = pages.drafts(&Spec::default(), true)?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// Returns an error for types that nothing describes, unless `stubs`, and for pages of types that no action uses.
    pub fn drafts(mut self, existing: &Spec, stubs: bool) -> Result<Vec<Draft>, Diagnostics> {
        let mut found = Vec::new();
        for draft in &mut self.drafts {
            let old = existing.services.iter().find(|service| service.folder == draft.folder);
            let reached = reached(draft, old);
            let described = draft.types.len();
            draft.types.retain(|known| reached.contains(&known.name.value));
            let left_out = described - draft.types.len();
            for file in &mut draft.types {
                draft.inferred.shared(file);
            }
            if draft.actions.is_empty() && draft.types.is_empty() {
                let message = format!("no action in the spec uses any of the {described} types of the page");
                found.push(
                    Diagnostic::error("page-unused", message).help("import it together with the page of an action"),
                );
            } else if left_out > 0 {
                draft.notes.push(missing(format!(
                    "types of the page that no action in the spec uses, left out: {left_out}"
                )));
            }
            let is_described = |name: &String| {
                draft.types.iter().any(|known| known.name.value == *name)
                    || old.is_some_and(|old| old.type_named(name).is_some())
            };
            let undescribed: Vec<String> = reached.into_iter().filter(|name| !is_described(name)).collect();
            if stubs {
                stub(draft, &undescribed);
            } else {
                found.extend(undescribed.iter().map(|name| not_described(name, &self.uses)));
            }
        }
        if found.is_empty() {
            Ok(self.drafts)
        } else {
            Err(Diagnostics::new(self.sources, found))
        }
    }
}

/// Returns the types that actions reach, described or not.
fn reached(draft: &Draft, old: Option<&Service>) -> BTreeSet<String> {
    let of_draft = draft.actions.iter();
    let there = old.map(|old| old.actions.as_slice()).unwrap_or_default();
    let replaced = |name: &str| draft.actions.iter().any(|action| action.name.value == name);
    let actions = of_draft.chain(there.iter().filter(|action| !replaced(&action.name)));
    let mut pending: Vec<&Member> = actions
        .flat_map(|action| action.parameters.iter().chain(&action.output))
        .collect();
    let mut reached = BTreeSet::new();
    while let Some(member) = pending.pop() {
        let Some(name) = SpecType::data_type(&member.type_name).filter(|name| !reached.contains(*name)) else {
            continue;
        };
        reached.insert(name.to_owned());
        let described = draft.types.iter().find(|known| known.name.value == name);
        let described = described.or_else(|| old.and_then(|old| old.type_named(name)));
        pending.extend(described.into_iter().flat_map(|known| known.members.iter().flatten()));
    }
    reached
}

fn stub(draft: &mut Draft, names_missing: &[String]) {
    if names_missing.is_empty() {
        return;
    }
    let names = names_missing.join(", ");
    let text = format!("to do, types that no page describes yet: {names}");
    draft.notes.push(missing(text));
    draft.types.extend(names_missing.iter().map(|name| TypeFile {
        schema: Some("../../../schema/type.schema.json".to_owned()),
        name: name.clone().into(),
        description: STUB.to_owned().into(),
        imported_from: Some("documentation page".to_owned().into()),
        members: Some(Vec::new()),
        values: None,
        format: None,
        integers: None,
    }));
}

fn not_described(name: &str, uses: &[Use]) -> Diagnostic {
    let message = format!("the type `{name}` is not described");
    let error = Diagnostic::error("unknown-type", message).help(
        "import the page `Data Types` of the service in the same run: `import page ACTION TYPES`; \
         or pass --stubs to import it as free-form JSON for now",
    );
    let uses = uses.iter().filter(|used| used.name == name);
    uses.fold(error, |error, used| error.and(used.span.clone(), "used here"))
}

impl std::fmt::Display for ServiceVersion {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.service, self.version)
    }
}
