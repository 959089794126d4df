//! `server/versions/not-versioned`: the version is a parameter like others.

use server_versions_not_versioned::{Client, servers::TestserverEndpoint};

use crate::harness::{Failure, Scenarios};

pub(crate) async fn run(scenarios: &mut Scenarios) -> Result<(), Failure> {
    let server = TestserverEndpoint::default().with(|it| it.endpoint = scenarios.url());
    let client = Client::builder().base_url(server).build()?;
    scenarios
        .run("Server_Versions_NotVersioned_withoutApiVersion", async {
            client.without_api_version().send().await?;
            Ok(())
        })
        .await;
    scenarios
        .run("Server_Versions_NotVersioned_withPathApiVersion", async {
            client.with_path_api_version("v1.0").send().await?;
            Ok(())
        })
        .await;
    scenarios
        .run("Server_Versions_NotVersioned_withQueryApiVersion", async {
            client.with_query_api_version("v1.0").send().await?;
            Ok(())
        })
        .await;
    Ok(())
}
