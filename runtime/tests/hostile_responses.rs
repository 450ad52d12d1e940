//! What reading an answer costs at most: memory for each byte, over a table of shapes that are made to be large.
//! A process of its own, since it counts what the whole process allocates.
#![cfg(feature = "mock")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[expect(unused_macros, unused_imports, reason = "other tests use them")]
#[path = "support/record.rs"]
mod record;

use peak_alloc::PeakAlloc;
use tc3_runtime::generated_0_1 as rt;
use tc3_runtime::mock::{MockTransport, Reply};
use tc3_runtime::record::{Action, ActionInfo, ServiceInfo};
use tc3_runtime::{Client, Credentials, Error, RetryPolicy};

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

const MEBIBYTE: usize = 1 << 20;
/// What a small answer may take, apart from its body, a copy of it, and half as much for what is odd about it.
const MOST: usize = 32 * MEBIBYTE;
/// The bytes of memory for each byte of a large answer, the answer included.
const MOST_FOR_EACH: usize = 8;

generated_record!(Item, Default {
    0 a: rt::String = rt::Field::always("A"),
    1 b: rt::String = rt::Field::required("B"),
    2 c: rt::Vec<rt::String> = rt::Field::always("C"),
    3 d: rt::Vec<i64> = rt::Field::always("D"),
    4 e: rt::Option<rt::Value> = rt::Field::optional("E"),
    5 f: rt::Vec<Item> = rt::Field::always("F"),
    6 g: rt::Option<rt::String> = rt::Field::optional("G"),
    7 h: f64 = rt::Field::always("H"),
});

generated_record!(Find, Default {
    0 name: rt::Option<rt::String> = rt::Field::optional("Name"),
});

impl Action for Find {
    type Output = Item;
    const INFO: &'static ActionInfo = &ServiceInfo::new("demo", "2024-01-01", "demo.tencentcloudapi.com")
        .action("Find")
        .read_only();
}

/// A text that is repeated inside of another.
struct Shape {
    name: &'static str,
    before: &'static str,
    repeated: &'static [u8],
    after: &'static str,
    /// Whether a body of this shape is read that is beyond what any answer may take.
    is_large: bool,
}

const fn large(name: &'static str, before: &'static str, repeated: &'static [u8], after: &'static str) -> Shape {
    Shape {
        is_large: true,
        ..shape(name, before, repeated, after)
    }
}

const fn shape(name: &'static str, before: &'static str, repeated: &'static [u8], after: &'static str) -> Shape {
    Shape {
        name,
        before,
        repeated,
        after,
        is_large: false,
    }
}

