//! Where the chunks of a stream end says nothing.

use tc3_runtime::stream::Event;

use crate::actions::{Part, all, open};
use crate::server::Server;

/// Every line end, a byte order mark, characters of two to four bytes, comments, several lines of data.
const BODY: &str = "\u{feff}: hello\r\ndata: {\"Text\":\"é通😀\"}\r\n\r\nevent: x\rid: ü\rretry: 7\rdata: one\rdata: two\r\ndata: three\r\r\
                    data: [DONE]\n\n\r\n: end\ndata: {\"Text\":\"\",\"Usage\":\"12\"}\n\r";

type Seen = (Option<String>, Option<String>, String, Option<(String, Option<i64>)>);

fn seen(event: Event<Part>) -> Seen {
    let data = event.raw_data().to_owned();
    let output = event.output.map(|part| (part.text, part.usage));
    (event.event, event.id, data, output)
}

/// The events of `BODY` in chunks that end at `borders`, ascending.
async fn in_chunks(server: &Server, borders: &[usize]) -> Vec<Seen> {
    let client = server.client();
    let serving = async {
        let mut connection = server.accept().await;
        connection.request().await;
        connection.begin("text/event-stream").await;
        let mut start = 0;
        for &end in borders.iter().chain([&BODY.len()]) {
            if end > start {
                connection.chunk(&BODY.as_bytes()[start..end]).await;
                start = end;
            }
        }
        connection.end().await;
    };
    let reading = async { all(open(&client).await).await };
    let (events, ()) = tokio::join!(reading, serving);
    events.into_iter().map(|event| seen(event.unwrap())).collect()
}

#[tokio::test]
async fn any_chunks_give_the_same_events() {
    let server = Server::start().await;
    let whole = in_chunks(&server, &[]).await;
    let data: Vec<_> = whole.iter().map(|(_, _, data, _)| data.as_str()).collect();
    assert_eq!(
        data,
        [
            "{\"Text\":\"é通😀\"}",
            "one\ntwo\nthree",
            "[DONE]",
            "{\"Text\":\"\",\"Usage\":\"12\"}"
        ]
    );
    assert_eq!(whole[1].1.as_deref(), Some("ü"));
    assert_eq!(whole[3].3, Some((String::new(), Some(12))));

    let each_byte: Vec<usize> = (0..BODY.len()).collect();
    assert_eq!(in_chunks(&server, &each_byte).await, whole);
    for border in 1..BODY.len() {
        assert_eq!(in_chunks(&server, &[border]).await, whole, "{border}");
    }
    let mut random = fastrand::Rng::with_seed(7);
    for _ in 0..200 {
        let borders: Vec<usize> = (1..BODY.len()).filter(|_| random.u8(..5) == 0).collect();
        assert_eq!(in_chunks(&server, &borders).await, whole, "{borders:?}");
    }
}
