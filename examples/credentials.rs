//! The default chain of credentials, and a role of STS AssumeRole on top of it.
//!
//! ```text
//! cargo run -p tc3-examples --example credentials              # against an emulator in this process
//! ROLE_ARN=qcs::cam::uin/100000000001:roleName/deploy \
//!     cargo run -p tc3-examples --example credentials -- --live
//! ```
//!
//! It prints whose key the chain has found, who calls with the role, and the error of a key that is set up by half.

use std::error::Error;
use std::ffi::OsString;

use tc3::Client;
use tc3::credentials::{AssumeRole, CachedCredentials, DefaultChain};
use tc3::sts::{self, GetCallerIdentityRequest};
use tc3_emulator::{SAMPLE_SECRET_ID, SAMPLE_SECRET_KEY};
use tc3_examples::Cloud;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let cloud = Cloud::from_args().await?;

    // The environment, the files of the SDKs, those of tccli, the identity of a TKE pod, the role of a CVM: the first one
    // that is set up. For the emulator, the environment of this program is made up.
    let chain = match cloud.emulator() {
        None => DefaultChain::new(),
        Some(_) => DefaultChain::builder().lookup(sample_environment).build(),
    };
    // The cache asks the chain once, and again shortly before what it found expires. Clones share it.
    let chain = CachedCredentials::new(chain);
    let client = cloud
        .client()?
        .credentials_from(chain.clone())
        .region("ap-guangzhou")
        .build()?;
    println!("chain       {}", caller(&client).await?);

    let arn = std::env::var("ROLE_ARN").unwrap_or_else(|_| "qcs::cam::uin/100000000001:roleName/deploy".to_owned());
    let mut role = AssumeRole::builder(chain, arn).session_name("cookbook");
    if let Some(endpoint) = cloud.endpoint()? {
        role = role.endpoint(endpoint); // the endpoints of a client do not apply to STS
    }
    let client = cloud
        .client()?
        .credentials_from(role.build()?)
        .region("ap-guangzhou")
        .build()?;
    println!("role        {}", caller(&client).await?);

    // A source that is set up by half ends the search: to go on would be to act as somebody else.
    let half = |name: &str| (name == "TENCENTCLOUD_SECRET_ID").then(|| OsString::from("AKIDexample"));
    let chain = DefaultChain::builder().lookup(half).build();
    let client = cloud.client()?.credentials_from(chain).region("ap-guangzhou").build()?;
    match caller(&client).await {
        Ok(caller) => return Err(format!("half of a key was enough for {caller}").into()),
        Err(error) => println!(
            "half a key  {error}\n            about credentials: {}",
            error.is_credentials()
        ),
    }
    Ok(())
}

/// Who calls, as STS has it.
async fn caller(client: &Client) -> Result<String, tc3::Error> {
    let identity = sts::get_caller_identity(client, &GetCallerIdentityRequest::new()).await?;
    Ok(identity.arn.clone().unwrap_or_default())
}

fn sample_environment(name: &str) -> Option<OsString> {
    match name {
        "TENCENTCLOUD_SECRET_ID" => Some(SAMPLE_SECRET_ID.into()),
        "TENCENTCLOUD_SECRET_KEY" => Some(SAMPLE_SECRET_KEY.into()),
        _ => None,
    }
}
