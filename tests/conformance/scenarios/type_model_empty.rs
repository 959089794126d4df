//! `type/model/empty`: objects without properties.

use type_model_empty::{Client, models};

use crate::harness::{Failure, Scenarios};

pub(crate) async fn run(scenarios: &mut Scenarios) -> Result<(), Failure> {
    let client = Client::builder().base_url(scenarios.url()).build()?;
    scenarios
        .run("Type_Model_Empty_putEmpty", async {
            client.put_empty(&models::EmptyInput::default()).send().await?;
            Ok(())
        })
        .await;
    scenarios
        .run("Type_Model_Empty_getEmpty", async {
            equal!(client.get_empty().send().await?.body, models::EmptyOutput::default());
            Ok(())
        })
        .await;
    scenarios
        .run("Type_Model_Empty_postRoundTripEmpty", async {
            let empty = models::EmptyInputOutput::default();
            equal!(client.post_round_trip_empty(&empty).send().await?.body, empty);
            Ok(())
        })
        .await;
    Ok(())
}
