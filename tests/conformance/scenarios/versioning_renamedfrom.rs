//! `versioning/renamedFrom`: names that a version changes.

use versioning_renamedfrom_v2::{Client, models, servers::TestserverEndpoint};

use crate::harness::{Failure, Scenarios};

pub(crate) async fn run(scenarios: &mut Scenarios) -> Result<(), Failure> {
    let server = TestserverEndpoint::default().with(|it| {
        it.endpoint = scenarios.url();
        it.version = "v2".into();
    });
    let client = Client::builder().base_url(server).build()?;
    let model = models::NewModel::new("foo", models::NewUnion::NewScalar(10));
    receives! { scenarios,
        "Versioning_RenamedFrom_newOp": client.new_op("bar", &model) => model;
        "Versioning_RenamedFrom_NewInterface": client.new_interface_new_op_in_new_interface(&model) => model;
    }
    Ok(())
}
