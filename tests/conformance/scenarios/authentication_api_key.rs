//! `authentication/api-key`: a key in a header.

use authentication_api_key::{Client, Error};

use crate::harness::{Failure, Scenarios};

pub(crate) async fn run(scenarios: &mut Scenarios) -> Result<(), Failure> {
    let url = scenarios.url();
    let client = |key: &str| Client::builder().base_url(&url).api_key_auth(key).build();
    scenarios
        .run("Authentication_ApiKey_valid", async {
            client("valid-key")?.valid().send().await?;
            Ok(())
        })
        .await;
    scenarios
        .run("Authentication_ApiKey_invalid", async {
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
