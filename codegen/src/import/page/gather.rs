//! The pages of one run, together.

use std::collections::{BTreeMap, BTreeSet};

use super::super::draft::{Draft, Says};
use super::action::ActionPage;
use super::members::Use;
use super::report::Report;
use super::type_word::TypeWord;
use super::types::DescribedType;
use super::{Page, STUB, read_page};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::spec::{Member, Service, ServiceFile, SourceSet, Span, Spec, TypeFile, version_module};

/// What to take from pages.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    /// Whether to take the vendor's descriptions.
    pub docs: bool,
    /// Service and version of the types on a page that does not say it: `gaap`, `2018-05-29`.
    pub home: Option<(String, String)>,
}

/// What the pages of a run describe.
pub struct Pages {
    sources: SourceSet,
    drafts: Vec<Draft>,
    uses: Vec<Use>,
    warnings: Vec<Diagnostic>,
}

/// The service version that pages are about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Home {
    service: String,
    version: String,
}

/// Reads every page, of actions and of data types.
///
/// # Errors
/// What cannot be read, of which one thing or more is an error.
pub fn read(sources: &SourceSet, choice: &Choice) -> Result<Pages, Diagnostics> {
    let mut found = Vec::new();
    let mut gathered = Gathered::default();
    for (file, source) in sources.iter() {
        let mut report = Report::of(file);
        let Page { action, types } = read_page(&source.text, choice.docs, &mut report);
        let span = |range: &std::ops::Range<usize>| report.span(range);
        gathered
            .types
            .extend(types.into_iter().map(|described| (span(&described.range), described)));
        gathered.actions.extend(action.map(|action| (span(&(0..0)), action)));
        found.append(&mut report.found);
    }
    let drafts = gathered.drafts(choice, &mut found);
    let diagnostics = Diagnostics::new(sources.clone(), found.clone());
    if diagnostics.has_errors() {
        return Err(diagnostics);
    }
    Ok(Pages {
        sources: sources.clone(),
        drafts: drafts.into_values().collect(),
        uses: gathered.uses,
        warnings: found,
    })
}

#[derive(Default)]
struct Gathered {
    actions: Vec<(Span, ActionPage)>,
    types: Vec<(Span, DescribedType)>,
    uses: Vec<Use>,
}

impl Gathered {
    fn drafts(&mut self, choice: &Choice, found: &mut Vec<Diagnostic>) -> BTreeMap<Home, Draft> {
        let mut drafts = BTreeMap::new();
        let asked = choice.home.as_ref().map(|(service, version)| Home {
            service: service.clone(),
            version: version.clone(),
        });
        for (span, page) in std::mem::take(&mut self.actions) {
            let home = Home {
                service: page.service.clone(),
                version: page.version.clone(),
            };
            if let Some(asked) = asked.as_ref().filter(|asked| **asked != home) {
                let message = format!("the page is of {home}, not of {asked}");
                found.push(Diagnostic::error("page-service", message).at(span.clone(), "this page"));
            }
            self.add_action(page, span, draft_of(&mut drafts, &home), found);
        }
        let home = asked.or_else(|| match drafts.len() {
            1 => drafts.keys().next().cloned(),
            _ => None,
        });
        for (span, described) in std::mem::take(&mut self.types) {
            match &home {
                Some(home) => self.add_type(described, span, draft_of(&mut drafts, home), found),
                None => {
                    found.push(of_which_service(span));
                    break;
                }
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
        draft.says.hosts = true;
        draft.actions.push(page.file);
        draft.suggestions.extend(page.suggestions);
        draft.notes.extend(page.notes);
        self.uses.extend(page.uses);
    }

    fn add_type(&mut self, described: DescribedType, span: Span, draft: &mut Draft, found: &mut Vec<Diagnostic>) {
        let name = &described.file.name;
        if draft.types.iter().any(|known| known.name == *name) {
            let message = format!("the type `{}` is described twice", name.value);
            found.push(Diagnostic::error("page-twice", message).at(span, "described again here"));
            return;
        }
        if !described.says_required {
            draft.says.without_required.insert(name.value.clone());
        }
        draft.types.push(described.file);
        draft.suggestions.extend(described.suggestions);
        draft.notes.extend(described.notes);
        self.uses.extend(described.uses);
    }
}

fn draft_of<'a>(drafts: &'a mut BTreeMap<Home, Draft>, home: &Home) -> &'a mut Draft {
    drafts.entry(home.clone()).or_insert_with(|| Draft {
        folder: format!("{}/{}", home.service, version_module(&home.version)),
        service: ServiceFile {
            schema: Some("../../schema/service.schema.json".to_owned()),
            name: home.service.clone().into(),
            version: home.version.clone().into(),
            title: home.service.clone().into(),
            imported_from: Some("documentation page".to_owned().into()),
            host: format!("{}.tencentcloudapi.com", home.service).into(),
            ..ServiceFile::default()
        },
        says: Says::PAGE,
        ..Draft::default()
    })
}

