//! What the words before the unfinished one say about it.

use crate::arguments::{OPTIONS, OptionSpec, Takes};

/// Where the unfinished word is.
#[derive(Default)]
pub(super) struct Position<'w> {
    /// The words that are neither options nor their values: service and action, or the names of commands.
    pub(super) names: Vec<&'w str>,
    /// The options that were given, without dashes, with their last values.
    pub(super) options: Vec<Given<'w>>,
    /// Whether the last of `options` may still take the unfinished word.
    pub(super) is_value: bool,
}

/// An option before the unfinished word.
pub(super) struct Given<'w> {
    /// Without dashes, as written.
    pub(super) name: &'w str,
    pub(super) values: Vec<&'w str>,
    /// `None` for a parameter.
    pub(super) global: Option<&'static OptionSpec>,
}

impl<'w> Position<'w> {
    pub(super) fn of(words: &'w [String]) -> Self {
        let mut position = Self::default();
        for word in words {
            position.read(word);
        }
        position
    }

    fn read(&mut self, word: &'w str) {
        if let Some(option) = word.strip_prefix("--") {
            let (name, value) = match option.split_once('=') {
                Some((name, value)) => (name, Some(value)),
                None => (option, None),
            };
            let global = global(name);
            self.is_value = value.is_none() && global.is_none_or(|option| !matches!(option.takes, Takes::Nothing));
            self.options.push(Given {
                name,
                values: value.into_iter().collect(),
                global,
            });
            return;
        }
        match self.options.last_mut().filter(|_| self.is_value) {
            Some(given) => match given.global {
                // A bare one of these takes its value only if that is one.
                Some(option) if matches!(option.takes, Takes::Optional(_)) && !option.values.contains(&word) => {
                    self.is_value = false;
                    self.names.push(word);
                }
                Some(_) => {
                    self.is_value = false;
                    given.values.push(word);
                }
                None => given.values.push(word),
            },
            None => self.names.push(word),
        }
    }

    /// The last value of a global option.
    pub(super) fn option(&self, name: &str) -> Option<&'w str> {
        let given = self.options.iter().rev();
        let mut given = given.filter(|given| given.global.is_some_and(|option| option.name == name));
        given.find_map(|given| given.values.last().copied())
    }
}

/// The global option of this name in any of its spellings, unless it means a parameter.
pub(super) fn global(name: &str) -> Option<&'static OptionSpec> {
    let hyphenated = name.replace('_', "-");
    OPTIONS
        .iter()
        .find(|option| option.name == hyphenated || option.aliases.contains(&name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names_and_value(line: &str) -> (Vec<String>, Option<String>) {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        let position = Position::of(&words);
        let names = position.names.iter().map(|name| (*name).to_owned()).collect();
        let open = position.options.last().filter(|_| position.is_value);
        (names, open.map(|given| given.name.to_owned()))
    }

    #[test]
    fn values_of_options_are_no_names() {
        for (line, names, open) in [
            ("", vec![], None),
            ("gaap", vec!["gaap"], None),
            ("--profile p gaap", vec!["gaap"], None),
            ("--profile=p gaap Create", vec!["gaap", "Create"], None),
            ("--debug gaap", vec!["gaap"], None),
            ("--dry-run gaap", vec!["gaap"], None),
            ("--dry-run curl gaap", vec!["gaap"], None),
            ("gaap A --Ids a b", vec!["gaap", "A"], Some("Ids")),
            ("gaap A --output", vec!["gaap", "A"], Some("output")),
            ("gaap A --output json", vec!["gaap", "A"], None),
        ] {
            assert_eq!(
                names_and_value(line),
                (names.into_iter().map(str::to_owned).collect(), open.map(str::to_owned)),
                "{line}"
            );
        }
    }
}
