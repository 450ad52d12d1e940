//! The role of a pod in TKE, Tencent Cloud's Kubernetes.

use std::ffi::OsString;
use std::path::Path;

use zeroize::Zeroizing;

use super::{Parameter, Parameters, StsRequest};
use crate::credentials::provider::{CredentialsSource, Found, SourceFuture};
use crate::credentials::secret_file;
use crate::credentials::variables::Variables;
use crate::{Clock, Credentials, Endpoint, Error, Proxy};

const REGION: &str = "TKE_REGION";
const PROVIDER_ID: &str = "TKE_PROVIDER_ID";
const TOKEN_FILE: &str = "TKE_WEB_IDENTITY_TOKEN_FILE";
const ROLE_ARN: &str = "TKE_ROLE_ARN";

/// Temporary credentials for the role of a pod, from the STS action AssumeRoleWithWebIdentity. The call is not signed: the
/// token that the cluster puts into a file authenticates it. The file is read anew each time, because the cluster replaces
/// it. Credentials are valid for two hours.
///
/// Configured if any of `TKE_PROVIDER_ID`, `TKE_ROLE_ARN` and `TKE_WEB_IDENTITY_TOKEN_FILE` is set; then all of them and
/// `TKE_REGION` must be. `TKE_REGION` alone is no identity.
///
/// ```
/// # use tc3_runtime as tc3;
/// let client = tc3::Client::builder().credentials_from(tc3::credentials::WebIdentity::new()).build()?;
/// # Ok::<(), tc3::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct WebIdentity {
    variables: Variables,
    endpoint: Option<Endpoint>,
    clock: Clock,
}

impl WebIdentity {
    /// Uses the identity that the variables of the process name.
    pub fn new() -> Self {
        Self::default()
    }

    pub(in crate::credentials) fn over(variables: Variables) -> Self {
        Self {
            variables,
            ..Self::default()
        }
    }

    /// Reads the variables from elsewhere than the process.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let source = tc3::credentials::WebIdentity::new().lookup(|name| std::env::var_os(format!("STAGING_{name}")));
    /// ```
    pub fn lookup(mut self, lookup: impl Fn(&str) -> Option<OsString> + Send + Sync + 'static) -> Self {
        self.variables = Variables::new(lookup);
        self
    }

    /// Sets the endpoint of STS, in place of `sts.tencentcloudapi.com`.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let sts = tc3::Endpoints::internal().endpoint_of("sts", None)?;
    /// let source = tc3::credentials::WebIdentity::new().endpoint(sts);
    /// # Ok::<(), tc3::Error>(())
    /// ```
    pub fn endpoint(mut self, endpoint: Endpoint) -> Self {
        self.endpoint = Some(endpoint);
        self
    }

    /// Sets the clock that gives the call its timestamp.
    pub fn clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    async fn find_credentials(&self) -> Result<Found, Error> {
        let identity = [PROVIDER_ID, ROLE_ARN, TOKEN_FILE];
        if !identity.iter().any(|name| self.variables.has(name)) {
            return Ok(Found::nothing(format!("{PROVIDER_ID} is not set")));
        }
        self.assume().await.map(Found::Credentials)
    }

    async fn assume(&self) -> Result<Credentials, Error> {
        let [provider_id, role_arn, region] = [
            self.required(PROVIDER_ID)?,
            self.required(ROLE_ARN)?,
            self.required(REGION)?,
        ];
        let token = self.token().await?;
        let endpoint = match &self.endpoint {
            Some(endpoint) => endpoint.clone(),
            None => Endpoint::from_host(super::HOST_NAME)?,
        };
        let now = self.clock.now();
        let session_name = super::session_name(now)?;
        let parameters = [
            ("ProviderId", Parameter::Text(&provider_id)),
            ("WebIdentityToken", Parameter::Text(&token)),
            ("RoleArn", Parameter::Text(&role_arn)),
            ("RoleSessionName", Parameter::Text(&session_name)),
            ("DurationSeconds", Parameter::Number(super::DEFAULT_DURATION_SECONDS)),
        ];
        let request = StsRequest {
            endpoint: &endpoint,
            region: &region,
            action: "AssumeRoleWithWebIdentity",
            parameters: Parameters(&parameters),
            signer: None,
            now,
            proxy: Proxy::env_with(|name| self.variables.get(name)),
        };
        request.send().await
    }

    fn required(&self, name: &str) -> Result<String, Error> {
        let value = self.variables.text(name)?;
        value.ok_or_else(|| Error::config(format!("{name} is not set")))
    }

    async fn token(&self) -> Result<Zeroizing<String>, Error> {
        let path = self.variables.path(TOKEN_FILE);
        let path = path.ok_or_else(|| Error::config(format!("{TOKEN_FILE} is not set")))?;
        secret_file::off_thread(move || read_token(&path)).await
    }
}

fn read_token(path: &Path) -> Result<Zeroizing<String>, Error> {
    let Some(bytes) = secret_file::read(path)? else {
        return Err(secret_file::missing(path, TOKEN_FILE));
    };
    match std::str::from_utf8(&bytes).map(str::trim) {
        Ok("") => Err(secret_file::unusable(path, "it is empty")),
        Ok(token) => Ok(Zeroizing::new(token.to_owned())),
        Err(_) => Err(secret_file::unusable(path, "it is not UTF-8")),
    }
}

impl CredentialsSource for WebIdentity {
    fn name(&self) -> &str {
        "the web identity of the pod"
    }

    fn find(&self) -> SourceFuture<'_> {
        Box::pin(self.find_credentials())
    }
}
