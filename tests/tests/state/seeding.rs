//! What a test looks at and sets up.

use tc3::gaap::{self, DescribeProxyGroupListRequest, ProxyGroupStatus};
use tc3_emulator::{StartError, StateError};

use crate::cloud::{Cloud, builder};

#[tokio::test]
async fn a_group_is_set_up_in_the_state_that_a_test_needs() {
    let cloud = Cloud::start().await;
    let state = cloud.emulator.state();
    let members = r#"{"GroupId": "lg-moving00", "GroupName": "busy", "ProjectId": 3, "Status": "MOVING"}"#;
    state.add("gaap", "ProxyGroup", members).unwrap();
    let all = DescribeProxyGroupListRequest::new(0, 10, 3);
    for _ in 0..3 {
        let listed = gaap::describe_proxy_group_list(&cloud.client, &all).await.unwrap();
        assert_eq!(listed.proxy_group_list[0].status, ProxyGroupStatus::Moving);
    }
    state
        .set("gaap", "ProxyGroup", "lg-moving00", r#"{"Status": "RUNNING"}"#)
        .unwrap();
    let listed = gaap::describe_proxy_group_list(&cloud.client, &all).await.unwrap();
    assert_eq!(listed.proxy_group_list[0].status, ProxyGroupStatus::Running);

    let created = cloud.group("test").await;
    let group = state.get("gaap", "ProxyGroup", &created).unwrap().unwrap();
    assert_eq!(group.text("Status").as_deref(), Some("CREATING"));
    state.remove("gaap", "ProxyGroup", &created).unwrap();
    assert_eq!(state.all("gaap", "ProxyGroup").unwrap().len(), 1);
    state.clear().unwrap();
    assert!(state.all("gaap", "ProxyGroup").unwrap().is_empty());
}

#[tokio::test]
async fn what_cannot_be_set_up_is_said() {
    let cloud = Cloud::start().await;
    let state = cloud.emulator.state();
    assert!(matches!(state.all("gaap", "Group"), Err(StateError::NoResource { .. })));
    assert!(matches!(
        state.all("cvm", "Instance"),
        Err(StateError::NoResource { .. })
    ));
    assert!(matches!(state.add("gaap", "Proxy", "[]"), Err(StateError::NotAnObject)));
    assert!(matches!(
        state.remove("gaap", "Proxy", "link-1"),
        Err(StateError::NoRecord { .. })
    ));
    let lost = state.add("gaap", "Proxy", r#"{"GroupId": "lg-nowhere1"}"#).unwrap_err();
    assert!(lost.to_string().starts_with("ResourceNotFound: "), "{lost}");
}

#[tokio::test]
async fn the_same_seed_gives_the_same_ids() {
    let ids = async |seed| {
        let cloud = Cloud::with(builder().id_seed(seed)).await;
        [cloud.group("one").await, cloud.group("two").await]
    };
    let first = ids(7).await;
    assert_eq!(first, ids(7).await);
    assert_ne!(first, ids(8).await);
    assert_ne!(first[0], first[1]);
}

#[tokio::test]
async fn a_data_file_outlasts_the_emulator_and_serves_one_at_a_time() {
    let file = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("outlasts.data");
    let _ = std::fs::remove_file(&file);
    let cloud = Cloud::with(builder().data_file(&file)).await;
    let id = cloud.group("kept").await;
    let second = builder().data_file(&file).start().await.unwrap_err();
    assert!(
        matches!(&second, StartError::DataFile(error) if error.is_in_use()),
        "{second}"
    );
    assert!(second.to_string().contains("outlasts.data"), "{second}");
    cloud.emulator.shutdown().await;

    let cloud = Cloud::with(builder().data_file(&file).id_seed(1)).await;
    assert_eq!(cloud.wait_for_group(&id).await.unwrap(), 3);
    cloud.emulator.state().clear().unwrap();
    cloud.emulator.shutdown().await;
    let cloud = Cloud::with(builder().data_file(&file)).await;
    assert!(cloud.emulator.state().all("gaap", "ProxyGroup").unwrap().is_empty());
}

#[tokio::test]
async fn a_file_that_is_something_else_is_left_alone() {
    let file = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("something-else.txt");
    std::fs::write(&file, "a letter to a friend").unwrap();
    let error = builder().data_file(&file).start().await.unwrap_err();
    assert!(error.to_string().contains("not a data file"), "{error}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "a letter to a friend");
}
