//! `server/versions/versioned`: the version of the API in the path, in the query, or not at all.

use server_versions_versioned_2022_12_01_preview::Client;

use crate::harness::{Failure, Scenarios};

pub(crate) async fn run(scenarios: &mut Scenarios) -> Result<(), Failure> {
    let client = Client::builder().base_url(scenarios.url()).build()?;
    sends! { scenarios,
        "Server_Versions_Versioned_withoutApiVersion": client.without_api_version();
        "Server_Versions_Versioned_withPathApiVersion": client.with_path_api_version("2022-12-01-preview");
        "Server_Versions_Versioned_withQueryApiVersion": client.with_query_api_version("2022-12-01-preview");
        "Server_Versions_Versioned_withQueryOldApiVersion":
            client.with_query_old_api_version("2021-01-01-preview");
    }
    Ok(())
}
