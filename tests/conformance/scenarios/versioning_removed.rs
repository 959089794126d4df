//! `versioning/removed`: removals of a version; a crate for each version.

use versioning_removed_v1 as v1;
use versioning_removed_v2 as v2;
use versioning_removed_v2preview as v2preview;

use crate::harness::{Failure, Scenarios};

pub(crate) async fn run(scenarios: &mut Scenarios) -> Result<(), Failure> {
    let server = v1::servers::TestserverEndpoint::default().with(|it| {
        it.endpoint = scenarios.url();
        it.version = "v1".into();
    });
    let first = v1::Client::builder().base_url(server).build()?;
    let server = v2::servers::TestserverEndpoint::default().with(|it| {
        it.endpoint = scenarios.url();
        it.version = "v2".into();
    });
    let second = v2::Client::builder().base_url(server).build()?;
    let server = v2preview::servers::TestserverEndpoint::default().with(|it| {
        it.endpoint = scenarios.url();
        it.version = "v2preview".into();
    });
    let preview = v2preview::Client::builder().base_url(server).build()?;

    let model = v2::models::ModelV2::new("foo", v2::models::UnionV2::String("bar".to_owned()));
    let of_first = v1::models::ModelV3::new("123", v1::models::EnumV3::EnumMemberV1);
    let of_second = v2::models::ModelV3::new("123", v2::models::EnumV3::EnumMemberV1);
    let of_preview = v2preview::models::ModelV3::new("123");
    receives! { scenarios,
        "Versioning_Removed_v2": second.v2(&model) => model;
        "Versioning_Removed_modelV3": first.model_v3(&of_first) => of_first;
        "Versioning_Removed_modelV3_V2": second.model_v3(&of_second) => of_second;
        "Versioning_Removed_modelV3_V2preview": preview.model_v3(&of_preview) => of_preview;
    }
    Ok(())
}
