//! `versioning/added`: additions of a version.

use versioning_added_v2::{Client, models, servers::TestserverEndpoint};

use crate::harness::{Failure, Scenarios};

pub(crate) async fn run(scenarios: &mut Scenarios) -> Result<(), Failure> {
    let server = TestserverEndpoint::default().with(|it| {
        it.endpoint = scenarios.url();
        it.version = "v2".into();
    });
    let client = Client::builder().base_url(server).build()?;
    let first = models::ModelV1::new("foo", models::EnumV1::EnumMemberV2, models::UnionV1::V2Scalar(10));
    let second = models::ModelV2::new("foo", models::UnionV2::String("bar".to_owned()));
    receives! { scenarios,
        "Versioning_Added_v1": client.v1("bar", &first) => first;
        "Versioning_Added_v2": client.v2(&second) => second;
        "Versioning_Added_InterfaceV2": client.interface_v2_in_interface(&second) => second;
    }
    Ok(())
}
