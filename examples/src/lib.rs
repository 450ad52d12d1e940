//! What the programs of the cookbook share: a cloud to call, which is an emulator in the process of the program, or
//! Tencent Cloud with `--live`.
//!
//! A program of your own needs nothing of it. `cloud.client()?` is then one of these:
//!
//! ```no_run
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let of_the_account = tc3::Client::builder().env()?;
//!
//! let of_an_emulator = tc3::Client::builder()
//!     .credentials(tc3::Credentials::new("AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE", "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE"))
//!     .endpoint("http://127.0.0.1:9443".parse()?);
//! # Ok(()) }
//! ```

use std::error::Error;

use tc3::{Client, ClientBuilder, Credentials, Endpoint};
use tc3_emulator::{Emulator, Fault, SAMPLE_SECRET_ID, SAMPLE_SECRET_KEY};

/// Where a program sends its calls: to an emulator in its own process, or to Tencent Cloud.
///
/// ```no_run
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// let cloud = tc3_examples::Cloud::from_args().await?;
/// let client = cloud.client()?.build()?;
/// # Ok(()) }
/// ```
#[derive(Debug)]
pub struct Cloud {
    emulator: Option<Emulator>,
}

impl Cloud {
    /// Starts an emulator on a free port of this machine, or with the argument `--live` takes Tencent Cloud.
    ///
    /// ```no_run
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// let cloud = tc3_examples::Cloud::from_args().await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// If there is any other argument, or the emulator does not start.
    pub async fn from_args() -> Result<Self, Box<dyn Error>> {
        let arguments: Vec<String> = std::env::args().skip(1).collect();
        let emulator = match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
            [] => Some(Emulator::builder().embedded_spec().start().await?),
            ["--live"] => None,
            other => return Err(format!("no such arguments: {other:?}; there is --live, and nothing else").into()),
        };
        Ok(Self { emulator })
    }

    /// Returns a builder of a client that calls this cloud: with the sample key of the emulator, or with the key and the
    /// region in the environment.
    ///
    /// ```no_run
    /// # fn example(cloud: &tc3_examples::Cloud) -> Result<(), Box<dyn std::error::Error>> {
    /// let client = cloud.client()?.region("ap-guangzhou").build()?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// If the environment lacks a key and the cloud is Tencent Cloud; the message names the variable.
    pub fn client(&self) -> Result<ClientBuilder<Client>, tc3::Error> {
        match self.endpoint()? {
            None => Client::builder().env(),
            Some(endpoint) => {
                let sample = Credentials::new(SAMPLE_SECRET_ID, SAMPLE_SECRET_KEY);
                Ok(Client::builder().credentials(sample).endpoint(endpoint))
            }
        }
    }

    /// Returns the endpoint of the emulator; `None` if the cloud is Tencent Cloud.
    ///
    /// ```no_run
    /// # fn example(cloud: &tc3_examples::Cloud) -> Result<(), tc3::Error> {
    /// let is_live = cloud.endpoint()?.is_none();
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// Never for an emulator that has started.
    pub fn endpoint(&self) -> Result<Option<Endpoint>, tc3::Error> {
        self.emulator
            .as_ref()
            .map(|emulator| emulator.url().parse())
            .transpose()
    }

    /// Returns the emulator; `None` if the cloud is Tencent Cloud.
    ///
    /// ```no_run
    /// # fn example(cloud: &tc3_examples::Cloud) {
    /// let received = cloud.emulator().map_or(0, |emulator| emulator.requests().len());
    /// # }
    /// ```
    pub fn emulator(&self) -> Option<&Emulator> {
        self.emulator.as_ref()
    }

    /// Injects a fault into the emulator; Tencent Cloud has to fail by itself.
    ///
    /// ```no_run
    /// # fn example(cloud: &tc3_examples::Cloud) {
    /// cloud.inject(tc3_emulator::Fault::on("CreateProxyGroup").throttle().times(1));
    /// # }
    /// ```
    pub fn inject(&self, fault: Fault) {
        if let Some(emulator) = &self.emulator {
            emulator.fault(fault);
        }
    }
}
