//! `versioning/returnTypeChangedFrom`: a response of another type since a version.

use versioning_returntypechangedfrom_v2::{Client, servers::TestserverEndpoint};

use crate::harness::{Failure, Scenarios};

pub(crate) async fn run(scenarios: &mut Scenarios) -> Result<(), Failure> {
    let server = TestserverEndpoint::default().with(|it| {
        it.endpoint = scenarios.url();
        it.version = "v2".into();
    });
    let client = Client::builder().base_url(server).build()?;
    receives! { scenarios,
        "Versioning_ReturnTypeChangedFrom_test": client.test("test") => "test";
    }
    Ok(())
}
