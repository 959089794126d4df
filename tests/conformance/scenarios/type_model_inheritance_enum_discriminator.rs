//! `type/model/inheritance/enum-discriminator`: models that are distinguished by an enum.

use type_model_inheritance_enum_discriminator::{Client, models};

use crate::harness::{Failure, Scenarios};

pub(crate) async fn run(scenarios: &mut Scenarios) -> Result<(), Failure> {
    let client = Client::builder().base_url(scenarios.url()).build()?;
    both_ways! { scenarios, client,
        "Type_Model_Inheritance_EnumDiscriminator_getExtensibleModel"
        "Type_Model_Inheritance_EnumDiscriminator_putExtensibleModel":
            get_extensible_model put_extensible_model models::Dog::Golden(models::Golden::new(10));
        "Type_Model_Inheritance_EnumDiscriminator_getFixedModel"
        "Type_Model_Inheritance_EnumDiscriminator_putFixedModel":
            get_fixed_model put_fixed_model models::Snake::Cobra(models::Cobra::new(10));
    }
    scenarios
        .run("Type_Model_Inheritance_EnumDiscriminator_getExtensibleModelMissingDiscriminator", async {
            let dog = client.get_extensible_model_missing_discriminator().send().await?.body;
            equal!(serde_json::to_value(dog)?, serde_json::json!({ "weight": 10 }));
            Ok(())
        })
        .await;
    scenarios
        .run("Type_Model_Inheritance_EnumDiscriminator_getExtensibleModelWrongDiscriminator", async {
            let dog = client.get_extensible_model_wrong_discriminator().send().await?.body;
            equal!(serde_json::to_value(dog)?, serde_json::json!({ "weight": 8, "kind": "wrongKind" }));
            Ok(())
        })
        .await;
    scenarios
        .run("Type_Model_Inheritance_EnumDiscriminator_getFixedModelMissingDiscriminator", async {
            let snake = client.get_fixed_model_missing_discriminator().send().await?.body;
            equal!(serde_json::to_value(snake)?, serde_json::json!({ "length": 10 }));
            Ok(())
        })
        .await;
    scenarios
        .run("Type_Model_Inheritance_EnumDiscriminator_getFixedModelWrongDiscriminator", async {
            let snake = client.get_fixed_model_wrong_discriminator().send().await?.body;
            equal!(serde_json::to_value(snake)?, serde_json::json!({ "length": 8, "kind": "wrongKind" }));
            Ok(())
        })
        .await;
    Ok(())
}
