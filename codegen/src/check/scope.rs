//! What the checks share: the service version, its lists of members and who wrote a file.

use crate::source::{Diagnostic, Severity, quoted};
use crate::spec::{ActionFile, Files, ItemType, Member, Service, SourceSet, Spanned, TypeFile};

/// One version of a service, and the files that it was read from.
#[derive(Clone, Copy)]
pub(super) struct Scope<'a> {
    pub(super) service: &'a Service,
    pub(super) sources: &'a SourceSet,
    pub(super) files: &'a Files,
}

impl<'a> Scope<'a> {
    /// Every list of members: parameters and output of each action, members of each type.
    pub(super) fn member_lists(&self) -> impl Iterator<Item = MemberList<'a>> + use<'a> {
        let of_actions = self.service.actions.iter().flat_map(|action| {
            let list = |role, members| MemberList {
                role,
                members,
                origin: Origin::of_action(action),
            };
            [
                list(Role::Parameter, action.parameters.as_slice()),
                list(Role::Output, action.output.as_slice()),
            ]
        });
        let of_types = self.service.types.iter().map(|declared| MemberList {
            role: Role::Member,
            members: declared.members.as_deref().unwrap_or_default(),
            origin: Origin::of_type(declared),
        });
        of_actions.chain(of_types)
    }

    /// The path of the file of a type: `spec/gaap/v20180529/types/TagPair.json`.
    pub(super) fn type_file(&self, name: &str) -> String {
        self.sources.displayed(&self.path_of_type(name))
    }

    /// Whether there is a file for the type, readable or not.
    pub(super) fn has_type_file(&self, name: &str) -> bool {
        self.files.has(&self.path_of_type(name))
    }

    /// Whether there is a file for the action, readable or not.
    pub(super) fn has_action_file(&self, name: &str) -> bool {
        self.files.has(&format!("{}/actions/{name}.json", self.service.folder))
    }

    /// Whether something may be missing from what was read of the file whose name is `name`.
    pub(super) fn is_damaged(&self, name: &Spanned<String>) -> bool {
        !name.is_written() || self.files.is_damaged(name.span.file)
    }

    /// Whether something may be missing from the service, its actions or its types.
    pub(super) fn has_damage(&self) -> bool {
        self.files.is_damaged_folder(&self.service.folder)
    }

    /// Whether `member` has a type, and that type exists.
    pub(super) fn knows_type(&self, member: &Member) -> bool {
        let there = match member.type_ref().item {
            ItemType::Named(name) => self.service.type_named(name).is_some(),
            _ => true,
        };
        there && member.type_name.is_written()
    }

    fn path_of_type(&self, name: &str) -> String {
        format!("{}/types/{name}.json", self.service.folder)
    }
}

/// A list of members.
#[derive(Clone, Copy)]
pub(super) struct MemberList<'a> {
    pub(super) role: Role,
    pub(super) members: &'a [Member],
    pub(super) origin: Origin,
}

/// What a list of members is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// `parameters` of an action.
    Parameter,
    /// `output` of an action.
    Output,
    /// `members` of a type, which may be sent or received.
    Member,
}

impl Role {
    pub(super) fn noun_with_article(self) -> &'static str {
        match self {
            Self::Parameter => "a parameter",
            Self::Output => "an output member",
            Self::Member => "a member",
        }
    }

    pub(super) fn noun(self) -> &'static str {
        match self {
            Self::Parameter => "parameter",
            Self::Output => "output member",
            Self::Member => "member",
        }
    }
}

/// Who wrote a file.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    /// A person, who can fix it.
    Hand,
    /// An importer, which carries over what a documentation page says, mistakes included.
    Import,
}

impl Origin {
    pub(super) fn of_action(action: &ActionFile) -> Self {
        Self::of(action.imported_from.is_some())
    }

    pub(super) fn of_service(service: &Service) -> Self {
        Self::of(service.file.imported_from.is_some())
    }

    pub(super) fn of_type(declared: &TypeFile) -> Self {
        Self::of(declared.imported_from.is_some())
    }

    fn of(imported: bool) -> Self {
        if imported { Self::Import } else { Self::Hand }
    }

    /// A mistake that a documentation page may have and that does not prevent code from being generated: an error in
    /// what a person wrote, a warning in what was imported.
    pub(super) fn violation(self, code: &'static str, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            severity: match self {
                Self::Hand => Severity::Error,
                Self::Import => Severity::Warning,
            },
            ..Diagnostic::error(code, message)
        }
    }
}

/// The first few of `names`, in backticks.
pub(super) fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    const MOST: usize = 9;
    let names: Vec<&str> = names.into_iter().collect();
    let mut listed: Vec<String> = names.iter().take(MOST).map(|name| quoted(name)).collect();
    if names.len() > MOST {
        listed.push(format!("{} more", names.len() - MOST));
    }
    listed.join(", ")
}
