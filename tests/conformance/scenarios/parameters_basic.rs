//! `parameters/basic`: bodies with a name of their own, and without.

use parameters_basic::{Client, models, operations};

use crate::harness::{Failure, Scenarios};

pub(crate) async fn run(scenarios: &mut Scenarios) -> Result<(), Failure> {
    let client = Client::builder().base_url(scenarios.url()).build()?;
    scenarios
        .run("Parameters_Basic_ExplicitBody_simple", async {
            client.explicit_body_simple(&models::ExplicitBodyUser::new("foo")).send().await?;
            Ok(())
        })
        .await;
    scenarios
        .run("Parameters_Basic_ImplicitBody_simple", async {
            client.implicit_body_simple(&operations::ImplicitBodySimpleBody::new("foo")).send().await?;
            Ok(())
        })
        .await;
    Ok(())
}
