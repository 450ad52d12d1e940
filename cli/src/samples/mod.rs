//! Complete programs that make a call, in the languages of those who call: `tc3 code LANG SERVICE ACTION ..`.
//!
//! A sample is a function from an action, its parameters and where it is called to text, a file a language, without a
//! template language: what a program looks like is read off its function. Literals of a language are escaped by one
//! function of that language.

mod command_line;
mod csharp;
mod curl;
mod facts;
mod go;
mod java;
mod json_text;
mod literals;
mod node;
mod parts;
mod php;
mod python;
mod rust;

use base64ct::{Base64, Encoding};
use tc3_catalog::Found;
use tc3_codegen::spec::{ActionFile, Content, ItemType, Member, Service};

use crate::arguments::Site;
use crate::json::Value;

/// What samples are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SampleLanguage {
    /// The generated types of the crate `tc3`.
    Rust,
    /// The crate `tc3-runtime`, with the action by name.
    RustNamed,
    Curl,
    Tc3,
    Tccli,
    Python,
    Node,
    Go,
    Java,
    Php,
    CSharp,
}

/// What a sample calls.
#[derive(Clone, Copy)]
pub(crate) struct SampleInput<'a> {
    pub(crate) found: &'a Found,
    pub(crate) action: &'a ActionFile,
    /// The parameters; one of bytes is null in it.
    pub(crate) body: &'a Value,
    /// The parameters of bytes, of actions that send parts or a raw body.
    pub(crate) binary: &'a [(String, Vec<u8>)],
    pub(crate) region: Option<&'a str>,
    pub(crate) site: Site,
    /// The host that is called, of the site or of an own endpoint, with its port if that is not the usual one:
    /// `gaap.tencentcloudapi.com`.
    pub(crate) host: &'a str,
    /// Whether the host is called without encryption, as a local emulator may be.
    pub(crate) is_plain_http: bool,
}

/// A program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sample {
    pub(crate) code: String,
    /// What the file is called: `main.py`.
    pub(crate) file_name: &'static str,
    /// What has to be said of it, a line each.
    pub(crate) notes: Vec<String>,
}

/// Why there is no sample, for a person: the language cannot call such an action.
pub(crate) type SampleError = String;

impl<'a> SampleInput<'a> {
    /// `gaap`
    fn service(&self) -> &'a str {
        &self.found.service.file.name.value
    }

    /// `2018-05-29`
    fn version(&self) -> &'a str {
        &self.found.service.file.version.value
    }

    /// `CreateProxyGroup`
    fn action_name(&self) -> &'a str {
        &self.action.name.value
    }

    /// `https://gaap.tencentcloudapi.com/`
    fn url(&self) -> String {
        let scheme = if self.is_plain_http { "http" } else { "https" };
        format!("{scheme}://{}/", self.host)
    }

    /// Whether the host is not that of the service and the site.
    fn is_own_endpoint(&self) -> bool {
        let service = &self.found.service.file;
        let own = self.action.host.as_ref().unwrap_or(&service.host);
        let usual = match self.site {
            Site::Cn if own.value.is_empty() => format!("{}.tencentcloudapi.com", self.service()),
            Site::Cn => own.value.clone(),
            Site::Intl => {
                let label = own.value.split('.').next().filter(|label| !label.is_empty());
                format!("{}.intl.tencentcloudapi.com", label.unwrap_or(self.service()))
            }
        };
        self.is_plain_http || self.host != usual
    }

    /// Whether the answer will be a stream of events.
    fn asks_for_events(&self) -> bool {
        self.action.streaming.value && self.body.get("Stream") == Some(&Value::Bool(true))
    }

    /// What the program is, in the words of a comment.
    fn title(&self) -> String {
        let (service, action, version) = (self.service(), self.action_name(), self.version());
        format!("Calls {action} of {service}, version {version}.")
    }

    /// Where the program takes its key from, in the words of a comment, if it needs one.
    fn key_comment(&self) -> Option<&'static str> {
        let comment =
            "The key: TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY, and TENCENTCLOUD_TOKEN if it is temporary.";
        self.action.is_signed().then_some(comment)
    }

    /// The parameters in their order.
    fn members(&self) -> &'a [(String, Value)] {
        match self.body {
            Value::Object(members) => members,
            _ => &[],
        }
    }

    /// Whether a parameter that is given, or a member below one, is of a kind.
    fn holds(&self, is_wanted: impl Fn(&Member) -> bool) -> bool {
        holds(self.body, &self.action.parameters, &self.found.service, &is_wanted)
    }

    /// The path of a member, or an item of a list, that is null, if there is one; a parameter of bytes is none.
    fn null_at(&self) -> Option<String> {
        self.null(true)
    }

    /// The same of members alone.
    fn null_member(&self) -> Option<String> {
        self.null(false)
    }

    fn null(&self, with_items: bool) -> Option<String> {
        let mut members = self.members().iter().filter(|(name, _)| self.bytes_of(name).is_none());
        members.find_map(|(name, value)| null_member(name, value, with_items))
    }

    /// The bytes of a parameter, if it has some.
    fn bytes_of(&self, name: &str) -> Option<&'a [u8]> {
        let parameter = self.binary.iter().find(|(known, _)| known == name);
        parameter.map(|(_, bytes)| bytes.as_slice())
    }

    /// The one parameter of bytes that a raw body is.
    fn raw_body(&self) -> Option<&'a [u8]> {
        let is_raw = self.action.content() == Content::OctetStream;
        self.binary
            .first()
            .filter(|_| is_raw)
            .map(|(_, bytes)| bytes.as_slice())
    }

    /// The headers of an action that sends a raw body, which are its other parameters.
    ///
    /// # Errors
    /// If a parameter has parts, which a header cannot hold.
    fn parameter_headers(&self) -> Result<Vec<(String, String)>, SampleError> {
        let values = self
            .members()
            .iter()
            .filter(|(name, value)| *value != Value::Null && self.bytes_of(name).is_none());
        let headers = values.map(|(name, value)| match plain_text(value) {
            Some(text) => Ok((format!("X-{}-{name}", self.service()), text)),
            None => Err(format!(
                "{name} would be a header, and a list or a structure cannot be one"
            )),
        });
        headers.collect()
    }
}

