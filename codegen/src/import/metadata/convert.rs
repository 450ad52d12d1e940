//! From the metadata of a service version to the files of its spec.

use std::collections::BTreeSet;

use super::super::draft::{Draft, Says, WITHDRAWN, only_reads};
use super::super::{ImportError, examples, plain, rust_names};
use super::api::{self, Api};
use super::error_codes::ErrorCodes;
use super::index::{MetadataIndex, ServiceVersion};
use super::reach::reach;
use super::types::{BINARY, TypeWord, Types};
use crate::phase::{Observer, Phase, Unobserved, observed};
use crate::spec::{ActionFile, ErrorCode, Member, ServiceFile, Spanned, TypeFile, version_module};

const REQUEST_ID: &str = "RequestId";
/// "An interface that answers with a stream", in what the documentation says of such an action's request id.
const STREAMS: &str = "流式响应接口";

/// What to take from the metadata.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    /// Names of the actions; all of them if there are none.
    pub actions: BTreeSet<String>,
    /// Whether to take the vendor's descriptions.
    pub docs: bool,
    /// Whether to leave out the documented examples.
    pub without_examples: bool,
    /// Whether to leave names as they are that will not do in Rust: enough to look at, not to generate from.
    pub without_rust_names: bool,
}

/// Reads a service version. The codes of `errors` are those of the service: the SDK does not say which action
/// answers with which.
///
/// # Errors
/// If it cannot be read or contradicts itself, or does not have an action of `choice`.
pub fn convert(
    metadata_index: &mut MetadataIndex,
    version: &ServiceVersion,
    choice: &Choice,
    errors: &ErrorCodes,
) -> Result<Draft, ImportError> {
    convert_observed(metadata_index, version, choice, errors, &Unobserved)
}

/// [`convert`], and `observer` hears of its phases.
pub(crate) fn convert_observed(
    metadata_index: &mut MetadataIndex,
    version: &ServiceVersion,
    choice: &Choice,
    errors: &ErrorCodes,
    observer: &dyn Observer,
) -> Result<Draft, ImportError> {
    let (api, examples) = observed(observer, Phase::Metadata, || {
        let api = metadata_index.api(version)?;
        let examples = match choice.without_examples {
            true => None,
            false => Some(metadata_index.examples(version)?),
        };
        Ok::<_, ImportError>((api, examples))
    })?;
    observed(observer, Phase::Convert, || {
        convert_read(metadata_index, version, choice, errors, &api, examples.as_ref())
    })
}

fn convert_read(
    metadata_index: &MetadataIndex,
    version: &ServiceVersion,
    choice: &Choice,
    errors: &ErrorCodes,
    api: &Api,
    examples: Option<&api::Examples>,
) -> Result<Draft, ImportError> {
    let file = metadata_index.displayed(version);
    let source = metadata_index.source().to_owned();
    if api.metadata.version != version.version || api.metadata.service != version.service {
        let (service, version) = (&api.metadata.service, &api.metadata.version);
        return Err(ImportError::new(
            &file,
            format!("it describes `{service}` of {version}, not what its folder says"),
        ));
    }
    if let Some(unknown) = choice.actions.iter().find(|name| api.actions.get(name).is_none()) {
        return Err(ImportError::new(&file, format!("no action `{unknown}`")));
    }
    let names = Types::of(api);
    reach(api, &file, &|_| true, Side::Input)?;
    let output = reach(api, &file, &|_| true, Side::Output)?;
    let conversion = Conversion {
        api,
        source: &source,
        choice,
        types: names,
        in_responses: output,
    };
    conversion.draft(version, examples, errors, &file)
}

struct Conversion<'a> {
    api: &'a Api,
    source: &'a str,
    choice: &'a Choice,
    types: Types<'a>,
    /// Objects that a response can hold, whichever action's it is.
    in_responses: BTreeSet<&'a str>,
}

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Side {
    Input,
    Output,
    /// A type, which may be on both.
    Shared,
}

