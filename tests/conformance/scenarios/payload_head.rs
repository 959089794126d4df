//! `payload/head`: the headers of a response without a body.

use payload_head::Client;

use crate::harness::{Failure, Scenarios};

pub(crate) async fn run(scenarios: &mut Scenarios) -> Result<(), Failure> {
    let client = Client::builder().base_url(scenarios.url()).build()?;
    scenarios
        .run("Payload_Head_contentTypeHeaderInResponse", async {
            let response = client.content_type_header_in_response().send().await?;
            equal!(response.headers["content-type"], "text/plain; charset=utf-8");
            equal!(response.headers["x-ms-meta"], "hello");
            Ok(())
        })
        .await;
    Ok(())
}
