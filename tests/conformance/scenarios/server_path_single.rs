//! `server/path/single`: the server is a variable.

use server_path_single::{Client, servers::TestserverEndpoint};

use crate::harness::{Failure, Scenarios};

pub(crate) async fn run(scenarios: &mut Scenarios) -> Result<(), Failure> {
    let server = TestserverEndpoint::default().with(|it| it.endpoint = scenarios.url());
    let client = Client::builder().base_url(server).build()?;
    scenarios
        .run("Server_Path_Single_myOp", async {
            client.my_op().send().await?;
            Ok(())
        })
        .await;
    Ok(())
}
