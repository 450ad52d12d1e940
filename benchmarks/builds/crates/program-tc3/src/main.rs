//! Creates a connection group, with the credentials and the region of the environment.

use tc3::gaap::{self, AccessConfiguration, CreateProxyGroupRequest};

#[tokio::main]
async fn main() -> Result<(), tc3::Error> {
    let client = tc3::Client::from_env()?;
    let request = CreateProxyGroupRequest::new(0, "test", "EastChina")
        .access_region_set([AccessConfiguration::new("Guangzhou", 10, 2)]);
    let group = gaap::create_proxy_group(&client, &request).await?;
    println!("{}", group.group_id);
    Ok(())
}
