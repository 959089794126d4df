//! `authentication/oauth2`: an access token.

use authentication_oauth2::{Client, Error};

use crate::harness::{Failure, Scenarios};

pub(crate) async fn run(scenarios: &mut Scenarios) -> Result<(), Failure> {
    let url = scenarios.url();
    let client = |token: &str| Client::builder().base_url(&url).oauth2_auth(token).build();
    scenarios
        .run("Authentication_OAuth2_valid", async {
            client("https://security.microsoft.com/.default")?.valid().send().await?;
            Ok(())
        })
        .await;
    scenarios
        .run("Authentication_OAuth2_invalid", async {
            match client("bad")?.invalid().send().await {
                Err(Error::Api(response)) => {
                    equal!(response.status, 403);
                    equal!(response.body.error, "invalid-grant");
                    Ok(())
                }
                other => Err(format!("no documented error: {other:?}").into()),
            }
        })
        .await;
    Ok(())
}
