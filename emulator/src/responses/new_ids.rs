//! Decides which values of a documented example are IDs, and gives each a new value.
//!
//! An example shows the same ID each time, so that two calls would create one resource. What is an ID shows in the name of
//! its member and in its form: `InstanceId`, `TaskIds` or `FlowID` with `ins-9j3k2m1x`, `ins-********`, 177736, a UUID or
//! other letters mixed with digits. A word is one only if an action has created what it names. No number is one that
//! belongs to something that exists anyway, such as a region, a project or an account.
//!
//! A value that occurs twice gets one new value. An ID that the example's request has and its response repeats becomes
//! the one that this request has.

use std::collections::HashMap;

use fastrand::Rng;
use tc3_codegen::spec::{Json, JsonValue};

use super::ids;

/// Names of IDs, without `Id`, of what exists before any request: the ends of them.
const PERMANENT: [&str; 17] = [
    "Account", "App", "CVE", "Category", "City", "Country", "Cve", "ISP", "Isp", "Level", "Owner", "Project",
    "Province", "Region", "Type", "User", "Zone",
];

/// Fewer digits are a number of a list rather than an ID, except of what an action has just created.
const MIN_DIGITS: usize = 4;

/// The level below the response down to which a short number is that of something created.
const MAX_LEVEL_OF_CREATED: usize = 2;

/// The digits of a new number, at least: fewer would repeat.
const MIN_NEW_DIGITS: usize = 6;

/// The most digits that an integer has room for.
const MAX_NUMBER_DIGITS: usize = 18;

/// The least characters of an ID that has no prefix.
const MIN_MIXED_CHARS: usize = 8;

/// The least characters of an ID after its prefix.
const MIN_CHARS_AFTER_PREFIX: usize = 3;

/// The least characters of a text that is replaced in members that are not named like IDs.
const MIN_TEXT_ELSEWHERE: usize = 6;

/// The characters that documentation masks an ID with, in runs of at least this length.
const MASKS: [&str; 3] = ["*", "x", "X"];
const MIN_MASK: usize = 3;

/// The new values for the IDs of one example.
#[derive(Default)]
pub(super) struct NewIds {
    /// By the value in the example.
    by_text: HashMap<String, String>,
    /// By the name of the member and the value in the example's request.
    requested: HashMap<(String, String), String>,
}

/// A documented example, and the request that is answered from it.
pub(super) struct Answered<'a> {
    pub(super) request: Option<&'a Json>,
    pub(super) response: &'a Json,
    pub(super) body: &'a Json,
    pub(super) is_read_only: bool,
}

impl NewIds {
    /// Finds the IDs of an example, and takes their new values from the request or else from `rng`.
    pub(super) fn of(answered: &Answered<'_>, rng: &mut Rng) -> Self {
        let mut new_ids = Self::default();
        if let Some(request) = answered.request {
            new_ids.pair("", request, answered.body);
        }
        let mut finder = Finder {
            new_ids: &mut new_ids,
            rng,
            is_read_only: answered.is_read_only,
        };
        finder.find("", answered.response, 0);
        new_ids
    }

    /// The new value for `text`, the value of the member `name` in the example.
    pub(super) fn get(&self, name: &str, text: &str) -> Option<&str> {
        let named = id_name(name);
        let requested = named.and_then(|name| self.requested.get(&(name.to_owned(), text.to_owned())));
        let found = requested.or_else(|| {
            let is_sure = named.is_some() || is_unmistakable(text);
            self.by_text.get(text).filter(|_| is_sure)
        });
        found.map(String::as_str)
    }

