//! `special-headers/conditional-request`: conditions in headers (RFC 9110, section 13).

use special_headers_conditional_request::Client;

use crate::harness::{Failure, Scenarios};

pub(crate) async fn run(scenarios: &mut Scenarios) -> Result<(), Failure> {
    let client = Client::builder().base_url(scenarios.url()).build()?;
    let date: jiff::Timestamp = "2022-08-26T14:38:00Z".parse()?;
    scenarios
        .run("SpecialHeaders_ConditionalRequest_postIfMatch", async {
            client.post_if_match().if_match("\"valid\"").send().await?;
            Ok(())
        })
        .await;
    scenarios
        .run("SpecialHeaders_ConditionalRequest_postIfNoneMatch", async {
            client.post_if_none_match().if_none_match("\"invalid\"").send().await?;
            Ok(())
        })
        .await;
    scenarios
        .run("SpecialHeaders_ConditionalRequest_headIfModifiedSince", async {
            client.head_if_modified_since().if_modified_since(date).send().await?;
            Ok(())
        })
        .await;
    scenarios
        .run("SpecialHeaders_ConditionalRequest_postIfUnmodifiedSince", async {
            client.post_if_unmodified_since().if_unmodified_since(date).send().await?;
            Ok(())
        })
        .await;
    Ok(())
}
