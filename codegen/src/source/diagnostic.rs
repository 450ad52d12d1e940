//! Diagnostics: what is wrong with a spec, with the place, the reason and the fix.
//!
//! annotate-snippets renders them, the crate behind rustc's look: it is small enough for a build.rs, so the command and a
//! build.rs print the same text.

use std::fmt;
use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};

use super::excerpt::excerpts;
use super::source_set::{FileId, SourceSet, Span};

/// How bad a [`Diagnostic`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Code is generated all the same.
    Warning,
    /// No code is generated.
    Error,
}

/// One thing that is wrong with a spec.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Whether it stops the generator.
    pub severity: Severity,
    /// Stable name of the kind of problem: `unknown-key`. `tc3-codegen explain CODE` explains it.
    pub code: &'static str,
    /// What is wrong, in a line.
    pub message: String,
    /// The places that matter, each with a label; the first is where the problem is.
    pub labels: Vec<(Span, String)>,
    /// What to write instead.
    pub help: Option<String>,
}

impl Diagnostic {
    /// Makes a problem that stops the generator.
    ///
    /// ```
    /// use tc3_codegen::{Diagnostic, Severity};
    ///
    /// let error = Diagnostic::error("unknown-key", "unknown key `nam`").help("write `name`");
    /// assert_eq!(error.severity, Severity::Error);
    /// assert_eq!(error.help.as_deref(), Some("write `name`"));
    /// ```
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            code,
            message: message.into(),
            labels: Vec::new(),
            help: None,
        }
    }

    /// Makes a problem that does not stop the generator.
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(code, message)
        }
    }

    /// Adds the place of the problem, before all other labels.
    #[must_use]
    pub fn at(mut self, span: Span, label: impl Into<String>) -> Self {
        self.labels.insert(0, (span, label.into()));
        self
    }

    /// Adds another place that is part of the problem.
    #[must_use]
    pub fn and(mut self, span: Span, label: impl Into<String>) -> Self {
        self.labels.push((span, label.into()));
        self
    }

    /// Returns where the problem is, if it is in a file.
    pub fn place(&self) -> Option<&Span> {
        self.labels.first().map(|(span, _)| span)
    }

    /// Sets what to write instead.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// Everything that is wrong with a spec, in the order of the files.
///
/// `Display` prints each with its file, its line and the text underlined.
///
/// ```
/// use tc3_codegen::load;
/// use tc3_codegen::spec::{Source, SourceSet};
///
/// let source = Source {
///     path: "clock/v20200101/service.json".to_owned(),
///     text: "{}".to_owned(),
/// };
/// let diagnostics = load(&SourceSet::new("spec", [source])).unwrap_err();
/// assert!(diagnostics.has_errors());
/// assert!(diagnostics.to_string().contains("spec/clock/v20200101/service.json:1:1"));
/// ```
#[derive(Clone, Default)]
pub struct Diagnostics {
    sources: SourceSet,
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Sorts `list` by place and removes duplicates.
    pub fn new(sources: SourceSet, mut list: Vec<Diagnostic>) -> Self {
        list.sort_by(|a, b| order(a).cmp(&order(b)).then_with(|| a.message.cmp(&b.message)));
        list.dedup();
        Self { sources, list }
    }

