//! Recognizes the placeholder for the common parameters, which documented requests print in place of a region, a
//! signature and the like.
//!
//! The two editions of the metadata and the pages spell it in more than a dozen ways: in either language, of one or of
//! several parameters, with and without `request`, misspelled, with angle brackets or without them.

use std::borrow::Cow;

/// The placeholder without spaces and in small letters, the longer spelling before one that it starts with.
const SPELLINGS: [&str; 12] = [
    "commonrequestparameters",
    "commonrequestparameter",
    "commonrequestparams",
    "commonrequestparam",
    "commonparameters",
    "commonparameter",
    "commonparamters",
    "commonparamter",
    "commonparams",
    "commonparam",
    "公共请求参数",
    "公共参数",
];
/// Words that an author put before it or after it.
const BEFORE: [&str; 3] = ["其他", "other", "the"];
const AFTER: &str = "与tc3签名";

/// Returns a part of a query, `name=value`, without the placeholder at its end, which is often all of it.
pub(super) fn without_placeholder(part: &str) -> &str {
    if is_placeholder(part) {
        return "";
    }
    let opening = part.rmatch_indices('<').map(|(at, _)| at);
    let mut placeholders = opening.filter(|at| part.get(*at..).is_some_and(starts_with_bracketed));
    placeholders
        .next()
        .and_then(|at| part.get(..at))
        .map_or(part, str::trim_end)
}

/// Whether `text` is the placeholder and nothing else.
pub(super) fn is_placeholder(text: &str) -> bool {
    let text = text.trim();
    let text = text.strip_suffix("{}").unwrap_or(text).trim();
    is_name(text.trim_start_matches('<').trim_end_matches('>'))
}

/// Whether `text` starts with the placeholder in angle brackets.
fn starts_with_bracketed(text: &str) -> bool {
    let inside = text.strip_prefix('<').and_then(|rest| rest.split_once('>'));
    inside.is_some_and(|(inside, _)| is_name(inside))
}

fn is_name(text: &str) -> bool {
    const LONGEST: usize = 40;
    if text.chars().count() > LONGEST {
        return false;
    }
    let letters = text.chars().filter(|letter| !letter.is_whitespace());
    let plain: String = letters.flat_map(char::to_lowercase).map(simplified_letter).collect();
    let plain = BEFORE
        .iter()
        .find_map(|word| plain.strip_prefix(word))
        .unwrap_or(&plain);
    let rest = SPELLINGS.iter().find_map(|spelling| plain.strip_prefix(spelling));
    rest.is_some_and(|rest| rest.is_empty() || rest == AFTER)
}

/// Returns `text` with the traditional characters of labels in place of the simplified ones that the vendor uses most.
pub(super) fn simplified(text: &str) -> Cow<'_, str> {
    if text.chars().all(|letter| simplified_letter(letter) == letter) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.chars().map(simplified_letter).collect())
    }
}

fn simplified_letter(letter: char) -> char {
    let pair = SIMPLIFIED.iter().find(|(traditional, _)| *traditional == letter);
    pair.map_or(letter, |(_, simplified)| *simplified)
}

/// The characters of labels that are written differently in traditional Chinese.
const SIMPLIFIED: [(char, char); 42] = [
    ('參', '参'),
    ('數', '数'),
    ('稱', '称'),
    ('選', '选'),
    ('類', '类'),
    ('錯', '错'),
    ('誤', '误'),
    ('碼', '码'),
    ('說', '说'),
    ('説', '说'),
    ('請', '请'),
    ('輸', '输'),
    ('應', '应'),
    ('響', '响'),
    ('範', '范'),
    ('頻', '频'),
    ('級', '级'),
    ('認', '认'),
    ('預', '预'),
    ('設', '设'),
    ('為', '为'),
    ('開', '开'),
    ('發', '发'),
    ('資', '资'),
    ('據', '据'),
    ('結', '结'),
    ('構', '构'),
    ('簽', '签'),
    ('與', '与'),
    ('樣', '样'),
    ('傳', '传'),
    ('遞', '递'),
    ('僅', '仅'),
    ('對', '对'),
    ('業', '业'),
    ('務', '务'),
    ('須', '须'),
    ('義', '义'),
    ('廢', '废'),
    ('棄', '弃'),
    ('該', '该'),
    ('處', '处'),
];

#[cfg(test)]
mod tests {
    use super::{is_placeholder, simplified, without_placeholder};

    #[test]
    fn every_spelling_of_the_metadata_is_the_placeholder() {
        for text in [
            "<公共请求参数>",
            "公共请求参数",
            "公共请求参数 >",
            "<公共参数>",
            "<公共請求參數>",
            "<其他公共请求参数与 TC3 签名>",
            "<公共请求参数> {}",
            "<Common request parameters>",
            "<common request parameters>",
            "<Common Request Parameters>",
            "<Common Request Parameter>",
            "<Common request parameter>\n",
            "<common request parameter>",
            "<Common Parameter>",
            "<Common Paramter>",
            "Common request parameters",
            "<Common Params>",
        ] {
            assert!(is_placeholder(text), "{text}");
            assert_eq!(without_placeholder(text), "", "{text}");
        }
        for text in [
            "",
            "Common",
            "CommonName",
            "Common parameters of Name=1",
            "<Name>",
            "<>",
        ] {
            assert!(!is_placeholder(text), "{text}");
        }
    }

    #[test]
    fn a_parameter_before_the_placeholder_is_kept() {
        for (part, expected) in [
            ("Limit=1\n<Common request parameters>", "Limit=1"),
            ("Limit=1<公共请求参数>\n", "Limit=1"),
            ("Content=<common sense>", "Content=<common sense>"),
            ("Filter=a<b", "Filter=a<b"),
            ("名=值", "名=值"),
        ] {
            assert_eq!(without_placeholder(part), expected, "{part}");
        }
    }

    #[test]
    fn labels_of_traditional_characters_are_simplified() {
        assert_eq!(simplified("參數名稱"), "参数名称");
        assert_eq!(simplified("錯誤碼"), "错误码");
        assert!(matches!(simplified("Name 类型"), std::borrow::Cow::Borrowed(_)));
    }
}
