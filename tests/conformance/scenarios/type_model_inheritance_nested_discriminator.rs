//! `type/model/inheritance/nested-discriminator`: fish and sharks, each distinguished by a property of their own.

use serde_json::json;
use type_model_inheritance_nested_discriminator::{
    Client,
    models::{Fish, GoblinShark, Salmon, SawShark, Shark},
};

use crate::harness::{Failure, Scenarios};

pub(crate) async fn run(scenarios: &mut Scenarios) -> Result<(), Failure> {
    let client = Client::builder().base_url(scenarios.url()).build()?;
    let goblin = |age| Fish::Shark(Shark::Goblin(GoblinShark::new(age)));
    let saw = |age| Fish::Shark(Shark::Saw(SawShark::new(age)));
    let salmon = |age| Fish::Salmon(Salmon::new(age));
    let family = Fish::Salmon(Salmon::new(1).with(|it| {
        it.partner = Some(Box::new(saw(2)));
        let friend = Salmon::new(2).with(|it| {
            it.partner = Some(Box::new(salmon(3)));
            it.hate = Some([("key1".to_owned(), salmon(4)), ("key2".to_owned(), goblin(2))].into());
        });
        it.friends = Some(vec![Fish::Salmon(friend), goblin(3)]);
        let hated = Salmon::new(2).with(|it| it.friends = Some(vec![salmon(1), goblin(4)]));
        it.hate = Some([("key3".to_owned(), saw(3)), ("key4".to_owned(), Fish::Salmon(hated))].into());
    }));
    both_ways! { scenarios, client,
        "Type_Model_Inheritance_NestedDiscriminator_getModel"
        "Type_Model_Inheritance_NestedDiscriminator_putModel":
            get_model put_model goblin(1);
        "Type_Model_Inheritance_NestedDiscriminator_getRecursiveModel"
        "Type_Model_Inheritance_NestedDiscriminator_putRecursiveModel":
            get_recursive_model put_recursive_model family;
    }
    receives! { scenarios,
        "Type_Model_Inheritance_NestedDiscriminator_getMissingDiscriminator":
            client.get_missing_discriminator() => Fish::Unknown(json!({ "age": 1 }));
        "Type_Model_Inheritance_NestedDiscriminator_getWrongDiscriminator":
            client.get_wrong_discriminator() => Fish::Unknown(json!({ "age": 1, "kind": "wrongKind" }));
    }
    Ok(())
}
