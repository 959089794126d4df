//! `parameters/collection-format`: lists in the query and in a header.

use parameters_collection_format::Client;

use crate::harness::{Failure, Scenarios};

pub(crate) async fn run(scenarios: &mut Scenarios) -> Result<(), Failure> {
    let client = Client::builder().base_url(scenarios.url()).build()?;
    let colors = || ["blue", "red", "green"].map(str::to_owned).to_vec();
    scenarios
        .run("Parameters_CollectionFormat_Query_multi", async {
            client.query_multi(colors()).send().await?;
            Ok(())
        })
        .await;
    scenarios
        .run("Parameters_CollectionFormat_Query_csv", async {
            client.query_csv(colors()).send().await?;
            Ok(())
        })
        .await;
    scenarios
        .run("Parameters_CollectionFormat_Query_ssv", async {
            client.query_ssv(colors()).send().await?;
            Ok(())
        })
        .await;
    scenarios
        .run("Parameters_CollectionFormat_Query_pipes", async {
            client.query_pipes(colors()).send().await?;
            Ok(())
        })
        .await;
    scenarios
        .run("Parameters_CollectionFormat_Header_csv", async {
            client.header_csv(colors()).send().await?;
            Ok(())
        })
        .await;
    Ok(())
}
