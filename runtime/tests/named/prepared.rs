//! What is shown before it is sent is what is sent.

use tc3_runtime::sign::{Payload, SigningInput, sign};
use tc3_runtime::{Client, Credentials};

use crate::support::scripted_server::{Act, Server};
use crate::support::{NOW, SECRET_ID, SECRET_KEY, TOKEN, builder};
use crate::{create, describe};

const BODY: &str = r#"{"GroupName":"名"}"#;

#[tokio::test]
async fn the_prepared_request_is_the_one_that_is_sent() {
    let mut server = Server::playing([Act::ok()]).await;
    let client = server.builder().region("ap-guangzhou").build().unwrap();
    let prepared = client.prepare_named(&create(), BODY).await.unwrap();
    assert!(server.rest().is_empty(), "nothing is sent yet");
    client.send_named(&create(), BODY).await.unwrap();
    let sent = server.next().await;

    assert_eq!(prepared.method(), "POST");
    assert_eq!(prepared.url(), format!("{}", server.endpoint));
    assert_eq!(prepared.body(), BODY);
    assert_eq!((prepared.body().as_ref(), sent.method.as_str()), (&*sent.body, "POST"));
    for (name, value) in prepared.headers() {
        assert_eq!(value.to_str().unwrap(), sent.header(name.as_str()), "{name}");
    }
    let added: Vec<&String> = sent
        .headers
        .keys()
        .filter(|name| !prepared.headers().contains_key(name.as_str()))
        .collect();
    assert_eq!(added, ["content-length"]);

    let again = client.send_prepared(prepared).await.unwrap();
    assert_eq!(again.request_id(), "r");
    let second = server.next().await;
    assert_eq!((second.body, second.headers), (sent.body, sent.headers));
}

#[tokio::test]
async fn the_signature_is_shown_with_its_texts_and_no_secret() {
    let credentials = Credentials::new(SECRET_ID, SECRET_KEY).with_token(TOKEN);
    let client = builder().credentials(credentials.clone()).build().unwrap();
    let prepared = client.prepare_named(&create(), BODY).await.unwrap();
    let input = SigningInput::new("gaap", "gaap.tencentcloudapi.com", NOW, Payload::Bytes(BODY.as_bytes()));
    let expected = sign(&input, &credentials);
    let signed = prepared.signed().unwrap();
    assert_eq!(signed.canonical_request, expected.canonical_request);
    assert_eq!(signed.string_to_sign, expected.string_to_sign);
    assert_eq!(prepared.headers()["authorization"], expected.authorization);
    assert_eq!(prepared.credential_scope(), Some("2019-02-25/gaap/tc3_request"));
    assert!(prepared.headers()["authorization"].is_sensitive() && prepared.headers()["x-tc-token"].is_sensitive());
    let shown = format!("{prepared:?}");
    assert!(
        !shown.contains(TOKEN) && !shown.contains(SECRET_ID) && !shown.contains("名"),
        "{shown}"
    );
}

#[tokio::test]
async fn it_is_sent_once_whatever_the_failure() {
    for act in [
        Act::throttle(),
        Act::error("InternalError"),
        Act::Reset,
        Act::expired("Sat, 01 Jan 2050 00:00:00 GMT"),
    ] {
        let mut server = Server::playing([act, Act::ok()]).await;
        let client = server.client();
        let prepared = client.prepare_named(&describe(), "{}").await.unwrap();
        let error = client.send_prepared(prepared).await.unwrap_err();
        assert_eq!(error.attempts(), 1, "{error}");
        assert_eq!(error.action(), Some("DescribeProxyGroupList"));
        assert_eq!(server.rest().len(), 1, "{error}");
    }
}

#[tokio::test]
async fn it_cannot_be_prepared_without_credentials_or_with_what_is_refused() {
    let client: Client = builder().build().unwrap();
    let error = client
        .prepare_named(&create().region_required(), "{}")
        .await
        .unwrap_err();
    assert!(
        error.is_validation() && error.to_string().starts_with("gaap CreateProxyGroup: "),
        "{error}"
    );
    let unsigned = client.prepare_named(&create().unsigned(), "{}").await.unwrap();
    assert!(unsigned.signed().is_none() && unsigned.credential_scope().is_none());
    assert_eq!(unsigned.headers()["authorization"], "SKIP");
}
