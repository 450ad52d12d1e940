//! Compares a generated crate with the record of what was released.

use std::io;

use super::sentences::{Sentences, impact, sentences};
use super::version::Impact;
use crate::diff::{self, Change, Kind, Severity};
use crate::workspace::{GENERATOR, Hash, Inputs, Record, ServiceCrate, hashes, lines, place_of_kept};

/// How a generated crate differs from what was released.
pub(super) struct Difference {
    /// What the metadata changes for callers.
    pub(super) impact: Impact,
    pub(super) changes: Sentences,
    /// Whether the code differs although the metadata does not, or the generator has another version.
    pub(super) is_of_generator: bool,
    /// Whether anything but the manifest and the README differs.
    pub(super) is_in_code: bool,
}

/// Compares a generated crate with what was released; `None` if its files would be the same.
pub(super) fn difference(
    generated: &ServiceCrate,
    released: &Record,
    has_repository: bool,
) -> io::Result<Option<Difference>> {
    let is_in_code = code_differs(generated, released);
    if !is_in_code && released.discontinued.is_none() && !texts_differ(generated, released, has_repository) {
        return Ok(None);
    }
    let before = released.to_spec()?;
    let mut found = diff::of_kept(&before, &generated.spec, &generated.afresh);
    // What was said in an earlier changelog is not said again.
    found.retain(|change| place_of_kept(change).is_none_or(|kept| !released.kept.contains(&kept)));
    let mut changes = sentences(&found, &before, &generated.spec);
    if released.discontinued.is_some() {
        let what = "The metadata describes the service again.".to_owned();
        changes.entry(Impact::Addition).or_default().insert(0, what);
    }
    let impact = found.iter().map(impact).max().unwrap_or(Impact::Documentation);
    let is_unexplained = generated.metadata == released.metadata && !found.iter().any(adopts_optionality);
    Ok(Some(Difference {
        impact: if released.discontinued.is_some() {
            impact.max(Impact::Addition)
        } else {
            impact
        },
        changes,
        is_of_generator: is_in_code && (is_unexplained || released.generator != GENERATOR),
        is_in_code,
    }))
}

/// Whether a change may be of metadata that was there before, when what was released was kept.
fn adopts_optionality(change: &Change) -> bool {
    change.severity == Severity::Breaking && matches!(change.kind, Kind::MemberOptional | Kind::NeverNull)
}

/// Whether the code differs from what was released.
fn code_differs(generated: &ServiceCrate, released: &Record) -> bool {
    let is_code = |path: &&String| path.starts_with("src/");
    let code = hashes(generated.code.iter());
    let before = released.files.keys().filter(is_code).count();
    before != code.len() || code.iter().any(|(path, hash)| released.files.get(path) != Some(hash))
}

/// Whether the manifest, the README or a license text differ from what was released, the version aside.
fn texts_differ(generated: &ServiceCrate, released: &Record, has_repository: bool) -> bool {
    let package = generated.package(&released.version, has_repository);
    let files = hashes(package.files().iter());
    let before = released.files.keys().filter(|path| !path.starts_with("src/")).count();
    before != files.len() || files.iter().any(|(path, hash)| released.files.get(path) != Some(hash))
}

/// Returns a hash of what was generated, whatever its version.
///
/// # Errors
/// Returns an error if a value of the spec is none that JSON can express.
pub(super) fn content(generated: &ServiceCrate) -> io::Result<Hash> {
    let mut content = Inputs::default();
    for (path, text) in &generated.code {
        content.text(path, text);
    }
    for (path, line) in lines(&generated.spec.services)? {
        content.text(&path, line.get());
    }
    Ok(content.hash())
}