    /// Pairs the IDs of the example's request with those of the request that is answered.
    fn pair(&mut self, name: &str, example: &Json, sent: &Json) {
        match (&example.value, &sent.value) {
            (JsonValue::Object(entries), JsonValue::Object(_)) => {
                for entry in entries {
                    if let Some(sent) = sent.get(&entry.name) {
                        self.pair(&entry.name, &entry.value, sent);
                    }
                }
            }
            (JsonValue::Array(items), JsonValue::Array(sent)) => {
                items
                    .iter()
                    .zip(sent)
                    .for_each(|(example, sent)| self.pair(name, example, sent));
            }
            _ => {
                if let (Some(name), Some(example), Some(sent)) = (id_name(name), scalar(example), scalar(sent)) {
                    let key = (name.to_owned(), example.to_owned());
                    self.requested.entry(key).or_insert_with(|| sent.to_owned());
                    if is_unmistakable(example) {
                        let by_text = self.by_text.entry(example.to_owned());
                        by_text.or_insert_with(|| sent.to_owned());
                    }
                }
            }
        }
    }
}

/// Finds the IDs in the response of an example.
struct Finder<'f> {
    new_ids: &'f mut NewIds,
    rng: &'f mut Rng,
    is_read_only: bool,
}

impl Finder<'_> {
    fn find(&mut self, name: &str, json: &Json, level: usize) {
        match &json.value {
            JsonValue::Object(entries) => {
                for entry in entries {
                    self.find(&entry.name, &entry.value, level + 1);
                }
            }
            JsonValue::Array(items) => items.iter().for_each(|item| self.find(name, item, level)),
            _ => {
                if let Some(text) = scalar(json)
                    && !self.new_ids.by_text.contains_key(text)
                    && let Some(new) = self.renewed(name, text, level)
                {
                    self.new_ids.by_text.insert(text.to_owned(), new);
                }
            }
        }
    }

    /// A new value for `text` if it is an ID.
    fn renewed(&mut self, name: &str, text: &str, level: usize) -> Option<String> {
        let named = id_name(name);
        let is_renewable = named.is_some_and(is_renewable);
        if let Some(prefix) = ids::prefix_of_resource_id(text, is_renewable) {
            return Some(ids::resource_id(self.rng, prefix, ids::SUFFIX_LENGTH));
        }
        let is_word = text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_*".contains(&byte));
        if named.is_none() || !is_word {
            return None;
        }
        if is_number(text) {
            let is_created = !self.is_read_only && level <= MAX_LEVEL_OF_CREATED;
            let is_id = is_renewable && (text.len() >= MIN_DIGITS || is_created) && text.parse() != Ok(0_u64);
            return is_id.then(|| digits(self.rng, text.len().max(MIN_NEW_DIGITS)));
        }
        let unmasked = self.unmasked(text, is_renewable);
        unmasked.or_else(|| self.mixed(text, is_renewable)).or_else(|| {
            // A word is the ID of what an action has created nevertheless.
            let is_created = !self.is_read_only && level == 1 && is_renewable;
            is_created.then(|| {
                let (prefix, own) = split_prefix(text);
                format!("{prefix}{}", self.like(&"z".repeat(own.len().max(MIN_MIXED_CHARS))))
            })
        })
    }

    /// The new value for a UUID, or for letters mixed with digits that follow on a prefix if there is one.
    fn mixed(&mut self, text: &str, is_renewable: bool) -> Option<String> {
        if is_uuid(text) {
            return Some(self.like(text));
        }
        let (prefix, own) = split_prefix(text);
        let least = if prefix.is_empty() {
            MIN_MIXED_CHARS
        } else {
            MIN_CHARS_AFTER_PREFIX
        };
        // `CVE-2024-0727` has a name of its own.
        let is_name = prefix.starts_with(|letter: char| letter.is_ascii_uppercase());
        let has_digit = own.bytes().any(|byte| byte.is_ascii_digit()) && !own.contains('*');
        let is_id = has_digit && own.len() >= least && !is_name && (is_renewable || !is_number(own));
        is_id.then(|| format!("{prefix}{}", self.like(own)))
    }

    /// `text` with a letter or a digit for each character of its mask, if it is masked.
    fn unmasked(&mut self, text: &str, is_renewable: bool) -> Option<String> {
        let mask = mask(text)?;
        let mut rest = text.bytes().filter(|byte| *byte != mask);
        let is_number = rest.clone().all(|byte| byte.is_ascii_digit());
        // A mask alone says nothing of the length.
        if rest.next().is_none() {
            return is_renewable.then(|| self.like(&"z".repeat(text.len().max(MIN_MIXED_CHARS))));
        }
        let radix = if is_number { 10 } else { 36 };
        let letters = text.bytes().map(|byte| match byte {
            byte if byte != mask => char::from(byte),
            b'X' => self.rng.digit(radix).to_ascii_uppercase(),
            _ => self.rng.digit(radix).to_ascii_lowercase(),
        });
        (is_renewable || !is_number).then(|| letters.collect())
    }

    /// Other letters and digits of the same kinds.
    fn like(&mut self, text: &str) -> String {
        let has = |is_kind: fn(&u8) -> bool| text.bytes().any(|byte| is_kind(&byte));
        let (lower, upper) = (has(u8::is_ascii_lowercase), has(u8::is_ascii_uppercase));
        let is_hexadecimal = text.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit());
        let radix = match (lower || upper, is_hexadecimal) {
            (false, _) => 10,
            (true, true) => 16,
            (true, false) => 36,
        };
        let letters = text.chars().map(|letter| match letter {
            '-' => '-',
            letter if lower && upper => self.like_letter(letter),
            _ if upper => self.rng.digit(radix).to_ascii_uppercase(),
            _ => self.rng.digit(radix).to_ascii_lowercase(),
        });
        letters.collect()
    }

    fn like_letter(&mut self, letter: char) -> char {
        match letter {
            '0'..='9' => self.rng.digit(10),
            'A'..='Z' => self.rng.uppercase(),
            _ => self.rng.lowercase(),
        }
    }
}

