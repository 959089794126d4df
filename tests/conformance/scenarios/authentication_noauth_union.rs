//! `authentication/noauth/union`: an optional token.

use authentication_noauth_union::Client;

use crate::harness::{Failure, Scenarios};

pub(crate) async fn run(scenarios: &mut Scenarios) -> Result<(), Failure> {
    let url = scenarios.url();
    scenarios
        .run("Authentication_Noauth_Union_validNoAuth", async {
            Client::builder().base_url(&url).build()?.valid_no_auth().send().await?;
            Ok(())
        })
        .await;
    scenarios
        .run("Authentication_Noauth_Union_validToken", async {
            let token = "https://security.microsoft.com/.default";
            let client = Client::builder().base_url(&url).oauth2_auth(token).build()?;
            client.valid_token().send().await?;
            Ok(())
        })
        .await;
    Ok(())
}
