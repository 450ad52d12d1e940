//! The types of the tests: a request, a response, and what they share.

use serde_json::{Map, Value, json};
use tc3_runtime::generated_0_1 as rt;
use tc3_runtime::{Anomaly, Response};

generated_record!(Tag {
    0 key: rt::String = rt::Field::required("Key"),
    1 value: rt::Option<rt::String> = rt::Field::optional("Value"),
});

generated_record!(Held {
    0 a: rt::String = rt::Field::required("A").nullable(),
    1 b: rt::String = rt::Field::required("B"),
});

generated_record!(Holder {
    0 held: Held = rt::Field::always("Held"),
});

generated_record!(Order {
    0 id: u64 = rt::Field::required("Id"),
    1 name: rt::String = rt::Field::required("Name"),
    2 delta: rt::Option<i64> = rt::Field::optional("Delta"),
    3 ratio: rt::Option<f64> = rt::Field::optional("Ratio"),
    4 urgent: rt::Option<bool> = rt::Field::optional("Urgent"),
    5 note: rt::Option<rt::String> = rt::Field::optional("Note"),
    6 color: rt::Option<Color> = rt::Field::optional("Color"),
    7 tags: rt::Option<rt::Vec<Tag>> = rt::Field::optional("Tags"),
    8 numbers: rt::Option<rt::Vec<i64>> = rt::Field::optional("Numbers"),
    9 words: rt::Option<rt::Vec<rt::String>> = rt::Field::optional("Words"),
    10 home: rt::Option<Tag> = rt::Field::optional("Home"),
    11 token: rt::Option<rt::String> = rt::Field::optional("Token").secret(),
    12 next: rt::Option<rt::Box<Order>> = rt::Field::optional("Next"),
    13 extra: rt::Option<rt::Value> = rt::Field::optional("Extra"),
    14 ratios: rt::Option<rt::Vec<f64>> = rt::Field::optional("Ratios"),
    15 colors: rt::Option<rt::Vec<Color>> = rt::Field::optional("Colors"),
});

generated_record!(Group, Default {
    0 name: rt::String = rt::Field::always("Name"),
    1 members: rt::Vec<Tag> = rt::Field::always("Members"),
    2 size: u64 = rt::Field::always("Size"),
});

generated_record!(Report, Default {
    0 id: u64 = rt::Field::always("Id"),
    1 delta: i64 = rt::Field::always("Delta"),
    2 ratio: f64 = rt::Field::always("Ratio"),
    3 ready: bool = rt::Field::always("Ready"),
    4 title: rt::String = rt::Field::always("Title"),
    5 color: Color = rt::Field::always("Color"),
    6 home: Group = rt::Field::always("Home"),
    7 groups: rt::Vec<Group> = rt::Field::always("Groups"),
    8 numbers: rt::Vec<i64> = rt::Field::always("Numbers"),
    9 words: rt::Vec<rt::String> = rt::Field::always("Words"),
    10 extra: rt::Value = rt::Field::always("Extra"),
    11 note: rt::Option<rt::String> = rt::Field::optional("Note"),
    12 count: rt::Option<u64> = rt::Field::optional("Count"),
    13 parent: rt::Option<rt::Box<Report>> = rt::Field::optional("Parent"),
    14 spare: rt::Option<Group> = rt::Field::optional("Spare"),
    15 tail: rt::Vec<Tag> = rt::Field::optional("Tail"),
});

#[derive(Clone)]
pub(crate) enum Color {
    Red,
    Blue,
    UnknownValue(rt::UnknownValue),
}

impl rt::OpenEnum for Color {
    const VALUES: &'static [(Self, &'static str)] = &[(Self::Red, "red"), (Self::Blue, "blue")];

    fn unknown(value: rt::UnknownValue) -> Self {
        Self::UnknownValue(value)
    }

    fn as_unknown(&self) -> rt::Option<&rt::UnknownValue> {
        match self {
            Self::UnknownValue(value) => rt::Some(value),
            _ => rt::None,
        }
    }
}

rt::open_enum!(Color);

/// A request with what it requires.
pub(crate) fn order() -> Order {
    Order {
        id: 7,
        name: "first".to_owned(),
        ..rt::Record::empty()
    }
}

pub(crate) fn tag(key: &str, value: Option<&str>) -> Tag {
    Tag {
        key: key.to_owned(),
        value: value.map(str::to_owned),
    }
}

/// A whole answer with nothing odd about it, but for `changes` to its members.
pub(crate) fn report(changes: Value) -> Response<Report> {
    let mut members = whole();
    members.extend(object(changes));
    read(members)
}

/// A whole answer but for the member `name`.
pub(crate) fn report_without(name: &str) -> Response<Report> {
    let mut members = whole();
    members.remove(name).expect("a member of the whole answer");
    read(members)
}

fn read(members: Map<String, Value>) -> Response<Report> {
    let body = json!({ "Response": members }).to_string();
    Response::from_json(body).expect("an odd member never costs the answer")
}

fn whole() -> Map<String, Value> {
    object(json!({
        "Id": 1, "Delta": -1, "Ratio": 0.5, "Ready": true, "Title": "title", "Color": "red",
        "Home": {"Name": "home", "Members": [], "Size": 0}, "Groups": [], "Numbers": [], "Words": [],
        "Extra": {}, "RequestId": "r-1",
    }))
}

/// A request that was read from its required members and `changes`.
pub(crate) fn order_with(changes: Value) -> Result<Order, String> {
    let mut members = object(json!({"Id": 7, "Name": "first"}));
    members.extend(object(changes));
    tc3_runtime::from_json(&Value::Object(members).to_string()).map_err(|error| error.to_string())
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(members) => members,
        other => panic!("not an object: {other}"),
    }
}

/// The anomalies of an answer, as they read, sorted: the order of members in a JSON value is a feature of
/// serde_json that other crates of a build can change.
pub(crate) fn oddities<T>(response: &Response<T>) -> Vec<String> {
    let mut odd: Vec<_> = response.anomalies().iter().map(Anomaly::to_string).collect();
    odd.sort();
    odd
}

pub(crate) const NONE: [&str; 0] = [];