impl Conversion<'_> {
    fn draft(
        &self,
        version: &ServiceVersion,
        documented: Option<&api::Examples>,
        errors: &ErrorCodes,
        file: &str,
    ) -> Result<Draft, ImportError> {
        let module = version_module(&version.version);
        let mut draft = Draft {
            folder: format!("{}/{module}", version.service),
            service: self.service(version, errors.of(&version.folder, &module)),
            says: Says::METADATA,
            ..Draft::default()
        };
        let is_chosen = |action: &str| self.choice.actions.is_empty() || self.choice.actions.contains(action);
        for (name, action) in self.api.actions.iter().filter(|(name, _)| is_chosen(name)) {
            let documented = documented.and_then(|documented| documented.actions.get(name));
            let documented = documented.map_or(&[][..], Vec::as_slice);
            draft
                .actions
                .push(self.action(name, action, documented, &mut draft.notes)?);
        }
        let mut reached = reach(self.api, file, &is_chosen, Side::Input)?;
        reached.extend(reach(self.api, file, &is_chosen, Side::Output)?);
        for (name, ours) in self.types.iter().filter(|(name, _)| reached.contains(name)) {
            if let Some(object) = self.api.objects.get(name) {
                draft.types.push(self.shared(name, ours, object)?);
            }
        }
        Ok(draft)
    }

    fn service(&self, version: &ServiceVersion, codes: &[String]) -> ServiceFile {
        let about = &self.api.metadata;
        let title = self.documented(about.title.as_deref());
        ServiceFile {
            schema: Some("../../schema/service.schema.json".to_owned()),
            name: version.service.clone().into(),
            version: version.version.clone().into(),
            title: match title.value.is_empty() {
                true => version.service.clone().into(),
                false => title,
            },
            description: self.documented(about.brief.as_deref()),
            imported_from: Some(self.source.to_owned().into()),
            host: format!("{}.tencentcloudapi.com", version.service).into(),
            default_version: version.is_default,
            errors: self.codes(codes),
        }
    }

    fn action(
        &self,
        name: &str,
        action: &api::Action,
        documented: &[api::Example],
        notes: &mut Vec<String>,
    ) -> Result<ActionFile, ImportError> {
        let is_withdrawn = matches!(action.status.as_deref(), Some("deprecated" | "offline"));
        let parameters = self.members(&action.input, Side::Input)?;
        let has_parts = parameters.iter().any(|parameter| parameter.type_name.value == BINARY);
        let mut file = ActionFile {
            schema: Some("../../../schema/action.schema.json".to_owned()),
            name: name.to_owned().into(),
            description: self.documented(action.document.as_deref()),
            imported_from: Some(self.source.to_owned().into()),
            read_only: only_reads(name),
            deprecated: is_withdrawn.then(|| WITHDRAWN.to_owned().into()),
            streaming: self.streams(action).into(),
            content: has_parts.then(|| "multipart".to_owned().into()),
            signed: (action.skip_sign == Some(true)).then(|| false.into()),
            parameters,
            output: self.members(&action.output, Side::Output)?,
            ..ActionFile::default()
        };
        for (number, example) in documented.iter().enumerate() {
            let number = number + 1;
            let given = example.title.as_deref().filter(|_| self.choice.docs).map(plain::text);
            let title = given
                .filter(|title| !title.is_empty())
                .unwrap_or_else(|| format!("Example {number}"));
            match examples::read(example.input.as_deref(), example.output.as_deref(), title) {
                Ok(example) => file.examples.push(example),
                Err(why) => notes.push(format!("{name}: example {number} was left out: {why}")),
            }
        }
        Ok(file)
    }

    /// No key says so; what the documentation has to say of the request id of an action that streams does.
    fn streams(&self, action: &api::Action) -> bool {
        let output = self.api.objects.get(&action.output);
        let mut members = output.into_iter().flat_map(|output| &output.members);
        members.any(|member| {
            let document = member.document.as_deref().unwrap_or_default();
            member.name == REQUEST_ID && document.contains(STREAMS)
        })
    }

    fn shared(&self, name: &str, ours: &str, object: &api::Object) -> Result<TypeFile, ImportError> {
        Ok(TypeFile {
            schema: Some("../../../schema/type.schema.json".to_owned()),
            name: ours.to_owned().into(),
            description: self.documented(object.document.as_deref()),
            imported_from: Some(self.source.to_owned().into()),
            members: Some(self.members(name, Side::Shared)?),
            values: None,
        })
    }

    fn members(&self, object: &str, side: Side) -> Result<Vec<Member>, ImportError> {
        let listed = self
            .api
            .objects
            .get(object)
            .map_or(&[][..], |object| object.members.as_slice());
        let is_answered = side == Side::Output || (side == Side::Shared && self.in_responses.contains(object));
        let mut members = Vec::with_capacity(listed.len());
        for member in listed {
            let TypeWord { word, format } = self.types.word(object, member)?;
            let may_be_absent = member.value_allowed_null || !member.output_required;
            let is_request_id = side == Side::Output && member.name == REQUEST_ID;
            members.push(Member {
                name: member.name.clone().into(),
                type_name: word.into(),
                format: format.map(|format| format.to_owned().into()),
                required: side != Side::Output && member.required,
                nullable: is_answered && may_be_absent && !is_request_id,
                deprecated: member.disabled.then(|| WITHDRAWN.to_owned().into()),
                description: self.documented(member.document.as_deref()),
                ..Member::default()
            });
        }
        if !self.choice.without_rust_names {
            rust_names::of_members(&mut members);
        }
        Ok(members)
    }

    fn codes(&self, codes: &[String]) -> Vec<ErrorCode> {
        let code = |code: &String| ErrorCode {
            code: code.clone().into(),
            ..ErrorCode::default()
        };
        let mut codes: Vec<ErrorCode> = codes.iter().map(code).collect();
        rust_names::of_codes(&mut codes);
        codes
    }

    fn documented(&self, document: Option<&str>) -> Spanned<String> {
        let taken = document.filter(|_| self.choice.docs);
        taken.map(plain::text).unwrap_or_default().into()
    }
}
