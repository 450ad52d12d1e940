//! The role of the virtual machine that the process runs on, from the metadata service.

use std::time::Duration;

use bytes::Bytes;
use http::header::HOST;
use http::uri::PathAndQuery;
use http::{Request, StatusCode, Uri};

use crate::credentials::provider::{CredentialsSource, Found, SourceFuture};
use crate::credentials::secret_http::{Timeouts, exchange};
use crate::credentials::secret_json::{SecretJson, unreadable, wipe};
use crate::credentials::validate::is_name_char;
use crate::http_response::HttpResponse;
use crate::{Credentials, Endpoint, Error, Proxy};

const ENDPOINT: &str = "http://metadata.tencentyun.com";
const NO_ROLE: &str = "no role is bound to the machine";
const PATH: &str = "/latest/meta-data/cam/security-credentials/";

/// The service is one hop away, and outside of a CVM nothing answers.
const TIMEOUTS: Timeouts = Timeouts {
    connect: Duration::from_secs(1),
    total: Duration::from_secs(2),
};

/// Temporary credentials for the role that is bound to the machine, from its metadata service
/// `http://metadata.tencentyun.com`.
///
/// The service is asked for the name of the role, unless it is set here, and then for its credentials. The connect timeout
/// is 1 s, that of each response 2 s. Redirects are not followed, and no proxy is used: it would return the role of the
/// proxy's machine, and see the credentials on the way.
///
/// Configured if the name of the role is set here, or the service can be reached and has a role.
///
/// ```
/// # use tc3_runtime as tc3;
/// let client = tc3::Client::builder().credentials_from(tc3::credentials::CvmRole::new()).build()?;
/// # Ok::<(), tc3::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct CvmRole {
    endpoint: Option<Endpoint>,
    role: Option<String>,
}

impl CvmRole {
    /// Uses the role that the service names.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the name of the role, in place of asking for it.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let source = tc3::credentials::CvmRole::new().role("deploy");
    /// ```
    pub fn role(mut self, name: impl Into<String>) -> Self {
        self.role = Some(name.into());
        self
    }

    /// Sets the endpoint to ask, in place of `http://metadata.tencentyun.com`.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let source = tc3::credentials::CvmRole::new().endpoint("http://localhost:8080".parse()?);
    /// # Ok::<(), tc3::Error>(())
    /// ```
    pub fn endpoint(mut self, endpoint: Endpoint) -> Self {
        self.endpoint = Some(endpoint);
        self
    }

    async fn find_credentials(&self) -> Result<Found, Error> {
        let role = match self.name_of_role().await {
            Ok(Some(role)) => role,
            Ok(None) => return Ok(Found::nothing(NO_ROLE)),
            Err(error) if error.is_connect() => return Ok(Found::nothing(error.to_string())),
            Err(error) => return Err(error),
        };
        self.credentials_of(&role).await.map(Found::Credentials)
    }

    /// The credentials of a machine that is known to have a role, so that a service that cannot be reached is a failure
    /// which may pass.
    pub(super) async fn required(&self) -> Result<Credentials, Error> {
        match self.name_of_role().await? {
            Some(role) => self.credentials_of(&role).await,
            None => Err(Error::config(NO_ROLE)),
        }
    }

    async fn name_of_role(&self) -> Result<Option<String>, Error> {
        if let Some(role) = &self.role {
            return Ok(Some(role.clone()));
        }
        let answer = get(&self.asked_endpoint()?, "").await?;
        if answer.status == StatusCode::NOT_FOUND {
            return Ok(None);
        }
        role_name(answer).map(Some)
    }

    async fn credentials_of(&self, role: &str) -> Result<Credentials, Error> {
        validate_role(role)?;
        let answer = get(&self.asked_endpoint()?, role).await?;
        credentials(answer).map_err(|error| Error::credentials_at(format!("the role {role}"), error))
    }

    fn asked_endpoint(&self) -> Result<Endpoint, Error> {
        match &self.endpoint {
            Some(endpoint) => Ok(endpoint.clone()),
            None => ENDPOINT.parse(),
        }
    }
}

impl CredentialsSource for CvmRole {
    fn name(&self) -> &str {
        "the metadata service of the machine"
    }

    fn find(&self) -> SourceFuture<'_> {
        Box::pin(self.find_credentials())
    }
}

async fn get(endpoint: &Endpoint, role: &str) -> Result<HttpResponse, Error> {
    let mut parts = endpoint.uri().clone().into_parts();
    let path = format!("{}{PATH}{role}", endpoint.uri().path().trim_end_matches('/'));
    let unusable = || Error::config("the address of the metadata service cannot be used");
    parts.path_and_query = Some(PathAndQuery::try_from(path).map_err(|_| unusable())?);
    let mut request = Request::new(Bytes::new());
    *request.uri_mut() = Uri::from_parts(parts).map_err(|_| unusable())?;
    // HTTP/1.1 requires it, and hyper adds none.
    request.headers_mut().insert(HOST, endpoint.host_header());
    // A proxy would reach the metadata service of its own machine.
    exchange(request, &TIMEOUTS, Proxy::none()).await
}

fn role_name(answer: HttpResponse) -> Result<String, Error> {
    let answer = require_ok(answer)?;
    let name = std::str::from_utf8(&answer.body).map_err(|_| Error::config("the role's name is not text"))?;
    Ok(name.trim().to_owned())
}

/// # Errors
/// If it is not letters, digits and `_+=,.@-`: nothing may lead out of the path.
fn validate_role(role: &str) -> Result<(), Error> {
    if !role.is_empty() && role.chars().all(is_name_char) {
        return Ok(());
    }
    Err(Error::config("the name of the role is malformed"))
}

fn credentials(answer: HttpResponse) -> Result<Credentials, Error> {
    let answer = require_ok(answer)?;
    let document = SecretJson::parse(&answer.body);
    wipe(answer.body);
    let document = document?;
    match document.text("/Code") {
        Some("Success") => document.temporary_credentials("", "/ExpiredTime"),
        Some(code) => Err(Error::config(format!("the service returned {code:?}"))),
        None => Err(Error::config("it has no text at /Code")),
    }
}

fn require_ok(answer: HttpResponse) -> Result<HttpResponse, Error> {
    if answer.status == StatusCode::OK {
        return Ok(answer);
    }
    Err(unreadable(answer, "the metadata service did not respond with HTTP 200"))
}
