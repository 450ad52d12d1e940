//! Unit tests of code that makes calls, with a mock in place of the network.
//!
//! ```text
//! cargo test -p tc3-examples --example unit_tests             # its tests
//! cargo run -p tc3-examples --example unit_tests              # the function itself, against an emulator
//! cargo run -p tc3-examples --example unit_tests -- --live    # creates the group `cookbook` unless the account has it
//! ```
//!
//! It prints the ID of the group, twice the same. The feature `mock` belongs to the `dev-dependencies` of your crate.

use std::error::Error;

use tc3::Client;
use tc3::gaap::{self, CreateProxyGroupRequest, DescribeProxyGroupListRequest};
use tc3_examples::Cloud;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let cloud = Cloud::from_args().await?;
    let client = cloud.client()?.build()?;
    println!("created     {}", ensure_group(&client, "cookbook").await?);
    println!("there       {}", ensure_group(&client, "cookbook").await?);
    Ok(())
}

/// Returns the ID of the group with this name, which it creates if there is none.
async fn ensure_group(client: &Client, name: &str) -> Result<String, tc3::Error> {
    let mut groups = client.items(&DescribeProxyGroupListRequest::new(0, 100, -1));
    while let Some(group) = groups.next().await {
        let group = group?;
        if group.group_name == name {
            return Ok(group.group_id);
        }
    }
    let created = gaap::create_proxy_group(client, &CreateProxyGroupRequest::new(0, name, "EastChina")).await?;
    Ok(created.group_id.clone())
}

#[cfg(test)]
mod tests {
    use tc3::gaap::{CreateProxyGroupResponse, DescribeProxyGroupListResponse, ProxyGroupInfo};
    use tc3::mock::{Failure, MockTransport};

    use super::*;

    fn listed(names: &[&str]) -> DescribeProxyGroupListResponse {
        let mut list = DescribeProxyGroupListResponse::default();
        for name in names {
            let mut group = ProxyGroupInfo::default();
            (group.group_id, group.group_name) = (format!("lg-{name}"), (*name).to_owned());
            list.proxy_group_list.push(group);
        }
        list.total_count = i64::try_from(names.len()).unwrap_or_default();
        list
    }

    #[tokio::test]
    async fn a_group_that_is_there_is_not_created() -> Result<(), tc3::Error> {
        let mock = MockTransport::new();
        mock.on::<DescribeProxyGroupListRequest>()
            .respond(listed(&["a", "web"]));
        assert_eq!(ensure_group(&mock.client().build()?, "web").await?, "lg-web");
        assert_eq!(mock.calls::<CreateProxyGroupRequest>().len(), 0);
        Ok(())
    }

    #[tokio::test]
    async fn a_group_that_is_missing_is_created_once() -> Result<(), tc3::Error> {
        let mock = MockTransport::new();
        mock.on::<DescribeProxyGroupListRequest>().respond(listed(&["a"]));
        let mut created = CreateProxyGroupResponse::default();
        created.group_id = "lg-new".to_owned();
        mock.on::<CreateProxyGroupRequest>().respond(created);

        assert_eq!(ensure_group(&mock.client().build()?, "web").await?, "lg-new");
        let [sent] = mock.calls::<CreateProxyGroupRequest>().try_into().expect("one call");
        assert_eq!(sent.group_name, "web");
        Ok(())
    }

    #[tokio::test]
    async fn a_creation_without_an_answer_is_left_to_the_caller() -> Result<(), tc3::Error> {
        let mock = MockTransport::new();
        mock.on::<DescribeProxyGroupListRequest>().respond(listed(&[]));
        mock.on::<CreateProxyGroupRequest>().fail(Failure::BrokenAfterSending);
        let error = ensure_group(&mock.client().build()?, "web")
            .await
            .expect_err("no answer");
        assert!(error.is_ambiguous(), "{error}");
        assert_eq!(mock.calls::<CreateProxyGroupRequest>().len(), 1);
        Ok(())
    }
}
