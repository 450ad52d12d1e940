//! What is to be printed, with every decision taken: names, types, optionality, docs, order.

use crate::request_code::{Expression, ItemShape};
use crate::spec::Content;

/// A version of a service, as one file of Rust.
#[derive(Clone, Debug)]
pub(crate) struct Module {
    /// Short name of the service, which is also its module's and its cargo feature's: `gaap`.
    pub(crate) service: String,
    /// Name of the version's module: `v20180529`.
    pub(crate) version: String,
    /// Docs of the version's module.
    pub(crate) docs: Vec<String>,
    /// Docs of the service's module.
    pub(crate) service_docs: Vec<String>,
    /// Whether the service's module re-exports this version.
    pub(crate) is_default: bool,
    /// What the calls of the version have in common.
    pub(crate) facts: ServiceFacts,
    /// Paths of types of other crates that requests here use.
    pub(crate) inputs_elsewhere: Vec<String>,
    /// Everything in the file, in the order in which it is printed.
    pub(crate) items: Vec<Item>,
}

/// What the client has to know of a version of a service.
#[derive(Clone, Debug)]
pub(crate) struct ServiceFacts {
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) host: String,
}

/// One thing in a module.
#[derive(Clone, Debug)]
pub(crate) enum Item {
    Call(Call),
    Struct(Struct),
    Paging(Paging),
    ErrorCodes(ErrorCodes),
    OpenEnum(OpenEnum),
    Integers(Integers),
}

/// The function of an action, and what the client has to know of it.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    /// Whether there is a function, and not only what the client has to know.
    pub(crate) has_function: bool,
    pub(crate) function: String,
    pub(crate) docs: Vec<String>,
    pub(crate) examples: Vec<Example>,
    pub(crate) deprecated: Option<String>,
    pub(crate) request: String,
    pub(crate) response: String,
    pub(crate) action: String,
    /// The host, where it is not the service's.
    pub(crate) host: Option<String>,
    pub(crate) region_required: bool,
    pub(crate) read_only: bool,
    pub(crate) streaming: bool,
    pub(crate) rate_limit: Option<u64>,
    pub(crate) content: Content,
    pub(crate) signed: bool,
}

/// A request, a response or a type that they share.
#[derive(Clone, Debug)]
pub(crate) struct Struct {
    pub(crate) name: String,
    pub(crate) docs: Vec<String>,
    /// The documented examples, on the request of an action that has no function.
    pub(crate) examples: Vec<Example>,
    /// Attributes that the user asked for, as Rust.
    pub(crate) attributes: Vec<String>,
    /// Whether requests use it, so that one which is made and dropped is a mistake.
    pub(crate) is_input: bool,
    /// Whether it is the response of an action that returns nothing, which is a name of the runtime's one type for these.
    pub(crate) is_empty_response: bool,
    pub(crate) default: Default,
    pub(crate) fields: Vec<Field>,
}

/// How a value is made without naming any member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Default {
    /// Not at all: some member is required.
    None,
    /// By `Default`.
    Trait,
    /// By `Default` and by `new`.
    TraitAndNew,
}

impl Struct {
    /// The members that `new` takes.
    pub(crate) fn arguments(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| field.is_argument)
    }
}

/// A member of a [`Struct`].
#[derive(Clone, Debug)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) wire_name: String,
    pub(crate) docs: Vec<String>,
    pub(crate) attributes: Vec<String>,
    pub(crate) deprecated: Option<String>,
    pub(crate) shape: Shape,
    pub(crate) item: ItemShape,
    pub(crate) presence: Presence,
    /// Whether a response may lack it, although every request has it.
    pub(crate) nullable: bool,
    pub(crate) secret: bool,
    /// Whether `new` takes it.
    pub(crate) is_argument: bool,
    pub(crate) setter: Option<Setter>,
}

/// The method that sets a member.
#[derive(Clone, Debug)]
pub(crate) struct Setter {
    pub(crate) name: String,
    pub(crate) docs: Vec<String>,
}

/// How often a member holds its item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Shape {
    Plain,
    Optional,
    List,
    OptionalList,
}

/// When a member has to be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Presence {
    Required,
    Always,
    Optional,
}

