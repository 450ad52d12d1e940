//! Versions of crates, and how far a change raises one.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What a release does to callers of a crate, by how far it raises the version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Impact {
    /// Documentation, limits, hosts or warnings differ, and nothing else.
    Documentation,
    /// There is more to call or to read.
    Addition,
    /// Code that compiled and worked may no longer compile, or behaves differently.
    Breaking,
}

impl Impact {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Documentation => "documentation",
            Self::Addition => "addition",
            Self::Breaking => "breaking",
        }
    }
}

/// A version of three numbers. Pre-releases are not raised by a rule, so they are no versions here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Version([u64; 3]);

impl Version {
    /// Parses `0.1.0`.
    ///
    /// # Errors
    /// Returns a sentence if the text is not three numbers with dots between.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let numbers: Option<Vec<u64>> = text.split('.').map(number).collect();
        let numbers = numbers.and_then(|numbers| <[u64; 3]>::try_from(numbers).ok());
        numbers
            .map(Self)
            .ok_or_else(|| format!("`{text}` is not a version of three numbers, such as 0.1.0"))
    }

    /// Returns the next version after a release with this impact: below 1.0.0 the second number is raised by what breaks
    /// callers, and the third by all else, as cargo reads versions.
    pub(crate) fn raised(self, impact: Impact) -> Self {
        let Self([major, minor, patch]) = self;
        match (major, impact) {
            (0, Impact::Breaking) => Self([0, minor.saturating_add(1), 0]),
            (0, _) => Self([0, minor, patch.saturating_add(1)]),
            (_, Impact::Breaking) => Self([major.saturating_add(1), 0, 0]),
            (_, Impact::Addition) => Self([major, minor.saturating_add(1), 0]),
            (_, Impact::Documentation) => Self([major, minor, patch.saturating_add(1)]),
        }
    }
}

fn number(text: &str) -> Option<u64> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    is_plain.then(|| text.parse().ok()).flatten()
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self([major, minor, patch]) = self;
        write!(f, "{major}.{minor}.{patch}")
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::{Impact, Version};

    #[test]
    fn versions_are_raised_as_cargo_reads_them() {
        let [documentation, addition, breaking] = [Impact::Documentation, Impact::Addition, Impact::Breaking];
        for (before, impact, after) in [
            ("0.1.0", documentation, "0.1.1"),
            ("0.1.9", addition, "0.1.10"),
            ("0.1.9", breaking, "0.2.0"),
            ("1.2.3", documentation, "1.2.4"),
            ("1.2.3", addition, "1.3.0"),
            ("1.2.3", breaking, "2.0.0"),
        ] {
            let version = Version::parse(before).unwrap();
            assert_eq!(version.raised(impact).to_string(), after, "{before} {impact:?}");
            assert!(version.raised(impact) > version);
        }
    }

    #[test]
    fn only_three_plain_numbers_are_a_version() {
        for text in [
            "",
            "1",
            "1.2",
            "1.2.3.4",
            "1.2.3-rc.1",
            "01.2.3",
            "1.+2.3",
            "1..3",
            "a.b.c",
            "1.2.99999999999999999999",
        ] {
            assert!(Version::parse(text).is_err(), "{text}");
        }
    }
}
