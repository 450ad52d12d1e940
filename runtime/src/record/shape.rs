//! The table of a generated type: its name, and what is known of each member.

/// The name and the members of a [`Record`](super::Record).
#[derive(Debug)]
pub struct Shape {
    /// Name of the type in the spec.
    pub name: &'static str,
    /// The members, in the spec's order.
    pub fields: &'static [Field],
}

/// A member of a [`Record`](super::Record).
#[derive(Debug)]
pub struct Field {
    /// Name on the wire.
    pub name: &'static str,
    /// When the member must be present.
    pub presence: Presence,
    /// Whether a response may omit it, even though every request has it.
    pub nullable: bool,
    /// Whether `Debug` redacts its value.
    pub secret: bool,
}

/// When a member must be present.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// In every request.
    Required,
    /// In every response, according to the spec.
    Always,
    /// Never: it is optional.
    Optional,
}

impl Field {
    /// Creates a member that every request has.
    pub const fn required(name: &'static str) -> Self {
        Self {
            name,
            presence: Presence::Required,
            nullable: false,
            secret: false,
        }
    }

    /// Creates a member that every response has.
    pub const fn always(name: &'static str) -> Self {
        Self {
            name,
            presence: Presence::Always,
            nullable: false,
            secret: false,
        }
    }

    /// Creates an optional member.
    pub const fn optional(name: &'static str) -> Self {
        Self {
            name,
            presence: Presence::Optional,
            nullable: true,
            secret: false,
        }
    }

    /// Lets a response omit the member.
    #[must_use]
    pub const fn nullable(mut self) -> Self {
        self.nullable = true;
        self
    }

    /// Redacts the member in `Debug`.
    #[must_use]
    pub const fn secret(mut self) -> Self {
        self.secret = true;
        self
    }
}
