//! Converts the metadata of a service version to the files of its spec.
//!
//! Whether a member is nullable depends on whether responses can reach it, which is computed over all actions even when
//! only a few are imported, so that a type is the same in each import.
//!
//! The metadata has two generations of response members. The newer ones state `output_required`. The older ones have only
//! `required`, which means the same: where a service moved to the newer form, 10,659 of 10,687 required members that may
//! not be null became required output, and the documented responses have them in 1,591 of 1,591 cases.

use std::collections::BTreeSet;

use super::super::draft::{DEPRECATED, Draft, SourceCapabilities};
use super::super::infer::{Inferred, is_page_number};
use super::super::note::Note;
use super::super::plain_text::plain_text;
use super::super::{ImportError, example_text, numbering};
use super::api::{self, Api};
use super::error_codes::ErrorCodes;
use super::index::{MetadataIndex, ServiceVersion};
use super::type_names::{BINARY, SpecType, TypeNames};
use crate::spec::{ActionFile, ErrorCode, Member, ServiceFile, Spanned, TypeFile, version_module};
use crate::timings::phase;

const REQUEST_ID: &str = "RequestId";
/// "Streaming interface", in the description of the request id of an action that streams.
const STREAMING_MARK: &str = "流式响应接口";

/// Options for an import from the metadata.
///
/// ```
/// use tc3_codegen::import::metadata::MetadataOptions;
///
/// let options = MetadataOptions {
///     actions: ["CreateProxyGroup".to_owned()].into(),
///     ..MetadataOptions::default()
/// };
/// assert!(!options.docs);
/// ```
#[derive(Clone, Debug, Default)]
pub struct MetadataOptions {
    /// The names of the actions to import; all if empty.
    pub actions: BTreeSet<String>,
    /// Whether to include the vendor's descriptions.
    pub docs: bool,
    /// Whether to leave out the documented examples.
    pub without_examples: bool,
    /// Whether to skip the Rust names of members that collide; the result is good for reading, not for generating.
    pub without_rust_names: bool,
}

/// Converts a service version to the files of a spec.
///
/// The codes in `errors` become those of the service, since the SDK does not tell which action returns which.
///
/// ```no_run
/// use tc3_codegen::import::Archive;
/// use tc3_codegen::import::metadata::{ErrorCodes, MetadataIndex, MetadataOptions, convert};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let mut index = MetadataIndex::read(Archive::open("tccli-3.1.0-py3-none-any.whl".as_ref())?)?;
/// let gaap = index.versions().iter().find(|version| version.service == "gaap").cloned();
/// let draft = convert(&mut index, &gaap.ok_or("no gaap")?, &MetadataOptions::default(), &ErrorCodes::default())?;
/// println!("{}: {} actions", draft.folder, draft.actions.len());
/// # Ok(()) }
/// ```
///
/// # Errors
/// Returns an error if the metadata cannot be read or contradicts itself, or lacks an action that `options` names.
pub fn convert(
    metadata_index: &mut MetadataIndex,
    version: &ServiceVersion,
    options: &MetadataOptions,
    errors: &ErrorCodes,
) -> Result<Draft, ImportError> {
    let (api, examples) = phase!("metadata", read(metadata_index, version, options))?;
    phase!(
        "convert",
        convert_read(metadata_index, version, options, errors, &api, examples.as_ref())
    )
}

fn read(
    metadata_index: &mut MetadataIndex,
    version: &ServiceVersion,
    options: &MetadataOptions,
) -> Result<(Api, Option<api::Examples>), ImportError> {
    let api = metadata_index.api(version)?;
    // Pages are inferred from documented requests too, so leaving examples out changes nothing else.
    let counts_pages = |(_, action): (&str, &api::Action)| counts_pages(&api, &action.input);
    let needs_examples = !options.without_examples || api.actions.iter().any(counts_pages);
    let examples = if needs_examples {
        Some(metadata_index.examples(version)?)
    } else {
        None
    };
    Ok((api, examples))
}

