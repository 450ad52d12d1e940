//! The client of tc3.

use std::error::Error;
use std::sync::Arc;

use tc3::gaap::{self, AccessConfiguration, CreateProxyGroupRequest, PackageType};
use tc3::{Client, Credentials};

use super::Caller;

#[derive(Clone)]
pub struct Tc3 {
    client: Client,
    request: Arc<CreateProxyGroupRequest>,
}

impl Caller for Tc3 {
    fn new(url: &str) -> Result<Self, Box<dyn Error>> {
        let client = Client::builder()
            .credentials(Credentials::new("AKIDEXAMPLE".repeat(3), "the-secret-key".repeat(2)))
            .region("ap-guangzhou")
            .endpoint(url.parse()?)
            .build()?;
        let request = CreateProxyGroupRequest::new(0, "test", "EastChina")
            .access_region_set([AccessConfiguration::new("Guangzhou", 10, 2)])
            .package_type(PackageType::Thunder);
        Ok(Self {
            client,
            request: Arc::new(request),
        })
    }

    async fn call(&self) {
        let group = gaap::create_proxy_group(&self.client, &self.request)
            .await
            .expect("the call succeeds");
        assert_eq!(group.group_id, "lg-negxun2x");
    }
}
