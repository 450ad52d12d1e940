//! Actions that need the feature `encodings`, in a build without it.
#![cfg(all(feature = "client", not(feature = "encodings")))]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use tc3_runtime::record::{Action, ActionInfo, ServiceInfo};
use tc3_runtime::{Client, Credentials};

#[path = "support/mod.rs"]
mod support;

struct Empty {}
struct Multipart {}
struct OctetStream {}
struct Unsigned {}

support::record!(Empty {});
support::record!(Multipart {});
support::record!(OctetStream {});
support::record!(Unsigned {});

const SERVICE: ServiceInfo = ServiceInfo::new("ocr", "2018-11-19", "localhost");

macro_rules! action {
    ($request:ident: $info:expr) => {
        impl Action for $request {
            type Output = Empty;
            const INFO: &'static ActionInfo = &$info;
        }
    };
}

action!(Multipart: SERVICE.action("X").multipart());
action!(OctetStream: SERVICE.action("X").octet_stream());
action!(Unsigned: SERVICE.action("X").unsigned());

async fn rejection<A: Action>(request: A) -> String {
    let client = Client::builder()
        .credentials(Credentials::new("id", "key"))
        .build()
        .unwrap();
    let error = client.send(&request).await.map(drop).unwrap_err();
    assert!(error.is_validation());
    error.to_string()
}

#[tokio::test]
async fn the_error_names_the_feature() {
    let needs = "which needs the feature `encodings` of tc3 or tc3-runtime";
    assert_eq!(
        rejection(Multipart {}).await,
        format!("ocr X: not sent: the action takes a multipart body, {needs}")
    );
    assert_eq!(
        rejection(OctetStream {}).await,
        format!("ocr X: not sent: the action takes an octet stream, {needs}")
    );
    assert_eq!(
        rejection(Unsigned {}).await,
        format!("ocr X: not sent: the action is sent without a signature, {needs}")
    );
}
