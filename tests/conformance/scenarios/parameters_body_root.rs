//! `parameters/body-root`: nesting in the description that the body does not have.

use parameters_body_root::{Client, models::BodyRootModel};

use crate::harness::{Failure, Scenarios};

pub(crate) async fn run(scenarios: &mut Scenarios) -> Result<(), Failure> {
    let client = Client::builder().base_url(scenarios.url()).build()?;
    scenarios
        .run("Parameters_BodyRoot_nested", async {
            let body = BodyRootModel::default().with(|it| {
                it.category = Some("widget".into());
                it.link_type = Some("hard".into());
                it.was_successful = Some(true);
            });
            client.nested(&body).send().await?;
            Ok(())
        })
        .await;
    Ok(())
}
