//! `type/enum/extensible`: values that the description lists, and others.

use type_enum_extensible::{Client, models::DaysOfWeekExtensibleEnum as Day};

use crate::harness::{Failure, Scenarios};

pub(crate) async fn run(scenarios: &mut Scenarios) -> Result<(), Failure> {
    let client = Client::builder().base_url(scenarios.url()).build()?;
    let weekend = Day::Unknown("Weekend".into());
    scenarios
        .run("Type_Enum_Extensible_String_getKnownValue", async {
            equal!(client.string_get_known_value().send().await?.body, Day::Monday);
            Ok(())
        })
        .await;
    scenarios
        .run("Type_Enum_Extensible_String_putKnownValue", async {
            client.string_put_known_value(&Day::Monday).send().await?;
            Ok(())
        })
        .await;
    scenarios
        .run("Type_Enum_Extensible_String_getUnknownValue", async {
            equal!(client.string_get_unknown_value().send().await?.body, weekend);
            Ok(())
        })
        .await;
    scenarios
        .run("Type_Enum_Extensible_String_putUnknownValue", async {
            client.string_put_unknown_value(&weekend).send().await?;
            Ok(())
        })
        .await;
    Ok(())
}