/// The text up to the last hyphen or underscore, and the rest of it.
fn split_prefix(text: &str) -> (&str, &str) {
    let end = text.rfind(['-', '_']).map_or(0, |at| at + 1);
    text.split_at(end)
}

/// A new number of this many digits, at most as many as an integer has room for.
pub(super) fn digits(rng: &mut Rng, length: usize) -> String {
    let length = length.min(MAX_NUMBER_DIGITS);
    let first = rng.u32(1..=9).to_string();
    let rest = std::iter::repeat_with(|| rng.digit(10)).take(length.saturating_sub(1));
    first + &rest.collect::<String>()
}

/// `InstanceId` for the names `InstanceId`, `InstanceIds`, `InstanceIdSet` and `InstanceIdList`; `None` for a name of
/// something else.
pub(super) fn id_name(name: &str) -> Option<&str> {
    let items = name.strip_suffix("Set").or(name.strip_suffix("List")).unwrap_or(name);
    let one = items.strip_suffix('s').unwrap_or(items);
    (one.ends_with("Id") || one.ends_with("ID")).then_some(one)
}

/// Whether the ID with this name is that of something which requests create.
pub(super) fn is_renewable(id_name: &str) -> bool {
    let kind = &id_name[..id_name.len() - "Id".len()];
    !PERMANENT.iter().any(|end| kind.ends_with(end))
}

fn scalar(json: &Json) -> Option<&str> {
    match &json.value {
        JsonValue::String(text) | JsonValue::Number(text) if !text.is_empty() => Some(text),
        _ => None,
    }
}

/// Whether a text is hardly anything but an ID, whatever its member is called.
fn is_unmistakable(text: &str) -> bool {
    text.len() >= MIN_TEXT_ELSEWHERE
        && text.bytes().any(|byte| byte.is_ascii_digit())
        && text.bytes().any(|byte| byte.is_ascii_alphabetic())
}

/// The character that masks a part of `text`, if one does.
fn mask(text: &str) -> Option<u8> {
    let is_masked = |mask: &&str| text.contains(&mask.repeat(MIN_MASK)) || split_prefix(text).1 == mask.repeat(2);
    MASKS.into_iter().find(is_masked).and_then(|mask| mask.bytes().next())
}

