//! `response/body-or-no-content`: two successes, one of them without a body.

use response_body_or_no_content::{Client, operations};

use crate::harness::{Failure, Scenarios};

pub(crate) async fn run(scenarios: &mut Scenarios) -> Result<(), Failure> {
    let client = Client::builder().base_url(scenarios.url()).build()?;
    scenarios
        .run("Response_BodyOrNoContent_getBody", async {
            let response = client.get_body().send().await?;
            let operations::GetBodyResponse::Ok(body) = response.body else { return Err("no body".into()) };
            equal!(body.content, "hello");
            Ok(())
        })
        .await;
    scenarios
        .run("Response_BodyOrNoContent_getNoContent", async {
            let response = client.get_no_content().send().await?;
            equal!(response.body, operations::GetNoContentResponse::NoContent);
            Ok(())
        })
        .await;
    Ok(())
}
