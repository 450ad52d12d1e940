//! How well a name fits what is looked for.

use crate::lower::snake_case;

/// How a name or its description fits; the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Likeness {
    /// The words are the name.
    Exact,
    /// The name begins with them.
    Prefix,
    /// Each is a word of the name.
    Words,
    /// Each is in the name.
    Substring,
    /// Each is in the name or its description.
    Description,
}

/// Words to look for, in any case and order.
pub(super) struct Query {
    words: Vec<String>,
    /// The words without spaces, as a name has them.
    joined: String,
}

impl Query {
    /// Words with spaces in them are several.
    pub(super) fn of(words: &[String]) -> Self {
        let words: Vec<String> = words
            .iter()
            .flat_map(|word| word.split_whitespace())
            .map(str::to_lowercase)
            .collect();
        Self {
            joined: words.concat(),
            words,
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// `None` if it does not fit.
    pub(super) fn likeness(&self, name: &str, description: &str) -> Option<Likeness> {
        let lower = name.to_lowercase();
        if lower == self.joined {
            return Some(Likeness::Exact);
        }
        if lower.starts_with(&self.joined) {
            return Some(Likeness::Prefix);
        }
        let mut words = self.words.iter();
        if words.clone().all(|word| lower.contains(word)) {
            let of_name = snake_case(name);
            let of_name: Vec<&str> = of_name.split('_').collect();
            return Some(match words.all(|word| of_name.contains(&word.as_str())) {
                true => Likeness::Words,
                false => Likeness::Substring,
            });
        }
        if description.is_empty() {
            return None;
        }
        let description = description.to_lowercase();
        let fits = words.all(|word| description.contains(word) || lower.contains(word));
        fits.then_some(Likeness::Description)
    }
}

#[cfg(test)]
mod tests {
    use super::{Likeness, Query};

    #[test]
    fn names_fit_better_than_descriptions() {
        let cases = [
            ("CreateProxyGroup", "create proxy group", Some(Likeness::Exact)),
            ("CreateProxyGroup", "CREATEPROXY", Some(Likeness::Prefix)),
            ("CreateProxyGroup", "group proxy", Some(Likeness::Words)),
            ("CreateProxyGroup", "roxy", Some(Likeness::Substring)),
            ("DescribeSubnetIDs", "ids", Some(Likeness::Words)),
            ("CreateProxyGroup", "makes group", Some(Likeness::Description)),
            ("CreateProxyGroup", "makes groups", None),
        ];
        for (name, words, expected) in cases {
            let query = Query::of(&[words.to_owned()]);
            assert_eq!(query.likeness(name, "Makes one."), expected, "{name}: {words}");
        }
    }
}
