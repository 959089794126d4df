//! `streaming/jsonl`: lines of JSON, sent and received.

use streaming_jsonl::{Client, models::BasicInfo};

use crate::harness::{Failure, Scenarios};

pub(crate) async fn run(scenarios: &mut Scenarios) -> Result<(), Failure> {
    let client = Client::builder().base_url(scenarios.url()).build()?;
    let infos = ["one", "two", "three"].map(BasicInfo::new);
    scenarios
        .run("Streaming_Jsonl_Basic_receive", async {
            let mut lines = client.basic_receive().send().await?.body;
            let mut received: Vec<BasicInfo> = Vec::new();
            while let Some(line) = lines.next().await {
                received.push(serde_json::from_value(line?)?);
            }
            equal!(received, infos);
            Ok(())
        })
        .await;
    // The server compares the text, and has a space after each colon.
    let text = "{\"desc\": \"one\"}\n{\"desc\": \"two\"}\n{\"desc\": \"three\"}";
    sends! { scenarios,
        "Streaming_Jsonl_Basic_send": client.basic_send(text);
    }
    Ok(())
}
