//! Actions of each kind, in the shape that is generated.

use bytes::Bytes;
use tc3_runtime::record::{Action, ActionInfo, Field, ServiceInfo};

use crate::support::record;
use crate::support::{Received, SECRET_ID, SECRET_KEY};
use tc3_runtime::Credentials;
use tc3_runtime::sign::{Payload, SigningInput, UNSIGNED_PAYLOAD, sign};

pub(crate) const OK: &str = r#"{"Response":{"RequestId":"r-1"}}"#;

/// Reads nothing and is not marked so.
pub(crate) struct Create {
    pub(crate) name: Option<String>,
    pub(crate) regions: Option<Vec<Region>>,
    pub(crate) ipv6: Option<bool>,
    pub(crate) client_token: Option<String>,
}
pub(crate) struct Region {
    pub(crate) name: Option<String>,
    pub(crate) weight: Option<f64>,
}
pub(crate) struct Change {
    pub(crate) name: Option<String>,
}
pub(crate) struct Recognize {
    pub(crate) name: String,
    pub(crate) file: Bytes,
    pub(crate) tags: Option<Vec<String>>,
    pub(crate) more: Option<Bytes>,
    pub(crate) client_token: Option<String>,
}
pub(crate) struct Upload {
    pub(crate) topic: String,
    pub(crate) log: Bytes,
    pub(crate) count: Option<i64>,
}
pub(crate) struct Assume {
    pub(crate) web_identity_token: String,
}
pub(crate) struct Output {}

record!(Create {
    0: name = Field::optional("Name"),
    1: regions = Field::optional("Regions"),
    2: ipv6 = Field::optional("IPv6"),
    3: client_token = Field::optional("ClientToken"),
});
record!(Region {
    0: name = Field::optional("Name"),
    1: weight = Field::optional("Weight"),
});
record!(Change {
    0: name = Field::optional("Name"),
});
record!(Recognize {
    0: name = Field::required("Name"),
    1: file = Field::required("File"),
    2: tags = Field::optional("Tags"),
    3: more = Field::optional("More"),
    4: client_token = Field::optional("ClientToken"),
});
record!(Upload {
    0: topic = Field::required("TopicId"),
    1: log = Field::required("Log"),
    2: count = Field::optional("Count"),
});
record!(Assume {
    0: web_identity_token = Field::required("WebIdentityToken"),
});
record!(Output {});

macro_rules! action {
    ($request:ident: $info:expr) => {
        impl Action for $request {
            type Output = Output;
            const INFO: &'static ActionInfo = &$info;
        }
    };
}

const GAAP: ServiceInfo = ServiceInfo::new("gaap", "2018-05-29", "gaap.tencentcloudapi.com");
const OCR: ServiceInfo = ServiceInfo::new("ocr", "2018-11-19", "ocr.tencentcloudapi.com");
const CLS: ServiceInfo = ServiceInfo::new("cls", "2020-10-16", "cls.tencentcloudapi.com");
const STS: ServiceInfo = ServiceInfo::new("sts", "2018-08-13", "sts.tencentcloudapi.com");

action!(Create: GAAP.action("Create"));
action!(Change: GAAP.action("Change"));
action!(Recognize: OCR.action("Recognize").multipart());
action!(Upload: CLS.action("UploadLog").octet_stream());
action!(Assume: STS.action("AssumeRoleWithWebIdentity").unsigned());

/// What the request has to bear, made anew from the bytes that came.
pub(crate) fn expected_authorization(request: &Received, service: &str) -> String {
    let (method, rest) = request.request_line.split_once(' ').unwrap();
    let (target, _) = rest.rsplit_once(' ').unwrap();
    let unsigned = request.headers.get("x-tc-content-sha256").map(String::as_str) == Some(UNSIGNED_PAYLOAD);
    let input = SigningInput::new(
        service,
        &request.headers["host"],
        request.headers["x-tc-timestamp"].parse().unwrap(),
        if unsigned {
            Payload::Unsigned
        } else {
            Payload::Bytes(&request.body)
        },
    )
    .method(method)
    .query(target.split_once('?').map_or("", |(_, query)| query))
    .content_type(&request.headers["content-type"]);
    sign(&input, &Credentials::new(SECRET_ID, SECRET_KEY)).authorization
}

pub(crate) fn query(request: &Received) -> &str {
    let target = request.request_line.split(' ').nth(1).unwrap();
    target.split_once('?').map_or("", |(_, query)| query)
}
