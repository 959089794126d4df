//! `encode/boolean`: booleans that are written as texts.

use encode_boolean::{Client, models::PropertyBoolAsStringProperty as Property};

use crate::harness::{Failure, Scenarios};

pub(crate) async fn run(scenarios: &mut Scenarios) -> Result<(), Failure> {
    let client = Client::builder().base_url(scenarios.url()).build()?;
    scenarios
        .run("Encode_Boolean_Property_trueLower", async {
            equal!(client.property_true_lower(&Property::new("true")).send().await?.body.value, "true");
            Ok(())
        })
        .await;
    scenarios
        .run("Encode_Boolean_Property_falseLower", async {
            equal!(client.property_false_lower(&Property::new("false")).send().await?.body.value, "false");
            Ok(())
        })
        .await;
    scenarios
        .run("Encode_Boolean_Property_trueUpper", async {
            equal!(client.property_true_upper(&Property::new("TRUE")).send().await?.body.value, "TRUE");
            Ok(())
        })
        .await;
    scenarios
        .run("Encode_Boolean_Property_falseMixed", async {
            equal!(client.property_false_mixed(&Property::new("FaLsE")).send().await?.body.value, "FaLsE");
            Ok(())
        })
        .await;
    Ok(())
}
