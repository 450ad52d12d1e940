//! Assumes the roles that variables or tccli's file name.
//!
//! STS is asked where tccli asks it: at the endpoint `sts.endpoint` in the profile's file of settings, so that the request
//! goes to the site that the account belongs to.

use std::cell::RefCell;
use std::collections::HashMap;
use std::ffi::OsString;

use super::AssumeRole;
use crate::credentials::named_role::NamedRole;
use crate::credentials::provider::{CredentialsFuture, Found, ProvideCredentials};
use crate::credentials::secret_file::off_thread;
use crate::credentials::sources::tccli_folder;
use crate::credentials::variables::Variables;
use crate::{Clock, Credentials, Endpoint, Error, Proxy};

/// How to reach STS for the roles that variables or tccli's file name.
#[derive(Clone, Debug, Default)]
pub(crate) struct StsSettings {
    pub(in crate::credentials) variables: Variables,
    /// In place of the endpoint that tccli is configured to use.
    pub(in crate::credentials) endpoint: Option<Endpoint>,
    /// The profile of tccli, if it is not the one of the variables.
    pub(in crate::credentials) profile: Option<String>,
    pub(in crate::credentials) clock: Clock,
}

impl StsSettings {
    pub(in crate::credentials) fn over(variables: Variables) -> Self {
        Self {
            variables,
            ..Self::default()
        }
    }

    /// The settings of the process.
    pub(crate) fn of_process() -> Self {
        Self::default()
    }

    /// The settings in variables that may change or go away afterwards.
    pub(crate) fn snapshot(lookup: &impl Fn(&str) -> Option<OsString>) -> Self {
        let read = RefCell::new(HashMap::new());
        let recorded = |name: &str| {
            let value = lookup(name);
            let _ = read.borrow_mut().insert(name.to_owned(), value.clone());
            value
        };
        for name in ["HOME", "USERPROFILE", tccli_folder::PROFILE] {
            let _ = recorded(name);
        }
        let _ = Proxy::env_with(recorded);
        let read = read.into_inner();
        Self::over(Variables::new(move |name| read.get(name).cloned().flatten()))
    }

    /// The credentials of the role that the variables name, in exchange for those that were found; these themselves if
    /// the variables name none.
    pub(in crate::credentials) async fn assume_role_of_variables(&self, found: Found) -> Result<Found, Error> {
        let Found::Credentials(key) = found else {
            return Ok(found);
        };
        match self.role_of_variables()? {
            Some(role) => self.assume(role, key).await.map(Found::Credentials),
            None => Ok(Found::Credentials(key)),
        }
    }

    pub(in crate::credentials) fn role_of_variables(&self) -> Result<Option<NamedRole>, Error> {
        NamedRole::in_variables(&|name: &str| self.variables.get(name))
    }

    /// The credentials of `role`, in exchange for `key`.
    pub(in crate::credentials) async fn assume(&self, role: NamedRole, key: Credentials) -> Result<Credentials, Error> {
        let endpoint = match &self.endpoint {
            Some(endpoint) => Some(endpoint.clone()),
            None => {
                let settings = self.clone();
                off_thread(move || settings.configured_endpoint()).await?
            }
        };
        let place = format!("the role {}", role.arn);
        let mut builder = AssumeRole::builder(key, role.arn)
            .session_name(role.session_name)
            .clock(self.clock.clone())
            .proxy(Proxy::env_with(|name| self.variables.get(name)));
        if let Some(endpoint) = endpoint {
            builder = builder.endpoint(endpoint);
        }
        let assumed = match builder.build() {
            Ok(provider) => provider.provide().await,
            Err(error) => Err(error),
        };
        assumed.map_err(|why| Error::credentials_at(place, why))
    }

    fn configured_endpoint(&self) -> Result<Option<Endpoint>, Error> {
        let Some(home) = self.variables.home() else {
            return Ok(None);
        };
        let profile = match &self.profile {
            Some(profile) => Some(profile.clone()),
            None => self.variables.text(tccli_folder::PROFILE)?,
        };
        let profile = profile.as_deref().unwrap_or(tccli_folder::DEFAULT_PROFILE);
        tccli_folder::sts_endpoint(&tccli_folder::configure_file(&home, profile)?)
    }
}

/// A role that is assumed with a fixed key.
#[derive(Debug)]
pub(crate) struct RoleOfKey {
    pub(crate) key: Credentials,
    pub(crate) role: NamedRole,
    pub(crate) settings: StsSettings,
}

impl ProvideCredentials for RoleOfKey {
    fn provide(&self) -> CredentialsFuture<'_> {
        Box::pin(self.settings.assume(self.role.clone(), self.key.clone()))
    }
}