const SHAPES: &[Shape] = &[
    large("empty objects", r#"{"Response":{"F":["#, b"{},", "{}]}}"),
    large(
        "lists of one empty object",
        r#"{"Response":{"F":["#,
        br#"{"F":[{}]},"#,
        "{}]}}",
    ),
    shape(
        "single objects in place of lists",
        r#"{"Response":{"F":["#,
        br#"{"F":{}},"#,
        "{}]}}",
    ),
    shape("numbers in place of objects", r#"{"Response":{"F":["#, b"1,", "1]}}"),
    shape("texts in place of objects", r#"{"Response":{"F":["#, br#""x","#, "1]}}"),
    shape("nulls in a list", r#"{"Response":{"F":["#, b"null,", "null]}}"),
    large("integers", r#"{"Response":{"D":["#, b"0,", "0]}}"),
    shape("integers in quotes", r#"{"Response":{"D":["#, br#""0","#, "0]}}"),
    large("short texts", r#"{"Response":{"C":["#, br#""x","#, "1]}}"),
    shape(
        "single texts in place of lists",
        r#"{"Response":{"F":["#,
        br#"{"C":"x"},"#,
        "{}]}}",
    ),
    shape("undeclared members", r#"{"Response":{"#, br#""x":0,"#, r#""x":0}}"#),
    large(
        "undeclared members of items",
        r#"{"Response":{"F":["#,
        br#"{"x":0},"#,
        "{}]}}",
    ),
    large("an undeclared list", r#"{"Response":{"x":["#, b"0,", "0]}}"),
    shape("an undeclared map", r#"{"Response":{"x":{"#, br#""":0,"#, r#""":0}}}"#),
    shape("undeclared lists of lists", r#"{"Response":{"x":["#, b"[[]],", "0]}}"),
    shape(
        "a member again and again",
        r#"{"Response":{"#,
        br#""A":[],"#,
        r#""A":"a"}}"#,
    ),
    large(
        "a list again and again",
        r#"{"Response":{"#,
        br#""F":[{}],"#,
        r#""A":"a"}}"#,
    ),
    shape(
        "an undeclared member in one that is replaced",
        r#"{"Response":{"#,
        br#""F":[{"x":0}],"#,
        r#""A":"a"}}"#,
    ),
    shape(
        "a response again and again",
        "{",
        br#""Response":{"F":[{}]},"#,
        r#""Response":{}}"#,
    ),
    shape("JSON lists", r#"{"Response":{"E":["#, b"0,", "0]}}"),
    shape("JSON lists of lists", r#"{"Response":{"E":["#, b"[[]],", "0]}}"),
    large("JSON maps of maps", r#"{"Response":{"E":["#, br#"{"":{}},"#, "0]}}"),
    shape("JSON texts", r#"{"Response":{"E":["#, br#""x","#, "0]}}"),
    shape("request IDs", r#"{"Response":{"RequestId":["#, b"0,", "0]}}"),
    large(
        "a number as serde_json represents some",
        r#"{"Response":{"E":{"$serde_json::private::Number":["#,
        br#"{"":0},"#,
        "0]}}}",
    ),
    shape(
        "such a number in place of one",
        r#"{"Response":{"H":{"$serde_json::private::Number":["#,
        br#"{"":0},"#,
        "0]}}}",
    ),
    shape(
        "two members in turn",
        r#"{"Response":{"#,
        br#""A":{},"B":{},"#,
        r#""G":"x"}}"#,
    ),
    shape("an error of lists", r#"{"Response":{"Error":["#, b"[],", "0]}}"),
    shape("a message of lists", r#"{"codeDesc":"x","message":["#, b"0,", "0]}"),
    shape(
        "halves of surrogate pairs",
        r#"{"Response":{"C":["#,
        br#""\ud800","#,
        r#""x"]}}"#,
    ),
    large(
        "undeclared halves of surrogate pairs",
        r#"{"Response":{"x":["#,
        br#""\ud800","#,
        r#""x"]}}"#,
    ),
    large("numbers beyond floats", r#"{"Response":{"D":["#, b"1e999,", "0]}}"),
    shape(
        "undeclared numbers beyond floats",
        r#"{"Response":{"x":["#,
        b"1e999,",
        "0]}}",
    ),
    shape("controls in a text", r#"{"Response":{"A":""#, b"\x01", r#""}}"#),
    shape("bytes that are not UTF-8", r#"{"Response":{"A":""#, b"\xff", r#""}}"#),
    large(
        "a byte of ten that is not UTF-8",
        r#"{"Response":{"A":""#,
        b"123456789\xff",
        r#""}}"#,
    ),
    large("escapes", r#"{"Response":{"A":""#, br"\n", r#""}}"#),
    shape("a long text", r#"{"Response":{"A":""#, b"x", r#""}}"#),
    shape("the name of a member", r#"{"Response":{""#, b"x", r#"":0}}"#),
    large(
        "a full item",
        r#"{"Response":{"F":["#,
        br#"{"A":"text","B":"more text","C":["a text"],"D":[1],"F":[],"H":1.5},"#,
        "{}]}}",
    ),
];

impl Shape {
    fn body(&self, length: usize) -> Vec<u8> {
        let mut body = self.before.as_bytes().to_vec();
        while body.len() + self.repeated.len() + self.after.len() <= length {
            body.extend_from_slice(self.repeated);
        }
        body.extend_from_slice(self.after.as_bytes());
        body
    }
}

fn client(body: Vec<u8>) -> Client {
    let mock = MockTransport::new();
    let body = bytes::Bytes::from(body);
    mock.on::<Find>()
        .reply(Reply::http(http::Response::new(body.clone())))
        .reply(Reply::http(http::Response::new(body)));
    let policy = RetryPolicy::never();
    let credentials = Credentials::new("AKIDEXAMPLE", "key");
    mock.client().credentials(credentials).retry(policy).build().unwrap()
}

/// The outcome of a call, and how much memory there was at most while it was read, the body included.
async fn measured<T>(body: usize, call: impl Future<Output = Result<T, Error>>) -> (Result<T, Error>, usize) {
    let before = ALLOCATOR.current_usage();
    ALLOCATOR.reset_peak_usage();
    let result = call.await;
    (result, ALLOCATOR.peak_usage() - before + body)
}

#[tokio::test]
#[cfg_attr(debug_assertions, ignore = "230 MB are read: optimized, by .ci/run")]
async fn an_answer_takes_eight_bytes_of_memory_for_each_of_its_own_at_most() {
    for shape in SHAPES {
        for length in [MEBIBYTE, 6 * MEBIBYTE] {
            if length > MEBIBYTE && !shape.is_large {
                continue;
            }
            let body = shape.body(length);
            let length = body.len();
            let client = client(body);
            let (typed, typed_memory) = measured(length, client.send(&Find::default())).await;
            let call = client.call_raw("demo", "2024-01-01", "Find", "{}");
            let (raw, raw_memory) = measured(length, call).await;
            for (outcome, memory) in [(typed.map(drop), typed_memory), (raw.map(drop), raw_memory)] {
                let rate = memory as f64 / length as f64;
                println!(
                    "{:>9} bytes, {rate:>4.1} of memory for each: {}: {outcome:?}",
                    length, shape.name
                );
                let most = (MOST_FOR_EACH * length).max(MOST + 3 * length);
                assert!(memory <= most, "{}: {rate}: {outcome:?}", shape.name);
            }
        }
    }
}
