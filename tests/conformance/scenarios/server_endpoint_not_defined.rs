//! `server/endpoint/not-defined`: the description names no server.

use server_endpoint_not_defined::Client;

use crate::harness::{Failure, Scenarios};

pub(crate) async fn run(scenarios: &mut Scenarios) -> Result<(), Failure> {
    let client = Client::builder().base_url(scenarios.url()).build()?;
    scenarios
        .run("Server_Endpoint_NotDefined_valid", async {
            client.valid().send().await?;
            Ok(())
        })
        .await;
    Ok(())
}
