//! Streaming: an answer of a language model, piece by piece as server-sent events.
//!
//! ```text
//! cargo run -p tc3-examples --example streaming              # against a mock: the emulator does not stream
//! cargo run -p tc3-examples --example streaming -- --live    # against lkeap, with the key in the environment; it bills tokens
//! ```
//!
//! It prints the answer as it arrives, and an error for a stream that breaks off. Needs the feature `stream`, and an action
//! that its spec marks as `"streaming": true`; this one is of `own-spec/`, another program of the cookbook.

use std::error::Error;
use std::io::{Write, stdout};

use tc3::Client;
use tc3::mock::{Interruption, MockTransport, Reply};
use tc3::stream::Streamed;
use tc3_examples_own_spec::lkeap::{ChatCompletionsRequest, ChatCompletionsResponse, Message};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    if std::env::args().any(|argument| argument == "--live") {
        return answer(&Client::builder().env()?.region("ap-guangzhou").build()?).await;
    }
    let event = |text: &str| format!(r#"{{"Id":"a1","Choices":[{{"Index":0,"Delta":{{"Content":"{text}"}}}}]}}"#);
    let mock = MockTransport::new();
    mock.on::<ChatCompletionsRequest>()
        .respond_events([event("Good"), event(" morning"), event("."), "[DONE]".to_owned()])
        .reply(Reply::<ChatCompletionsResponse>::events_then(
            [event("Good")],
            Interruption::Broken,
        ));
    let client = mock.client().region("ap-guangzhou").build()?;
    answer(&client).await?;
    if let Err(error) = answer(&client).await {
        println!("\nbroken      {error}");
    }
    Ok(())
}

async fn answer(client: &Client) -> Result<(), Box<dyn Error>> {
    let question = Message::new().role("user").content("Greet me, in two words.");
    let request = ChatCompletionsRequest::new("deepseek-v3", [question]).stream(true);
    print!("answer      ");
    match client.stream(&request).await? {
        Streamed::Events(mut events) => {
            while let Some(event) = events.next().await {
                // An error is the last item. A broken stream is not opened again: that would be a second answer.
                let event = event?;
                // `None` is an event that is no JSON, such as `[DONE]`.
                let pieces = event.output.iter().flat_map(|output| &output.choices);
                for delta in pieces.filter_map(|choice| choice.delta.as_ref()) {
                    print!("{}", delta.content.as_deref().unwrap_or_default());
                    stdout().flush()?;
                }
            }
            println!();
        }
        // The same action answers in one piece if it is asked to.
        Streamed::Response(response) => println!("{response:?} ({})", response.request_id()),
    }
    Ok(())
}
