//! The emulator in tests: in the process, on a free port, with faults injected.
//!
//! ```text
//! cargo test -p tc3-examples --example emulator_in_tests             # its tests
//! cargo run -p tc3-examples --example emulator_in_tests              # the function itself
//! cargo run -p tc3-examples --example emulator_in_tests -- --live    # creates the group `nightly`
//! ```
//!
//! It prints the ID of a group that runs. The whole client is under test, HTTP and signature included, against a server
//! that keeps what was created; `unit_tests` is for tests of what a function does with answers. In the shell, and for
//! programs in other languages: `scripts/emulator_in_ci.sh`.

use std::error::Error;
use std::time::Duration;

use tc3::Client;
use tc3::gaap::{self, CreateProxyGroupRequest, DescribeProxyGroupDetailsRequest, ProxyGroupState};
use tc3_examples::Cloud;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let cloud = Cloud::from_args().await?;
    println!(
        "running     {}",
        create_and_wait(&cloud.client()?.build()?, "nightly").await?
    );
    Ok(())
}

/// Creates a group and waits until it runs.
async fn create_and_wait(client: &Client, name: &str) -> Result<String, tc3::Error> {
    let created = gaap::create_proxy_group(client, &CreateProxyGroupRequest::new(0, name, "EastChina")).await?;
    let details = DescribeProxyGroupDetailsRequest::new(&*created.group_id);
    // A real group takes minutes: some seconds would do for the interval.
    let (interval, deadline) = (Duration::from_millis(20), Duration::from_secs(600));
    client
        .wait_until(
            &details,
            |group| group.proxy_group_detail.status == ProxyGroupState::RUNNING,
            interval,
            deadline,
        )
        .await?;
    Ok(created.group_id.clone())
}

#[cfg(test)]
mod tests {
    use tc3::Credentials;
    use tc3_emulator::{Emulator, Fault, SAMPLE_SECRET_ID, SAMPLE_SECRET_KEY};

    use super::*;

    /// A cloud of this test's own: tests run at the same time and do not see what others create.
    async fn cloud() -> Result<(Emulator, Client), Box<dyn Error>> {
        let emulator = Emulator::builder().embedded_spec().id_seed(1).start().await?;
        let client = Client::builder()
            .credentials(Credentials::new(SAMPLE_SECRET_ID, SAMPLE_SECRET_KEY))
            .endpoint(emulator.url().parse()?)
            .build()?;
        Ok((emulator, client))
    }

    #[tokio::test]
    async fn a_group_is_created_and_runs() -> Result<(), Box<dyn Error>> {
        let (emulator, client) = cloud().await?;
        let id = create_and_wait(&client, "web").await?;
        let received = emulator.received();
        assert_eq!(received[0].parameters.get("GroupName").as_deref(), Some("web"));
        assert!(id.starts_with("lg-"), "{id}");
        Ok(())
    }

    #[tokio::test]
    async fn throttling_and_lost_polls_are_survived() -> Result<(), Box<dyn Error>> {
        let (emulator, client) = cloud().await?;
        emulator.fault(Fault::on("CreateProxyGroup").throttle().times(1));
        emulator.fault(Fault::on("DescribeProxyGroupDetails").drop_after_processing().times(1));
        create_and_wait(&client, "web").await?;
        Ok(())
    }

    #[tokio::test]
    async fn a_creation_whose_answer_is_lost_is_not_repeated() -> Result<(), Box<dyn Error>> {
        let (emulator, client) = cloud().await?;
        emulator.fault(Fault::on("CreateProxyGroup").drop_after_processing().times(1));
        let error = create_and_wait(&client, "web").await.expect_err("the answer is lost");
        assert!(error.is_ambiguous(), "{error}");
        assert_eq!(emulator.requests().len(), 1);
        Ok(())
    }
}