    /// Returns the diagnostics in the order of their places.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter()
    }

    /// Returns whether there is no diagnostic.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Returns whether any of them stops the generator.
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// Returns how many are of `severity`.
    pub fn count(&self, severity: Severity) -> usize {
        self.list
            .iter()
            .filter(|diagnostic| diagnostic.severity == severity)
            .count()
    }

    /// Returns the counts in words: `3 errors, 1 warning`.
    pub fn summary(&self) -> String {
        let counted = |severity, noun: &str| match self.count(severity) {
            1 => format!("1 {noun}"),
            count => format!("{count} {noun}s"),
        };
        let errors = counted(Severity::Error, "error");
        let warnings = counted(Severity::Warning, "warning");
        format!("{errors}, {warnings}")
    }

    /// Returns the first `most` diagnostics, errors before warnings, in the order of their places.
    ///
    /// ```
    /// use tc3_codegen::spec::SourceSet;
    /// use tc3_codegen::{Diagnostic, Diagnostics, Severity};
    ///
    /// let warning = Diagnostic::warning("says-nothing", "`nullable` says nothing here");
    /// let error = Diagnostic::error("empty-spec", "no spec file below `spec`");
    /// let all = Diagnostics::new(SourceSet::default(), vec![warning, error]);
    /// let worst = all.limited(1);
    /// assert_eq!((worst.count(Severity::Error), worst.count(Severity::Warning)), (1, 0));
    /// ```
    #[must_use]
    pub fn limited(&self, most: usize) -> Self {
        let of = |severity| {
            self.list
                .iter()
                .filter(move |diagnostic| diagnostic.severity == severity)
        };
        let worst = of(Severity::Error).chain(of(Severity::Warning)).take(most);
        Self::new(self.sources.clone(), worst.cloned().collect())
    }

    /// Returns the path, below the spec folder, of the file that `diagnostic` is about; empty if it is about none.
    #[cfg(feature = "generate")]
    pub(crate) fn path_of(&self, diagnostic: &Diagnostic) -> &str {
        let source = diagnostic.place().and_then(|span| self.sources.get(span.file));
        source.map_or("", |source| source.path.as_str())
    }

    /// Returns the file, the line and the message of `diagnostic` without line breaks, since cargo takes each line that a
    /// build.rs prints for another instruction.
    #[cfg(feature = "generate")]
    pub(crate) fn line_of(&self, diagnostic: &Diagnostic) -> String {
        let place = diagnostic.place().map_or_else(String::new, |span| {
            let index = self.sources.line_index(span.file);
            let line = index.map_or(1, |index| 1 + index.line_of(span.range.start));
            format!("{}:{line}: ", self.sources.display_path(span.file))
        });
        let help = diagnostic
            .help
            .as_ref()
            .map_or_else(String::new, |help| format!("; {help}"));
        format!("{place}{}{help}", diagnostic.message).replace(char::is_control, " ")
    }

    /// Returns the same text as `Display`, with colors for a terminal.
    pub fn to_ansi_string(&self) -> String {
        let texts: Vec<String> = self.rendered(true).collect();
        texts.join("\n\n")
    }

    /// The text of each diagnostic.
    pub(crate) fn rendered(&self, color: bool) -> impl Iterator<Item = String> {
        let renderer = if color { Renderer::styled() } else { Renderer::plain() };
        self.list
            .iter()
            .map(move |diagnostic| rendered(diagnostic, &self.sources, &renderer))
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, text) in self.rendered(false).enumerate() {
            let space = if index > 0 { "\n\n" } else { "" };
            write!(f, "{space}{text}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Diagnostics {}

fn order(diagnostic: &Diagnostic) -> (usize, usize) {
    let place = diagnostic.place();
    place.map_or((usize::MAX, 0), |span| (span.file.0, span.range.start))
}

/// Follows the path of an excerpt whose columns are not those of the file. The renderer never lets it through from
/// other texts.
const CUT: char = '\0';

fn rendered(diagnostic: &Diagnostic, sources: &SourceSet, renderer: &Renderer) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group = Group::with_title(level.primary_title(&diagnostic.message).id(diagnostic.code));
    let mut files: Vec<FileId> = Vec::new();
    for (span, _) in &diagnostic.labels {
        if !files.contains(&span.file) {
            files.push(span.file);
        }
    }
    let mut columns = Vec::new();
    for file in files {
        let (Some(source), Some(lines)) = (sources.get(file), sources.line_index(file)) else {
            continue;
        };
        for excerpt in excerpts(&source.text, lines, &places(diagnostic, file)) {
            let mut path = sources.display_path(file);
            if let Some(column) = excerpt.column {
                path.push(CUT);
                columns.push(column);
            }
            let annotations = annotations(diagnostic, excerpt.places);
            let snippet = Snippet::source(excerpt.text).line_start(excerpt.first_line);
            group = group.element(snippet.path(path).annotations(annotations));
        }
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(help));
    }
    with_columns(&renderer.render(&[group]), &columns)
}

/// `text` with `columns` in place of those that follow each [`CUT`].
fn with_columns(text: &str, columns: &[usize]) -> String {
    let mut parts = text.split(CUT);
    let mut whole = parts.next().unwrap_or_default().to_owned();
    for (part, column) in parts.zip(columns) {
        // What follows is `:line:column`, and the end of the line or a style.
        let line_end = part.get(1..).and_then(|rest| rest.find(':')).map_or(0, |at| at + 2);
        let (line, rest) = part.split_at_checked(line_end).unwrap_or((part, ""));
        whole.push_str(line);
        whole.push_str(&column.to_string());
        whole.push_str(rest.trim_start_matches(|digit: char| digit.is_ascii_digit()));
    }
    whole
}

/// The places of `diagnostic` in `file`, with the index of each label.
fn places(diagnostic: &Diagnostic, file: FileId) -> Vec<(usize, Range<usize>)> {
    let labels = diagnostic.labels.iter().enumerate();
    let here = labels.filter(|(_, (span, _))| span.file == file);
    here.map(|(index, (span, _))| (index, span.range.clone())).collect()
}

fn annotations(diagnostic: &Diagnostic, places: Vec<(usize, Range<usize>)>) -> impl Iterator<Item = Annotation<'_>> {
    places.into_iter().map(|(index, range)| {
        let kind = if index == 0 {
            AnnotationKind::Primary
        } else {
            AnnotationKind::Context
        };
        let label = diagnostic.labels.get(index).map_or("", |(_, label)| label.as_str());
        kind.span(range).label(label)
    })
}
