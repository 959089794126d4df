//! `type/enum/fixed`: values that the description lists. Unlisted values are sent, and the server rejects them.

use type_enum_fixed::{Client, models::DaysOfWeekEnum as Day};

use crate::harness::{Failure, Scenarios};

pub(crate) async fn run(scenarios: &mut Scenarios) -> Result<(), Failure> {
    let client = Client::builder().base_url(scenarios.url()).build()?;
    scenarios
        .run("Type_Enum_Fixed_String_getKnownValue", async {
            equal!(client.string_get_known_value().send().await?.body, Day::Monday);
            Ok(())
        })
        .await;
    scenarios
        .run("Type_Enum_Fixed_String_putKnownValue", async {
            client.string_put_known_value(&Day::Monday).send().await?;
            Ok(())
        })
        .await;
    scenarios
        .run("Type_Enum_Fixed_String_putUnknownValue", async {
            match client.string_put_unknown_value(&Day::Unknown("Weekend".into())).send().await {
                Err(error) if error.status().is_some_and(|status| status == 500) => Ok(()),
                other => Err(format!("not refused: {other:?}").into()),
            }
        })
        .await;
    Ok(())
}
