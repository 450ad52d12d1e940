//! Hooks around the attempts of a call.

use std::error::Error as StdError;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tc3_runtime::interceptor::{Interceptor, Received, SignedRequest, UnsignedRequest};
use tc3_runtime::sign::{Payload, SigningInput, sign};
use tc3_runtime::{CallOptions, Client, Credentials, Header, RetryPolicy};

use crate::support::scripted_server::{Act, Server};
use crate::support::{NOW, Reply, SECRET_ID, SECRET_KEY, builder, nowhere};
use crate::{create, support};

type Outcome = Result<(), Box<dyn StdError + Send + Sync>>;

/// Writes down what it sees, and adds a header with the number of the attempt.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<String>>>);

impl Log {
    fn push(&self, line: String) {
        self.0.lock().unwrap().push(line);
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }
}

impl Interceptor for Log {
    fn before_signing(&self, request: &mut UnsignedRequest<'_>) -> Outcome {
        let attempt = request.attempt();
        let number = attempt.number.to_string();
        let of = [
            attempt.service,
            attempt.version,
            attempt.action,
            attempt.region.unwrap_or("-"),
        ]
        .join(" ");
        let headers: Vec<String> = request.headers().map(|header| format!("{header:?}")).collect();
        let (method, path) = (request.method(), request.uri().path());
        self.push(format!("signing {of} #{number} {method} {path} {headers:?}"));
        request.header(Header::new("X-Attempt", number)?.signed());
        Ok(())
    }

    fn before_sending(&self, request: &SignedRequest<'_>) -> Outcome {
        let header = request.headers()["x-attempt"].to_str()?.to_owned();
        let is_signed = request.headers()["authorization"].to_str()?.contains(";x-attempt, ");
        let (number, body) = (request.attempt().number, request.body().len());
        self.push(format!(
            "sending #{number} {header} {is_signed} {} {body}",
            request.method()
        ));
        Ok(())
    }

    fn after_receiving(&self, received: &Received<'_>) {
        let status = received.status().map(|status| status.as_u16());
        let error = received.error().map(ToString::to_string).unwrap_or_default();
        let has_headers = received.headers().is_some();
        let number = received.attempt().number;
        assert!(received.elapsed() < Duration::from_secs(60));
        self.push(format!("received #{number} {status:?} {has_headers} {error}"));
    }
}

#[tokio::test]
async fn each_attempt_passes_all_hooks() {
    let mut server = Server::playing([Act::throttle(), Act::ok()]).await;
    let log = Log::default();
    let client = server
        .builder()
        .region("ap-guangzhou")
        .header(Header::new("X-Own", "o").unwrap())
        .interceptor(log.clone())
        .build()
        .unwrap();
    create(&client).await.unwrap();
    let attempt = |number: u32| {
        let of = "gaap 2018-05-29 CreateProxy ap-guangzhou";
        [
            format!("signing {of} #{number} POST / [\"x-own: \\\"o\\\"\"]"),
            format!("sending #{number} {number} true POST 2"),
            format!("received #{number} Some(200) true "),
        ]
    };
    assert_eq!(log.take(), [attempt(1), attempt(2)].concat());
    for number in ["1", "2"] {
        let sent = server.next().await;
        let input = SigningInput::new("gaap", sent.header("host"), NOW, Payload::Bytes(&sent.body));
        let headers = [("x-attempt", number)];
        let signed = sign(&input.added_headers(&headers), &Credentials::new(SECRET_ID, SECRET_KEY));
        assert_eq!(sent.header("x-attempt"), number);
        assert_eq!(sent.header("authorization"), signed.authorization);
    }
}

#[tokio::test]
async fn an_attempt_without_a_response_has_its_error() {
    let log = Log::default();
    let again = RetryPolicy::new().base_delay(Duration::ZERO);
    let client = builder()
        .endpoint(nowhere().await)
        .retry(again)
        .interceptor(log.clone());
    create(&client.build().unwrap()).await.unwrap_err();
    let received: Vec<String> = log
        .take()
        .into_iter()
        .filter(|line| line.starts_with("received"))
        .collect();
    assert_eq!(received.len(), 3);
    assert!(
        received[2].starts_with("received #3 None false cannot connect to 127.0.0.1"),
        "{received:?}"
    );
}

