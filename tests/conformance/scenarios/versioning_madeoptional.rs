//! `versioning/madeOptional`: a property that is optional since a version.

use versioning_madeoptional_v2::{Client, models, servers::TestserverEndpoint};

use crate::harness::{Failure, Scenarios};

pub(crate) async fn run(scenarios: &mut Scenarios) -> Result<(), Failure> {
    let server = TestserverEndpoint::default().with(|it| {
        it.endpoint = scenarios.url();
        it.version = "v2".into();
    });
    let client = Client::builder().base_url(server).build()?;
    let model = models::TestModel::new("foo");
    receives! { scenarios,
        "Versioning_MadeOptional_test": client.test(&model) => model;
    }
    Ok(())
}
