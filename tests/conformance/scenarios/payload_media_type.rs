//! `payload/media-type`: a text as text, and as JSON.

use payload_media_type::Client;

use crate::harness::{Failure, Scenarios};

pub(crate) async fn run(scenarios: &mut Scenarios) -> Result<(), Failure> {
    let client = Client::builder().base_url(scenarios.url()).build()?;
    scenarios
        .run("Payload_MediaType_StringBody_sendAsText", async {
            client.string_body_send_as_text("{cat}").send().await?;
            Ok(())
        })
        .await;
    scenarios
        .run("Payload_MediaType_StringBody_getAsText", async {
            equal!(client.string_body_get_as_text().send().await?.body, "{cat}");
            Ok(())
        })
        .await;
    scenarios
        .run("Payload_MediaType_StringBody_sendAsJson", async {
            client.string_body_send_as_json("foo").send().await?;
            Ok(())
        })
        .await;
    scenarios
        .run("Payload_MediaType_StringBody_getAsJson", async {
            equal!(client.string_body_get_as_json().send().await?.body, "foo");
            Ok(())
        })
        .await;
    Ok(())
}