#[tokio::test]
async fn a_response_that_is_too_large_has_its_status() {
    let server = support::Server::start(Reply::json(crate::OK)).await;
    let log = Log::default();
    let client = builder()
        .endpoint(server.endpoint.clone())
        .max_response_bytes(8)
        .interceptor(log.clone());
    create(&client.build().unwrap()).await.unwrap_err();
    let lines = log.take();
    let last = lines.last().unwrap();
    assert!(
        last.starts_with("received #1 Some(200) true HTTP 200") && last.contains("exceeds"),
        "{last}"
    );
}

#[tokio::test]
async fn interceptors_follow_one_another() {
    struct Second;
    impl Interceptor for Second {
        fn before_signing(&self, request: &mut UnsignedRequest<'_>) -> Outcome {
            let before = request.headers().find(|header| header.name() == "x-attempt");
            let value = format!("after {}", before.ok_or("the first was not called")?.value().to_str()?);
            request.header(Header::new("x-attempt", value)?);
            Ok(())
        }
    }
    let mut server = Server::playing([Act::ok()]).await;
    let client = server
        .builder()
        .interceptor(Log::default())
        .interceptor(Second)
        .build()
        .unwrap();
    // What the log looks for in the signature is no longer signed.
    create(&client).await.unwrap();
    assert_eq!(server.next().await.header("x-attempt"), "after 1");
}

/// Refuses requests, before they are signed or after it.
struct Refusal {
    signed: bool,
}

impl Interceptor for Refusal {
    fn before_signing(&self, _: &mut UnsignedRequest<'_>) -> Outcome {
        if self.signed { Ok(()) } else { Err("not today".into()) }
    }

    fn before_sending(&self, _: &SignedRequest<'_>) -> Outcome {
        if self.signed { Err("not today".into()) } else { Ok(()) }
    }
}

#[tokio::test]
async fn a_refused_request_is_not_sent() {
    for signed in [false, true] {
        let mut server = Server::playing([Act::ok()]).await;
        let client = server.builder().interceptor(Refusal { signed }).build().unwrap();
        let error = create(&client).await.unwrap_err();
        assert!(
            error.is_validation() && !error.is_ambiguous() && !error.is_retryable(),
            "{error}"
        );
        assert_eq!(
            error.to_string(),
            "gaap CreateProxy: not sent: an interceptor refused the request: not today"
        );
        assert!(server.rest().is_empty());
    }
}

#[tokio::test]
async fn a_header_of_an_interceptor_is_checked_like_any_other() {
    struct Large;
    impl Interceptor for Large {
        fn before_signing(&self, request: &mut UnsignedRequest<'_>) -> Outcome {
            request.header(Header::new("x-large", "v".repeat(20_000))?);
            Ok(())
        }
    }
    let mut server = Server::playing([Act::ok()]).await;
    let client = server.builder().interceptor(Large).build().unwrap();
    create(&client).await.unwrap();
    server.next().await;
    let own = CallOptions::new().header(Header::new("x-own", "v".repeat(20_000)).unwrap());
    let error = create(&client.with(own)).await.unwrap_err();
    assert!(error.to_string().contains("at most 32768 are sent"), "{error}");
    assert!(server.rest().is_empty());
}

#[tokio::test]
async fn debug_shows_no_secret() {
    #[derive(Clone, Default)]
    struct Shown(Arc<Mutex<String>>);
    impl Interceptor for Shown {
        fn before_signing(&self, request: &mut UnsignedRequest<'_>) -> Outcome {
            *self.0.lock().unwrap() += &format!("{request:?}");
            Ok(())
        }

        fn before_sending(&self, request: &SignedRequest<'_>) -> Outcome {
            *self.0.lock().unwrap() += &format!("{request:?}");
            Ok(())
        }

        fn after_receiving(&self, received: &Received<'_>) {
            *self.0.lock().unwrap() += &format!("{received:?}");
        }
    }
    let shown = Shown::default();
    let server = Server::playing([Act::ok()]).await;
    let key = Header::new("X-Gateway-Key", "the-key").unwrap().sensitive();
    let token = Credentials::new(SECRET_ID, SECRET_KEY).with_token("the-token");
    let builder = server
        .builder()
        .credentials(token)
        .header(key)
        .interceptor(shown.clone());
    let client: Client = builder.build().unwrap();
    let body = r#"{"Private":1}"#;
    client
        .call_raw("gaap", "2018-05-29", "CreateProxy", body)
        .await
        .unwrap();
    let shown = shown.0.lock().unwrap();
    for secret in ["the-key", "the-token", "Signature=", "Private"] {
        assert!(!shown.contains(secret), "{shown}");
    }
    assert!(
        shown.contains("x-gateway-key") && shown.contains("CreateProxy"),
        "{shown}"
    );
}