fn of_which_service(span: Span) -> Diagnostic {
    Diagnostic::error(
        "page-service",
        "the page does not say which service its types belong to",
    )
    .at(span, "the first of its types")
    .help("import it together with the page of an action, or say --service NAME --version DATE")
}

impl Pages {
    /// What a person may want to look at.
    pub fn warnings(&self) -> Diagnostics {
        Diagnostics::new(self.sources.clone(), self.warnings.clone())
    }

    /// The files, with the types that the actions reach: those of the pages and those that are `there`. A type that
    /// nothing describes becomes free JSON if `stubs`.
    ///
    /// # Errors
    /// Types that nothing describes, unless `stubs`; pages of types that no action uses.
    pub fn drafts(mut self, there: &Spec, stubs: bool) -> Result<Vec<Draft>, Diagnostics> {
        let mut found = Vec::new();
        for draft in &mut self.drafts {
            let old = there.services.iter().find(|service| service.folder == draft.folder);
            let reached = reached(draft, old);
            let described = draft.types.len();
            draft.types.retain(|known| reached.contains(&known.name.value));
            let left_out = described - draft.types.len();
            if draft.actions.is_empty() && draft.types.is_empty() {
                let message = format!("no action in the spec uses any of the {described} types of the page");
                found.push(
                    Diagnostic::error("page-unused", message).help("import it together with the page of an action"),
                );
            } else if left_out > 0 {
                draft.notes.push(format!(
                    "types of the page that no action in the spec uses, left out: {left_out}"
                ));
            }
            let is_described = |name: &String| {
                draft.types.iter().any(|known| known.name.value == *name)
                    || old.is_some_and(|old| old.type_named(name).is_some())
            };
            let missing: Vec<String> = reached.into_iter().filter(|name| !is_described(name)).collect();
            if stubs {
                stub(draft, &missing);
            } else {
                found.extend(missing.iter().map(|name| not_described(name, &self.uses)));
            }
        }
        match found.is_empty() {
            true => Ok(self.drafts),
            false => Err(Diagnostics::new(self.sources, found)),
        }
    }
}

/// The types that actions reach, described or not.
fn reached(draft: &Draft, old: Option<&Service>) -> BTreeSet<String> {
    let of_draft = draft.actions.iter();
    let there = old.map(|old| old.actions.as_slice()).unwrap_or_default();
    let replaced = |name: &str| draft.actions.iter().any(|action| action.name.value == name);
    let actions = of_draft.chain(there.iter().filter(|action| !replaced(&action.name)));
    let mut ahead: Vec<&Member> = actions
        .flat_map(|action| action.parameters.iter().chain(&action.output))
        .collect();
    let mut reached = BTreeSet::new();
    while let Some(member) = ahead.pop() {
        let Some(name) = TypeWord::data_type(&member.type_name).filter(|name| !reached.contains(*name)) else {
            continue;
        };
        reached.insert(name.to_owned());
        let described = draft.types.iter().find(|known| known.name.value == name);
        let described = described.or_else(|| old.and_then(|old| old.type_named(name)));
        ahead.extend(described.into_iter().flat_map(|known| known.members.iter().flatten()));
    }
    reached
}

fn stub(draft: &mut Draft, missing: &[String]) {
    if missing.is_empty() {
        return;
    }
    draft.notes.push(format!(
        "to do, types that no page describes yet: {}",
        missing.join(", ")
    ));
    draft.types.extend(missing.iter().map(|name| TypeFile {
        schema: Some("../../../schema/type.schema.json".to_owned()),
        name: name.clone().into(),
        description: STUB.to_owned().into(),
        imported_from: Some("documentation page".to_owned().into()),
        members: Some(Vec::new()),
        values: None,
    }));
}

fn not_described(name: &str, uses: &[Use]) -> Diagnostic {
    let message = format!("the type `{name}` is not described");
    let error = Diagnostic::error("unknown-type", message).help(
        "import the page `Data Types` of the service in the same run: `import page ACTION TYPES`; \
         or say --stubs to have free JSON in its place for now",
    );
    let uses = uses.iter().filter(|used| used.name == name);
    uses.fold(error, |error, used| error.and(used.span.clone(), "used here"))
}

impl std::fmt::Display for Home {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.service, self.version)
    }
}
