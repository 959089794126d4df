//! `server/path/multiple`: the server's URL is a template with several variables.

use server_path_multiple::{Client, servers::Endpoint};

use crate::harness::{Failure, Scenarios};

pub(crate) async fn run(scenarios: &mut Scenarios) -> Result<(), Failure> {
    let server = Endpoint::default().with(|it| {
        it.endpoint = scenarios.url();
        it.api_version = "v1.0".into();
    });
    let client = Client::builder().base_url(server).build()?;
    scenarios
        .run("Server_Path_Multiple_noOperationParams", async {
            client.no_operation_params().send().await?;
            Ok(())
        })
        .await;
    scenarios
        .run("Server_Path_Multiple_withOperationPathParam", async {
            client.with_operation_path_param("test").send().await?;
            Ok(())
        })
        .await;
    Ok(())
}
