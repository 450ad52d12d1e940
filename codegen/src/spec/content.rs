//! What the parameters of an action are sent as.

use super::model::ActionFile;

/// What the parameters of an action are sent as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Content {
    /// A JSON object.
    #[default]
    Json,
    /// The parts of `multipart/form-data`, one a parameter.
    Multipart,
    /// One parameter is the body and the others are headers.
    OctetStream,
}

/// The words for them in a spec.
pub const CONTENTS: [&str; 3] = ["json", "multipart", "octetStream"];

impl ActionFile {
    /// What its parameters are sent as; JSON if the file says nothing, or a word that is none.
    pub fn content(&self) -> Content {
        match self.content.as_ref().map(|content| content.as_str()) {
            Some("multipart") => Content::Multipart,
            Some("octetStream") => Content::OctetStream,
            _ => Content::Json,
        }
    }

    /// Whether its requests bear a signature.
    pub fn is_signed(&self) -> bool {
        self.signed.as_ref().is_none_or(|signed| signed.value)
    }
}