fn convert_read(
    metadata_index: &MetadataIndex,
    version: &ServiceVersion,
    options: &MetadataOptions,
    errors: &ErrorCodes,
    api: &Api,
    examples: Option<&api::Examples>,
) -> Result<Draft, ImportError> {
    let file = metadata_index.displayed(version);
    let source = metadata_index.source();
    if api.metadata.version != version.version || api.metadata.service != version.service {
        let (service, version) = (&api.metadata.service, &api.metadata.version);
        return Err(ImportError::new(
            &file,
            format!("it describes `{service}` {version}, which does not match its folder"),
        ));
    }
    if let Some(unknown) = options.actions.iter().find(|name| api.actions.get(name).is_none()) {
        return Err(ImportError::new(&file, format!("no action `{unknown}`")));
    }
    let types = TypeNames::new(api);
    reachable_objects(api, &file, &|_| true, Side::Input)?; // so that what is missing is reported
    let in_responses = reachable_objects(api, &file, &|_| true, Side::Output)?;
    let conversion = Conversion {
        api,
        source: &source,
        host: metadata_index.host(&version.service),
        options,
        types,
        in_responses,
    };
    conversion.draft(version, examples, errors, &file)
}

struct Conversion<'a> {
    api: &'a Api,
    source: &'a str,
    host: String,
    options: &'a MetadataOptions,
    types: TypeNames<'a>,
    /// The objects that a response can reach, of any action.
    in_responses: BTreeSet<&'a str>,
}

#[derive(Clone, Copy, PartialEq)]
enum Side {
    Input,
    Output,
    /// A shared type, which may be on both.
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
            capabilities: SourceCapabilities::METADATA,
            source: self.source.to_owned(),
            is_complete: self.options.actions.is_empty(),
            ..Draft::default()
        };
        let mut inferred = Inferred::default();
        let is_chosen = |action: &str| self.options.actions.is_empty() || self.options.actions.contains(action);
        for (name, action) in self.api.actions.iter().filter(|(name, _)| is_chosen(name)) {
            let is_read = !self.options.without_examples || counts_pages(self.api, &action.input);
            let documented = documented.and_then(|documented| documented.actions.get(name));
            let documented = documented.filter(|_| is_read).map_or(&[][..], Vec::as_slice);
            let notes = draft.notes.len();
            let mut file = self.action(name, action, documented, &mut draft.notes)?;
            inferred.action(&mut file, |parameter| self.document(&action.input, parameter));
            if self.options.without_examples {
                file.examples.clear();
                draft.notes.truncate(notes);
            }
            draft.actions.push(file);
        }
        let mut reached = reachable_objects(self.api, file, &is_chosen, Side::Input)?;
        reached.extend(reachable_objects(self.api, file, &is_chosen, Side::Output)?);
        for (name, ours) in self.types.iter().filter(|(name, _)| reached.contains(name)) {
            if let Some(object) = self.api.objects.get(name) {
                let mut file = self.shared(name, ours, object)?;
                inferred.shared(&mut file);
                draft.types.push(file);
            }
        }
        draft.inferred = inferred;
        Ok(draft)
    }

    /// Returns what the metadata says about a member, whether or not descriptions are imported.
    fn document(&self, object: &str, member: &str) -> &str {
        let object = self.api.objects.get(object);
        let members = object.into_iter().flat_map(|object| &object.members);
        let mut named = members.filter(|listed| listed.name == member);
        named
            .next()
            .and_then(|member| member.document.as_deref())
            .unwrap_or_default()
    }

    fn service(&self, version: &ServiceVersion, codes: &[String]) -> ServiceFile {
        let about = &self.api.metadata;
        let title = self.documented(about.title.as_deref());
        ServiceFile {
            schema: Some("../../schema/service.schema.json".to_owned()),
            name: version.service.clone().into(),
            version: version.version.clone().into(),
            title: if title.value.is_empty() {
                version.service.clone().into()
            } else {
                title
            },
            description: self.documented(about.brief.as_deref()),
            imported_from: Some(self.source.to_owned().into()),
            host: self.host.clone().into(),
            default_version: version.is_default,
            errors: self.codes(codes),
        }
    }

    fn action(
        &self,
        name: &str,
        action: &api::Action,
        documented: &[api::Example],
        notes: &mut Vec<Note>,
    ) -> Result<ActionFile, ImportError> {
        let is_deprecated = matches!(action.status.as_deref(), Some("deprecated" | "offline"));
        let parameters = self.members(&action.input, Side::Input)?;
        let has_parts = parameters.iter().any(|parameter| parameter.type_name.value == BINARY);
        let mut file = ActionFile {
            schema: Some("../../../schema/action.schema.json".to_owned()),
            name: name.to_owned().into(),
            description: self.documented(action.document.as_deref()),
            imported_from: Some(self.source.to_owned().into()),
            deprecated: is_deprecated.then(|| DEPRECATED.to_owned().into()),
            streaming: self.streams(action).into(),
            content: has_parts.then(|| "multipart".to_owned().into()),
            signed: (action.skip_sign == Some(true)).then(|| false.into()),
            parameters,
            output: self.members(&action.output, Side::Output)?,
            ..ActionFile::default()
        };
        let reader = example_text::Documented {
            version: &self.api.metadata.version,
            parameters: &file.parameters,
        };
        for (number, example) in documented.iter().enumerate() {
            let number = number + 1;
            let given = example.title.as_deref().filter(|_| self.options.docs).map(plain_text);
            let title = given
                .filter(|title| !title.is_empty())
                .unwrap_or_else(|| format!("Example {number}"));
            let [input, output] = [&example.input, &example.output].map(|text| text.as_deref().unwrap_or_default());
            let read = reader.read(number, title, input, output);
            file.examples.extend(read.example);
            let place = format!("actions/{name}.json");
            notes.extend(read.notes.into_iter().map(|(kind, text)| Note::new(kind, &place, text)));
        }
        Ok(file)
    }

    /// Whether an action streams. No key tells; the description of its request id does.
    fn streams(&self, action: &api::Action) -> bool {
        let output = self.api.objects.get(&action.output);
        let mut members = output.into_iter().flat_map(|output| &output.members);
        members.any(|member| {
            let document = member.document.as_deref().unwrap_or_default();
            member.name == REQUEST_ID && document.contains(STREAMING_MARK)
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
            format: None,
            integers: None,
        })
    }

    fn members(&self, object: &str, side: Side) -> Result<Vec<Member>, ImportError> {
        let listed = self
            .api
            .objects
            .get(object)
            .map_or(&[][..], |object| object.members.as_slice());
        let is_in_responses = side == Side::Output || (side == Side::Shared && self.in_responses.contains(object));
        let mut members = Vec::with_capacity(listed.len());
        for member in listed {
            let SpecType { word, format } = self.types.spec_type(object, member)?;
            let is_always_present = member.output_required.unwrap_or(member.required);
            let may_be_absent = member.value_allowed_null || !is_always_present;
            let is_request_id = side == Side::Output && member.name == REQUEST_ID;
            members.push(Member {
                name: member.name.clone().into(),
                type_name: word.into(),
                format: format.map(|format| format.to_owned().into()),
                required: side != Side::Output && member.required,
                nullable: is_in_responses && may_be_absent && !is_request_id,
                deprecated: member.disabled.then(|| DEPRECATED.to_owned().into()),
                description: self.documented(member.document.as_deref()),
                ..Member::default()
            });
        }
        if !self.options.without_rust_names {
            numbering::number_members(&mut members, &[]);
        }
        Ok(members)
    }

    fn codes(&self, codes: &[String]) -> Vec<ErrorCode> {
        let code = |code: &String| ErrorCode {
            code: code.clone().into(),
            ..ErrorCode::default()
        };
        let mut codes: Vec<ErrorCode> = codes.iter().map(code).collect();
        numbering::number_codes(&mut codes, &[]);
        codes
    }

    fn documented(&self, document: Option<&str>) -> Spanned<String> {
        let taken = document.filter(|_| self.options.docs);
        taken.map(plain_text).unwrap_or_default().into()
    }
}

