//! Names of values that must not be shown where nothing is declared: on a command line, and in text that is no JSON.

use crate::near::folded;

const PARTS: [&str; 9] = [
    "password",
    "pwd",
    "userdata",
    "passwd",
    "secret",
    "token",
    "privatekey",
    "credential",
    "accesskey",
];

/// Whether a member, parameter or option of this name may hold a secret.
pub(crate) fn looks_secret(name: &str) -> bool {
    let name = folded(name);
    PARTS.iter().any(|part| name.contains(part))
}
