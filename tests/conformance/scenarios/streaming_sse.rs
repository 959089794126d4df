//! `streaming/sse`: events of a server, with names, ids and other fields.

use streaming_sse::{Client, Event, EventStream, models};

use crate::harness::{Failure, Scenarios};

pub(crate) async fn run(scenarios: &mut Scenarios) -> Result<(), Failure> {
    let client = Client::builder().base_url(scenarios.url()).build()?;
    scenarios
        .run("Streaming_Sse_Unnamed_receive", async {
            let events = all(client.unnamed_receive().send().await?.body).await?;
            let mut received: Vec<models::UnnamedInfo> = Vec::new();
            for event in &events {
                equal!(event.event, "message");
                received.push(serde_json::from_str(&event.data)?);
            }
            equal!(received, ["one", "two", "three"].map(models::UnnamedInfo::new));
            Ok(())
        })
        .await;
    scenarios
        .run("Streaming_Sse_Named_receive", async {
            let events = all(client.named_receive().send().await?.body).await?;
            let [created, hello, world] = &events[..] else { return Err(format!("{events:?}").into()) };
            equal!(created.event, "responseCreated");
            let created: models::NamedResponseCreated = serde_json::from_str(&created.data)?;
            equal!(created, models::NamedResponseCreated::new("resp_1"));
            for (event, text) in [(hello, "Hello"), (world, " world")] {
                equal!(event.event, "responseDelta");
                let delta: models::NamedResponseDelta = serde_json::from_str(&event.data)?;
                equal!(delta, models::NamedResponseDelta::new(text));
            }
            Ok(())
        })
        .await;
    scenarios
        .run("Streaming_Sse_Retrieve_stream", async {
            let request = models::RetrieveRetrievalRequest::new("what is typespec?");
            let events = all(client.retrieve_stream(&request).send().await?.body).await?;
            let [one, two, end] = &events[..] else { return Err(format!("{events:?}").into()) };
            for (event, text) in [(one, "partial one"), (two, "partial two")] {
                equal!(event.event, "partialResult");
                let partial: models::RetrievePartialResult = serde_json::from_str(&event.data)?;
                equal!(partial, models::RetrievePartialResult::new(text));
            }
            equal!(end.event, "finalResult");
            let end: models::RetrieveFinalResult = serde_json::from_str(&end.data)?;
            equal!(end.references, ["doc1", "doc2"]);
            Ok(())
        })
        .await;
    scenarios
        .run("Streaming_Sse_Protocol_Data_withEnvelope", async {
            let event = only(client.data_with_envelope().send().await?.body).await?;
            equal!((event.event.as_str(), event.data.as_str()), ("withEnvelope", "hello"));
            Ok(())
        })
        .await;
    scenarios
        .run("Streaming_Sse_Protocol_Data_withoutEnvelope", async {
            let event = only(client.data_without_envelope().send().await?.body).await?;
            equal!(event.event, "withoutEnvelope");
            let data: models::ProtocolDataDataEventsWithMetadata = serde_json::from_str(&event.data)?;
            equal!(data.metadata, [("source".to_owned(), "test".to_owned())].into());
            equal!(data.contents, "world");
            Ok(())
        })
        .await;
    scenarios
        .run("Streaming_Sse_Protocol_id", async {
            let event = only(client.protocol_id().send().await?.body).await?;
            equal!(event.id.as_deref(), Some("event-1"));
            message(&event, "hello")
        })
        .await;
    scenarios
        .run("Streaming_Sse_Protocol_invalidId", async {
            let event = only(client.protocol_invalid_id().send().await?.body).await?;
            equal!(event.id, None);
            message(&event, "hello")
        })
        .await;
    scenarios
        .run("Streaming_Sse_Protocol_retry", async {
            let event = only(client.protocol_retry().send().await?.body).await?;
            equal!(event.retry, Some(1000));
            message(&event, "hello")
        })
        .await;
    scenarios
        .run("Streaming_Sse_Protocol_invalidRetry", async {
            let event = only(client.protocol_invalid_retry().send().await?.body).await?;
            equal!(event.retry, None);
            message(&event, "hello")
        })
        .await;
    scenarios
        .run("Streaming_Sse_Protocol_reconnect", async {
            let first = only(client.protocol_reconnect().send().await?.body).await?;
            message(&first, "hello")?;
            let last = first.id.ok_or("the event has no id")?;
            let again = client.protocol_reconnect().header("last-event-id", &last);
            message(&only(again.send().await?.body).await?, "world")
        })
        .await;
    Ok(())
}

/// Every event of a stream.
async fn all(mut events: EventStream<String>) -> Result<Vec<Event<String>>, Failure> {
    let mut all = Vec::new();
    while let Some(event) = events.next().await {
        all.push(event?);
    }
    Ok(all)
}

/// The event of a stream that has one.
async fn only(events: EventStream<String>) -> Result<Event<String>, Failure> {
    let mut events = all(events).await?;
    if events.len() > 1 {
        return Err(format!("{events:?}").into());
    }
    events.pop().ok_or_else(|| "there is no event".into())
}

/// Compares an event with the message of this text.
fn message(event: &Event<String>, text: &str) -> Result<(), Failure> {
    equal!(event.event, "message");
    let data: models::ProtocolProtocolInfo = serde_json::from_str(&event.data)?;
    equal!(data, models::ProtocolProtocolInfo::new(text));
    Ok(())
}
