//! `response/status-code-range`: errors of a status, and of a range.

use response_status_code_range::{
    Client, Error, models,
    operations::{ErrorResponseStatusCode404Error, ErrorResponseStatusCodeInRangeError},
};

use crate::harness::{Failure, Scenarios};

pub(crate) async fn run(scenarios: &mut Scenarios) -> Result<(), Failure> {
    let client = Client::builder().base_url(scenarios.url()).build()?;
    scenarios
        .run("Response_StatusCodeRange_errorResponseStatusCodeInRange", async {
            match client.error_response_status_code_in_range().send().await {
                Err(Error::Api(response)) => {
                    equal!(response.status.as_u16(), 494);
                    let too_large =
                        models::ErrorInRange::new("request-header-too-large", "Request header too large");
                    equal!(response.body, ErrorResponseStatusCodeInRangeError::ClientError(too_large));
                    Ok(())
                }
                other => Err(format!("{other:?}").into()),
            }
        })
        .await;
    scenarios
        .run("Response_StatusCodeRange_errorResponseStatusCode404", async {
            match client.error_response_status_code404().send().await {
                Err(Error::Api(response)) => {
                    let missing = models::NotFoundError::new("not-found", "resource1");
                    equal!(response.body, ErrorResponseStatusCode404Error::NotFound(missing));
                    Ok(())
                }
                other => Err(format!("{other:?}").into()),
            }
        })
        .await;
    Ok(())
}
