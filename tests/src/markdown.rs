//! What several tests read in Markdown.

/// Returns the fragment that GitHub gives a heading with this text.
#[must_use]
pub fn slug(heading: &str) -> String {
    let kept = heading
        .trim()
        .chars()
        .filter(|char| char.is_alphanumeric() || matches!(char, ' ' | '-' | '_'));
    kept.flat_map(char::to_lowercase)
        .map(|char| if char == ' ' { '-' } else { char })
        .collect()
}
