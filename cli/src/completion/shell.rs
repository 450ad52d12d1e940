//! What differs between shells: how they pass the line, and how they take the answer.

use std::ffi::OsString;

use super::candidate::Candidate;

/// A shell that asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Shell {
    /// Its argument is the characters at which it breaks words; the answer replaces only what follows the last one.
    Bash { word_breaks: String },
    /// `zsh`, `fish` and PowerShell take a value and its description a line.
    Other,
}

/// The words before the unfinished one, and that one.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) words: Vec<String>,
    pub(super) current: String,
}

/// Reads what follows `__complete`: the name of a shell, and the line as that shell passes it.
pub(super) fn read(arguments: &[OsString]) -> Option<(Shell, Line)> {
    let texts: Vec<String> = arguments
        .iter()
        .map(|word| word.to_string_lossy().into_owned())
        .collect();
    let (shell, rest) = texts.split_first()?;
    match (&shell[..], rest) {
        ("bash", [word_breaks, line]) => {
            let word_breaks = word_breaks.clone();
            Some((Shell::Bash { word_breaks }, split(line)))
        }
        // PowerShell drops empty arguments: the unfinished word comes first, after a colon.
        ("powershell", [current, words @ ..]) => {
            let current = current.strip_prefix(':').unwrap_or(current).to_owned();
            let words = words.to_vec();
            Some((Shell::Other, Line { words, current }))
        }
        ("zsh" | "fish", [words @ .., current]) => {
            let (words, current) = (words.to_vec(), unquoted(current));
            Some((Shell::Other, Line { words, current }))
        }
        _ => None,
    }
}

/// Splits a line of bash up to the cursor, without the name of the program.
fn split(line: &str) -> Line {
    let mut words = words(line);
    let current = words.pop().unwrap_or_default();
    if !words.is_empty() {
        words.remove(0);
    }
    Line { words, current }
}

/// The words of a line with quotes and backslashes read; the last one is unfinished, and may be empty.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut is_begun = false;
    let mut quote = None;
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        let is_blank = quote.is_none() && letter.is_whitespace();
        if is_blank {
            if is_begun {
                words.push(String::new());
            }
            is_begun = false;
            continue;
        }
        is_begun = true;
        match (quote, letter) {
            (None, '\'' | '"') => quote = Some(letter),
            (Some(open), _) if open == letter => quote = None,
            (None | Some('"'), '\\') => push(&mut words, letters.next()),
            _ => push(&mut words, Some(letter)),
        }
    }
    words
}

fn push(words: &mut [String], letter: Option<char>) {
    if let (Some(last), Some(letter)) = (words.last_mut(), letter) {
        last.push(letter);
    }
}

/// A word without its quotes, of which the last may be open.
fn unquoted(word: &str) -> String {
    words(word).join(" ")
}

/// Prints the candidates as the shell takes them.
pub(super) fn answer(shell: &Shell, current: &str, candidates: &[Candidate]) -> String {
    match shell {
        Shell::Other => candidates
            .iter()
            .map(|candidate| format!("{}\t{}\n", candidate.value, candidate.description))
            .collect(),
        Shell::Bash { word_breaks } => bash(word_breaks, current, candidates),
    }
}

fn bash(word_breaks: &str, current: &str, candidates: &[Candidate]) -> String {
    // What precedes the last break stays on the line; readline takes a word with the `@` or `$` that it begins with.
    let last = current
        .char_indices()
        .rfind(|(_, letter)| word_breaks.contains(*letter) && !letter.is_whitespace());
    let kept = match last {
        None => 0,
        Some((at, '@' | '$')) => at,
        Some((at, letter)) => at + letter.len_utf8(),
    };
    let begins_alike = |candidate: &Candidate| {
        let value = candidate.value.to_lowercase();
        value.starts_with(&current.to_lowercase())
    };
    let mut lines: Vec<String> = candidates
        .iter()
        .filter_map(|candidate| {
            let value = candidate.value.get(kept..)?;
            let end = if candidate.is_open() { "" } else { " " };
            Some(format!("{}{end}\n", escaped(value)))
        })
        .collect();
    if lines.len() > 1 && !candidates.iter().all(begins_alike) {
        // Bash puts what the candidates have in common in place of the word, which could be less than was typed: with a
        // blank among them it is nothing, and bash only lists them.
        lines.push(" \n".to_owned());
    }
    lines.concat()
}

/// Escapes what bash would not take as a part of the word.
fn escaped(value: &str) -> String {
    let mut text = String::new();
    for letter in value.chars() {
        if letter.is_whitespace() || "\"'\\$`&;|<>()[]{}*?!#~".contains(letter) {
            text.push('\\');
        }
        text.push(letter);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bash_line(line: &str) -> (Vec<String>, String) {
        let line = split(line);
        (line.words, line.current)
    }

    #[test]
    fn a_line_of_bash_is_split_as_bash_does() {
        for (line, words, current) in [
            ("tc3 ", vec![], ""),
            ("tc3 ga", vec![], "ga"),
            ("tc3 gaap  Cr", vec!["gaap"], "Cr"),
            (
                "tc3 --profile 'a b' x\\ y \"q\\\"",
                vec!["--profile", "a b", "x y"],
                "q\"",
            ),
            ("tc3 --output=js", vec![], "--output=js"),
            ("tc3 '' x", vec![""], "x"),
            ("", vec![], ""),
        ] {
            let words: Vec<String> = words.into_iter().map(str::to_owned).collect();
            assert_eq!(bash_line(line), (words, current.to_owned()), "{line}");
        }
    }

    #[test]
    fn bash_gets_what_follows_the_last_break() {
        let candidates = [
            Candidate::new("--output=json", "x"),
            Candidate::new("--output=json-lines", "x"),
        ];
        assert_eq!(bash(" =:", "--output=js", &candidates), "json \njson-lines \n");
        assert_eq!(
            bash(" ", "--output=js", &candidates),
            "--output=json \n--output=json-lines \n"
        );
        let files = [Candidate::new("file://a b/", "")];
        assert_eq!(bash(" =:", "file://a", &files), "//a\\ b/\n");
        let files = [Candidate::new("--X=@body.json", "")];
        assert_eq!(bash(" =@", "--X=@bo", &files), "@body.json \n");
    }

    #[test]
    fn candidates_that_begin_otherwise_never_shorten_the_word() {
        let candidates = [Candidate::new("--AbcBand", ""), Candidate::new("--XyzBand", "")];
        assert!(bash(" ", "--Band", &candidates).ends_with("\n \n"));
        assert_eq!(bash(" ", "--Band", &candidates[..1]), "--AbcBand \n");
    }
}
