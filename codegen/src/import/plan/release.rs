//! The release that files were imported from, and what to say when another one is imported over them.

use std::fmt;

use crate::spec::Service;

/// A release of a package of metadata: `tccli 3.1.189.1`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Release {
    package: String,
    version: Vec<u64>,
}

impl Release {
    /// Parses the value of `importedFrom`; `None` for a documentation page, or a package without a version.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (package, version) = text.rsplit_once(' ')?;
        let parts: Result<Vec<u64>, _> = version.split('.').map(str::parse).collect();
        Some(Self {
            package: package.to_owned(),
            version: parts.ok().filter(|parts| parts.len() > 1)?,
        })
    }

    /// Returns what to say before an import of `self` over files of `old`, if it is of another edition or older.
    fn warning(&self, old: &Self) -> Option<String> {
        if self.package != old.package {
            Some(format!(
                "imports {self} over files from {old}, another edition: actions, members and texts of the two differ"
            ))
        } else if self.version < old.version {
            Some(format!("imports {self} over files from {old}, which is newer"))
        } else {
            None
        }
    }
}

impl fmt::Display for Release {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts: Vec<String> = self.version.iter().map(u64::to_string).collect();
        write!(f, "{} {}", self.package, parts.join("."))
    }
}

/// Returns what to say before an import from `source` over the files of `old`.
pub(super) fn warnings(source: &str, old: &Service) -> Vec<String> {
    let Some(new) = Release::parse(source) else {
        return Vec::new();
    };
    let file = old.file.imported_from.iter();
    let actions = old.actions.iter().filter_map(|action| action.imported_from.as_ref());
    let types = old.types.iter().filter_map(|shared| shared.imported_from.as_ref());
    let mut releases: Vec<Release> = file
        .chain(actions)
        .chain(types)
        .filter_map(|source| Release::parse(source))
        .collect();
    // The newest of each edition is last.
    releases.sort();
    let newest = releases.chunk_by(|one, next| one.package == next.package);
    newest.filter_map(|editions| new.warning(editions.last()?)).collect()
}

#[cfg(test)]
mod tests {
    use super::Release;

    fn warning(new: &str, old: &str) -> Option<String> {
        Release::parse(new)?.warning(&Release::parse(old)?)
    }

    #[test]
    fn another_edition_and_an_older_release_are_reported() {
        assert_eq!(warning("tccli 3.1.189.1", "tccli 3.1.9.1"), None);
        assert_eq!(warning("tccli 3.1.189.1", "tccli 3.1.189.1"), None);
        let older = warning("tccli 3.1.9.1", "tccli 3.1.10.1");
        assert!(older.is_some_and(|text| text.contains("newer")));
        let other = warning("tccli-intl-en 3.1.193.1", "tccli 3.1.189.1");
        assert!(other.is_some_and(|text| text.contains("another edition")));
    }

    #[test]
    fn a_page_is_no_release() {
        assert_eq!(Release::parse("documentation page of 2023-07-13"), None);
        assert_eq!(Release::parse("tccli"), None);
    }
}
