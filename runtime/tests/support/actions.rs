//! Actions of each kind: one that reads, one that creates, one that creates with a client token.

use tc3_runtime::record::{Action, ActionInfo, Field, ServiceInfo};

use super::record;

pub(crate) struct Describe {}
pub(crate) struct Create {
    pub(crate) name: Option<String>,
}
pub(crate) struct CreateWithToken {
    pub(crate) name: Option<String>,
    pub(crate) client_token: Option<String>,
    pub(crate) zone: Option<String>,
}
/// Has a member of that name which is no token.
pub(crate) struct CreateWithNumber {
    client_token: Option<i64>,
}
/// Cannot be sent without a token.
pub(crate) struct CreateNeedsToken {
    client_token: Option<String>,
}
pub(crate) struct Output {}

record!(Describe {});
record!(Create {
    0: name = Field::optional("Name"),
});
record!(CreateWithToken {
    0: name = Field::optional("Name"),
    1: client_token = Field::optional("ClientToken"),
    2: zone = Field::optional("Zone"),
});
record!(CreateWithNumber {
    0: client_token = Field::optional("ClientToken"),
});
record!(CreateNeedsToken {
    0: client_token = Field::required("ClientToken"),
});
record!(Output {});

const GAAP: ServiceInfo = ServiceInfo::new("gaap", "2018-05-29", "gaap.tencentcloudapi.com");

macro_rules! action {
    ($request:ident $(, $fact:ident)?) => {
        impl Action for $request {
            type Output = Output;
            const INFO: &'static ActionInfo = &GAAP.action(stringify!($request))$(.$fact())?;
        }
    };
}

action!(Describe, read_only);
action!(Create);
action!(CreateWithToken);
action!(CreateWithNumber);
action!(CreateNeedsToken);

pub(crate) const CREATE: Create = Create { name: None };

pub(crate) fn with_token(token: Option<&str>) -> CreateWithToken {
    CreateWithToken {
        name: Some("n".into()),
        client_token: token.map(Into::into),
        zone: Some("z".into()),
    }
}
