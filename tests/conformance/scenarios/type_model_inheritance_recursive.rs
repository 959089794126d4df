//! `type/model/inheritance/recursive`: a model that has a list of itself.

use type_model_inheritance_recursive::{Client, models::Extension};

use crate::harness::{Failure, Scenarios};

pub(crate) async fn run(scenarios: &mut Scenarios) -> Result<(), Failure> {
    let client = Client::builder().base_url(scenarios.url()).build()?;
    let with = |level: i8, inner: Vec<Extension>| Extension::new(level).with(|it| it.extension = Some(inner));
    let extension = with(0, vec![with(1, vec![Extension::new(2)]), Extension::new(1)]);
    scenarios
        .run("Type_Model_Inheritance_Recursive_put", async {
            client.put(&extension).send().await?;
            Ok(())
        })
        .await;
    scenarios
        .run("Type_Model_Inheritance_Recursive_get", async {
            equal!(client.get().send().await?.body, extension);
            Ok(())
        })
        .await;
    Ok(())
}
