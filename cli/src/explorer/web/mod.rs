//! The Explorer's HTTP: who may ask, what a request says, what is answered with, and the files of the page.

pub(super) mod assets;
pub(super) mod guard;
pub(super) mod input;
mod joined_script;
pub(super) mod refusal;
pub(super) mod reply;
pub(super) mod token;
