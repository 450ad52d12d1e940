//! The part of a file that a diagnostic shows.
//!
//! annotate-snippets goes through the whole text that it is given, for each diagnostic, so it is given the lines around
//! the labels alone, and of a very long line (a minified file) a part. The time of a report is then linear in its
//! diagnostics.

use std::borrow::Cow;
use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Origin, Snippet};

use super::source_set::{FileId, SourceSet, Span};

/// The maximum number of bytes between the labels of one excerpt; labels further apart have one each.
const LONGEST_EXCERPT: usize = 4096;
/// How much of a line is shown before and after its labels, at most. A terminal shows less.
const MOST_AROUND: usize = 512;
/// What stands for the rest of a line.
const CUT: &str = "…";

/// A part of a file with its labels.
pub(super) struct Excerpt<'a> {
    /// The place of the first label, if the snippet alone would not show it: it does not begin where its line does.
    pub(super) origin: Option<Origin<'a>>,
    pub(super) snippet: Snippet<'a, Annotation<'a>>,
}

/// A label, and whether it is the place of the problem.
#[derive(Clone, Copy)]
struct Label<'a> {
    range: &'a Range<usize>,
    text: &'a str,
    is_primary: bool,
}

/// Returns the excerpts of a diagnostic: one for each file, or for each label if they are far apart.
pub(super) fn excerpts<'a>(labels: &'a [(Span, String)], sources: &'a SourceSet) -> Vec<Excerpt<'a>> {
    let mut files: Vec<FileId> = Vec::new();
    for (span, _) in labels {
        if !files.contains(&span.file) {
            files.push(span.file);
        }
    }
    let mut excerpts = Vec::new();
    for file in files {
        let of_file: Vec<Label<'a>> = labels
            .iter()
            .enumerate()
            .filter(|(_, (span, _))| span.file == file)
            .map(|(index, (span, text))| Label {
                range: &span.range,
                text,
                is_primary: index == 0,
            })
            .collect();
        let start = of_file.iter().map(|label| label.range.start).min().unwrap_or_default();
        let end = of_file.iter().map(|label| label.range.end).max().unwrap_or_default();
        if end - start <= LONGEST_EXCERPT {
            excerpts.extend(excerpt(file, &of_file, sources));
        } else {
            excerpts.extend(of_file.iter().filter_map(|label| excerpt(file, &[*label], sources)));
        }
    }
    excerpts
}

fn excerpt<'a>(file: FileId, labels: &[Label<'a>], sources: &'a SourceSet) -> Option<Excerpt<'a>> {
    let text = sources.get(file)?.text.as_str();
    let lines = sources.line_index(file)?;
    let first = labels.first()?;
    let start = labels.iter().map(|label| label.range.start).min()?.min(text.len());
    let end = labels
        .iter()
        .map(|label| label.range.end)
        .max()?
        .clamp(start, text.len());
    let (line_start, line_end) = (lines.line_start(start), lines.line_end(end, text));
    let from = boundary(text, line_start.max(start.saturating_sub(MOST_AROUND)));
    let to = boundary(text, line_end.min(end + MOST_AROUND));
    let is_cut = from > line_start;
    let mut shown = Cow::Borrowed(text.get(from..to)?);
    if is_cut {
        shown = Cow::Owned(format!("{CUT}{shown}"));
    }
    if to < line_end {
        shown.to_mut().push_str(CUT);
    }
    let before = if is_cut { CUT.len() } else { 0 };
    let place = |at: usize| at.clamp(from, to) - from + before;
    let annotations = labels.iter().map(|label| {
        let kind = if label.is_primary {
            AnnotationKind::Primary
        } else {
            AnnotationKind::Context
        };
        let range = place(label.range.start)..place(label.range.end);
        kind.span(range).label(label.text)
    });
    let snippet = Snippet::source(shown)
        .line_start(lines.line(start))
        .annotations(annotations.collect::<Vec<_>>());
    let path = sources.display_path(file);
    Some(if is_cut {
        let (line, column) = (lines.line(first.range.start), lines.column(first.range.start, text));
        Excerpt {
            origin: Some(Origin::path(path).line(line).char_column(column)),
            snippet,
        }
    } else {
        Excerpt {
            origin: None,
            snippet: snippet.path(path),
        }
    })
}

/// Returns the nearest place at or before `at` that does not split a character.
fn boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