fn holds(value: &Value, members: &[Member], service: &Service, is_wanted: &dyn Fn(&Member) -> bool) -> bool {
    match value {
        Value::Array(items) => items.iter().any(|item| holds(item, members, service, is_wanted)),
        Value::Object(entries) => entries.iter().any(|(name, value)| {
            let Some(member) = members.iter().find(|member| member.name.value == *name) else {
                return false;
            };
            let below = match service.type_of(member).item {
                ItemType::Named(name) => service.type_named(name).and_then(|named| named.members.as_deref()),
                _ => None,
            };
            is_wanted(member) || below.is_some_and(|below| holds(value, below, service, is_wanted))
        }),
        _ => false,
    }
}

/// The path of a member that is null, if there is one.
fn null_member(name: &str, value: &Value, with_items: bool) -> Option<String> {
    let below = match value {
        Value::Null => return Some(name.to_owned()),
        Value::Object(members) => members
            .iter()
            .find_map(|(name, value)| null_member(name, value, with_items)),
        Value::Array(items) => {
            let mut items = items.iter().enumerate();
            items.find_map(|(index, item)| match item {
                Value::Null if !with_items => None,
                item => null_member(&index.to_string(), item, with_items),
            })
        }
        _ => None,
    };
    below.map(|path| format!("{name}.{path}"))
}

/// A scalar as the text that a part or a header holds.
fn plain_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.clone()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

fn base64(bytes: &[u8]) -> String {
    Base64::encode_string(bytes)
}

/// The bytes in base64, in lines of 64 characters.
fn base64_lines(bytes: &[u8]) -> Vec<String> {
    // 48 bytes are 64 characters.
    bytes.chunks(48).map(Base64::encode_string).collect()
}

impl SampleLanguage {
    /// All of them, with the names that the command line and the Explorer have for them.
    pub(crate) const ALL: [(&'static str, Self); 11] = [
        ("rust", Self::Rust),
        ("rust-named", Self::RustNamed),
        ("curl", Self::Curl),
        ("tc3", Self::Tc3),
        ("tccli", Self::Tccli),
        ("python", Self::Python),
        ("node", Self::Node),
        ("go", Self::Go),
        ("java", Self::Java),
        ("php", Self::Php),
        ("csharp", Self::CSharp),
    ];

    /// What a person calls it.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Rust => "Rust, typed",
            Self::RustNamed => "Rust, by name",
            Self::Curl => "curl",
            Self::Tc3 => "tc3",
            Self::Tccli => "tccli",
            Self::Python => "Python",
            Self::Node => "Node.js",
            Self::Go => "Go",
            Self::Java => "Java",
            Self::Php => "PHP",
            Self::CSharp => "C#",
        }
    }

    /// Whether programs of the language read streams of events.
    fn reads_events(self) -> bool {
        !matches!(self, Self::Rust | Self::RustNamed | Self::Tc3 | Self::Tccli)
    }
}

/// Writes the program that makes a call.
///
/// # Errors
/// If the language has no way to make it.
pub(crate) fn sample(language: SampleLanguage, input: SampleInput<'_>) -> Result<Sample, SampleError> {
    if input.asks_for_events() && !language.reads_events() {
        return Err(
            "the answer is a stream of events, which it does not read: give Stream as false, or take curl, Python or Go"
                .to_owned(),
        );
    }
    let mut sample = match language {
        SampleLanguage::Rust => rust::typed::sample(input),
        SampleLanguage::RustNamed => rust::named::sample(input),
        SampleLanguage::Curl => curl::sample(input),
        SampleLanguage::Tc3 => command_line::tc3::sample(input),
        SampleLanguage::Tccli => command_line::tccli::sample(input),
        SampleLanguage::Python => python::sample(input),
        SampleLanguage::Node => node::sample(input),
        SampleLanguage::Go => go::sample(input),
        SampleLanguage::Java => java::sample(input),
        SampleLanguage::Php => php::sample(input),
        SampleLanguage::CSharp => csharp::sample(input),
    }?;
    if input.holds(Member::is_secret) {
        sample.notes.push(SECRET_NOTE.to_owned());
    }
    Ok(sample)
}

const SECRET_NOTE: &str = "a secret parameter is in the program as it was given: show it to nobody";