/// Whether a request has a parameter that may be the number of a page.
fn counts_pages(api: &Api, input: &str) -> bool {
    let members = api.objects.get(input).into_iter().flat_map(|object| &object.members);
    members.into_iter().any(|member| is_page_number(&member.name))
}

/// Returns the objects that the chosen actions reach on one side, including the bodies themselves.
fn reachable_objects<'a>(
    api: &'a Api,
    file: &str,
    is_chosen: &dyn Fn(&str) -> bool,
    side: Side,
) -> Result<BTreeSet<&'a str>, ImportError> {
    let mut reached = BTreeSet::new();
    let chosen = api.actions.iter().filter(|(name, _)| is_chosen(name));
    let mut pending: Vec<(&str, &str)> = chosen
        .map(|(name, action)| match side {
            Side::Input => (name, action.input.as_str()),
            Side::Output | Side::Shared => (name, action.output.as_str()),
        })
        .collect();
    while let Some((user, name)) = pending.pop() {
        let object = api.objects.get(name);
        let object =
            object.ok_or_else(|| ImportError::new(file, format!("`{user}` uses `{name}`, which is not described")))?;
        if reached.insert(name) {
            let objects = object.members.iter().filter(|member| is_object(member, api));
            pending.extend(objects.map(|member| (name, member.member.as_str())));
        }
    }
    Ok(reached)
}

/// Whether a member holds an object. A member that names a missing object counts too, so that it is reported.
fn is_object(member: &api::Member, api: &Api) -> bool {
    member.kind == "object" || api.objects.get(&member.member).is_some()
}