/// How a request is sent for page after page, and where its response holds the items.
#[derive(Clone, Debug)]
pub(crate) struct Paging {
    pub(crate) request: String,
    pub(crate) response: String,
    pub(crate) kind: PagingKind,
    /// Wire name of the parameter that says which page.
    pub(crate) position: String,
    /// Wire name of the parameter with the most items of a page, and the largest number that it takes.
    pub(crate) size: Option<(String, Option<u64>)>,
    /// Wire name of the flag in the output, and whether it says that there are more pages or that this is the last one.
    pub(crate) flag: Option<(String, PagingFlag)>,
    /// Wire name of the output's number of items in all.
    pub(crate) total: Option<String>,
    /// The field of the response that holds the items.
    pub(crate) items: String,
    pub(crate) item: ItemShape,
    pub(crate) items_are_deprecated: bool,
}

/// What a request says of the page it wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PagingKind {
    Offset,
    /// Its number; the first page has this one.
    Page(u64),
    /// What the page before it has under this wire name.
    Token(String),
}

/// What it means if the flag of a page is true.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum PagingFlag {
    More,
    Last,
}

/// The documented error codes of an action.
#[derive(Clone, Debug)]
pub(crate) struct ErrorCodes {
    pub(crate) name: String,
    pub(crate) docs: Vec<String>,
    pub(crate) variants: Vec<Variant>,
}

/// The allowed values of a string.
#[derive(Clone, Debug)]
pub(crate) struct OpenEnum {
    pub(crate) name: String,
    pub(crate) docs: Vec<String>,
    pub(crate) attributes: Vec<String>,
    pub(crate) variants: Vec<Variant>,
}

/// The allowed values of an integer, which is a plain number in its fields.
#[derive(Clone, Debug)]
pub(crate) struct Integers {
    pub(crate) name: String,
    pub(crate) docs: Vec<String>,
    pub(crate) attributes: Vec<String>,
    pub(crate) unsigned: bool,
    pub(crate) constants: Vec<Variant>,
}

/// A variant of an enum or a constant, and what it is on the wire.
#[derive(Clone, Debug)]
pub(crate) struct Variant {
    pub(crate) name: String,
    pub(crate) wire: String,
    pub(crate) docs: Vec<String>,
}

/// A documented example of an action.
#[derive(Clone, Debug)]
pub(crate) struct Example {
    /// In Markdown.
    pub(crate) title: String,
    /// The documented request, as JSON in lines.
    pub(crate) request: Option<String>,
    /// The documented response, as JSON in lines.
    pub(crate) response: Option<String>,
    /// The example as code, if it agrees with the generated types and they have a crate to run in.
    pub(crate) test: Option<ExampleTest>,
}

/// An example as code: the request is built and what is sent for it is compared, the response is read.
#[derive(Clone, Debug)]
pub(crate) struct ExampleTest {
    /// The module with the action's function and types: `tc3::gaap`.
    pub(crate) module_path: String,
    /// All types that the test names.
    pub(crate) imports: Vec<String>,
    pub(crate) request: Option<RequestTest>,
    pub(crate) response: Option<ResponseTest>,
}

/// A documented request as code that builds it.
#[derive(Clone, Debug)]
pub(crate) struct RequestTest {
    pub(crate) type_name: String,
    /// The types that [`built`](Self::built) names.
    pub(crate) imports: Vec<String>,
    pub(crate) built: Expression,
    /// The JSON that is sent for the request.
    pub(crate) sent: String,
    /// The documented request, where it is not what is sent.
    pub(crate) documented: Option<String>,
}

/// A documented response, and what reading it gives.
#[derive(Clone, Debug)]
pub(crate) struct ResponseTest {
    pub(crate) type_name: String,
    /// The documented response, as JSON.
    pub(crate) body: String,
    pub(crate) expected: Expected,
}

/// What reading a documented response gives.
#[derive(Clone, Debug)]
pub(crate) enum Expected {
    ErrorCode(String),
    Members(Vec<ExpectedMember>),
}

/// A member of a response, and the text that it has.
#[derive(Clone, Debug)]
pub(crate) struct ExpectedMember {
    pub(crate) accessor: Accessor,
    pub(crate) text: String,
}

/// How the text of a member is reached.
#[derive(Clone, Debug)]
pub(crate) enum Accessor {
    RequestId,
    /// The field of this name is a `String`.
    Text(String),
    /// The field of this name is an open enum.
    OpenEnum(String),
}