fn is_number(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_uuid(text: &str) -> bool {
    let groups = text.split('-').map(str::len);
    groups.eq([8, 4, 4, 4, 12]) && text.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use fastrand::Rng;
    use tc3_codegen::spec::Json;

    use super::{Answered, NewIds, id_name};

    fn parsed(text: &str) -> Json {
        Json::parse(text).expect("JSON")
    }

    /// The new value for the only member of a response.
    fn renewed(name: &str, value: &str, is_read_only: bool) -> Option<String> {
        let text = value.trim_matches('"');
        let response = parsed(&format!("{{\"{name}\": {value}}}"));
        let answered = Answered {
            request: None,
            response: &response,
            body: &parsed("{}"),
            is_read_only,
        };
        let new_ids = NewIds::of(&answered, &mut Rng::with_seed(1));
        new_ids.get(name, text).map(str::to_owned)
    }

    /// The form of a text, `m3-95`: for each word `9` if it has only digits, or else `m`, and its length.
    fn form(text: &str) -> String {
        let words = text.split('-').map(|word| {
            let is_number = word.bytes().all(|byte| byte.is_ascii_digit());
            format!("{}{}", if is_number { '9' } else { 'm' }, word.len())
        });
        words.collect::<Vec<_>>().join("-")
    }

    #[test]
    fn ids_in_every_documented_form_are_renewed() {
        for (name, value, expected) in [
            ("InstanceId", "\"ins-9j3k2m1x\"", "m3-m8"),
            ("InstanceId", "\"ins-xxxxxxxx\"", "m3-m8"),
            ("InstanceIds", "\"ins-********\"", "m3-m8"),
            ("InstanceId", "\"***\"", "m8"),
            ("ClientId", "\"xxx\"", "m8"),
            ("FileId", "\"528xx125\"", "m8"),
            ("TaskId", "\"2022072xxxx992850\"", "917"),
            ("InstanceID", "\"XXXX\"", "m8"),
            ("TaskId", "177736", "96"),
            ("TaskId", "\"177736\"", "96"),
            ("FlowId", "1234", "96"),
            ("DocId", "\"2095797834220731520\"", "918"),
            ("TaskId", "\"19a021f8-dff3-4890-8e7a-ed5054e22e49\"", "m8-m4-m4-m4-m12"),
            ("FlowLogId", "\"fl-2edhcclz9\"", "m2-m9"),
            ("PolicyId", "\"gsp-123456\"", "m3-96"),
            ("RuleIdList", "\"sr-ishgwan1\"", "m2-m8"),
            ("FileSystemId", "\"f4mnvilzmdd1\"", "m12"),
            ("ProductID", "\"EQPOKD5111\"", "m10"),
            ("NodeId", "\"165bc741b8f9e929b382a6ea14ce8e9d243b4ad9\"", "m40"),
            ("AnythingElse", "\"lg-negxun2x\"", "m2-m8"),
            ("ZoneId", "\"zone-8bu6nf2gwsax\"", "m4-m12"),
            ("FlowGroupId", "\"yDwiSUUg0e3wmkUyoVjXzyZbNlhaVk85\"", "m32"),
            ("CronJobId", "\"cron-xx\"", "m4-m2"),
            ("UserId", "\"53e25c3****************e4eb5bd1\"", "m31"),
            ("SerialId", "\"set_1616743781_36017514\"", "m23"),
        ] {
            let new = renewed(name, value, true);
            let found = new.as_deref().map(form);
            assert_eq!(found.as_deref(), Some(expected), "{name} {value}: {new:?}");
            assert_ne!(new.as_deref(), Some(value.trim_matches('"')));
        }
    }

    #[test]
    fn words_and_the_ids_of_what_exists_anyway_stay() {
        for (name, value) in [
            ("RegionId", "\"ap-shanghai\""),
            ("ZoneId", "100002"),
            ("ZoneId", "\"ap-shanghai-100\""),
            ("ProjectId", "1234567"),
            ("AppId", "1256299843"),
            ("OsTypeId", "4901"),
            ("CveID", "\"CVE-2024-0727\""),
            ("TenantId", "\"tenantId\""),
            ("ProvinceId", "\"china-south-guangdong\""),
            ("PluginId", "\"grafana-piechart-panel\""),
            ("GatewayId", "\"10.0.16.4\""),
            (
                "ImageId",
                "\"sha256:052794134d434bc2db0775211589beb372412af333a262dbf7977d28ec8d2142\"",
            ),
            ("LineId", "\"20=28\""),
            ("AppId", "\"12510***\""),
            ("StepId", "\"ComponentId_9\""),
            ("BigDealId", "\"大订单号no\""),
            ("TaskId", "12"),
            ("TaskId", "\"0000\""),
            ("TaskId", "-1"),
            ("TaskId", "null"),
            ("Total", "177736"),
            ("Paid", "177736"),
        ] {
            assert_eq!(renewed(name, value, true), None, "{name} {value}");
        }
    }

    #[test]
    fn a_small_number_or_a_word_is_the_id_of_what_was_created() {
        assert_eq!(renewed("TaskId", "12", false).map(|new| new.len()), Some(6));
        assert_eq!(renewed("TaskId", "0", false), None);
        assert_eq!(renewed("TaskId", "\"abc\"", false).map(|new| new.len()), Some(8));
        assert_eq!(
            renewed("TaskId", "\"task-abcdefg\"", false).map(|new| new.len()),
            Some(13)
        );
        assert_eq!(renewed("RegionId", "\"Shanghai\"", false), None);
        assert_eq!(renewed("ProjectId", "12", false), None);
    }

    #[test]
    fn a_value_that_occurs_twice_gets_one_new_value() {
        let response = parsed(
            r#"{"Response": {"TaskId": 177736, "Tasks": [{"TaskId": "177736", "Name": "177736"}], "FileId": "f4mnvilzmdd1",
                "Path": "f4mnvilzmdd1"}}"#,
        );
        let answered = Answered {
            request: None,
            response: &response,
            body: &parsed("{}"),
            is_read_only: true,
        };
        let new_ids = NewIds::of(&answered, &mut Rng::with_seed(1));
        assert_ne!(new_ids.get("TaskId", "177736"), None);
        assert_eq!(new_ids.get("ParentTaskIds", "177736"), new_ids.get("TaskId", "177736"));
        assert_eq!(new_ids.get("Name", "177736"), None);
        assert_ne!(new_ids.get("Path", "f4mnvilzmdd1"), None);
        assert_eq!(
            new_ids.get("Path", "f4mnvilzmdd1"),
            new_ids.get("FileId", "f4mnvilzmdd1")
        );
    }

    #[test]
    fn an_id_of_the_request_is_the_one_that_was_sent() {
        let (example, sent) = (
            parsed(r#"{"TaskId": 1, "InstanceIds": ["ins-9j3k2m1x", "ins-aaaaaaaa"], "ProjectId": "0"}"#),
            parsed(r#"{"TaskId": 42, "InstanceIds": ["mine"], "ProjectId": 7}"#),
        );
        let response = parsed(r#"{"TaskId": 1, "InstanceId": "ins-9j3k2m1x", "Other": "ins-aaaaaaaa", "ZoneId": 0}"#);
        let answered = Answered {
            request: Some(&example),
            response: &response,
            body: &sent,
            is_read_only: false,
        };
        let new_ids = NewIds::of(&answered, &mut Rng::with_seed(1));
        assert_eq!(new_ids.get("TaskId", "1"), Some("42"));
        assert_eq!(new_ids.get("InstanceId", "ins-9j3k2m1x"), Some("mine"));
        assert_eq!(new_ids.get("ResourceName", "ins-9j3k2m1x"), Some("mine"));
        assert_eq!(new_ids.get("ProjectId", "0"), Some("7"));
        assert_eq!(new_ids.get("ZoneId", "0"), None);
        assert_ne!(new_ids.get("InstanceId", "ins-aaaaaaaa"), Some("mine"));
    }

    #[test]
    fn names_of_ids_are_recognized() {
        for name in ["InstanceId", "InstanceIds", "InstanceIdSet", "InstanceIdList"] {
            assert_eq!(id_name(name), Some("InstanceId"), "{name}");
        }
        assert_eq!(id_name("TaskIDs"), Some("TaskID"));
        assert_eq!(id_name("Id"), Some("Id"));
        for name in ["Paid", "Valid", "Identity", "TaskIdentifier", ""] {
            assert_eq!(id_name(name), None, "{name}");
        }
    }
}
