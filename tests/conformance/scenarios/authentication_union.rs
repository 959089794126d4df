//! `authentication/union`: a key or a token.

use authentication_union::Client;

use crate::harness::{Failure, Scenarios};

pub(crate) async fn run(scenarios: &mut Scenarios) -> Result<(), Failure> {
    let url = scenarios.url();
    scenarios
        .run("Authentication_Union_validKey", async {
            let client = Client::builder().base_url(&url).api_key_auth("valid-key").build()?;
            client.valid_key().send().await?;
            Ok(())
        })
        .await;
    scenarios
        .run("Authentication_Union_validToken", async {
            let token = "https://security.microsoft.com/.default";
            let client = Client::builder().base_url(&url).oauth2_auth(token).build()?;
            client.valid_token().send().await?;
            Ok(())
        })
        .await;
    Ok(())
}
