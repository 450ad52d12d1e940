//! Blocking calls through the public crate.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use tc3::blocking::Client;
use tc3::gaap::{self, CreateProxyGroupRequest, CreateProxyGroupResponse};
use tc3::mock::MockTransport;

#[test]
fn a_typed_call_blocks_and_is_repeated_like_any_other() {
    let mock = MockTransport::new();
    let mut group = CreateProxyGroupResponse::default();
    "lg-1".clone_into(&mut group.group_id);
    mock.on::<CreateProxyGroupRequest>()
        .respond_error("RequestLimitExceeded", "slow down")
        .respond(group);
    let client: Client = mock.client().build_blocking().unwrap();
    let request = CreateProxyGroupRequest::new(7, "test", "EastChina");
    assert_eq!(client.send(&request).unwrap().group_id, "lg-1");
    assert_eq!(mock.calls::<CreateProxyGroupRequest>().len(), 2);

    let group = client.run(gaap::create_proxy_group(client.as_async(), &request));
    assert_eq!(group.unwrap().group_id, "lg-1");
}
