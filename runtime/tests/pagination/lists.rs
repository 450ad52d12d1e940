//! Requests that page, each in its way, and a service that has things to list.

use tc3_runtime::mock::{MockTransport, Reply};
use tc3_runtime::record::Field;
use tc3_runtime::{Action, ActionInfo, Client, Error, Paged, Paging, ServiceInfo};

use crate::support::record;

pub(crate) struct ByOffset {
    pub(crate) offset: Option<i64>,
    pub(crate) limit: Option<u64>,
}
/// With numbers in quotes, and required.
pub(crate) struct ByText {
    pub(crate) offset: String,
    pub(crate) limit: String,
}
/// Counts from 1, without a total.
pub(crate) struct ByPage {
    pub(crate) page: Option<u64>,
    pub(crate) size: i64,
}
/// Counts from 0, with a total.
pub(crate) struct FromZero {
    pub(crate) page: Option<u64>,
    pub(crate) size: i64,
}
pub(crate) struct ByToken {
    pub(crate) token: Option<String>,
}
/// With a flag next to the token.
pub(crate) struct WhileMore {
    pub(crate) token: Option<String>,
}
pub(crate) struct UntilLast {
    pub(crate) token: Option<String>,
}

pub(crate) struct Output {
    pub(crate) total: Option<i64>,
    pub(crate) items: Vec<String>,
    pub(crate) next: Option<String>,
    pub(crate) flag: Option<bool>,
}

record!(ByOffset {
    0: offset = Field::optional("Offset"),
    1: limit = Field::optional("Limit"),
});
record!(ByText {
    0: offset = Field::required("Offset"),
    1: limit = Field::required("Limit"),
});
record!(ByPage {
    0: page = Field::optional("Page"),
    1: size = Field::required("Size"),
});
record!(FromZero {
    0: page = Field::optional("Page"),
    1: size = Field::required("Size"),
});
record!(ByToken {
    0: token = Field::optional("Token"),
});
record!(WhileMore {
    0: token = Field::optional("Token"),
});
record!(UntilLast {
    0: token = Field::optional("Token"),
});
record!(Output {
    0: total = Field::optional("Total"),
    1: items = Field::always("Items"),
    2: next = Field::optional("Next"),
    3: flag = Field::optional("Flag"),
});

const GAAP: ServiceInfo = ServiceInfo::new("gaap", "2018-05-29", "gaap.tencentcloudapi.com");

macro_rules! paged {
    ($request:ident, $paging:expr) => {
        impl Action for $request {
            type Output = Output;
            const INFO: &'static ActionInfo = &GAAP.action(stringify!($request)).read_only();
        }

        impl Paged for $request {
            type Item = String;
            const PAGING: &'static Paging = &$paging;

            fn items(output: &mut Output) -> &mut Vec<String> {
                &mut output.items
            }
        }
    };
}

paged!(ByOffset, Paging::offset("Offset").size("Limit", Some(3)).total("Total"));
paged!(ByText, Paging::offset("Offset").size("Limit", None).total("Total"));
paged!(ByPage, Paging::page("Page", 1).size("Size", Some(3)));
paged!(FromZero, Paging::page("Page", 0).size("Size", Some(3)).total("Total"));
paged!(ByToken, Paging::token("Token", "Next"));
paged!(WhileMore, Paging::token("Token", "Next").more("Flag"));
paged!(UntilLast, Paging::token("Token", "Next").last("Flag"));

pub(crate) const FIRST: ByOffset = ByOffset {
    offset: None,
    limit: None,
};

/// The things from `from` to before `to`, by their numbers.
pub(crate) fn things(from: u64, to: u64) -> Vec<String> {
    (from..to).map(|number| number.to_string()).collect()
}

pub(crate) fn output(items: Vec<String>) -> Output {
    Output {
        total: None,
        items,
        next: None,
        flag: None,
    }
}

/// The response of a service that has `total` items.
pub(crate) fn slice(total: u64, offset: u64, limit: u64) -> Output {
    let from = offset.min(total);
    Output {
        total: Some(total as i64),
        ..output(things(from, (from + limit).min(total)))
    }
}

impl ByOffset {
    pub(crate) fn at(&self) -> u64 {
        self.offset.unwrap_or(0) as u64
    }

    pub(crate) fn limit(&self) -> u64 {
        self.limit.unwrap()
    }
}

/// A mock whose service answers `A` so, and a client over it.
pub(crate) fn service<A: Paged<Output = Output>>(
    answer: impl Fn(&A) -> Output + Send + Sync + 'static,
) -> (MockTransport, Client) {
    let mock = MockTransport::new();
    mock.on::<A>()
        .respond_with(move |request| Reply::value(&answer(request)));
    let client = mock.client().build().unwrap();
    (mock, client)
}

/// A mock of a service with these responses one after the other, the last one forever.
pub(crate) fn script<A: Paged<Output = Output>>(answers: impl IntoIterator<Item = Output>) -> (MockTransport, Client) {
    let mock = MockTransport::new();
    answers
        .into_iter()
        .fold(mock.on::<A>(), |stub, answer| stub.respond(answer));
    let client = mock.client().build().unwrap();
    (mock, client)
}

/// The items that come, and the error that ends them if there is one.
pub(crate) async fn drain<A: Paged<Item = String>>(client: &Client, request: &A) -> (Vec<String>, Option<Error>) {
    let (mut items, mut came) = (client.items(request), Vec::new());
    while let Some(item) = items.next().await {
        match item {
            Ok(item) => came.push(item),
            Err(error) => {
                assert!(items.next().await.is_none(), "something after an error");
                return (came, Some(error));
            }
        }
    }
    assert!(items.next().await.is_none(), "something after the end");
    (came, None)
}
