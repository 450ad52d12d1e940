//! Diagnostics: what is wrong with a spec, with the place, the reason and the fix.
//!
//! annotate-snippets renders them, the crate behind rustc's look: it is small enough for a build.rs, so the command and a
//! build.rs print the same text.

use std::fmt;

use annotate_snippets::{Group, Level, Renderer};

use super::excerpt::excerpts;
use super::source_set::{SourceSet, Span};

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
            let line = index.map_or(1, |index| index.line(span.range.start));
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
        self.render(&Renderer::styled())
    }

    fn render(&self, renderer: &Renderer) -> String {
        let rendered: Vec<String> = self
            .list
            .iter()
            .map(|diagnostic| renderer.render(&[report(diagnostic, &self.sources)]))
            .collect();
        rendered.join("\n\n")
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(&Renderer::plain()))
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

fn report<'a>(diagnostic: &'a Diagnostic, sources: &'a SourceSet) -> Group<'a> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group = Group::with_title(level.primary_title(&diagnostic.message).id(diagnostic.code));
    for excerpt in excerpts(&diagnostic.labels, sources) {
        if let Some(origin) = excerpt.origin {
            group = group.element(origin);
        }
        group = group.element(excerpt.snippet);
    }
    match &diagnostic.help {
        Some(help) => group.element(Level::HELP.message(help)),
        None => group,
    }
}
