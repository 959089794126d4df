//! `type/union/discriminated`: cats and dogs, distinguished by a property, with and without an envelope.

use type_union_discriminated::{Client, models};

use crate::harness::{Failure, Scenarios};

pub(crate) async fn run(scenarios: &mut Scenarios) -> Result<(), Failure> {
    let client = Client::builder().base_url(scenarios.url()).build()?;
    let cat = || models::Cat::new("Whiskers", true);
    let dog = || models::Dog::new("Rex", false);
    both_ways! { scenarios, client,
        "Type_Union_Discriminated_Envelope_Object_Default_get"
        "Type_Union_Discriminated_Envelope_Object_Default_put":
            get put models::PetWithEnvelope::Cat(models::PetWithEnvelopeCat::new(cat()));
        "Type_Union_Discriminated_Envelope_Object_CustomProperties_get"
        "Type_Union_Discriminated_Envelope_Object_CustomProperties_put":
            custom_properties_get custom_properties_put
            models::PetWithCustomNames::Cat(models::PetWithCustomNamesCat::new(cat()));
        "Type_Union_Discriminated_NoEnvelope_Default_get" "Type_Union_Discriminated_NoEnvelope_Default_put":
            default_get default_put models::PetInline::Cat(cat());
        "Type_Union_Discriminated_NoEnvelope_CustomDiscriminator_get"
        "Type_Union_Discriminated_NoEnvelope_CustomDiscriminator_put":
            custom_discriminator_get custom_discriminator_put models::PetInlineWithCustomDiscriminator::Cat(cat());
    }
    // The others are asked for by their kind.
    let envelope = models::PetWithEnvelope::Dog(models::PetWithEnvelopeDog::new(dog()));
    scenarios
        .run("Type_Union_Discriminated_Envelope_Object_Default_get", async {
            equal!(client.get().kind("dog").send().await?.body, envelope);
            Ok(())
        })
        .await;
    scenarios
        .run("Type_Union_Discriminated_NoEnvelope_CustomDiscriminator_get", async {
            let pet = client.custom_discriminator_get().r#type("dog").send().await?.body;
            equal!(pet, models::PetInlineWithCustomDiscriminator::Dog(dog()));
            Ok(())
        })
        .await;
    Ok(())
}
