//! The user agent.

use crate::responses::call;
use crate::support::{Reply, Server, builder};

const OK: &str = r#"{"Response":{"RequestId":"r-1"}}"#;

#[tokio::test]
async fn a_tag_follows_the_clients_own_name() {
    let mut server = Server::start(Reply::json(OK)).await;
    for (tag, user_agent, request_client) in [
        ("my-app/1.2", "my-app/1.2", "my-app_1.2"),
        ("a, b; c_d.e", "a, b; c_d.e", "a, b; c_d.e"),
        (&*"x".repeat(128), &*"x".repeat(128), &*"x".repeat(128)),
    ] {
        let builder = builder().endpoint(server.endpoint.clone());
        let client = builder.user_agent_tag(tag).build().unwrap();
        call(&client).await.unwrap();
        let request = server.next().await;
        let version = env!("CARGO_PKG_VERSION");
        assert_eq!(
            request.headers["user-agent"],
            format!("tc3-rust/{version} {user_agent}")
        );
        assert_eq!(
            request.headers["x-tc-requestclient"],
            format!("tc3-rust_{version}; {request_client}")
        );
    }
}

#[test]
fn a_tag_that_cannot_be_sent_is_rejected_with_what_can() {
    for tag in ["", " a", "a ", "a\r\nX-Evil: 1", "a(b)", "ä", "a\tb", &"x".repeat(129)] {
        let error = builder().user_agent_tag(tag).build().unwrap_err();
        assert!(error.is_validation());
        let message = error.to_string();
        assert_eq!(message.lines().count(), 1, "{message}");
        assert!(message.contains(&format!("{tag:?}")), "{message}");
        assert!(
            message.contains("1 to 128 ASCII letters, digits and any of \"-_,;./\""),
            "{message}"
        );
    }
}
