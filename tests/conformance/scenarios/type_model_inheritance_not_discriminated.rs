//! `type/model/inheritance/not-discriminated`: models that inherit properties.

use type_model_inheritance_not_discriminated::{Client, models::Siamese};

use crate::harness::{Failure, Scenarios};

pub(crate) async fn run(scenarios: &mut Scenarios) -> Result<(), Failure> {
    let client = Client::builder().base_url(scenarios.url()).build()?;
    let cat = Siamese::new("abc", 32, true);
    scenarios
        .run("Type_Model_Inheritance_NotDiscriminated_postValid", async {
            client.post_valid(&cat).send().await?;
            Ok(())
        })
        .await;
    scenarios
        .run("Type_Model_Inheritance_NotDiscriminated_getValid", async {
            equal!(client.get_valid().send().await?.body, cat);
            Ok(())
        })
        .await;
    scenarios
        .run("Type_Model_Inheritance_NotDiscriminated_putValid", async {
            equal!(client.put_valid(&cat).send().await?.body, cat);
            Ok(())
        })
        .await;
    Ok(())
}
