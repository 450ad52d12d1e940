//! `tccli configure`: several keys at a time, where `tc3 configure` takes one.
//!
//! What is set goes to the configuration of `tc3`: the files of tccli are read and never written, so that both commands
//! can live side by side.

use std::ffi::OsString;

use super::{Plan, USAGE, refuse};

/// Options that go with each of the keys.
const OPTIONS: [&str; 1] = ["--profile"];

/// Decides what the words after `tccli configure` come to.
pub(super) fn plan(words: &[OsString]) -> Plan {
    let Some((verb, rest)) = words.split_first() else {
        return Plan::Run(vec![vec!["configure".into()]]);
    };
    let (keys, options) = split(rest);
    let line = |verb: &str, words: &[OsString]| [&["configure".into(), verb.into()], words, &options].concat();
    match verb.to_str() {
        Some("set") if keys.is_empty() || keys.len() % 2 == 1 => {
            refuse("configure set takes pairs: NAME VALUE NAME VALUE ..", USAGE)
        }
        Some("set") => Plan::Run(keys.chunks(2).map(|pair| line("set", pair)).collect()),
        Some("get") if !keys.is_empty() => Plan::Run(keys.chunks(1).map(|key| line("get", key)).collect()),
        _ => Plan::Run(vec![[&["configure".into()], words].concat()]),
    }
}

/// The keys and values, and the options with theirs.
fn split(words: &[OsString]) -> (Vec<OsString>, Vec<OsString>) {
    let (mut keys, mut options) = (Vec::new(), Vec::new());
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let text = word.to_string_lossy();
        if !text.starts_with("--") {
            keys.push(word.clone());
            continue;
        }
        options.push(word.clone());
        if OPTIONS.contains(&&*text) {
            options.extend(words.next().cloned());
        }
    }
    (keys, options)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(line: &str) -> Vec<String> {
        let words: Vec<OsString> = line.split_whitespace().map(OsString::from).collect();
        match plan(&words) {
            Plan::Run(lines) => {
                let joined = lines.iter().map(|line| line.join(" ".as_ref()));
                joined.map(|line| line.into_string().unwrap()).collect()
            }
            Plan::Print(..) => panic!("a text"),
            Plan::Refuse(_, code) => vec![code.to_string()],
        }
    }

    #[test]
    fn keys_are_set_and_shown_one_by_one() {
        assert_eq!(lines(""), ["configure"]);
        assert_eq!(
            lines("set region ap-beijing output text --profile p"),
            [
                "configure set region ap-beijing --profile p",
                "configure set output text --profile p"
            ]
        );
        assert_eq!(
            lines("get region output"),
            ["configure get region", "configure get output"]
        );
        assert_eq!(lines("list --profile p"), ["configure list --profile p"]);
        assert_eq!(lines("set region"), ["252"]);
        assert_eq!(lines("set"), ["252"]);
    }
}
