//! The name that was most likely meant.

/// The candidate that `name` was most likely meant to be.
pub(crate) fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    const LIKELY: f64 = 0.8;
    let name = name.to_lowercase();
    candidates
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(&name, &candidate.to_lowercase()), candidate))
        .filter(|(score, _)| *score >= LIKELY)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, candidate)| candidate)
}

/// The comparisons of names that a check may still make for its suggestions.
///
/// Each wrong name is compared with each right one: quadratic where thousands are wrong. Nobody reads so many
/// suggestions, so that they end after a fraction of a second.
pub(crate) struct Comparisons {
    left: usize,
}

impl Default for Comparisons {
    fn default() -> Self {
        Self { left: 1_000_000 }
    }
}

impl Comparisons {
    /// Whether one name may be compared with `candidates` others.
    pub(crate) fn allow(&mut self, candidates: usize) -> bool {
        match self.left.checked_sub(candidates) {
            Some(left) => {
                self.left = left;
                true
            }
            None => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Comparisons;

    #[test]
    fn comparisons_end() {
        let mut comparisons = Comparisons { left: 5 };
        assert_eq!(
            [3, 3, 2, 1].map(|count| comparisons.allow(count)),
            [true, false, true, false]
        );
    }
}
