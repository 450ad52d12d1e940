//! What a change is about, as a word that programs can match and as the heading of a list.

use std::fmt;

/// What a [`Change`](super::Change) is about.
///
/// Kinds are ordered: what compiles and does something else comes first, documentation last. The severity is not part of
/// the kind: a member that a response may lack is a breaking change where it becomes an `Option`, and a note where it is
/// a list.
///
/// ```
/// use tc3_codegen::diff::Kind;
///
/// assert_eq!(Kind::FieldMoved.to_string(), "field-moved");
/// assert!(Kind::FieldMoved < Kind::MemberRemoved);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// A Rust field stands for another member than before.
    FieldMoved,
    /// A Rust variant stands for another value or error code than before.
    VariantMoved,
    /// A Rust function calls another action than before.
    FunctionMoved,
    /// The arguments of `new` have changed places, or one has taken the place of another.
    ArgumentsReordered,
    /// The items of an action's pages are those of another list.
    PageItemsChanged,
    /// An action needs a region.
    RegionRequired,
    /// An action needs a signature.
    SignatureRequired,
    /// `Debug` shows a member that it hid.
    SecretShown,
    /// A request needs a member.
    MemberRequired,
    /// A service is gone.
    ServiceRemoved,
    /// A version of a service is gone.
    VersionRemoved,
    /// The service without a version means another one.
    DefaultVersionChanged,
    /// An action is gone.
    ActionRemoved,
    /// A type is gone or is of another sort, or error codes are no longer listed.
    TypeRemoved,
    /// A member is gone.
    MemberRemoved,
    /// An allowed value is gone.
    ValueRemoved,
    /// An error code is gone.
    ErrorCodeRemoved,
    /// A member or a type is of another type.
    TypeChanged,
    /// `new` takes all required members or none, which was the other way round.
    ConstructorChanged,
    /// A request no longer needs a member.
    MemberOptional,
    /// Requests begin or cease to use a type.
    RequestUseChanged,
    /// A member or a variant has another Rust name.
    RustNameChanged,
    /// An action is read only, or no longer is.
    ReadOnlyChanged,
    /// An action streams, or no longer does.
    StreamingChanged,
    /// An action is paginated, or no longer is, or its pages are requested differently.
    PagingChanged,
    /// A response may lack a member.
    MayBeNull,
    /// A response always has a member.
    NeverNull,
    /// A service is new.
    ServiceAdded,
    /// A version of a service is new.
    VersionAdded,
    /// An action is new.
    ActionAdded,
    /// A type is new, or error codes are listed.
    TypeAdded,
    /// A member is new.
    MemberAdded,
    /// An allowed value is new.
    ValueAdded,
    /// An error code is new.
    ErrorCodeAdded,
    /// An action or a member is deprecated.
    Deprecated,
    /// An action or a member is no longer deprecated.
    NotDeprecated,
    /// A member has other capitals or underscores on the wire, and the same Rust name.
    MemberRespelled,
    /// The metadata lists members or codes in another order, and what was released is kept.
    OrderKept,
    /// A request no longer needs a member, or a response always has it, and the code of what was released is kept.
    OptionalityKept,
    /// Calls go to another host.
    HostChanged,
    /// The rate limit of an action has changed.
    RateLimitChanged,
    /// The parameters of an action are sent in another form.
    ContentChanged,
    /// An action no longer needs a region.
    RegionOptional,
    /// An action no longer needs a signature.
    SignatureOptional,
    /// `Debug` hides a member that it showed.
    SecretHidden,
    /// Documentation differs.
    Documentation,
    /// Documented examples differ.
    Examples,
}

impl Kind {
    /// Whether code stays as it was released although the metadata differs, which is no reason for a release.
    #[cfg(feature = "cli")]
    pub(crate) fn is_kept(self) -> bool {
        matches!(self, Self::OrderKept | Self::OptionalityKept)
    }

    /// Returns the kind as a word with hyphens: `field-moved`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::FieldMoved => "field-moved",
            Self::VariantMoved => "variant-moved",
            Self::FunctionMoved => "function-moved",
            Self::ArgumentsReordered => "arguments-reordered",
            Self::PageItemsChanged => "page-items-changed",
            Self::RegionRequired => "region-required",
            Self::SignatureRequired => "signature-required",
            Self::SecretShown => "secret-shown",
            Self::MemberRequired => "member-required",
            Self::ServiceRemoved => "service-removed",
            Self::VersionRemoved => "version-removed",
            Self::DefaultVersionChanged => "default-version-changed",
            Self::ActionRemoved => "action-removed",
            Self::TypeRemoved => "type-removed",
            Self::MemberRemoved => "member-removed",
            Self::ValueRemoved => "value-removed",
            Self::ErrorCodeRemoved => "error-code-removed",
            Self::TypeChanged => "type-changed",
            Self::ConstructorChanged => "constructor-changed",
            Self::MemberOptional => "member-optional",
            Self::RequestUseChanged => "request-use-changed",
            Self::RustNameChanged => "rust-name-changed",
            Self::ReadOnlyChanged => "read-only-changed",
            Self::StreamingChanged => "streaming-changed",
            Self::PagingChanged => "paging-changed",
            Self::MayBeNull => "may-be-null",
            Self::NeverNull => "never-null",
            Self::ServiceAdded => "service-added",
            Self::VersionAdded => "version-added",
            Self::ActionAdded => "action-added",
            Self::TypeAdded => "type-added",
            Self::MemberAdded => "member-added",
            Self::ValueAdded => "value-added",
            Self::ErrorCodeAdded => "error-code-added",
            Self::Deprecated => "deprecated",
            Self::NotDeprecated => "not-deprecated",
            Self::MemberRespelled => "member-respelled",
            Self::OrderKept => "order-kept",
            Self::OptionalityKept => "optionality-kept",
            Self::HostChanged => "host-changed",
            Self::RateLimitChanged => "rate-limit-changed",
            Self::ContentChanged => "content-changed",
            Self::RegionOptional => "region-optional",
            Self::SignatureOptional => "signature-optional",
            Self::SecretHidden => "secret-hidden",
            Self::Documentation => "documentation",
            Self::Examples => "examples",
        }
    }

    /// Whether an update of the vendor's documentation changes this of thousands of members at once, so that a list of
    /// them hides what else has changed.
    #[must_use]
    pub fn is_about_null(self) -> bool {
        matches!(self, Self::MayBeNull | Self::NeverNull)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
