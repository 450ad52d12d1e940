//! The credentials of a dry run, for which nothing is sent: neither to STS nor to the metadata service of a machine.

use tc3_runtime::Credentials;

use crate::arguments::GlobalOptions;
use crate::config::Settings;

/// Credentials that are at hand, and a note if what is sent would be signed with others.
pub(in crate::call) fn local(settings: &Settings, options: &GlobalOptions) -> (Credentials, Option<String>) {
    match settings.local_credentials(options) {
        Some(credentials) => (credentials, None),
        None => (
            Credentials::new("AKIDplaceholder", "placeholder"),
            Some(
                "signed with a placeholder: credentials are not at hand without asking a service for them, or there are \
                 none"
                    .to_owned(),
            ),
        ),
    }
}
