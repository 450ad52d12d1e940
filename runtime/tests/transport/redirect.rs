use crate::OK;
use crate::create;
use crate::support::{Reply, Server, builder, http};

#[tokio::test]
async fn no_request_and_so_no_credentials_follow_a_redirect() {
    for status in [
        "301 Moved Permanently",
        "302 Found",
        "307 Temporary Redirect",
        "308 Permanent Redirect",
    ] {
        let mut other = Server::start(Reply::json(OK)).await;
        let location = format!("Location: {}\r\n", other.endpoint);
        let mut server = Server::start(Reply::Bytes(http(status, &location, ""))).await;
        let client = builder().endpoint(server.endpoint.clone()).build().unwrap();
        let error = create(&client).await.unwrap_err();
        assert!(error.to_string().contains("redirects are not followed"), "{error}");
        assert!(!server.is_idle());
        assert!(server.is_idle() && other.is_idle(), "{status}");
    }
}
