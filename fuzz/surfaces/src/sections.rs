//! Several files in one input, so that a mutation reaches all of them: a line `=== PATH` begins each.

use std::fmt::Write;

const MARK: &str = "=== ";

/// Joins files to one input.
#[must_use]
pub fn join<'f>(files: impl IntoIterator<Item = (&'f str, &'f str)>) -> String {
    let mut joined = String::new();
    for (path, text) in files {
        let end = if text.ends_with('\n') { "" } else { "\n" };
        // Writing to memory cannot fail.
        let _ = write!(joined, "{MARK}{path}\n{text}{end}");
    }
    joined
}

/// Splits an input into files, each with its path. Text before the first line `=== PATH` is a file named `input`.
#[must_use]
pub fn split(joined: &str) -> Vec<(&str, &str)> {
    let mut files = Vec::new();
    let mut rest = joined;
    let mut path = "input";
    loop {
        let next = if rest.starts_with(MARK) {
            Some(0)
        } else {
            rest.find("\n=== ").map(|at| at + 1)
        };
        let text = next.map_or(rest, |at| &rest[..at]);
        if !(text.is_empty() && path == "input") {
            files.push((path, text));
        }
        let Some(at) = next else {
            return files;
        };
        let after = &rest[at + MARK.len()..];
        (path, rest) = after.split_once('\n').unwrap_or((after, ""));
    }
}

#[cfg(test)]
mod tests {
    use super::{join, split};

    #[test]
    fn files_come_back() {
        let files = [("a/b.json", "{}\n"), ("c", "=\n==\n"), ("d", "\n")];
        assert_eq!(split(&join(files)), files);
        assert_eq!(split("text\n=== a\n=== b"), [("input", "text\n"), ("a", ""), ("b", "")]);
        assert!(split("").is_empty());
    }
}
