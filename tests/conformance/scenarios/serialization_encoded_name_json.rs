//! `serialization/encoded-name/json`: a property with a different name on the wire.

use serialization_encoded_name_json::{Client, models::PropertyJsonEncodedNameModel};

use crate::harness::{Failure, Scenarios};

pub(crate) async fn run(scenarios: &mut Scenarios) -> Result<(), Failure> {
    let client = Client::builder().base_url(scenarios.url()).build()?;
    scenarios
        .run("Serialization_EncodedName_Json_Property_send", async {
            client.property_send(&PropertyJsonEncodedNameModel::new(true)).send().await?;
            Ok(())
        })
        .await;
    scenarios
        .run("Serialization_EncodedName_Json_Property_get", async {
            equal!(client.property_get().send().await?.body.wire_name, true);
            Ok(())
        })
        .await;
    Ok(())
}
