//! What the client has to know of an action, from its declaration.

use tc3_catalog::Found;
use tc3_codegen::spec::{ActionFile, Content, ItemType, Member};
use tc3_runtime::NamedCall;

use crate::error::CliError;

/// Names of actions that only read begin with one of these words.
const READING: [&str; 7] = ["Describe", "List", "Get", "Query", "Inquir", "Check", "Search"];

/// What the client has to know of an action; each is a method of [`NamedCall`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fact {
    Host(String),
    RegionRequired,
    ReadOnly,
    RateLimit(u32),
    Unsigned,
    Multipart,
    OctetStream,
    ClientToken,
    OwnError,
}

impl Fact {
    fn add_to(call: NamedCall, fact: Self) -> NamedCall {
        match fact {
            Self::Host(host) => call.host(host),
            Self::RegionRequired => call.region_required(),
            Self::ReadOnly => call.read_only(),
            Self::RateLimit(rate) => call.rate_limit(rate),
            Self::Unsigned => call.unsigned(),
            Self::Multipart => call.multipart(),
            Self::OctetStream => call.octet_stream(),
            Self::ClientToken => call.client_token(),
            Self::OwnError => call.own_error(),
        }
    }
}

/// An action with what is known of it.
pub(crate) struct Target<'a> {
    pub(crate) found: &'a Found,
    pub(crate) action: &'a ActionFile,
}

impl<'a> Target<'a> {
    pub(crate) fn new(found: &'a Found) -> Result<Self, CliError> {
        let action = found.action();
        let action = action.ok_or_else(|| CliError::input("the action is not there"))?;
        Ok(Self { found, action })
    }

    /// `gaap CreateProxyGroup`
    pub(crate) fn label(&self) -> String {
        format!("{} {}", self.found.service.file.name.value, self.action.name.value)
    }

    /// The call, with parameters of bytes.
    ///
    /// It is marked as one that only reads, so that the client repeats what may have been carried out, only if a spec
    /// says so: a catalog goes by the name.
    pub(crate) fn call(&self, binary: &[(String, Vec<u8>)]) -> NamedCall {
        let service = &self.found.service.file;
        let call = NamedCall::new(&*service.name.value, &*service.version.value, &*self.action.name.value);
        let call = self.facts().into_iter().fold(call, Fact::add_to);
        let add = |call: NamedCall, (name, bytes): &(String, Vec<u8>)| call.binary(name.as_str(), bytes.clone());
        binary.iter().fold(call, add)
    }

    /// What the client has to know of the action, apart from its names.
    pub(crate) fn facts(&self) -> Vec<Fact> {
        let (service, action) = (&self.found.service.file, self.action);
        let host = &action.host.as_ref().unwrap_or(&service.host).value;
        let rate = action.rate_limit.as_ref();
        let content = match action.content() {
            Content::Json => None,
            Content::Multipart => Some(Fact::Multipart),
            Content::OctetStream => Some(Fact::OctetStream),
        };
        let has_token = member(&action.parameters, "ClientToken").is_some_and(is_text);
        let reads = self.found.is_from_spec && action.is_read_only();
        let facts = [
            (!host.is_empty()).then(|| Fact::Host(host.clone())),
            action.region_required.then_some(Fact::RegionRequired),
            reads.then_some(Fact::ReadOnly),
            rate.map(|rate| Fact::RateLimit(u32::try_from(rate.value).unwrap_or(u32::MAX))),
            (!action.is_signed()).then_some(Fact::Unsigned),
            content,
            has_token.then_some(Fact::ClientToken),
            member(&action.output, "Error").map(|_| Fact::OwnError),
        ];
        facts.into_iter().flatten().collect()
    }

    /// Whether carrying the action out twice changes nothing, as far as its declaration or its name tells.
    pub(crate) fn only_reads(&self) -> bool {
        self.action.is_read_only() || name_only_reads(&self.action.name.value)
    }
}

/// Whether the name of an action says that it only reads.
pub(crate) fn name_only_reads(name: &str) -> bool {
    READING.iter().any(|word| begins_with(name, word))
}

/// Whether a name begins with this word, and not with a longer one: `Check` begins `CheckProxy` and not `Checkout`.
pub(crate) fn begins_with(name: &str, word: &str) -> bool {
    let rest = name.strip_prefix(word);
    // `Inquir` is the beginning of both `Inquire` and `Inquiry`.
    rest.is_some_and(|rest| word == "Inquir" || !rest.starts_with(|next: char| next.is_ascii_lowercase()))
}

pub(crate) fn member<'a>(members: &'a [Member], name: &str) -> Option<&'a Member> {
    members.iter().find(|member| member.name.value == name)
}

pub(crate) fn is_text(member: &Member) -> bool {
    let declared = member.type_ref();
    !declared.list && declared.item == ItemType::String
}

#[cfg(test)]
mod tests {
    use super::begins_with;

    #[test]
    fn a_longer_word_is_another_one() {
        assert!(begins_with("DescribeProxies", "Describe") && begins_with("InquiryPrice", "Inquir"));
        assert!(!begins_with("Checkout", "Check") && !begins_with("Release2", "Relea") && begins_with("List", "List"));
    }
}
