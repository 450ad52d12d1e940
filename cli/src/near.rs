//! The names that were most likely meant.

/// Names that are less alike than this are no help.
const LIKELY: f64 = 0.8;
/// Nobody reads more suggestions.
const MOST: usize = 3;

/// The names that `name` was most likely meant to be, best first: letter case, `-` and `_` do not count.
pub(crate) fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let name = folded(name);
    let mut scored: Vec<(f64, &str)> = candidates
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(&name, &folded(candidate)), candidate))
        .filter(|(score, _)| *score >= LIKELY)
        .collect();
    scored.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    // Those that are far behind the best one only distract from it.
    let best = scored.first().map_or(0.0, |(score, _)| *score);
    scored.retain(|(score, _)| best - score < 0.1);
    scored.truncate(MOST);
    scored.into_iter().map(|(_, candidate)| candidate).collect()
}

/// `; near: Bandwidth, BandwidthType`, or nothing.
pub(crate) fn near_clause(names: &[&str]) -> String {
    if names.is_empty() {
        String::new()
    } else {
        format!("; near: {}", names.join(", "))
    }
}

/// A name without what spellings differ in.
pub(crate) fn folded(name: &str) -> String {
    let letters = name.chars().filter(|letter| !matches!(letter, '-' | '_'));
    letters.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_comes_first_and_strangers_do_not_come() {
        let names = ["Bandwidth", "BandwidthType", "Concurrent", "AccessRegion"];
        assert_eq!(nearest("bandwith", names), ["Bandwidth", "BandwidthType"]);
        assert_eq!(nearest("Zone", names), [""; 0]);
        assert_eq!(nearest("access-region", names), ["AccessRegion"]);
        assert_eq!(near_clause(&["A", "B"]), "; near: A, B");
    }
}
