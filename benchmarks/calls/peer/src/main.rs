//! The crate `tencentcloud` as a client of the benchmark.
//!
//! The crate speaks HTTPS only, to a constant host. The server therefore has a fixed port, and a certificate of its own
//! authority, which the environment variable `SSL_CERT_FILE` names.

use std::error::Error;

use serde::{Deserialize, Serialize};
use stopwatch::Task;
use tencentcloud::api::Api;
use tencentcloud::{Auth, Client};

struct CreateProxyGroup;

impl Api for CreateProxyGroup {
    type Request<'a> = CreateProxyGroupRequest;
    type Response = CreateProxyGroupResponse;
    const VERSION: &'static str = "2018-05-29";
    const ACTION: &'static str = "CreateProxyGroup";
    const SERVICE: &'static str = "gaap";
    const HOST: &'static str = "localhost:29443";
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct CreateProxyGroupRequest {
    project_id: u64,
    group_name: String,
    real_server_region: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    access_region_set: Option<Vec<AccessConfiguration>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    package_type: Option<String>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct AccessConfiguration {
    access_region: String,
    bandwidth: u64,
    concurrent: u64,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct CreateProxyGroupResponse {
    group_id: String,
}

fn request() -> CreateProxyGroupRequest {
    CreateProxyGroupRequest {
        project_id: 0,
        group_name: "test".to_owned(),
        real_server_region: "EastChina".to_owned(),
        access_region_set: Some(vec![AccessConfiguration {
            access_region: "Guangzhou".to_owned(),
            bandwidth: 10,
            concurrent: 2,
        }]),
        package_type: Some("Thunder".to_owned()),
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let task = Task::from_args(std::env::args().skip(1))?;
    let expected = format!("https://{}", CreateProxyGroup::HOST);
    if task.url != expected {
        return Err(format!("this client calls only {expected}").into());
    }
    let auth = Auth::new("the-secret-key".repeat(2), "AKIDEXAMPLE".repeat(3));
    let request = request();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let measurement = runtime.block_on(async {
        let client = Client::new("ap-guangzhou".to_owned(), auth, 64 * 1024 * 1024);
        task.sequential(async || {
            let (group, _) = client
                .send::<CreateProxyGroup>(&request)
                .await
                .expect("the call succeeds");
            assert_eq!(group.group_id, "lg-negxun2x");
        })
        .await
    });
    println!("{measurement}");
    Ok(())
}
