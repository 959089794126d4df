//! `type/model/inheritance/single-discriminator`: birds, distinguished by a property.

use std::collections::BTreeMap;

use type_model_inheritance_single_discriminator::{Client, models};

use crate::harness::{Failure, Scenarios};

pub(crate) async fn run(scenarios: &mut Scenarios) -> Result<(), Failure> {
    let client = Client::builder().base_url(scenarios.url()).build()?;
    let sparrow = models::Bird::Sparrow(models::Sparrow::new(1));
    let eagle = models::Bird::Eagle(models::Eagle::new(5).with(|it| {
        it.partner = Some(Box::new(models::Bird::Goose(models::Goose::new(2))));
        it.friends = Some(vec![models::Bird::SeaGull(models::SeaGull::new(2))]);
        it.hate = Some(BTreeMap::from([("key3".to_owned(), sparrow.clone())]));
    }));
    both_ways! { scenarios, client,
        "Type_Model_Inheritance_SingleDiscriminator_getModel" "Type_Model_Inheritance_SingleDiscriminator_putModel":
            get_model put_model sparrow;
        "Type_Model_Inheritance_SingleDiscriminator_getRecursiveModel"
        "Type_Model_Inheritance_SingleDiscriminator_putRecursiveModel":
            get_recursive_model put_recursive_model eagle;
        "Type_Model_Inheritance_SingleDiscriminator_getNoSubtypesModel"
        "Type_Model_Inheritance_SingleDiscriminator_putNoSubtypesModel":
            get_no_subtypes_model put_no_subtypes_model models::Fish::new("salmon", 10);
    }
    scenarios
        .run("Type_Model_Inheritance_SingleDiscriminator_getMissingDiscriminator", async {
            let bird = client.get_missing_discriminator().send().await?.body;
            equal!(serde_json::to_value(bird)?, serde_json::json!({ "wingspan": 1 }));
            Ok(())
        })
        .await;
    scenarios
        .run("Type_Model_Inheritance_SingleDiscriminator_getWrongDiscriminator", async {
            let bird = client.get_wrong_discriminator().send().await?.body;
            equal!(serde_json::to_value(bird)?, serde_json::json!({ "wingspan": 1, "kind": "wrongKind" }));
            Ok(())
        })
        .await;
    scenarios
        .run("Type_Model_Inheritance_SingleDiscriminator_getLegacyModel", async {
            let dinosaur = client.get_legacy_model().send().await?.body;
            equal!(dinosaur, models::Dinosaur::TRex(models::TRex::new(20)));
            Ok(())
        })
        .await;
    Ok(())
}
