//! `parameters/path`: a segment of the path.

use parameters_path::Client;

use crate::harness::{Failure, Scenarios};

pub(crate) async fn run(scenarios: &mut Scenarios) -> Result<(), Failure> {
    let client = Client::builder().base_url(scenarios.url()).build()?;
    scenarios
        .run("Parameters_Path_normal", async {
            client.normal("foo").send().await?;
            Ok(())
        })
        .await;
    Ok(())
}
