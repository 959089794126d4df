//! `parameters/body-optionality`: required and optional bodies.

use parameters_body_optionality::{Client, models::BodyModel};

use crate::harness::{Failure, Scenarios};

pub(crate) async fn run(scenarios: &mut Scenarios) -> Result<(), Failure> {
    let client = Client::builder().base_url(scenarios.url()).build()?;
    let body = BodyModel::new("foo");
    scenarios
        .run("Parameters_BodyOptionality_requiredExplicit", async {
            client.required_explicit(&body).send().await?;
            Ok(())
        })
        .await;
    scenarios
        .run("Parameters_BodyOptionality_requiredImplicit", async {
            client.required_implicit(&body).send().await?;
            Ok(())
        })
        .await;
    scenarios
        .run("Parameters_BodyOptionality_OptionalExplicit", async {
            client.optional_explicit_set().body(&body).send().await?;
            client.optional_explicit_omit().send().await?;
            Ok(())
        })
        .await;
    Ok(())
}
