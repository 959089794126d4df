//! `authentication/http/custom`: a custom scheme of `Authorization`.

use authentication_http_custom::{Client, Error};

use crate::harness::{Failure, Scenarios};

pub(crate) async fn run(scenarios: &mut Scenarios) -> Result<(), Failure> {
    let url = scenarios.url();
    let client = |key: &str| Client::builder().base_url(&url).http(key).build();
    scenarios
        .run("Authentication_Http_Custom_valid", async {
            client("valid-key")?.valid().send().await?;
            Ok(())
        })
        .await;
    scenarios
        .run("Authentication_Http_Custom_invalid", async {
            match client("invalid-key")?.invalid().send().await {
                Err(Error::Api(response)) => {
                    equal!(response.status, 403);
                    equal!(response.body.error, "invalid-api-key");
                    Ok(())
                }
                other => Err(format!("no documented error: {other:?}").into()),
            }
        })
        .await;
    Ok(())
}
