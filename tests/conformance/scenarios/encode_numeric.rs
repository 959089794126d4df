//! `encode/numeric`: numbers that are written as texts.

use encode_numeric::{Client, models};

use crate::harness::{Failure, Scenarios};

pub(crate) async fn run(scenarios: &mut Scenarios) -> Result<(), Failure> {
    let client = Client::builder().base_url(scenarios.url()).build()?;
    scenarios
        .run("Encode_Numeric_Property_safeintAsString", async {
            let property = models::PropertySafeintAsStringProperty::new("10000000000");
            equal!(client.property_safeint_as_string(&property).send().await?.body, property);
            Ok(())
        })
        .await;
    scenarios
        .run("Encode_Numeric_Property_uint32AsStringOptional", async {
            let property =
                models::PropertyUint32AsStringProperty::default().with(|it| it.value = Some("1".into()));
            equal!(client.property_uint32_as_string_optional(&property).send().await?.body, property);
            Ok(())
        })
        .await;
    scenarios
        .run("Encode_Numeric_Property_uint8AsString", async {
            let property = models::PropertyUint8AsStringProperty::new("255");
            equal!(client.property_uint8_as_string(&property).send().await?.body, property);
            Ok(())
        })
        .await;
    Ok(())
}
