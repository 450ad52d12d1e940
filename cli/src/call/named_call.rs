//! What the client has to know of an action, from its declaration.

use tc3_catalog::Found;
use tc3_codegen::spec::{ActionFile, Content, ItemType, Member};
use tc3_runtime::NamedCall;

use crate::error::CliError;

/// Names of actions that only read begin with one of these words.
const READING: [&str; 7] = ["Describe", "List", "Get", "Query", "Inquir", "Check", "Search"];

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
        let (service, action) = (&self.found.service.file, self.action);
        let host = action.host.as_ref().unwrap_or(&service.host);
        let mut call = NamedCall::new(&*service.name.value, &*service.version.value, &*action.name.value);
        if !host.value.is_empty() {
            call = call.host(&*host.value);
        }
        if action.region_required {
            call = call.region_required();
        }
        if self.found.is_from_spec && action.is_read_only() {
            call = call.read_only();
        }
        if let Some(rate) = &action.rate_limit {
            call = call.rate_limit(u32::try_from(rate.value).unwrap_or(u32::MAX));
        }
        if !action.is_signed() {
            call = call.unsigned();
        }
        call = match action.content() {
            Content::Json => call,
            Content::Multipart => call.multipart(),
            Content::OctetStream => call.octet_stream(),
        };
        if member(&action.parameters, "ClientToken").is_some_and(is_text) {
            call = call.client_token();
        }
        if member(&action.output, "Error").is_some() {
            call = call.own_error();
        }
        for (name, bytes) in binary {
            call = call.binary(name.as_str(), bytes.clone());
        }
        call
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
